"""The top of a document: who issues it, its number, place and date, its type and its trích yếu.

The rows are told by what they say, not by their order: letterheads come out of files column by column, row by
row, or with parts missing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pipeline.document import Document, Line, Remark, Span
from pipeline.notice import HeaderField, Mark
from pipeline.rules import any_of, gazetteer
from pipeline.segment.markers import marker_at
from pipeline.segment.rows import Row, begins_like_a_body, folded_key, header_rule, rows_of
from pipeline.vietnamese.dates import spelled_date
from pipeline.vietnamese.names import repair_body, sentence_case
from pipeline.vietnamese.spelling import bare

__all__ = ["Letterhead", "read_letterhead"]

_NUMBERS = ("number", "number alone", "unread number")
_PLACES = ("place and date", "place and short date")
# What each match of those rules has in it: it spares them on other rows.
_SIGNS_OF = {_NUMBERS: re.compile("[sS][ốỐóÓồ]"), _PLACES: re.compile(r",\s?(?:[Nn]g[àá]y|hồi |lúc )")}
_REACH = 90  # lines: a letterhead that begins later is an annex's
_PLACE = re.compile(r"^(?:tỉnh|thành phố|tp\b|huyện|quận|thị xã|tx\b|thị trấn|xã|phường|đặc khu)(?! ủy| đoàn)")
_GOES_ON = re.compile(r"^(?:và|của|&|-|,|tại|về|cho|cấp|khu|số|các|trực thuộc|thuộc)\b|^[&,-]")
_OF_A_BODY = re.compile(r"^(?:CỦA|Của|của)\s+(?P<issuer>.+)$")
_ACTING = re.compile(
    r"^(?:bộ trưởng|thủ tướng|chủ tịch|giám đốc|tổng giám đốc|quốc hội|chính phủ|hội đồng|ủy ban|ban (?!hành )|"
    r"thống đốc|cục trưởng|chánh án|viện trưởng|tổng thanh tra|hiệu trưởng|bch|liên bộ|ubnd|tổng cục)"
)
# The Youth Union prints it where others print the state's motto.
_UNION = re.compile(r"^đoàn (?:tncs|thanh niên cộng sản) hồ chí minh$")
_CARRIES_OUT = re.compile(r"(?:Thực hiện|Triển khai thực hiện|Tiếp tục thực hiện)\s")
_CLAUSE = re.compile(r"[.;:]\s|[.,;:]$")
_ENACTS = re.compile(r"^(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|NGHỊ ĐỊNH|CHỈ THỊ|THÔNG BÁO|RA CHỈ THỊ|LỆNH)\s*:")
_LABEL = re.compile(r"^S[ốỐ]\s?:?$")
_TYPE_AT_END = re.compile(
    r"\s(?P<type>QUYẾT ĐỊNH|THÔNG BÁO|NGHỊ QUYẾT|KẾ HOẠCH|BÁO CÁO|CHỈ THỊ|THÔNG TƯ|NGHỊ ĐỊNH|TỜ TRÌNH|KẾT LUẬN)$"
)
_DOUBT = 0.5  # OCR's confidence below which a figure that is filled in by hand is left out
_TITLE_END = re.compile(r"[.;:]$")
_STAMP = re.compile(r"^(?:Người k[ýy]|Ng[ưu][ờo]i k|Email|Cơ quan\s?[.:]|Th[ờơ]i gian k|Ký bởi|Ngày ký)", re.IGNORECASE)


@dataclass(frozen=True)
class Letterhead:
    """The fields that stand before the body, the line where the body begins, and what is to be remarked."""

    fields: dict[str, HeaderField]
    addressees: tuple[HeaderField, ...]
    marks: tuple[Mark, ...]
    body_line: int
    party: bool
    state: bool
    remarks: tuple[Remark, ...]


@cache
def _types() -> tuple[str, ...]:
    """All types, the longest first."""
    return tuple(sorted({word.lower() for word in gazetteer("header")["fragments"]["TYPEWORD"]}, key=len, reverse=True))


@cache
def _type_beginnings() -> frozenset[str]:
    return frozenset(word[:2] for word in (*_types(), "bản", "dự thảo"))


@cache
def _plain_types() -> dict[str, str]:
    return {bare(word): word for word in _types()}


def _type_of(text: str) -> tuple[str, str] | None:
    """The type that a heading names and what follows it: `"BÁO CÁO TÌNH HÌNH"` gives `("báo cáo", "TÌNH HÌNH")`.

    A heading begins with a capital; a line of small letters that goes on after the type word is no heading.
    """
    text = text.strip(" .*\"'")
    if not text[:1].isupper() or text.endswith((":", " CHUNG", " chung")):  # `QUY ĐỊNH CHUNG`: a chapter
        return None
    if text.isupper() and bare(text) in _plain_types():  # OCR misreads a mark: `KÉ HOẠCH`
        return _plain_types()[bare(text)], ""
    small = re.sub(r"^(?:bản|dự thảo)\s+(?=\w)", "", text.lower())
    cut = len(text) - len(small)
    if small[:2] not in _type_beginnings():
        return None
    for word in _types():
        if small == word:
            return word, ""
        if small.startswith(word + " "):
            rest = text[cut + len(word) :].strip()
            if rest.lower().startswith("liên tịch"):
                word, rest = f"{word} liên tịch", rest[len("liên tịch") :].strip()
                if not rest:
                    return word, rest
            if _OF_A_BODY.match(rest) or text.isupper():
                return word, rest
            return None
    return None


def _first_of(names: tuple[str, ...], text: str) -> tuple[str, re.Match[str]] | None:
    """The first of some rules that a row meets, and how."""
    signs = _SIGNS_OF.get(names)
    if signs is None or signs.search(text):
        for name in names:
            if match := header_rule(name).pattern.match(text):
                return name, match
    return None


class _Reader:
    """One pass over the rows before the body."""

    def __init__(self, document: Document, flow: str, known: Collection[str]) -> None:
        self.document = document
        self.flow = flow
        self.known = known
        self.fields: dict[str, HeaderField] = {}
        self.marks: list[Mark] = []
        self.remarks: list[Remark] = []
        self.inline_rows = 0
        self.inline_rest: list[Row] = []
        self.rows = list(rows_of(flow, list(enumerate(document.lines[:_REACH]))))
        self.lost_capitals = any(row.kind == "motto" and row.text.islower() for row in self.rows)
        self.anchor, self.stop = self._extent()

    def _extent(self) -> tuple[int | None, int]:
        """The first row that only a letterhead has, and the row at which the body begins at the latest."""
        anchor, headed = None, False
        for index, row in enumerate(self.rows):
            if self._is_anchor(row):
                anchor = index if anchor is None else anchor
                headed = headed or row.kind == "motto" or self._numbers(row)
            elif _type_of(row.text) or header_rule("inline heading").pattern.match(row.text):
                headed = True
            elif headed and _is_body(row.text, self.flow, row):
                return anchor, index
            elif not headed and _is_provision(self.flow, row):
                return None, index
            elif not headed and index >= 40:
                break
        return (anchor if headed else None), len(self.rows) if headed and anchor is not None else min(
            len(self.rows), 12
        )

    def _numbers(self, row: Row) -> bool:
        return _first_of(_NUMBERS, row.text) is not None

    def _is_anchor(self, row: Row) -> bool:
        return row.kind in ("motto", "date") or self._numbers(row) or _first_of(_PLACES, row.text) is not None

    def put(self, name: str, value: str, rows: list[Row], source: str) -> None:
        if value:
            self.fields[name] = HeaderField(value, Span(rows[0].start, max(r.end for r in rows)), source)

    def as_written(self, row: Row) -> str:
        """The row in the document's own spelling."""
        return row.span.of(self.document.text).replace("\n", " ")

    def reading(self, row: Row) -> str:
        """What a row says: on a page that OCR read, a misread name is put right from the closed list of bodies."""
        repaired = repair_body(row.text) if self._by_ocr(row) else None
        return repaired.upper() if repaired and row.text.isupper() else row.text

    def _by_ocr(self, row: Row) -> bool:
        page = self.document.lines[row.line].page
        return any(p.number == page and p.reader == "ocr" for p in self.document.pages)

    # -- the parts ------------------------------------------------------------------------------

    def read(self) -> Letterhead:
        heading = self._heading()
        self._marks()
        self._number_and_date()
        if heading is not None and "number" not in self.fields:
            self._inline(heading)
        about = next(
            (
                i
                for i, r in enumerate(self.rows[: self.stop])
                if heading is None and header_rule("about").pattern.match(r.text)
            ),
            None,
        )
        self._bodies(min(x for x in (heading, about, self.stop) if x is not None))
        last = self._title(heading, about)
        if "doc_type" not in self.fields:
            self._type_without_a_word(about)
        motto = [r.text for r in self.rows[: self.stop] if r.kind == "motto"]
        body = self._body_line(last, heading)
        return Letterhead(
            self.fields,
            self._addressees(),
            tuple(self.marks),
            body,
            any("ĐẢNG" in m for m in motto),
            any("ỘNG H" in m.upper() for m in motto),
            tuple(self.remarks),
        )

    def _heading(self) -> int | None:
        """The index of the type line."""
        limit = self.stop
        for index, row in enumerate(self.rows[:limit]):
            if row.kind != "text" or header_rule("number").pattern.match(row.text):
                continue
            if self.anchor is not None and index < self.anchor - 8:
                continue
            found = _type_of(row.text)
            inline = header_rule("inline heading").pattern.match(row.text)
            if found is None and inline is None:
                continue
            if found:
                self.put("doc_type", found[0], [row], "type line")
            return index
        return self._heading_after_noise()

    def _heading_after_noise(self) -> int | None:
        """The type line of a scan with a stamp beside it: `nh GOM QUYẾT ĐỊNH`."""
        for index, row in enumerate(self.rows[: self.stop]):
            found = _TYPE_AT_END.search(row.text) if self._by_ocr(row) and len(row.text) < 60 else None
            if found:
                self.rows[index] = Row(found["type"], row.start + found.start("type"), row.end, row.line)
                self.put("doc_type", found["type"].lower(), [self.rows[index]], "type line")
                return index
        return None

    def _inline(self, heading: int) -> None:
        """`THÔNG TƯ` / `CỦA BỘ TÀI CHÍNH SỐ 13/2001/TT-BTC NGÀY 8 THÁNG 3 NĂM 2001 HƯỚNG DẪN ...`: all in one."""
        for count in (1, 2, 3):
            group = self.rows[heading : heading + count]
            match = header_rule("inline heading").pattern.match(" ".join(r.text for r in group))
            if match is None:
                continue
            doc_type = match["type"].lower() + (" liên tịch" if match["joint"] else "")
            self.put("doc_type", doc_type, group[:1], "inline heading")
            self.put("number", _number(match["number"]), group, "inline heading")
            self.put("date", _date(match["d"], match["m"], match["y"]) or "", group, "inline heading")
            issuer = sentence_case(match["issuer"].strip(" ,-"), self.known, ends_in_place=True)
            self.put("issuer", issuer, group, "inline heading")
            self.inline_rows = count
            last, rest = group[-1], len(match["title"] or "")
            if 0 < rest <= len(last.text):
                self.inline_rest = [Row(last.text[-rest:], last.end - rest, last.end, last.line)]
            return

    def _marks(self) -> None:
        """What is printed over the letterhead: a draft, an urgent or secret document, a copy."""
        for row in self.rows[: self.stop]:
            mark = header_rule("mark").pattern.match(row.text) if len(row.text) < 40 else None
            if mark and self.anchor is not None:
                kind = mark.lastgroup or ""
                self.marks.append(Mark(kind, row.span))
                self.remarks.append(Remark(kind, f"the document is marked {self.as_written(row)}", row.span))

    def _number_and_date(self) -> None:
        limit = self.stop
        label = ""  # `Số:` in one column, its number in the other
        for row in self.rows[: limit if self.anchor is not None else 0]:
            if _LABEL.match(row.text):
                label = "Số: "
                continue
            said = label + row.text if row.text[:1].isdigit() else row.text
            number = header_rule("number").pattern.match(said) if row.kind == "text" else None
            if number and "number" not in self.fields:
                start, end = (row.end - len(said) + number.start("number"), row.end - len(said) + number.end("number"))
                written = self.document.text[start:end]
                value = _number(written)
                serial = re.match(r"[^/]*\d[^/]*/(?:\s*\d{4}\s*/)?(?=\s*[A-ZĐ])", written)
                if serial and self._in_doubt(start, start + serial[0].index("/")):
                    span = Span(start + serial.end(), end)
                    self.put_span("number", _number(span.of(self.document.text)), span, "unread number")
                    self.remarks.append(Remark("unread number", "the serial number could not be read", row.span))
                elif any(c.isalpha() for c in value):
                    self.fields["number"] = HeaderField(value, Span(start, end), "number")
                    if not re.match(r"\d", written.strip(" .…_")):
                        self.remarks.append(Remark("blank number", "the serial number is left blank", Span(start, end)))
            elif "number" not in self.fields and row.kind == "text":
                alone = header_rule("number alone").pattern.match(row.text)
                unread = header_rule("unread number").pattern.match(row.text)
                if alone:
                    span = Span(row.start + alone.start("number"), row.start + alone.end("number"))
                    self.put_span("number", _number(span.of(self.document.text)), span, "number alone")
                elif unread:
                    span = Span(row.start + unread.start("number"), row.start + unread.end("number"))
                    self.put_span("number", _number(span.of(self.document.text)), span, "unread number")
                    self.remarks.append(Remark("unread number", "the serial number could not be read", row.span))
            if dated := _first_of(_PLACES, row.text):
                name, date = dated
                if "place" not in self.fields and "date" not in self.fields:
                    place = self.document.text[row.start : row.start + date.end("place")].strip(" .…_")
                    if any(c.isalpha() for c in place):
                        self.put("place", sentence_case(place, self.known, ends_in_place=True), [row], name)
                    day, month = (self._figure(row, date, *part) for part in (("d", "noise"), ("m", "noise2")))
                    iso = (spelled_date(row.text) if day and not month else None) or _date(day, month, date["y"])
                    if iso:
                        self.put("date", iso, [row], name)
                    if len(iso or "") < len("2025-09-03"):
                        self.remarks.append(Remark("blank date", "day, month or year is not printed", row.span))

    def _in_doubt(self, start: int, end: int) -> bool:
        """Whether what OCR read there is as likely wrong as right: two readers differ, or none is sure."""
        confidence = self.document.confidence_of(Span(start, end))
        return confidence is not None and confidence < _DOUBT

    def _figure(self, row: Row, date: re.Match[str], part: str, noise: str) -> str:
        """A figure of the date; nothing where it is in doubt or misread signs stand right after it."""
        in_doubt = date[part] and self._in_doubt(row.start + date.start(part), row.start + date.end(part))
        return "" if in_doubt else _sure(date, part, noise)

    def _bodies(self, limit: int) -> None:
        """Issuer and parent: the lines of the letterhead that begin like the name of a body, and what goes on them."""
        first = max(0, (self.anchor or 0) - 8)
        names: list[list[Row]] = []
        for row in self.rows[first:limit]:
            if row.kind != "text" or self.anchor is None or not self._may_name_a_body(row):
                continue
            text = self.reading(row)
            if names and self._goes_on_name(names[-1], row, text):
                names[-1].append(row)
            elif begins_like_a_body(text) and not _is_repeated(row, names):
                names.append([row])
        names = [name for i, name in enumerate(names) if not (i and _is_union(name))]
        if names:
            self._put_body("issuer", names[-1])
        if len(names) > 1:
            self._put_body("parent", names[-2])

    def _may_name_a_body(self, row: Row) -> bool:
        if (
            _is_mark(row.text)
            or _STAMP.match(row.text)
            or len(row.text) > (200 if row.text.isupper() else 90)
            or row.text[:1].isdigit()
            or (row.text[:1].islower() and not (self.lost_capitals and row.text.islower()))
            or not any(c.isalpha() for c in row.text)
        ):
            return False
        if _LABEL.match(row.text):
            return False
        return not any(_first_of(names, row.text) for names in (_NUMBERS, _PLACES, ("about", "issued with")))

    def _goes_on_name(self, name: list[Row], row: Row, text: str) -> bool:
        """Whether a row goes on the name above: `TỈNH LÀO CAI` after `ỦY BAN NHÂN DÂN`, `VÀ TRUYỀN THÔNG`."""
        apart = row.line - name[-1].line
        if apart > 4:
            return False
        key, before = folded_key(text), folded_key(" ".join(self.reading(r) for r in name))
        if _PLACE.match(key) or _GOES_ON.match(key) or self.reading(name[-1]).endswith((",", "-", " VÀ", " CỦA")):
            return True
        if before in ("cục", "chi cục", "tổng cục"):  # `CỤC` / `THUẾ TỈNH ĐẮK LẮK`
            return True
        if before in gazetteer("header")["unfinished"] and not _is_office(key) and begins_like_a_body(text):
            return True
        return text.isupper() and apart <= 2 and not begins_like_a_body(text)

    def _put_body(self, name: str, rows: list[Row]) -> None:
        if name in self.fields:
            return
        text = " ".join(self.as_written(row) if self.reading(row) == row.text else self.reading(row) for row in rows)
        if self.lost_capitals and text.islower():  # set in .VnTimeH, whose capitals are the codes of small letters
            text = text.upper()
        self.put(name, sentence_case(text.strip(" *-_.,:/"), self.known, ends_in_place=True), rows, "letterhead")

    def _title(self, heading: int | None, about: int | None) -> int:
        """Reads the title; gives the index of the row after the title block."""
        if heading is None and about is None:
            return self._addressee()
        if heading is None:
            return self._about(about or 0)
        row = self.rows[heading]
        found = _type_of(row.text)
        at = heading + 1
        rows: list[Row] = []
        if self.inline_rows:
            rows, at = list(self.inline_rest), heading + self.inline_rows
        elif found and found[1]:
            of_body = _OF_A_BODY.match(found[1])
            if of_body is None or not _is_acting(of_body["issuer"]):
                rest = row.text.rindex(found[1])
                rows.append(Row(row.text[rest:], row.start + rest, row.end, row.line))
            elif "issuer" not in self.fields:
                issuer = sentence_case(of_body["issuer"], self.known, ends_in_place=True)
                self.put("issuer", issuer, [row], "type line")
        while at < len(self.rows) and not rows and self._stands_between(self.rows[at]):
            at += 1
        while at < len(self.rows) and self._goes_on_title(rows, self.rows[at]):
            if self.rows[at].kind == "text":
                rows.append(self.rows[at])
            at += 1
        if rows:
            title = _title_text([self.as_written(r) for r in rows], self.known)
            self.put("title", title, rows, "title block")
        else:
            self.remarks.append(Remark("no title", "no line says what the document is about", row.span))
        return at

    def _stands_between(self, row: Row) -> bool:
        """Whether a row may stand between type and title without ending the title block: a rule, the other column."""
        return (
            row.kind != "text"
            or self._is_anchor(row)
            or len(row.text) < 4
            or header_rule("issued with").pattern.match(row.text) is not None
        )

    def _goes_on_title(self, rows: list[Row], row: Row) -> bool:
        if row.kind in ("rule", "motto", "date") or len(rows) > 14:
            return False
        text = row.text
        if not any(c.isalnum() for c in text) or (_is_mark(text) and rows):
            return False
        if (
            header_rule("issued with").pattern.match(text)
            or header_rule("addressee").pattern.match(text)
            or _ENACTS.match(text)
        ):
            return False
        marker = marker_at(self.flow, row.start)
        if marker is not None and marker.kind != "bullet":
            return False
        if header_rule("number").pattern.match(text):
            return False
        if not rows:
            if self._names_who_acts(row):
                return False
            opening = _is_opening(text) and len(text) > 60 and not text.isupper()
            return not opening or self._is_whole_title(row)
        if re.match(r"-\s?Căn cứ", text):
            return False
        line, before = self.document.lines[row.line], rows[-1]
        if text.isupper() and not before.text.isupper():
            return False
        if self._names_who_acts(row):
            return False
        if (
            text[0].islower()
            or text[0].isdigit()
            or (before.text.endswith((",", "-", "(", '"')) and not _is_opening(text))
        ):
            return True
        if _is_opening(text):
            return False
        if line.joins is not None:  # a paragraph of its own: a title line is short and does not end a sentence
            return (
                not _TITLE_END.search(text)
                and len(text) < 160
                and _same_setting(line, self.document.lines[before.line])
            )
        if _TITLE_END.search(before.text) or _TITLE_END.search(text) or self._begins_with_the_issuer(text):
            return False
        return self._is_centred(line) and not _looks_like_body(text)

    def _is_whole_title(self, row: Row) -> bool:
        """Whether `Thực hiện Chỉ thị số ... của Ban Bí thư` is a title: no sentence, and the body begins after it."""
        if not _CARRIES_OUT.match(row.text):
            return False
        said = ""
        for following in self.rows[self.rows.index(row) :][:7]:
            begins = following is not row and (
                following.kind != "text"
                or _is_opening(following.text)
                or self._begins_with_the_issuer(following.text)
                or marker_at(self.flow, following.start) is not None
            )
            if begins:
                return not _CLAUSE.search(said)
            said = f"{said} {following.text}"
        return False

    def _begins_with_the_issuer(self, text: str) -> bool:
        """Whether a sentence begins with who issues: `Sở Y tế trân trọng kính mời ...` is no title."""
        issuer = self.fields.get("issuer")
        return issuer is not None and folded_key(text).startswith(folded_key(issuer.value))

    def _names_who_acts(self, row: Row) -> bool:
        """Whether a row under the title names who decides: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH`."""
        return len(row.text) < 90 and bool(_ACTING.match(folded_key(row.text))) and self._enacts_next(row)

    def _enacts_next(self, row: Row) -> bool:
        """Whether the rows after this one begin the reasons: then it names who enacts, not what."""
        after = [r for r in self.rows if r.start > row.start and r.kind == "text"][: 3 if row.text.isupper() else 1]
        return any(
            re.match(r"(?:-\s?)?(?:Căn cứ|Xét|Theo|Sau khi|Thực hiện|Để|Chiểu)", r.text) or _ENACTS.match(r.text)
            for r in after
        ) or bool(self.fields.get("issuer") and folded_key(self.fields["issuer"].value) == folded_key(row.text))

    def _is_centred(self, line: Line) -> bool:
        """Whether a line stands away from both margins; without geometry, whether it is shorter than a full line."""
        if line.style.align is not None:
            return line.style.align in ("center", "right")
        page = [other.box for other in self.document.lines if other.page == line.page and other.box is not None]
        if line.box is None or not page:
            return line.span.end - line.span.start < 78
        left, right = min(b.x0 for b in page), max(b.x1 for b in page)
        return abs((line.box.x0 - left) - (right - line.box.x1)) < 40 and line.box.x0 - left > 12

    def _about(self, index: int) -> int:
        """The `V/v` of an official letter: down to the next part of the letterhead."""
        rows = [self.rows[index]]
        match = header_rule("about").pattern.match(rows[0].text)
        at = index + 1
        while at < len(self.rows):
            row = self.rows[at]
            if (
                row.kind != "text"
                or self._is_anchor(row)
                or header_rule("addressee").pattern.match(row.text)
                or len(rows) > 9
            ):
                break
            if (
                _is_body(row.text, self.flow, row)
                or row.text.isupper()
                or len(row.text) > 160
                or (
                    begins_like_a_body(row.text)
                    and self.document.lines[row.line].cell != self.document.lines[rows[-1].line].cell
                )
            ):
                break
            rows.append(row)
            at += 1
        text = " ".join(self.as_written(r) for r in rows)
        written = header_rule("about").pattern.match(text)
        if match and written:
            self.put("title", _title_text([written["title"]], self.known), rows, "about")
        return max(at, self._addressee())

    def _addressee(self) -> int:
        """The index of the row after `Kính gửi` and those it names, or where the body begins."""
        for index, row in enumerate(self.rows):
            if header_rule("addressee").pattern.match(row.text):
                at = index + 1
                while (
                    at < len(self.rows)
                    and (self.rows[at].text.startswith(("-", "(", "+")) or self.rows[at].text[0].islower())
                    and len(self.rows[at].text) < 200
                ):
                    at += 1
                return at
        return self.stop if self.anchor is not None else 0

    def _addressees(self) -> tuple[HeaderField, ...]:
        """Those whom `Kính gửi` names: the rest of its line, or the items below it."""
        first = next((i for i, r in enumerate(self.rows) if header_rule("addressee").pattern.match(r.text)), None)
        if first is None or self.anchor is None:
            return ()
        items: list[list[Row]] = []
        for row in self.rows[first : self._addressee()]:
            match = header_rule("addressee").pattern.match(row.text)
            start = row.start + match.start("whom") if match else row.start
            text = self.flow[start : row.end]
            if match or text.startswith(("-", "+")) or not items:
                start += len(text) - len(text.lstrip("-+ "))
                items.append([])
            if start < row.end:
                items[-1].append(Row(self.flow[start : row.end], start, row.end, row.line))
        return tuple(
            HeaderField(value, Span(item[0].start, item[-1].end), "addressee")
            for item in items
            if item and (value := " ".join(self.as_written(row) for row in item).strip(" ;,."))
        )

    def _type_without_a_word(self, about: int | None) -> None:
        number = self.fields.get("number")
        addressee = any(header_rule("addressee").pattern.match(r.text) for r in self.rows)
        if number is not None:
            symbol = re.split(r"[/.-]", re.sub(r"^[\d.]*(?:/\d{4})?[/-]?", "", number.value))[0]
            named = gazetteer("header")["symbols"].get(symbol)
            if about is None and not addressee and named:
                self.put_span("doc_type", named, number.span, "symbol")
                return
        if number is not None and (about is not None or addressee):
            self.put_span("doc_type", "công văn", number.span, "letter")

    def put_span(self, name: str, value: str, span: Span, source: str) -> None:
        self.fields[name] = HeaderField(value, span, source)

    def _body_line(self, last: int, heading: int | None) -> int:
        if heading is None and self.anchor is None:
            return 0
        while last < len(self.rows) and (
            self.rows[last].kind == "rule" or not any(c.isalnum() for c in self.rows[last].text)
        ):
            last += 1
        return self.rows[last].line if last < len(self.rows) else len(self.document.lines)


