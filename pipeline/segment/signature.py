"""The bottom of the main document: on whose behalf who signed, in which position, and who receives it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.document import Document, Line, Remark, Span
from pipeline.notice import HeaderField, Signer
from pipeline.rules import any_of, gazetteer
from pipeline.segment.rows import (
    MARKS,
    Row,
    begins_like_a_body,
    folded_key,
    header_rule,
    may_be_cut,
    rows_of,
    signature_rows,
)
from pipeline.vietnamese.names import is_person, person, sentence_case

__all__ = ["Signature", "read_signature"]

_BEFORE = 16  # lines above `Nơi nhận` in which the other column of the block may stand
_AFTER = 75  # lines below it
_NOT_A_NAME = re.compile(
    r"^(?:[(\[]?(?:đã ký|ký|ký tên|dấu|ký, ghi rõ|ký và|đóng dấu|nơi nhận|kính gửi|như trên)\b|người ký|ngày ký)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^[\W_]*(?:Đã ký|đã ký|ĐÃ KÝ)[\W_]*|[\s\W_]*(?:Đã ký|đã ký|ĐÃ KÝ)[\W_]*$")
_UPPER, _LOWER = (gazetteer("fragments")["fragments"][name] for name in ("UPPER", "LOWER"))
# `Lưu: VT`, `Lưu Văn phòng Đảng ủy`; not the name `Lưu Thị Mai`
_FILED = rf"^(?:LƯU|[Ll]ưu)\b(?!(?!\s+(?:Văn Ph|Văn Th|Hồ S))(?:\s+{_UPPER}{_LOWER}+){{2,4}}\W*$)"
_ITEM = re.compile(rf"^[-+*•.]\s*\S|{_FILED}")
_ACTING = re.compile(r"^(?:q\.?|quyền)\s+")
_NUMBER_LINE = re.compile(r"^(?:[Ss][ốỐóÓ]\s?:|\W+$)")
_FORM = re.compile(r"^(?:PHỤ LỤC(?:\s+(?:SỐ\s+)?[IVXLC\d]+)?\s*[.:]?$|(?:Mẫu|MẪU)(?: số| SỐ)?:?\s+\d+\w?\b)")
_END = re.compile(r"\./\.?$")


@dataclass(frozen=True)
class Signature:
    """`first_line` is where the block begins, `end_line` the line after it: annexes follow."""

    fields: dict[str, HeaderField]
    recipients: tuple[HeaderField, ...]
    other_signers: tuple[Signer, ...]
    first_line: int
    end_line: int
    remarks: tuple[Remark, ...]


def _is_no_name(text: str) -> bool:
    return _NOT_A_NAME.match(text) is not None or re.match(_FILED, text) is not None


@cache
def _positions() -> re.Pattern[str]:
    return re.compile(any_of(gazetteer("header")["positions"]) + r"(?![^\W_])")


def _position_at_start(text: str) -> re.Match[str] | None:
    """The position that a row in small letters begins with, without the signs around the row."""
    return _positions().match(_ACTING.sub("", folded_key(text)))


def _is_position(text: str) -> bool:
    """Whether a row is a position: in capitals, or alone on its line in a document without capitals."""
    position = _position_at_start(text)
    return position is not None and (position.end() == len(position.string) or (text.isupper() and len(text) < 90))


def _is_authority(text: str) -> bool:
    match = header_rule("authority").pattern.match(text)
    if not match or len(text) > 110:
        return False
    return (
        match["whom"].isupper()
        or _is_position(match["whom"])
        or folded_key(match["whom"]).startswith(
            ("ban ", "ủy ban", "đảng", "hội đồng", "ubnd", "bộ trưởng", "chính phủ")
        )
    )


class _Block:
    """The rows of a signature block and what they are."""

    def __init__(self, document: Document, rows: list[Row]) -> None:
        self.document = document
        self.rows = rows

    def written(self, row: Row) -> str:
        return row.span.of(self.document.text).replace("\n", " ")

    def name_after(self, index: int) -> int | None:
        """The row with the signer's name: the first that has the shape of one after a position."""
        for at in range(index + 1, min(index + 14, len(self.rows))):
            text = _SIGNED.sub("", self.rows[at].text)
            if _is_no_name(text) or _ITEM.match(text) or not text:
                continue
            if (
                is_person(text)
                and not _is_position(text)
                and (not text.isupper() or is_person(text.title(), strict=True))
            ):
                return at
            if _is_authority(text) and at > index + 3:
                return None
        return None

    def name_in_recipients(self, index: int) -> tuple[int, int] | None:
        """A name glued to the end of a line of the other column: `- Lưu: VT Lê Văn Nam`; row and offset in it."""
        for at in range(max(0, index - 3), min(index + 22, len(self.rows))):
            row = self.rows[at]
            said = _SIGNED.sub("", row.text)
            signed = said != row.text
            for size in (4, 3, 2):
                words = said.rsplit(" ", size)
                tail = " ".join(words[-size:])
                if (
                    len(words) == size + 1
                    and (signed or not words[0].endswith((",", "-")))
                    and not words[0].endswith(("đồng chí", "đ/c", "Đ/c"))
                    and is_person(tail, strict=True)
                    and words[0].strip(" -")
                ):
                    return at, len(said) - len(tail)
        return None


