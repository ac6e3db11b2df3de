"""The hand that writes one document: its chance, its words, its setting, and what it has cited so far."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from corpus.generator import cited, measured
from corpus.generator.grammar import Lexicon, compile_template
from corpus.generator.setting import Setting, person_name, place_name
from corpus.generator.writer import Writer

__all__ = ["Scribe"]

T = TypeVar("T")
Topic = dict[str, list[Sequence[Any]]]

QUARTERS = ("I", "II", "III", "IV")


class Scribe:
    """Writes symbols of the lexicon. `topic` is the field of work of the section being written."""

    def __init__(self, random: Random, lexicon: Lexicon, setting: Setting) -> None:
        self.chance = random
        self.random = random.random
        self.lexicon = lexicon
        self.setting = setting
        self.writer = Writer()
        self.put = self.writer.put
        self.symbols = lexicon.symbols
        self.topic_name = "party"
        self.topic: Topic = lexicon.topics["party"]
        self.cited: list[cited.Cited] = []
        self.used: set[int] = set()  # templates written in this document, by identity
        self.plan: Any = None
        self.streets = random.sample(lexicon.lists["streets"], 12)
        self.head_name = person_name(random, lexicon)
        self.colleagues = [person_name(random, lexicon) for _ in range(5)]
        self.villages = random.sample(lexicon.lists["village_names"], 4)

    # ---- chance

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.random() * len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        return self.chance.sample(list(options), min(count, len(options)))

    # ---- writing

    def write(self, nodes: Sequence[Any]) -> None:
        put = self.put
        for node in nodes:
            if node.__class__ is str:
                put(node)
            else:
                node(self)

    def symbol(self, name: str) -> None:
        """Write one of the templates of `name`, one not used before if there is any luck."""
        options = self.topic.get(name) or self.symbols.get(name)
        if options is None:
            MAKERS[name](self)
            return
        count = len(options)
        nodes = options[int(self.random() * count)]
        tries = 4
        while tries and id(nodes) in self.used:
            nodes = options[int(self.random() * count)]
            tries -= 1
        self.used.add(id(nodes))
        self.write(nodes)

    def set_topic(self, name: str) -> None:
        self.topic_name = name
        self.topic = self.lexicon.topics[name]

    def some_topic(self) -> str:
        return self.pick(list(self.lexicon.topics))

    def theme_of(self, topic: str) -> None:
        """Write what another field's document is about; plain words, nothing cited in them."""
        self.write(self.pick(self.lexicon.topics[topic]["theme"]))

    def people(self) -> str:
        nodes = self.pick(self.topic["people"])
        return "".join(node for node in nodes if isinstance(node, str))

    # ---- figures

    def figure_rows(self, table: str) -> list[dict[str, Any]]:
        rows = self.lexicon.tables[table]
        own = [row for row in rows if row["topic"] in (self.topic_name, "any")]
        return own or rows

    def mark_figure(self, start: int, data: dict[str, Any]) -> None:
        self.writer.mark("target", start, **data)

    # ---- time

    def period_bare(self, future: bool) -> str:
        """A period without a preposition: `quý III/2025`, `6 tháng cuối năm`."""
        setting = self.setting
        month = setting.month + (1 if future else 0)
        year = setting.year + (month > 12)
        month = (month - 1) % 12 + 1
        quarter = QUARTERS[(month - 1) // 3]
        options = [f"tháng {month}", f"tháng {month} năm {year}", f"quý {quarter}/{year}", f"năm {year}"]
        options.append("6 tháng cuối năm" if future else "6 tháng đầu năm")
        return self.pick(options)

    def period(self, future: bool) -> str:
        if future and self.random() < 0.45:
            setting = self.setting
            end = setting.year - setting.year % 5 + 5
            return self.pick((f"đến năm {end}", f"đến cuối năm {setting.year}", f"đến hết năm {setting.year}"))
        return self.period_bare(future)

    def near_date(self) -> str:
        setting = self.setting
        month = setting.month + 1 + int(self.random() * 3)
        year = setting.year + (month > 12)
        return f"{1 + int(self.random() * 27):02}/{(month - 1) % 12 + 1}/{year}"

    def meeting_date(self) -> str:
        setting = self.setting
        return f"{max(1, setting.day - int(self.random() * 4)):02}/{setting.month}/{setting.year}"

    # ---- names

    def body(self) -> str:
        """The issuer as the text calls itself: `Đảng ủy phường`, `UBND tỉnh`."""
        setting = self.setting
        if setting.organ == "Ủy ban nhân dân":
            return f"UBND {setting.unit}" if self.random() < 0.5 else f"Ủy ban nhân dân {setting.unit}"
        if setting.organ in (
            "Đảng ủy",
            "Hội đồng nhân dân",
            "Ủy ban MTTQ Việt Nam",
            "Liên đoàn Lao động",
            "Hội",
            "Đoàn",
        ):
            return f"{setting.organ} {setting.unit}"
        if setting.organ == "Văn phòng" and setting.system == "state":
            return f"UBND {setting.unit}"
        return setting.organ

    def partner(self) -> str:
        """Another body that has to do with the matter."""
        setting = self.setting
        unit = setting.unit
        lists = self.lexicon.lists
        if setting.level == "province" or setting.level == "central":
            key = "departments" if setting.modern else "old_departments"
            if setting.level == "central":
                key = "ministries" if setting.modern else "old_ministries"
            return self.pick(lists[key]).partition("|")[0]
        options = [
            f"UBND {unit}",
            f"Công an {unit}",
            f"Ban Chỉ huy quân sự {unit}",
            f"Mặt trận Tổ quốc {unit}",
            f"Hội Nông dân {unit}",
            f"Đoàn Thanh niên {unit}",
            f"HĐND {unit}",
            f"Hội Cựu chiến binh {unit}",
            "Trung tâm Y tế",
            "các trường học",
        ]
        if setting.modern:
            options += ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Ban Xây dựng Đảng", "Văn phòng Đảng ủy"]
        else:
            options += ["Phòng Nội vụ", "Phòng Tài chính - Kế hoạch", "Ban Tổ chức", "Ban Tuyên giáo"]
        return self.pick(options)


Maker = Callable[[Scribe], None]


def _org(scribe: Scribe) -> None:
    scribe.writer.put_marked("organisation", scribe.partner())


def _committee(scribe: Scribe) -> None:
    scribe.writer.put_marked("organisation", scribe.body())


def _person(scribe: Scribe) -> None:
    scribe.writer.put_marked("person", scribe.pick(scribe.colleagues))


def _head_name(scribe: Scribe) -> None:
    scribe.writer.put_marked("person", scribe.head_name)


def _village(scribe: Scribe) -> None:
    kind = "tổ dân phố" if scribe.setting.commune_kind == "phường" and scribe.random() < 0.5 else "thôn"
    scribe.writer.put_marked("place", f"{kind} {scribe.pick(scribe.villages)}")


def _road(scribe: Scribe) -> None:
    scribe.writer.put_marked("road", scribe.pick(scribe.streets))


def _road_series(scribe: Scribe, last: str) -> None:
    count = 2 + int(scribe.random() ** 1.5 * 7)
    names = scribe.sample(scribe.streets, count)
    for index, name in enumerate(names):
        if index:
            scribe.put(last if index == len(names) - 1 else ", ")
        scribe.writer.put_marked("road", name)


def _road_list(scribe: Scribe) -> None:
    _road_series(scribe, " và " if scribe.random() < 0.6 else ", ")
    if scribe.random() < 0.12:
        scribe.put(",…")


def _road_list_bracket(scribe: Scribe) -> None:
    _road_series(scribe, ", ")


def _highway(scribe: Scribe) -> None:
    name = scribe.pick(scribe.lexicon.lists["highways"])
    if name.startswith("đường Vành"):
        scribe.put("đường ")
        name = name[6:]
    scribe.writer.put_marked("road", name)


def _expressway(scribe: Scribe) -> None:
    name = scribe.pick(scribe.lexicon.lists["expressways"])
    if name.startswith("đường "):
        scribe.put("đường ")
        name = name[6:]
    scribe.writer.put_marked("road", name)


def _alley(scribe: Scribe) -> None:
    kind = scribe.pick(("ngõ", "ngách", "hẻm", "ngõ"))
    scribe.writer.put_marked("road", f"{kind} {2 + int(scribe.random() * 380)} {scribe.pick(scribe.streets)}")


def _avenue(scribe: Scribe) -> None:
    scribe.writer.put_marked("road", f"đại lộ {scribe.pick(scribe.streets)}")


def _project(scribe: Scribe) -> None:
    start = scribe.writer.at
    scribe.symbol("project_name")
    scribe.writer.mark("project", start)


def _project_list(scribe: Scribe) -> None:
    count = 2 + int(scribe.random() * 3)
    for index in range(count):
        scribe.put("; " if index else "")
        start = scribe.writer.at
        scribe.symbol("project_bare")
        scribe.writer.mark("project", start)


def _pl(scribe: Scribe) -> None:
    scribe.put(place_name(scribe.chance, scribe.lexicon))


def _ward(scribe: Scribe) -> None:
    scribe.writer.put_marked("place", f"{scribe.setting.commune_kind} {scribe.pick(scribe.streets)}")


def _ward_plain(scribe: Scribe) -> None:
    scribe.put(f"{scribe.setting.commune_kind} ")
    _pl(scribe)


def _unit(scribe: Scribe) -> None:
    if scribe.setting.level != "central" and scribe.random() < 0.12:
        scribe.writer.put_marked("place", scribe.setting.unit_name)
    else:
        scribe.put(scribe.setting.unit)


def _basis(scribe: Scribe) -> None:
    """Recitals: `Căn cứ Luật ...;` each a paragraph."""
    for _ in range(1 + int(scribe.random() * 4)):
        start = scribe.writer.at
        scribe.put("Căn cứ ")
        cited.cite(scribe)
        scribe.put(";")
        scribe.writer.close("paragraph", start)
    if scribe.random() < 0.6:
        start = scribe.writer.at
        scribe.put(scribe.pick(("Xét đề nghị của ", "Theo đề nghị của ")))
        _org(scribe)
        scribe.put(scribe.pick((";", ",", " tại " if scribe.random() < 0.5 else ",")))
        if scribe.writer.parts[-1] == " tại ":
            cited.cite(scribe)
            scribe.put(",")
        scribe.writer.close("paragraph", start)


def _heads(scribe: Scribe) -> str:
    return {
        "Bí thư": f"Bí thư {scribe.setting.organ}",
    }.get(scribe.setting.signatory_title, f"Chủ tịch UBND {scribe.setting.unit}")


def _say(words: Callable[[Scribe], str]) -> Maker:
    def write(scribe: Scribe) -> None:
        scribe.put(words(scribe))

    return write


def _period(words: Callable[[Scribe], str]) -> Maker:
    """A period that a heading or a title may hand down to the targets below it."""

    def write(scribe: Scribe) -> None:
        scribe.writer.put_marked("period", words(scribe))

    return write


def _collective(scribe: Scribe) -> str:
    return scribe.setting.collective


MAKERS: dict[str, Maker] = {
    "cite": cited.cite,
    "cite_title": lambda scribe: cited.cite(scribe, nested=False),
    "cite_list": cited.cite_list,
    "provision": cited.cite_provision,
    "congress": cited.cite_congress,
    "target": measured.write_target,
    "figure": measured.write_result,
    "org": _org,
    "committee": _committee,
    "committee_u": _say(lambda s: s.setting.organ),
    "collective": _say(_collective),
    "person": _person,
    "head_name": _head_name,
    "head": _say(_heads),
    "village": _village,
    "ward": _ward,
    "ward_plain": _ward_plain,
    "pl": _pl,
    "road": _road,
    "road_list": _road_list,
    "road_list_bracket": _road_list_bracket,
    "highway": _highway,
    "expressway": _expressway,
    "alley": _alley,
    "avenue": _avenue,
    "project": _project,
    "project_list": _project_list,
    "street_school": _say(lambda s: s.pick(s.streets)),
    "digit": _say(lambda s: s.pick(("1", "2", "3"))),
    "unit": _unit,
    "cell": _say(
        lambda s: s.pick(
            ("chi bộ", "đơn vị", "thôn, tổ dân phố", "khu dân cư")
            if s.setting.level == "commune"
            else ("xã, phường", "cơ quan, đơn vị", "địa phương")
        )
    ),
    "basis": _basis,
    "type": _say(lambda s: s.setting.doc_type),
    "theme_c": lambda s: s.symbol("theme"),
    "theme_of": lambda s: s.write(compile_template("về {theme}")),
    "theme_tail": lambda s: s.write(compile_template("về {theme}")),
    "period_next": _period(lambda s: s.period_bare(True)),
    "period_past": _period(lambda s: s.period_bare(False)),
    "period_year": _period(lambda s: f"năm {s.setting.year}"),
    "period_short": _say(lambda s: s.pick(("tháng", "quý", "năm"))),
    "near_date": _say(Scribe.near_date),
    "meeting_date": _say(Scribe.meeting_date),
    "meeting_long": _say(lambda s: f"{s.setting.day} tháng {s.setting.month} năm {s.setting.year}"),
    "term_next": _say(
        lambda s: f"{s.setting.year - s.setting.year % 5 + 5} - {s.setting.year - s.setting.year % 5 + 10}"
    ),
    "head_count": _say(lambda s: f"{9 + int(s.random() * 90)}"),
    "age": _say(lambda s: s.pick(("15", "16", "18"))),
    "version": _say(lambda s: s.pick(("2.0", "3.0", "4.1"))),
    "rule_days": _say(lambda s: s.pick(("03", "05", "07", "10"))),
}
