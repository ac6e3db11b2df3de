"""OCR errors put right from closed lists; each repair keeps what was read and why it was changed.

    số 92/TT Y-UBND   ->  số 92/TTr-UBND   a document symbol (rules/ocr_repairs.toml)
    bồ sung quy chế   ->  bổ sung quy chế  a pair that has one spelling only (rules/ocr_compounds.toml)
    ngày l8 tháng 02  ->  ngày 18 tháng 02 letters that stand for digits in a date or a number
    Vềviệc            ->  Về việc          a lost space, where a word is no syllable but two
    hoạt ¡ động       ->  hoạt động        a speck

What no list knows stays as it was read.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from pipeline.ingest.ocr import OcrLine, OcrWord
from pipeline.rules import gazetteer, load_rules
from pipeline.vietnamese.spelling import nfc
from pipeline.vietnamese.syllables import is_syllable, split_glued

__all__ = ["DOUBT", "repaired"]

_CORE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_ODD = re.compile(r"[^\w\s]+|[ñÑçÇßæÆøØþÿŸïÏëËöÖüÜäÄûîœŒšŠžŽ]+")
_NO_ODD = frozenset(
    ["-", "–", "—", "+", "*", "&", "/", "%", "=", "<", ">", "≥", "≤", "(", ")", "...", "…", "./.", "•", "x", "×"]
)
_STOP = re.compile(r"^([a-zà-ỹđ]+)[.,'`*]$")
_STRAY_QUOTE = re.compile(r"^[\"“”'‘’`‹›„_¡¿«»]+(?=[^\W\d_])")
_LIKE_DIGITS = str.maketrans("lIJ]|ìíÌÍOÔoôSZzóÓổốbBgq", "111111111000052266666899")
_DATE = re.compile(
    r"(?<=ngày )(?P<day>\S{1,2})(?= tháng \S{1,2} năm)|(?<=tháng )(?P<month>\S{1,2})(?= năm (?:19|20)\d\d)"
)
_FIRST_QUARTER = re.compile(r"([1l|])((?:[/,.;)].*)?)$")
DOUBT = 0.45  # the confidence of a word that may well be another
_NUMBER = re.compile(r"(?<=[Ss]ố )(?P<number>[\dlIO\]|oS]{1,5})(?=/)|(?<=[Ss]ố: )(?P<own>[\dlIO\]|oS]{1,5})(?= ?/)")


def _skeleton(syllable: str) -> str:
    """`syllable` without tone, circumflex and breve, the marks that OCR mixes up: `"bổ"` is `"bo"`."""
    parts = unicodedata.normalize("NFD", syllable)
    return "".join(sign for sign in parts if sign not in "\u0300\u0301\u0303\u0309\u0323\u0302\u0306")


@cache
def _compounds() -> tuple[frozenset[tuple[str, str]], dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """The pairs; what may stand left of a syllable by its skeleton; what may stand right of one."""
    lines = nfc(gazetteer("ocr_compounds")["compounds"]).replace("\n", " ")
    pairs = [(first, second) for first, second in (pair.split() for pair in lines.split(","))]
    left = {(_skeleton(first), second): first for first, second in pairs}
    right = {(first, _skeleton(second)): second for first, second in pairs}
    return frozenset(pairs), left, right


def _cased(syllable: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return syllable.upper()
    return syllable.capitalize() if like[0].isupper() else syllable


def _changed(word: OcrWord, text: str, reason: str) -> OcrWord:
    """`word` with another text; what was read first is kept, and the word is no surer than it was."""
    was = word.text if word.was is None else word.was
    return replace(word, text=text, was=was, reason=word.reason or reason)


def _merged(words: Sequence[OcrWord], text: str, reason: str) -> OcrWord:
    """Several words as one."""
    was = " ".join(word.text if word.was is None else word.was for word in words)
    return OcrWord(
        text,
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        min(word.confidence for word in words),
        was=was,
        reason=reason,
    )


def _with_doubt(words: list[OcrWord]) -> list[OcrWord]:
    """The words with the first quarter in doubt where it was read as a digit: `quý I` and `quý 1` are both written."""
    for index in range(1, len(words)):
        first = _FIRST_QUARTER.match(words[index].text)
        if first and words[index - 1].text.casefold().endswith("quý"):
            word = words[index]
            words[index] = replace(word, confidence=min(word.confidence, DOUBT), alternatives=("I" + first[2],))
    return words


def _without_junk(words: Sequence[OcrWord]) -> list[OcrWord]:
    """The words without marks that are none: `¡`, `ñ`, `\\` between words, a quotation mark that nothing closes."""
    kept: list[OcrWord] = []
    for index, word in enumerate(words):
        is_odd = _ODD.fullmatch(word.text) and word.text not in _NO_ODD
        if is_odd and kept and word.confidence < 0.9:
            kept[-1] = _merged([kept[-1], word], kept[-1].text, "speck")
            continue
        stop = _STOP.match(word.text)
        after = words[index + 1].text if index + 1 < len(words) else ""
        if stop and after[:1].islower() and is_syllable(stop[1]) and len(stop[1]) > 1 and not word.text.endswith(","):
            word = _changed(word, stop[1], "speck")
        kept.append(word)
    return kept


def _without_stray_quotes(lines: Sequence[OcrLine]) -> list[OcrLine]:
    """Quotation marks before a word that nothing closes within five lines are specks."""
    done: list[OcrLine] = []
    for at, line in enumerate(lines):
        rest = " ".join(other.text for other in lines[at : at + 6])
        words = list(line.words)
        for index, word in enumerate(words):
            found = _STRAY_QUOTE.match(word.text)
            if found and not re.search("[”\"’'»›]", rest[rest.find(word.text) + len(word.text) - 1 :]):
                words[index] = _changed(word, word.text[found.end() :], "speck")
        done.append(OcrLine(tuple(words)))
    return done


def _substituted(words: list[OcrWord], pattern: re.Pattern[str], template: str, reason: str) -> list[OcrWord]:
    """The words with `template` for every match of `pattern` in their line."""
    text = " ".join(word.text for word in words)
    for match in reversed(list(pattern.finditer(text))):
        new = match.expand(template) if "\\g" in template else template
        starts, at = [], 0
        for word in words:
            starts.append(at)
            at += len(word.text) + 1
        until = max(match.end(), match.start() + 1)
        touched = [
            index
            for index, start in enumerate(starts)
            if start < until and start + len(words[index].text) > match.start()
        ]
        if not touched:
            continue
        first, last = touched[0], touched[-1]
        head = text[starts[first] : match.start()]
        tail = text[match.end() : starts[last] + len(words[last].text)]
        whole = (head + new + tail).strip()
        if whole != " ".join(word.text for word in words[first : last + 1]):
            pieces = whole.split(" ")
            if len(pieces) == last - first + 1:
                changed = [
                    word if word.text == piece else _changed(word, piece, reason)
                    for word, piece in zip(words[first : last + 1], pieces, strict=True)
                ]
            else:
                changed = [_merged(words[first : last + 1], whole, reason)]
            words = [*words[:first], *changed, *words[last + 1 :]]
            text = " ".join(word.text for word in words)
    return words


def _digits(words: list[OcrWord]) -> list[OcrWord]:
    """Letters that stand for digits in a date or a number: `ngày l8 tháng 02 năm 2025`, `số I2/QĐ-UBND`."""
    text = " ".join(word.text for word in words)
    at = 0
    for index, word in enumerate(words):
        span = (at, at + len(word.text))
        at = span[1] + 1
        for pattern in (_DATE, _NUMBER):
            match = next((m for m in pattern.finditer(text) if span[0] <= m.start() < span[1]), None)
            if match is None or match[0].isdigit():
                continue
            read = unicodedata.normalize("NFC", match[0]).translate(_LIKE_DIGITS)
            most = 31 if match.groupdict().get("day") else 12 if match.groupdict().get("month") else 99_999
            if read.isdigit() and 1 <= int(read) <= most:
                words[index] = _changed(word, word.text.replace(match[0], read, 1), "letters for digits")
    return words


@lru_cache(maxsize=20_000)
def _parted(text: str) -> str | None:
    """`text` with its lost space back: `"Vềviệc"` is `"Về việc"`."""
    head, core, tail = _CORE.match(text).groups()  # type: ignore[union-attr]
    if len(core) < 5 or is_syllable(core):
        return None
    pieces = split_glued(core)
    return head + " ".join(pieces) + tail if pieces else None


def _goes_with_a_name(before: str) -> bool:
    """Whether a capital after this word may be that of a name: `Văn Bồ`, not `chức vụ Chú tịch`, `Phó Chú tịch`."""
    return before.istitle() and before not in ("Phó", "Nguyên")


def _paired(words: list[OcrWord]) -> list[OcrWord]:
    """Syllables put right by their neighbours: `tồ chức` can only be `tổ chức`."""
    known, left, right = _compounds()
    parts = [_CORE.match(word.text).groups() for word in words]  # type: ignore[union-attr]
    plain = [nfc(core.lower()) for _, core, _ in parts]
    joined = [not parts[i][2] and not parts[i + 1][0] for i in range(len(words) - 1)]
    sound = [False] * len(words)
    for i, is_joined in enumerate(joined):
        if is_joined and (plain[i], plain[i + 1]) in known:
            sound[i] = sound[i + 1] = True
    for i, is_joined in enumerate(joined):
        if not is_joined or (plain[i], plain[i + 1]) in known:
            continue
        candidates = (
            (i, left.get((_skeleton(plain[i]), plain[i + 1]))),
            (i + 1, right.get((plain[i], _skeleton(plain[i + 1])))),
        )
        for at, right_one in candidates:
            if right_one is None or sound[at] or not plain[at]:
                continue
            head, core, tail = parts[at]
            if at and core.istitle() and words[at].confidence >= 0.9 and _goes_with_a_name(parts[at - 1][1]):
                continue
            words[at] = _changed(words[at], head + _cased(right_one, core) + tail, "one spelling only")
            plain[at] = right_one
            sound[at] = True
            break
    return words


def repaired(lines: Iterable[OcrLine]) -> list[OcrLine]:
    """The lines of a page with what closed lists put right."""
    done: list[OcrLine] = []
    for line in _without_stray_quotes(list(lines)):
        words = _without_junk(line.words)
        for rule in load_rules("ocr_repairs"):
            words = _substituted(words, rule.pattern, rule.options["replace"], rule.options["reason"])
        words = _digits(words)
        for index, word in enumerate(words):
            parted = _parted(word.text)
            if parted:
                words[index] = _changed(word, parted, "lost space")
        done.append(OcrLine(tuple(_with_doubt(_paired(words)))))
    return done