def _field(rows: list[Row], value: str, source: str) -> HeaderField:
    return HeaderField(value, Span(min(r.start for r in rows), max(r.end for r in rows)), source)


def read_signature(document: Document, flow: str, body_line: int) -> Signature:
    """Finds the signature block after `body_line` and reads it."""
    lines = document.lines
    recipients_line = _recipients_line(document, flow, body_line)
    if recipients_line is None:
        first, last = _block_without_recipients(document, flow, body_line)
        if first is None:
            return Signature({}, (), (), last, last, ())
    else:
        first, last = max(body_line, recipients_line - _BEFORE), min(len(lines), recipients_line + _AFTER)
        last = _second_letterhead(document, flow, recipients_line, last)
    block = _Block(document, list(signature_rows(flow, _numbered(document, first, last))))
    return _Assembly(document, block, recipients_line, body_line).read()


def _numbered(document: Document, first: int, last: int) -> Iterator[tuple[int, Line]]:
    """Lines with their indices, from `first` up to `last`."""
    for index in range(first, min(last, len(document.lines))):
        yield index, document.lines[index]


def _second_letterhead(document: Document, flow: str, recipients_line: int, last: int) -> int:
    """The line with which an attached document's letterhead begins below the recipients, else `last`."""
    for row in rows_of(flow, _numbered(document, recipients_line + 1, last)):
        if row.kind == "motto":
            first = row.line
            for line in range(row.line - 1, max(recipients_line + 1, row.line - 7), -1):
                text = document.lines[line].span.of(flow)
                if _is_position(text) or _is_authority(text) or not (text.isupper() or _NUMBER_LINE.match(text)):
                    break
                if begins_like_a_body(text):
                    first = line
            return first
    return last


def _recipients_line(document: Document, flow: str, body_line: int) -> int | None:
    """The line `Nơi nhận:` of the main document: the first one, before any annex."""
    pattern = header_rule("recipients").pattern
    stop = _first_form(document, flow, body_line)
    for line in _lines_with(document, flow, ("ơi nhận", "ƠI NHẬN"), body_line):
        if line >= stop:
            return None
        span = document.lines[line].span
        if pattern.match(flow[span.start : min(span.end, span.start + 60)]):
            return line
    return None


