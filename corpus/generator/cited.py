"""The documents that a text cites: drawn from known ones or made up, and written in every form.

Gold follows the guideline: one entry a distinct document, its date and issuer as far as any mention
writes them, and how often it is mentioned.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.generator.setting import LETTER_ROOMS, SYMBOLS, full_date, sentence_case

if TYPE_CHECKING:
    from corpus.generator.scribe import Scribe

__all__ = ["Cited", "cite", "cite_congress", "cite_list", "cite_provision"]

TERMS = (((2006, 4), "X"), ((2011, 1), "XI"), ((2016, 1), "XII"), ((2021, 2), "XIII"), ((2026, 1), "XIV"))
NATIONAL_ASSEMBLIES = ((2011, 12), (2016, 13), (2021, 14), (2026, 15))


@dataclass
class Cited:
    """A document that may be cited. `written` holds what its mentions have said so far."""

    doc_type: str
    number: str | None
    date: str | None
    issuer: str | None
    theme: str | None = None  # what it is about, in words
    topic: str | None = None  # or the field of work whose theme is written
    name: str | None = None
    twin: bool = False  # another document of this number exists: always dated
    central: bool = False
    written: dict[str, str] = field(default_factory=dict)
    mentions: int = 0

    def gold(self) -> dict[str, Any]:
        return {
            "doc_type": self.doc_type,
            "number": self.number,
            "date": self.written.get("date"),
            "issuer": self.written.get("issuer"),
            "name": None if self.number else self.written.get("name"),
            "mentions": self.mentions,
        }


def _before(scribe: "Scribe") -> tuple[int, int, int]:
    """A date before the document's own, mostly within two years."""
    setting = scribe.setting
    year = setting.year - int(scribe.random() ** 2 * 4)
    if year == setting.year:
        month = 1 + int(scribe.random() * setting.month)
        day = 1 + int(scribe.random() * (setting.day if month == setting.month else 28))
        return year, month, day
    return year, 1 + int(scribe.random() * 12), 1 + int(scribe.random() * 28)


def _central(scribe: "Scribe") -> Cited | None:
    own = full_date(scribe.setting.year, scribe.setting.month, scribe.setting.day)
    table = scribe.pick(scribe.lexicon.tables["central"])
    number, date, theme = scribe.pick(table["rows"])
    if date >= own:
        return None
    twins = [row for other in scribe.lexicon.tables["central"] for row in other["rows"] if row[0] == number]
    return Cited(table["type"], number, date, table["issuer"], theme, twin=len(twins) > 1, central=True)


def _party(scribe: "Scribe", year: int, month: int, day: int) -> Cited:
    setting = scribe.setting
    doc_type = scribe.pick(
        (
            "nghị quyết",
            "kế hoạch",
            "chỉ thị",
            "kết luận",
            "chương trình",
            "quyết định",
            "thông báo",
            "công văn",
            "quy định",
            "đề án",
            "hướng dẫn",
            "báo cáo",
        )
    )
    bodies: list[tuple[str, str | None]] = [("TU", f"Ban Thường vụ {setting.tinh_uy}"), ("TU", setting.tinh_uy)]
    if setting.level in ("commune", "district") and not setting.modern:
        bodies += [("HU", "Ban Thường vụ Huyện ủy"), ("HU", "Huyện ủy")]
    if setting.level == "commune" and setting.modern:
        bodies += [("ĐU", "Ban Thường vụ Đảng ủy"), ("ĐU", f"Đảng ủy {setting.commune_kind}"), ("BCĐ", None)]
    bodies += [("BTCTW", "Ban Tổ chức Trung ương"), ("UBKTTW", "Ủy ban Kiểm tra Trung ương"), ("VPTW", None)]
    symbol, issuer = scribe.pick(bodies)
    serial = 1 + int(scribe.random() ** 2 * 320)
    number = f"{serial:02}-{SYMBOLS[doc_type]}/{symbol}"
    return Cited(doc_type, number, full_date(year, month, day), issuer, topic=scribe.some_topic())