def _is_mark(text: str) -> bool:
    return header_rule("mark").pattern.match(text) is not None


def _is_acting(text: str) -> bool:
    """Whether `CỦA ...` after the type names who acts, so that it is no part of what the document is about."""
    return begins_like_a_body(text) or bool(_ACTING.match(folded_key(text)))


def _is_office(key: str) -> bool:
    return key.startswith(("ủy ban", "sở", "ban ", "chi bộ", "tiểu ban"))


def _is_union(name: list[Row]) -> bool:
    return len(name) == 1 and _UNION.match(folded_key(name[0].text)) is not None


def _is_repeated(row: Row, names: list[list[Row]]) -> bool:
    """Whether the same name was just read: merged cells come twice."""
    return any(folded_key(name[0].text) == folded_key(row.text) for name in names)


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(any_of(gazetteer("header")["openings"]) + r"\b")


def _is_opening(text: str) -> bool:
    return _openings().match(text) is not None


def _looks_like_body(text: str) -> bool:
    return len(text) > 70 and text.endswith((",", "."))


def _is_provision(flow: str, row: Row) -> bool:
    marker = marker_at(flow, row.start)
    return marker is not None and marker.kind in ("article", "chapter", "part")


def _is_body(text: str, flow: str, row: Row) -> bool:
    """Whether a row can only stand in a body: a reason, a chapter, a numbered heading, an addressee."""
    if row.kind != "text":
        return False
    if re.match(r"(?:-\s?)?(?:Căn cứ|Xét đề nghị|Theo đề nghị)\s", text) or header_rule("addressee").pattern.match(
        text
    ):
        return True
    marker = marker_at(flow, row.start)
    return (
        marker is not None
        and marker.kind in ("article", "chapter", "part", "roman", "number")
        and marker.n in ("1", "I", "nhất", "NHẤT", "6")
    )