def _lines_with(document: Document, flow: str, words: tuple[str, ...], body_line: int) -> Iterator[int]:
    """The lines from `body_line` on in which one of some words stands, in order."""
    start = document.lines[body_line].span.start if body_line < len(document.lines) else len(flow)
    places = []
    for word in words:
        at = flow.find(word, start)
        while at >= 0:
            places.append(at)
            at = flow.find(word, at + 1)
    for at in sorted(places):
        yield document.line_index(at)


def _first_form(document: Document, flow: str, body_line: int) -> int:
    """The line with which the first annex or form begins, else the number of lines."""
    for line in _lines_with(document, flow, ("PHỤ LỤC", "Mẫu ", "MẪU "), body_line):
        span = document.lines[line].span
        if span.end - span.start < 60 and _FORM.match(span.of(flow)):
            return line
    return len(document.lines)


def _block_without_recipients(document: Document, flow: str, body_line: int) -> tuple[int | None, int]:
    """Where a signer signs without `Nơi nhận`: an authority or a position with a name soon after.

    Of several blocks (a text may show examples of them) the first after which nothing of the text comes, else
    the last.
    """
    stop = _first_form(document, flow, body_line)
    found: tuple[int | None, int] = (None, stop)
    line = body_line
    while line < stop:
        span = document.lines[line].span
        line += 1
        if span.end - span.start > 120 or not flow[span.start : span.start + 3].isupper():
            continue
        text = span.of(flow)
        bare = text.strip(MARKS)
        if not (may_be_cut(text) or header_rule("authority").pattern.match(bare) or _position_at_start(bare)):
            continue
        rows = list(signature_rows(flow, [(line - 1, document.lines[line - 1])]))
        if not rows or not (_is_authority(rows[0].text) or (text[:3].isupper() and _is_position(rows[0].text))):
            continue
        last = min(len(document.lines), line + 11)
        block = _Block(document, list(signature_rows(flow, _numbered(document, line - 1, last))))
        name = block.name_after(0)
        if name is None or not _ends_a_text(document, flow, line - 1, body_line):
            continue
        found = (line - 1, last)
        end = block.rows[name].line + 1
        if _nothing_follows(document, flow, end):
            return found
        line = max(line, end)
    return found


def _nothing_follows(document: Document, flow: str, line: int) -> bool:
    """Whether the text ends at a line, or another document or an annex begins within the next three."""
    lines = list(_numbered(document, line, line + 3))
    below = list(rows_of(flow, lines))
    return len(lines) < 3 or any(row.kind == "motto" or header_rule("annex").pattern.match(row.text) for row in below)


def _ends_a_text(document: Document, flow: str, line: int, body_line: int) -> bool:
    """Whether what stands above may be the end of a document: examples in a text come after a colon."""
    above = document.lines[max(body_line, line - 1)].span.of(flow).rstrip()
    return not above.endswith(":") and not _is_no_name(above)


