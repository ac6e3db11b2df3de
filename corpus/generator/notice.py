"""One generated document: letterhead, title, body, signature, and the gold that belongs to them."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from corpus.generator import body
from corpus.generator.gold import record_of, spans_of
from corpus.generator.grammar import lexicon
from corpus.generator.scribe import Scribe
from corpus.generator.setting import SYMBOLS, draw_setting, full_date, person_name
from corpus.generator.writer import Block, Mark

__all__ = ["Notice", "generate"]

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
RULES = ("-----", "---------------", "_______________", "*****", "")


@dataclass
class Notice:
    """A document with exact gold. `marks` and `blocks` are ranges of `text`; `knobs` says what was done to it."""

    id: str
    split: str
    text: str
    marks: list[Mark]
    blocks: list[Block]
    gold: dict[str, Any]
    system: str
    knobs: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The gold with all spans, as it is stored."""
        return {**self.gold, "split": self.split, "knobs": self.knobs, "spans": spans_of(self.marks)}


def _number(scribe: Scribe) -> tuple[str, str]:
    """The number as printed and as an archivist writes it; the serial is often left blank."""
    setting, chance = scribe.setting, scribe.chance
    symbol = SYMBOLS[setting.doc_type]
    blank = scribe.random() < 0.22
    serial = f"{1 + int(scribe.random() ** 2 * 400):02}"
    gap = " " * chance.randint(3, 9)
    if setting.system in ("party", "youth"):
        if setting.year < 2008 and not blank and scribe.random() < 0.5:
            return f"Số {serial} {symbol}/{setting.symbol}", f"{serial}{symbol}/{setting.symbol}"
        if blank:
            return f"Số {gap}-{symbol}/{setting.symbol}", f"{symbol}/{setting.symbol}"
        return f"Số {serial}-{symbol}/{setting.symbol}", f"{serial}-{symbol}/{setting.symbol}"
    organ = "UB" if setting.symbol == "UBND" and setting.year < 2005 else setting.symbol
    if setting.doc_type == "công văn":
        tail = f"{organ}-{scribe.pick(('KT', 'NC', 'TH', 'VX', 'VP', 'NN', 'ĐT'))}"
    elif setting.normative:
        tail = f"{setting.year}/{symbol}-{organ}"
    else:
        tail = f"{symbol}-{organ}"
    if blank:
        return f"Số: {gap}/{tail}", tail
    return f"Số: {serial}/{tail}", f"{serial}/{tail}"


def _date_line(scribe: Scribe) -> tuple[str, str | None]:
    setting = scribe.setting
    place, gap = setting.place, " " * scribe.chance.randint(3, 7)
    month = f"{setting.month:02}" if setting.month < 3 else str(setting.month)
    draw = scribe.random()
    if draw < 0.14:
        return f"{place}, ngày {gap} tháng {gap} năm {setting.year}", str(setting.year)
    if draw < 0.26:
        return f"{place}, ngày {gap} tháng {month} năm {setting.year}", f"{setting.year}-{setting.month:02}"
    day = f"{setting.day:02}"
    return f"{place}, ngày {day} tháng {month} năm {setting.year}", full_date(setting.year, setting.month, setting.day)


def _column(scribe: Scribe, role: str, lines: list[tuple[str, str | None]]) -> None:
    """One column of the letterhead: each line with the header field it holds, if any."""
    for text, kind in lines:
        start = scribe.writer.at
        scribe.put(text)
        if kind:
            scribe.writer.mark("header", start, field=kind)
        scribe.writer.close(role, start)


def _printed(name: str, kind: str) -> list[tuple[str, str | None]]:
    return [(line.strip().upper(), kind) for line in name.split("/")]


def _letterhead(scribe: Scribe, header: dict[str, Any]) -> None:
    setting = scribe.setting
    number_print, header["number"] = _number(scribe)
    date_print, header["date"] = _date_line(scribe)
    header["issuer"] = setting.issuer_print.replace("/ ", " ")
    header["parent"] = setting.parent_print.replace("/ ", " ") if setting.parent_print else None
    header["place"] = setting.place
    left = _printed(setting.parent_print, "parent") if setting.parent_print else []
    left += _printed(setting.issuer_print, "issuer")
    if setting.system == "party":
        left.append(("*", None))
        right: list[tuple[str, str | None]] = [("ĐẢNG CỘNG SẢN VIỆT NAM", None)]
    elif setting.system == "youth":
        left.append(("***", None))
        right = [("ĐOÀN TNCS HỒ CHÍ MINH", None)]
    else:
        right = [(line, None) for line in NATION]
        if scribe.random() < 0.4:
            right.append(("---------------", None))
        if scribe.random() < 0.3:
            left.append(("-------", None))
    left.append((number_print, "number"))
    right.append((date_print, "date"))
    about = setting.doc_type == "công văn"
    if scribe.random() < 0.12 and not about:  # read line by line across both columns
        last_left, last_right = left.pop(), right.pop()
        while left or right:
            _column(scribe, "left", left[:1])
            _column(scribe, "right", right[:1])
            left, right = left[1:], right[1:]
        _column(scribe, "left", [last_left])
        _column(scribe, "right", [last_right])
        return
    _column(scribe, "left", left)
    if about:
        start = scribe.writer.at
        scribe.put("V/v ")
        title = scribe.writer.at
        _title_words(scribe)
        scribe.writer.mark("header", title, field="title")
        scribe.writer.close("left", start)
    _column(scribe, "right", right)