def _ministry(scribe: "Scribe", year: int) -> tuple[str, str]:
    era = "ministries" if year > 2025 else "old_ministries"
    return tuple(scribe.pick(scribe.lexicon.lists[era]).split("|"))  # type: ignore[return-value]


def _state(scribe: "Scribe", year: int, month: int, day: int) -> Cited:
    setting = scribe.setting
    date = full_date(year, month, day)
    topic = scribe.some_topic()
    serial = 1 + int(scribe.random() ** 2 * 240)
    draw = scribe.random()
    if draw < 0.16:
        return Cited("nghị định", f"{serial:02}/{year}/NĐ-CP", date, "Chính phủ", topic=topic)
    if draw < 0.26:
        office, symbol = _ministry(scribe, year)
        return Cited("thông tư", f"{serial % 60 + 1:02}/{year}/TT-{symbol}", date, office, topic=topic)
    if draw < 0.4:
        serial = serial * 9 + 11
        doc_type, symbol = scribe.pick((("quyết định", "QĐ"), ("chỉ thị", "CT"), ("công điện", "CĐ")))
        return Cited(
            doc_type,
            f"{serial % (1900 if symbol == 'QĐ' else 60) + 1:02}/{symbol}-TTg",
            date,
            "Thủ tướng Chính phủ",
            topic=topic,
        )
    if draw < 0.5:
        form = f"{serial:02}/{year}/NQ-HĐND" if scribe.random() < 0.5 else f"{serial:02}/NQ-HĐND"
        council = scribe.pick(
            (
                f"HĐND {setting.province_kind}",
                f"Hội đồng nhân dân {setting.province_kind}",
                f"Hội đồng nhân dân {setting.province_kind} {setting.province}",
            )
        )
        return Cited("nghị quyết", form, date, council, topic=topic)
    if draw < 0.56:
        return Cited("nghị quyết", f"{serial:02}/NQ-CP", date, "Chính phủ", topic=topic)
    area = setting.province_kind if setting.level != "district" or scribe.random() < 0.6 else setting.district_kind
    who = scribe.pick((f"UBND {area}", f"Ủy ban nhân dân {area}", f"Chủ tịch UBND {area}", None))
    if draw < 0.68:
        room = scribe.pick(LETTER_ROOMS)
        return Cited(scribe.pick(("công văn", "văn bản")), f"{serial * 17 + 3}/UBND-{room}", date, who, topic=topic)
    if draw < 0.78:
        key = "departments" if setting.modern else "old_departments"
        office, symbol = scribe.pick(scribe.lexicon.lists[key]).split("|")
        doc_type = scribe.pick(("tờ trình", "báo cáo", "công văn"))
        number = (
            f"{serial * 5}/{symbol}-VP"
            if doc_type == "công văn"
            else f"{serial * 5}/{SYMBOLS[doc_type].replace('BC', 'BC')}-{symbol}"
        )
        return Cited(doc_type, number, date, office, topic=topic)
    doc_type = scribe.pick(
        ("quyết định", "kế hoạch", "quyết định", "chỉ thị", "thông báo", "báo cáo", "tờ trình", "chương trình")
    )
    return Cited(doc_type, f"{serial * 7 + 1:02}/{SYMBOLS[doc_type]}-UBND", date, who, topic=topic)


def _law(scribe: "Scribe") -> Cited:
    name = scribe.pick(scribe.lexicon.lists["laws"])
    year = min(2008 + int(scribe.random() * 17), scribe.setting.year - 1)
    cited = Cited("bộ luật" if name.startswith("Bộ") else "luật", None, None, None, name=name)
    draw = scribe.random()
    if draw < 0.25 and year >= 2011:
        term = next((term for limit, term in NATIONAL_ASSEMBLIES if year <= limit), 15)
        cited.number = f"{20 + int(scribe.random() * 80)}/{year}/QH{term}"
        cited.date = full_date(year, 6, 10 + int(scribe.random() * 18))
    elif draw < 0.55:
        cited.date = str(year)
    elif draw < 0.62:
        cited.date = full_date(year, 6, 10 + int(scribe.random() * 18))
    return cited