def _same_setting(line: Line, before: Line) -> bool:
    """Whether two lines are set alike, as far as the format tells: title lines are."""
    return not (
        (line.style.align is not None and before.style.align is not None and line.style.align != before.style.align)
        or (line.style.bold is not None and before.style.bold is not None and line.style.bold != before.style.bold)
    )


def _number(written: str) -> str:
    """`"/BC - SCT"` gives `"BC-SCT"`, `"...../QĐ-UBND"` gives `"QĐ-UBND"`."""
    value = re.sub(r"[\s_…]+", "", written).replace("–", "-")
    return re.sub(r"^[./-]+|[./;,-]+$", "", re.sub(r"\.{2,}", "", value))


def _sure(date: re.Match[str], part: str, noise: str) -> str:
    """A figure of the date, or nothing where misread signs stand right after it: `ngày 2] tháng`."""
    after = date.groupdict().get(noise) or ""
    is_clean = not after.strip(" .…_/") or (after[:1] == " " and not any(sign.isdigit() for sign in after))
    return str(date[part]) if is_clean else ""


def _date(day: str, month: str, year: str) -> str | None:
    """As precise as printed: `("", "4", "2026")` gives `"2026-04"`; no year, no date."""
    if len(year) != 4:
        return None
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def _title_text(rows: list[str], known: Collection[str]) -> str:
    """One line, without quotation marks and final signs; rows in capitals in sentence case."""
    in_capitals = [row.isupper() for row in rows]
    text = " ".join(rows) if all(in_capitals) else ""
    text = sentence_case(text, known) or " ".join(sentence_case(row, known, first=False) for row in rows)
    text = " ".join(text.split()).strip(" .,;:*_-")
    return text[1:-1].strip() if text[:1] in '"“' and text[-1:] in '"”' else text


def read_letterhead(document: Document, flow: str, known: Collection[str] = ()) -> Letterhead:
    """The top of a document. `flow` is its folded text, `known` names written in mixed case in it."""
    return _Reader(document, flow, known).read()