class _Assembly:
    def __init__(self, document: Document, block: _Block, recipients_line: int | None, body_line: int) -> None:
        self.document = document
        self.block = block
        self.recipients_line = recipients_line
        self.body_line = body_line
        self.fields: dict[str, HeaderField] = {}
        self.other_signers: list[Signer] = []
        self.remarks: list[Remark] = []

    def read(self) -> Signature:
        rows = self.block.rows
        start = self._start()
        used: set[int] = set()
        if start is not None:
            used = self._signer(start)
        elif self.recipients_line is not None:
            used = self._name_alone()
        recipients, item_lines = self._recipients(used)
        lines = [rows[i].line for i in used] + item_lines
        if "signatory" not in self.fields and self.recipients_line is not None:
            self.remarks.append(Remark("no signatory", "no signer's name stands in the signature block"))
        if not lines:
            end = len(self.document.lines)
            return Signature(self.fields, recipients, (), end, end, tuple(self.remarks))
        if self.recipients_line is not None:
            lines.append(self.recipients_line)
        others = tuple(self.other_signers)
        return Signature(self.fields, recipients, others, min(lines), max(lines) + 1, tuple(self.remarks))

    def _start(self) -> int | None:
        """The first row of the right column: an authority, else a position in capitals."""
        rows = self.block.rows
        stop = self._annex()
        for index, row in enumerate(rows[:stop]):
            if _is_authority(row.text) and not row.text.startswith("-"):
                return index
        for index, row in enumerate(rows[:stop]):
            if (
                _is_position(row.text)
                and (row.text.isupper() or self.block.name_after(index) == index + 1)
                and self._near(row)
            ):
                return index
        return None

    def _near(self, row: Row) -> bool:
        return self.recipients_line is None or row.line >= self.recipients_line - 6

    def _annex(self) -> int:
        """The index of the first row that belongs to an annex or a second letterhead."""
        for index, row in enumerate(self.block.rows):
            below = self.recipients_line is None or row.line > self.recipients_line
            if (
                below
                and index
                and (header_rule("annex").pattern.match(row.text) or header_rule("issued with").pattern.match(row.text))
            ):
                return index
        return len(self.block.rows)

    def _signer(self, start: int) -> set[int]:
        rows = self.block.rows
        authority: list[int] = []
        position: list[int] = []
        at = start
        name = None
        while at < len(rows) and at <= start + 30:
            text = _SIGNED.sub("", rows[at].text)
            if _is_authority(text) and not position:
                authority.append(at)
            elif _is_position(text) and not name:
                position.append(at)
            elif (
                authority
                and not position
                and text.isupper()
                and at == authority[-1] + 1
                and not _ITEM.match(text)
                and len(text) < 60
                and not is_person(text.title(), strict=True)
            ):
                authority.append(at)  # the body's name goes on
            elif (
                position
                and at == position[-1] + 1
                and text.isupper()
                and len(text) < 60
                and not is_person(text.title(), strict=True)
                and not _ITEM.match(text)
            ):
                position.append(at)
            elif (
                (authority or position)
                and is_person(text)
                and not _is_no_name(text)
                and not _ITEM.match(rows[at].text)
                and not self._is_list_tail(at)
            ):
                name = at
                break
            at += 1
        used = {*authority, *position}
        if authority:
            self.fields["authority"] = self._authority([rows[i] for i in authority])
        if position:
            self.fields["signatory_title"] = self._position([rows[i] for i in position])
        if name is not None:
            self.fields["signatory"] = self._name(rows[name], 0)
            used.add(name)
            used |= self._other_signers(name)
        elif authority or position:
            glued = self.block.name_in_recipients((authority or position)[0])
            if glued is not None:
                self.fields["signatory"] = self._name(rows[glued[0]], glued[1])
        return used

    def _authority(self, rows: list[Row]) -> HeaderField:
        return _field(rows, " ".join(_authority_text(self.block.written(row)) for row in rows), "signature block")

    def _position(self, rows: list[Row]) -> HeaderField:
        written = " ".join(self.block.written(row) for row in rows)
        value = sentence_case(_SIGNED.sub("", written).strip(" .,:*_"), ends_in_place=True)
        return _field(rows, value, "signature block")

    def _other_signers(self, name: int) -> set[int]:
        """The rows of those who sign beside the first: `TM. CHÍNH PHỦ`, `THỦ TƯỚNG`, a name, and so on."""
        rows = self.block.rows
        used: set[int] = set()
        at = name + 1
        while at < len(rows) and (
            _is_authority(rows[at].text) or (_is_position(rows[at].text) and rows[at].text.isupper())
        ):
            other = self.block.name_after(at)
            if other is None or other - at > 6:
                break
            between = rows[at:other]
            authority = [row for row in between if _is_authority(row.text)]
            position = [row for row in between if row not in authority and _is_position(row.text)]
            self.other_signers.append(
                Signer(
                    self._name(rows[other], 0),
                    self._position(position) if position else None,
                    self._authority(authority) if authority else None,
                )
            )
            used.update(range(at, other + 1))
            at = other + 1
        if used:
            self.remarks.append(
                Remark("several signatories", "more than one signs; the header's fields are the first's")
            )
        return used

    def _name_alone(self) -> set[int]:
        """A signer whose position is hidden under the stamp: the only row below the recipients that is a name."""
        for index, row in enumerate(self.block.rows):
            text = row.text.lstrip("-_/.,'`⁄ ")  # what OCR makes of a signature's strokes
            if row.line <= (self.recipients_line or 0) or row.text.startswith("- ") or _is_no_name(text):
                continue
            if is_person(text, strict=True):
                self.fields["signatory"] = self._name(row, len(row.text) - len(text))
                return {index}
        return set()

    def _is_list_tail(self, index: int) -> bool:
        """Whether a row goes on an item of the recipients: `Văn hóa, Thể thao và Du lịch,`."""
        text = _SIGNED.sub("", self.block.rows[index].text)
        following = self.block.rows[index + 1 : index + 2]
        if text.endswith((",", ";", ":")):
            return True
        return not is_person(text, strict=True) and any(_ITEM.match(row.text) for row in following)

    def _name(self, row: Row, offset: int) -> HeaderField:
        written = Span(row.start + offset, row.end).of(self.document.text)
        cleaned = _SIGNED.sub("", written)
        begin = row.start + offset + written.index(cleaned)
        return HeaderField(person(cleaned), Span(begin, begin + len(cleaned)), "signature block")

    def _recipients(self, used: set[int]) -> tuple[tuple[HeaderField, ...], list[int]]:
        """The items under `Nơi nhận`, each with the lines it goes on over."""
        if self.recipients_line is None:
            return (), []
        rows = self.block.rows
        items: list[list[Row]] = []
        lines: list[int] = []
        signer = self.fields.get("signatory")
        for index, row in enumerate(rows):
            if row.line < self.recipients_line or index in used:
                continue
            if header_rule("recipients").pattern.match(row.text):
                continue
            if header_rule("annex").pattern.match(row.text) or row.kind != "text":
                break
            text = row.text
            if _ITEM.match(text):
                items.append([row])
            elif (
                items
                and row.line - items[-1][-1].line <= 2
                and not text.isupper()
                and not _is_no_name(text)
                and len(text) < 120
                and not _END.search(items[-1][-1].text)
                and not (is_person(text, strict=True) and signer is not None and person(text) == signer.value)
            ):
                if text[0].islower() or text[0] in "(" or not items[-1][-1].text.endswith((".", ";")):
                    if (
                        not folded_key(items[-1][0].text).startswith("lưu")
                        or text[0].islower()
                        or (row.line - items[-1][-1].line == 1 and len(text) < 30)
                    ):
                        items[-1].append(row)
                    else:
                        break
            else:
                if items and (len(text) > 120 or row.line - items[-1][-1].line > 14):
                    break
                continue
            lines.append(row.line)
        fields = []
        for item in items:
            text = " ".join(self.block.written(row) for row in item)
            value = re.sub(r"^[-+*•.]\s*", "", text).strip(" ;,.")
            value = _SIGNED.sub("", value)
            if signer and value.endswith(signer.value):
                value = value[: -len(signer.value)].strip(" ;,.")
            if value:
                fields.append(_field(item, value, "recipients"))
        return tuple(fields), lines


def _authority_text(text: str) -> str:
    """`"KT. CHỦ TỊCH"` gives `"KT. Chủ tịch"`, `"T/M BAN THƯỜNG VỤ"` gives `"T/M Ban Thường vụ"`."""
    match = header_rule("authority").pattern.match(text)
    if match is None:
        return sentence_case(text.strip(" *_.,:"), ends_in_place=True, first=False)
    whom = match["whom"].strip(" *_.,:")
    return text[: match.start("whom")] + sentence_case(whom, ends_in_place=True)