def _new(scribe: "Scribe") -> Cited:
    party = scribe.setting.system in ("party", "youth") or scribe.random() < 0.25
    draw = scribe.random()
    found: Cited | None = None
    if draw < 0.36 if party else draw < 0.1:
        found = _central(scribe)
    elif draw < 0.5 if party else draw < 0.3:
        found = _law(scribe)
    elif draw < (0.56 if party else 0.33):
        found = _named(scribe)
    if found:
        return found
    return (_party if party and scribe.random() < 0.75 else _state)(scribe, *_before(scribe))


def _named(scribe: "Scribe") -> Cited:
    """A plan or regulation in force that is cited by name: `Kế hoạch chuyển đổi số của phường năm 2025`."""
    doc_type = scribe.pick(("kế hoạch", "kế hoạch", "đề án", "chương trình", "quy chế"))
    return Cited(doc_type, None, None, None, topic=scribe.some_topic())


def _known(scribe: "Scribe", fresh: Cited) -> Cited | None:
    """`fresh`, or the document of the text that it is already; `None` if its number is another's by chance."""
    for other in scribe.cited:
        if fresh.name and other.name == fresh.name:
            return other  # a law is one law, cited with its number or without
        if fresh.number and other.number == fresh.number:
            if other.date == fresh.date and other.doc_type == fresh.doc_type:
                return other
            if not (other.twin and fresh.twin):
                return None
    return fresh


def _source(scribe: "Scribe") -> Cited:
    cited = scribe.cited
    if cited and scribe.random() < 0.22:
        return scribe.pick(cited)
    while not (found := _known(scribe, _new(scribe))):
        pass
    return found


def date_words(scribe: "Scribe", date: str) -> str:
    """An ISO date as printed: `04/5/2025`, `ngày 04 tháng 5 năm 2025` without its `ngày`."""
    year, month, day = date.split("-")
    draw = scribe.random()
    if draw < 0.62:
        return f"{day}/{int(month) if int(month) > 2 else month}/{year}"
    if draw < 0.72:
        return f"{int(day)}/{int(month)}/{year}"
    if draw < 0.78:
        return f"{day}/{month}/{year}"
    return f"{day} tháng {int(month) if int(month) > 2 else month} năm {year}"


def _term(date: str) -> str | None:
    """The term of the central committee that sat on a date: `_term("2021-10-25")` is `"XIII"`."""
    when = tuple(map(int, date.split("-")))[:2]
    return next((term for start, term in reversed(TERMS) if start <= when), None)


def _issuer(scribe: "Scribe", cited: Cited) -> None:
    assert cited.issuer
    scribe.put(" của ")
    scribe.writer.put_marked("organisation", cited.issuer)
    cited.written.setdefault("issuer", cited.issuer)
    if cited.central and cited.issuer != "Ban Bí thư" and scribe.random() < 0.15:
        term = _term(cited.date or "")
        if term:
            scribe.put(scribe.pick((f" khóa {term}", f" (khóa {term})", f", khóa {term}")))


def _about(scribe: "Scribe", cited: Cited) -> None:
    if words := cited.theme:
        scribe.put(f" về “{sentence_case(words)}”" if scribe.random() < 0.2 else f" về {words}")
    elif cited.topic:
        scribe.put(scribe.pick((" về ", " về việc ", " về ")))
        scribe.theme_of(cited.topic)


def _register(scribe: "Scribe", cited: Cited) -> int:
    if not any(cited is other for other in scribe.cited):
        scribe.cited.append(cited)
    cited.mentions += 1
    return next(index for index, other in enumerate(scribe.cited) if other is cited)