def _title_words(scribe: Scribe) -> None:
    plan = scribe.plan
    scribe.write(scribe.pick(plan.titles))


def _title(scribe: Scribe) -> None:
    setting = scribe.setting
    start = scribe.writer.at
    scribe.put(setting.doc_type.upper())
    scribe.writer.mark("header", start, field="doc_type")
    scribe.writer.close("type", start)
    start = scribe.writer.at
    index = len(scribe.writer.parts)
    _title_words(scribe)
    if setting.system != "party" and scribe.random() < 0.7:
        scribe.writer.capitalise(index)
    text = "".join(scribe.writer.parts[index:])
    if text.startswith("kết luận của") and " về " in text and scribe.random() < 0.8:
        about = text.index(" về ")
        pieces = scribe.writer.parts
        pieces[index:] = [text[:about].upper() + "\n" + text[about + 1 :]]
    scribe.writer.mark("header", start, field="title")
    scribe.writer.close("title", start)
    if rule := scribe.pick(RULES):
        start = scribe.writer.at
        scribe.put(rule)
        scribe.writer.close("rule", start)


def _addressees(scribe: Scribe) -> None:
    start = scribe.writer.at
    scribe.put("Kính gửi: ")
    if scribe.random() < 0.5:
        scribe.writer.put_marked("organisation", scribe.partner())
        scribe.put(scribe.pick((".", "")))
        scribe.writer.close("addressee", start)
        return
    scribe.writer.close("addressee", start)
    for _ in range(scribe.chance.randint(2, 4)):
        start = scribe.writer.at
        scribe.put("- ")
        scribe.writer.put_marked("organisation", scribe.partner())
        scribe.put(";")
        scribe.writer.close("addressee", start)


def _recipients(scribe: Scribe) -> None:
    setting = scribe.setting
    start = scribe.writer.at
    scribe.put("Nơi nhận:")
    scribe.writer.close("recipients", start)
    stop = "," if setting.system == "party" else ";"
    for _ in range(scribe.chance.randint(2, 6)):
        start = scribe.writer.at
        scribe.put(scribe.pick(("- ", "- ", "- Thường trực ", "- Lãnh đạo ")))
        name = scribe.writer.at
        scribe.writer.put_marked("organisation", scribe.partner())
        scribe.writer.mark("recipient", name)
        scribe.put(scribe.pick((stop, stop, f" (báo cáo){stop}", f" (b/c){stop}")))
        scribe.writer.close("recipients", start)
    start = scribe.writer.at
    scribe.put(scribe.pick(("- Lưu Văn phòng.", "- Lưu VPĐU.")) if setting.system == "party" else "- Lưu: VT.")
    scribe.writer.close("recipients", start)


def _signature(scribe: Scribe, header: dict[str, Any]) -> None:
    setting = scribe.setting
    name = scribe.head_name
    lines: list[tuple[str, str | None]] = [(line.upper(), "authority") for line in setting.authority]
    lines.append((setting.signatory_title.upper(), "signatory_title"))
    header["authority"] = " ".join(setting.authority) or None
    header["signatory_title"] = setting.signatory_title
    header["signatory"] = name
    _column(scribe, "signature", lines)
    start = scribe.writer.at
    if scribe.random() < 0.05:
        scribe.put(scribe.pick(scribe.lexicon.lists["ranks"]) + " ")
    begin = scribe.writer.at
    scribe.writer.put_marked("person", name)
    scribe.writer.mark("header", begin, field="signatory")
    scribe.writer.close("signature", start)


def generate(seed: int, index: int, split: str = "train") -> Notice:
    """Document `index` of the series that `seed` starts: always the same, whoever asks for it."""
    identity = f"{split}-{seed}-{index:06}"
    random = Random(f"{seed}/{split}/{index}")  # a string seeds by its SHA-512, alike everywhere
    words = lexicon(split)
    setting = draw_setting(random, words)
    scribe = Scribe(random, words, setting)
    topics = list(words.topics)
    scribe.set_topic(scribe.pick(topics))
    scribe.plan = body.plan_for(scribe)
    if setting.signatory_title in ("Chủ tịch", "Bí thư", "Giám đốc"):
        scribe.colleagues[0] = person_name(random, words)
    header: dict[str, Any] = {"doc_type": setting.doc_type}
    _letterhead(scribe, header)
    if setting.doc_type == "công văn":
        _addressees(scribe)
    else:
        _title(scribe)
    body.write_body(scribe)
    if random.random() < 0.5:
        _recipients(scribe)
        _signature(scribe, header)
    else:
        _signature(scribe, header)
        _recipients(scribe)
    writer = scribe.writer
    text = writer.text()
    titles = [m for m in writer.marks if m.kind == "header" and m.data["field"] == "title"]
    header["title"] = " ".join(text[titles[0].start : titles[0].end].split())
    order = (
        "doc_type",
        "number",
        "issuer",
        "parent",
        "place",
        "date",
        "title",
        "signatory",
        "signatory_title",
        "authority",
    )
    gold = record_of(identity, text, writer.marks, scribe.cited, {key: header[key] for key in order})
    return Notice(identity, split, text, writer.marks, writer.blocks, gold, setting.system)