def _write_named(scribe: "Scribe", cited: Cited) -> None:
    if cited.name is None:
        start = scribe.writer.at
        index = len(scribe.writer.parts)
        scribe.put(sentence_case(cited.doc_type) + " ")
        scribe.theme_of(cited.topic or "party")
        scribe.put(
            scribe.pick(
                (
                    f" năm {scribe.setting.year}",
                    f" của {scribe.setting.unit} năm {scribe.setting.year}",
                    f" giai đoạn {scribe.setting.year} - 2030",
                )
            )
        )
        cited.name = "".join(scribe.writer.parts[index:])
        key = _register(scribe, cited)
        cited.written["name"] = cited.name
        scribe.writer.mark("citation", start, entry=key)
        return
    start = scribe.writer.at
    scribe.put(cited.name)
    cited.written["name"] = cited.name
    if cited.doc_type in ("luật", "bộ luật"):
        if cited.number:
            scribe.put(f" số {cited.number}")
            if cited.date and scribe.random() < 0.4:
                scribe.put(f" ngày {date_words(scribe, cited.date)}")
                cited.written["date"] = cited.date
        elif cited.date and (len(cited.date) > 4 or scribe.random() < 0.75):
            scribe.put(f" năm {cited.date}" if len(cited.date) == 4 else f" ngày {date_words(scribe, cited.date)}")
            cited.written["date"] = cited.date
    scribe.writer.mark("citation", start, entry=_register(scribe, cited))


def cite(scribe: "Scribe", nested: bool = True) -> None:
    """One mention of a document: in full the first time, mostly short afterwards."""
    cited = _source(scribe)
    if cited.name or not cited.number:
        _write_named(scribe, cited)
        return
    start = scribe.writer.at
    first = not cited.mentions
    type_word = cited.doc_type if scribe.random() < 0.06 else sentence_case(cited.doc_type)
    scribe.put(type_word + (" " if scribe.random() < 0.07 else " số "))
    scribe.put(cited.number or "")
    full = scribe.random() < (0.86 if first else 0.25) or cited.twin
    if full and cited.date:
        scribe.put(scribe.pick((" ngày ", ", ngày ")) + date_words(scribe, cited.date))
        cited.written["date"] = cited.date
    key = _register(scribe, cited)
    mark = scribe.writer.mark("citation", start, entry=key)
    if cited.issuer and (cited.twin or scribe.random() < (0.8 if full else 0.12)):
        _issuer(scribe, cited)
        mark.end = scribe.writer.at
    if first and full and scribe.random() < 0.6:
        draw = scribe.random()
        if nested and draw < 0.14 and cited.doc_type not in ("nghị định", "quy định"):
            scribe.put(scribe.pick((" về thực hiện ", " triển khai thực hiện ", " về việc thực hiện ")))
            cite(scribe, nested=False)
        else:
            _about(scribe, cited)


def cite_provision(scribe: "Scribe") -> None:
    """`khoản 2 Điều 5 Nghị định số ...`: a citation of the decree."""
    parts = scribe.pick(
        ("khoản {0} Điều {1}", "Điều {1}", "điểm a khoản {0} Điều {1}", "khoản {0}, khoản {2} Điều {1}")
    )
    low = 1 + int(scribe.random() * 4)
    scribe.put(parts.format(low, 2 + int(scribe.random() * 60), low + 1) + scribe.pick((" ", " của ", " ")))
    fresh = _law(scribe) if scribe.random() < 0.5 else _state(scribe, *_before(scribe))
    cited = _known(scribe, fresh) or Cited("luật", None, None, None, name="Luật Thống kê")
    if cited.name:
        _write_named(scribe, cited)
        return
    start = scribe.writer.at
    scribe.put(f"{sentence_case(cited.doc_type)} số {cited.number}")
    scribe.writer.mark("citation", start, entry=_register(scribe, cited))


def cite_list(scribe: "Scribe") -> None:
    """Several documents with the type said once."""
    found: list[Cited] = []
    if scribe.setting.system == "party" and scribe.random() < 0.5:
        table = scribe.pick([t for t in scribe.lexicon.tables["central"] if len(t["rows"]) > 3])
        own = full_date(scribe.setting.year, scribe.setting.month, scribe.setting.day)
        for number, date, theme in scribe.sample(table["rows"], 3):
            twins = sum(row[0] == number for t in scribe.lexicon.tables["central"] for row in t["rows"])
            if date < own and twins == 1:
                fresh = _known(scribe, Cited(table["type"], number, date, table["issuer"], theme, central=True))
                found += [fresh] if fresh else []
    if len(found) > 1:
        scribe.put(f"các {sentence_case(found[0].doc_type)} ")
        marks = []
        for index, cited in enumerate(found):
            scribe.put(("", ", ", " và ")[0 if not index else 2 if index == len(found) - 1 else 1])
            start = scribe.writer.at
            scribe.put(f"số {cited.number}")
            marks.append(scribe.writer.mark("citation", start, entry=_register(scribe, cited)))
        start = scribe.writer.at
        scribe.put(" của ")
        scribe.writer.put_marked("organisation", found[0].issuer or "")
        for cited in found:
            cited.written.setdefault("issuer", cited.issuer or "")
        return
    doc_type = scribe.pick(("quyết định", "kế hoạch", "công văn", "thông báo"))
    area = scribe.setting.province_kind
    issuer = f"UBND {area}"
    scribe.put(f"các {sentence_case(doc_type)} của ")
    scribe.writer.put_marked("organisation", issuer)
    scribe.put(": ")
    count = 2 + int(scribe.random() * 3)
    base = 100 + int(scribe.random() * 3000)
    room = scribe.pick(LETTER_ROOMS)
    taken = {other.number for other in scribe.cited}
    for index in range(count):
        scribe.put("" if not index else " và " if index == count - 1 else scribe.pick((", ", "; ")))
        serial = base + index * 37
        number = f"{serial}/UBND-{room}" if doc_type == "công văn" else f"{serial}/{SYMBOLS[doc_type]}-UBND"
        if number in taken:
            number = number.replace("/", "a/", 1)
        cited = Cited(doc_type, number, full_date(*_before(scribe)), issuer)
        start = scribe.writer.at
        scribe.put(f"số {number} ngày {date_words(scribe, cited.date or '')}")
        cited.written.update(date=cited.date or "", issuer=issuer)
        scribe.writer.mark("citation", start, entry=_register(scribe, cited))


def cite_congress(scribe: "Scribe") -> None:
    """A resolution of a congress, cited by name."""
    setting = scribe.setting
    year = setting.year
    if scribe.random() < 0.35 or setting.level == "central":
        term = (
            "XIV"
            if year >= 2026
            else "XIII"
            if year >= 2021
            else "XII"
            if year >= 2016
            else "XI"
            if year >= 2011
            else "X"
        )
        name = f"Nghị quyết Đại hội đại biểu toàn quốc lần thứ {term} của Đảng"
    else:
        start_year = year - year % 5 if (year % 5 or setting.month > 6) else year - 5
        number = "I" if setting.modern else scribe.pick(("XIX", "XXII", "XXV", "XX"))
        delegates = scribe.pick(("Đại hội", "Đại hội đại biểu"))
        name = f"Nghị quyết {delegates} Đảng bộ {setting.unit_name} lần thứ {number}"
        name += f", nhiệm kỳ {start_year} - {start_year + 5}"
        known = [
            c for c in scribe.cited if c.name and c.name.startswith("Nghị quyết Đại hội") and "toàn quốc" not in c.name
        ]
        if known:
            name = known[0].name or name
    cited = Cited("nghị quyết", None, None, None, name=name)
    cited = _known(scribe, cited) or cited
    _write_named(scribe, cited)
