"""The body of a document: its outline in one of many marker styles, and what stands under each heading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.generator.grammar import compile_template, lexicon

if TYPE_CHECKING:
    from corpus.generator.scribe import Scribe

__all__ = ["Plan", "plan_for", "write_body"]

ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
LETTERS = "abcdđeghiklmnopqrstuvxy"
PARTS = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu")
# R roman, A capital, a letter, 1 number, 1.1 number under number; what follows is printed as it is.
SCHEMES = {
    "party": (
        ("R-", "1-", "a)"),
        ("R-", "1.", "a)"),
        ("R.", "1.", "a)"),
        ("R-", "1-", "1.1-"),
        ("R.", "1.", "1.1."),
        ("A-", "R-", "1-", "a)"),
        ("1-", "a)"),
        ("Phần", "R-", "1-", "a)"),
    ),
    "state": (
        ("R.", "1.", "a)"),
        ("R.", "1.", "1.1."),
        ("R.", "1.", "1.1", "a)"),
        ("A.", "R.", "1.", "a)"),
        ("1.", "1.1.", "1.1.1."),
        ("R/", "1/", "a/"),
        ("R.", "1.", "a)"),
        ("1.", "a)"),
        ("Phần", "R.", "1.", "a)"),
        ("R.", "1.", "1.1.", "1.1.1."),
    ),
}
SITES = ("land", "transport", "urban")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a type of document is made of."""

    types: tuple[str, ...]
    systems: tuple[str, ...]
    titles: tuple[Sequence[Any], ...]
    openings: tuple[Sequence[Any], ...]
    sections: tuple[tuple[str, ...], ...]


@cache
def _plans(split: str) -> tuple[Plan, ...]:
    return tuple(
        Plan(
            tuple(row["types"]),
            tuple(row["systems"]),
            tuple(map(compile_template, row["titles"])),
            tuple(map(compile_template, row["openings"])),
            tuple(map(tuple, row["sections"])),
        )
        for row in lexicon(split).tables["plans"]
    )


def plan_for(scribe: "Scribe") -> Plan:
    """The plan of this document's type; a People's Council resolves in articles, the Party in sections."""
    setting = scribe.setting
    fitting = [p for p in _plans(scribe.lexicon.split) if setting.doc_type in p.types and setting.system in p.systems]
    if setting.doc_type == "nghị quyết":
        articles = setting.system != "party"
        fitting = [p for p in fitting if (("articles",) in p.sections) == articles]
    return scribe.pick(fitting)


def _ordinal(style: str, numbers: list[int]) -> str:
    """`_ordinal("1.1.", [2, 3])` is `"2.3."`, `_ordinal("R-", [4])` is `"IV-"`."""
    number = numbers[-1]
    if style == "Phần":
        return f"Phần {PARTS[(number - 1) % len(PARTS)]}"
    if style == "Điều":
        return f"Điều {number}"
    kind, tail = style[0], style[1:]
    if kind == "R":
        return ROMANS[(number - 1) % len(ROMANS)] + tail
    if kind == "A":
        return "ABCDEG"[(number - 1) % 6] + tail
    if kind == "a":
        return LETTERS[(number - 1) % len(LETTERS)] + tail
    depth = style.count("1")
    return ".".join(str(n) for n in numbers[-depth:]) + style.rpartition("1")[2]


class _Outline:
    """Numbers headings of one document in its marker style."""

    def __init__(self, scribe: "Scribe", scheme: tuple[str, ...], first_level: int = 1) -> None:
        self.scribe = scribe
        self.scheme = scheme
        self.first_level = first_level
        self.numbers: list[int] = []

    @property
    def depth(self) -> int:
        return len(self.scheme)

    def marker(self, level: int) -> str:
        del self.numbers[level:]
        if len(self.numbers) < level:
            self.numbers.append(0)
        self.numbers[level - 1] += 1
        return _ordinal(self.scheme[level - 1], self.numbers)

    def heading(self, level: int, write: Callable[[], None], paragraph: bool = False, capitals: bool = False) -> None:
        """A heading, or with `paragraph` a numbered paragraph, of which gold lists the first eight words."""
        scribe = self.scribe
        writer = scribe.writer
        marker = self.marker(level)
        start = writer.at
        writer.put(marker)
        style = self.scheme[level - 1]
        if style == "Điều":
            writer.put(". ")
        elif style == "Phần":
            writer.put("\n")
        else:
            writer.put(" ")
        title_start = writer.at
        index = len(writer.parts)
        write()
        if capitals:
            writer.parts[index:] = ["".join(writer.parts[index:]).upper()]
        else:
            writer.capitalise(index)
        real_level = level + self.first_level - 1
        writer.mark("heading", start, marker=marker, level=real_level, title_start=title_start, paragraph=paragraph)
        if not paragraph and scribe.random() < 0.18 and not capitals:
            writer.put(":")
        writer.close("heading" if not paragraph else "numbered", start, real_level, marker)


def _sentences(scribe: "Scribe", kind: str, count: int) -> None:
    for index in range(count):
        if index:
            scribe.put(" ")
        _sentence(scribe, kind)


def _sentence(scribe: "Scribe", kind: str) -> None:
    draw = scribe.random()
    site = scribe.topic_name in SITES
    if kind == "results":
        if draw < 0.28:
            scribe.symbol("figure")
        elif draw < 0.38:
            scribe.symbol("cited_result")
        elif draw < (0.52 if site else 0.4):
            scribe.symbol("site_result")
        else:
            scribe.symbol("result")
        return
    if draw < 0.14:
        scribe.symbol("target")
    elif draw < 0.34:
        scribe.symbol("cited_task")
    elif draw < (0.56 if site else 0.36):
        scribe.symbol("site_task")
    else:
        scribe.symbol("task")


def _few(scribe: "Scribe", low: int, high: int) -> int:
    return low + int(scribe.random() * (high - low + 1))


def _bullets(scribe: "Scribe", symbol: str, low: int, high: int, mark: str = "- ") -> None:
    """Dash paragraphs; now and then one has plus paragraphs below it."""
    for _ in range(_few(scribe, low, high)):
        start = scribe.writer.at
        scribe.put(mark)
        if symbol in ("tasks", "results"):
            _sentences(scribe, symbol, 1 + int(scribe.random() ** 2 * 3))
        else:
            scribe.symbol(symbol)
        scribe.writer.close("bullet", start, 1, mark.strip())
        if symbol == "tasks" and scribe.random() < 0.06:
            for _ in range(_few(scribe, 2, 3)):
                start = scribe.writer.at
                scribe.put("+ ")
                scribe.symbol("task")
                scribe.writer.close("bullet", start, 2, "+")


def _paragraph(scribe: "Scribe", symbol: str, count: int = 1) -> None:
    start = scribe.writer.at
    for index in range(count):
        if index:
            scribe.put(" ")
        if symbol in ("tasks", "results"):
            _sentence(scribe, symbol)
        else:
            scribe.symbol(symbol)
    scribe.writer.close("paragraph", start)


def _by_topic(outline: _Outline, kind: str, level: int) -> None:
    """Subheadings, each a field of work."""
    scribe = outline.scribe
    topics = scribe.sample(list(scribe.lexicon.topics), _few(scribe, 2, 5))
    layout = scribe.random()
    for name in topics:
        scribe.set_topic(name)
        if layout < 0.15:
            outline.heading(level, lambda: _labelled(scribe, kind), paragraph=True)
            continue
        outline.heading(level, lambda: scribe.symbol("title"))
        if layout < 0.4 and level < outline.depth:
            for _ in range(_few(scribe, 2, 4)):
                outline.heading(level + 1, lambda: _sentences(scribe, kind, _few(scribe, 1, 2)), paragraph=True)
            continue
        if layout < 0.5:
            _paragraph(scribe, kind, _few(scribe, 2, 4))
        _bullets(scribe, kind, 1, 4)


def _labelled(scribe: "Scribe", kind: str) -> None:
    """A numbered paragraph that begins with its label: `Y tế, dân số: ...`."""
    scribe.symbol("title")
    scribe.put(": ")
    _sentences(scribe, kind, 2)


def _worded(scribe: "Scribe", template: str) -> Callable[[], None]:
    """What a heading says, as a template."""
    return lambda: scribe.write(compile_template(template))


def _named(scribe: "Scribe", before: str, name: str, after: str) -> Callable[[], None]:
    """What a heading says about an organisation: `Giao`, its name, and a template."""

    def write() -> None:
        scribe.put(before)
        scribe.writer.put_marked("organisation", name)
        scribe.write(compile_template(after))

    return write


def _work(outline: _Outline, kind: str, level: int) -> None:
    scribe = outline.scribe
    draw = scribe.random()
    if level > outline.depth or draw < 0.22:
        _bullets(scribe, kind, 3, 7)
    elif draw < 0.36:
        for _ in range(_few(scribe, 3, 6)):
            scribe.set_topic(scribe.some_topic())
            outline.heading(level, lambda: _sentences(scribe, kind, _few(scribe, 1, 3)), paragraph=True)
    elif draw < 0.42 and kind == "results":
        for _ in range(_few(scribe, 1, 3)):
            scribe.set_topic(scribe.some_topic())
            _paragraph(scribe, kind, _few(scribe, 3, 5))
    else:
        _by_topic(outline, kind, level)


def _purpose(outline: _Outline, level: int) -> None:
    scribe = outline.scribe
    if level <= outline.depth and scribe.random() < 0.65:
        for title in ("Mục đích", "Yêu cầu"):
            outline.heading(level, lambda title=title: scribe.put(title))  # type: ignore[misc]
            _bullets(scribe, "purpose", 1, 3)
    elif level <= outline.depth and scribe.random() < 0.4:
        for _ in range(_few(scribe, 2, 3)):
            outline.heading(level, lambda: scribe.symbol("purpose"), paragraph=True)
    else:
        _bullets(scribe, "purpose", 2, 4)


def _goals(outline: _Outline, level: int) -> None:
    scribe = outline.scribe
    if level <= outline.depth and scribe.random() < 0.6:
        outline.heading(level, lambda: scribe.put("Mục tiêu chung"))
        _paragraph(scribe, "purpose", 2)
        outline.heading(
            level, lambda: scribe.put(scribe.pick(("Mục tiêu cụ thể", "Chỉ tiêu cụ thể", "Một số chỉ tiêu chủ yếu")))
        )
    for _ in range(_few(scribe, 3, 7)):
        scribe.set_topic(scribe.some_topic())
        _bullets(scribe, "target", 1, 1)


def _organise(outline: _Outline, level: int) -> None:
    scribe = outline.scribe
    draw = scribe.random()
    if level > outline.depth:
        _bullets(scribe, "organise", 2, 4)
        return
    seen = set()
    for _ in range(_few(scribe, 2, 5)):
        partner = scribe.partner()
        if partner in seen:
            continue
        seen.add(partner)
        if draw < 0.4:
            outline.heading(level, _named(scribe, "", partner, ""))
            _bullets(scribe, "organise", 1, 3)
        elif draw < 0.7:
            outline.heading(level, _named(scribe, "", partner, ": {organise}"), paragraph=True)
        else:
            outline.heading(level, _named(scribe, "Giao ", partner, " {clause}."), paragraph=True)


def _places(outline: _Outline, level: int) -> None:
    scribe = outline.scribe
    scribe.set_topic(scribe.pick(SITES))
    if level <= outline.depth and scribe.random() < 0.35:
        for _ in range(_few(scribe, 2, 4)):
            outline.heading(level, lambda: scribe.symbol("site_task"), paragraph=True)
        return
    for _ in range(_few(scribe, 2, 5)):
        _bullets(scribe, scribe.pick(("site_task", "site_task", "task")), 1, 1)


def _simple(symbol: str) -> Callable[[_Outline, int], None]:
    def write(outline: _Outline, level: int) -> None:
        del level  # no numbers below these headings
        scribe = outline.scribe
        if scribe.random() < 0.5:
            _bullets(scribe, symbol, 1, 3)
        else:
            _paragraph(scribe, symbol, 1 if symbol == "money" else 2)

    return write


CONTENT: dict[str, Callable[[_Outline, int], None]] = {
    "results": lambda outline, level: _work(outline, "results", level),
    "tasks": lambda outline, level: _work(outline, "tasks", level),
    "purpose": _purpose,
    "goals": _goals,
    "organise": _organise,
    "places": _places,
    "limits": _simple("limit"),
    "money": _simple("money"),
    "request": _simple("request"),
}
HEADINGS = {"results": "section_party_results", "request": "section_request"}


def _flat(scribe: "Scribe") -> None:
    """A directive: numbered paragraphs, some with lettered ones below."""
    party = scribe.setting.system == "party"
    outline = _Outline(scribe, ("1-", "a)") if party and scribe.random() < 0.6 else ("1.", "a)"))
    for _ in range(_few(scribe, 3, 7)):
        scribe.set_topic(scribe.some_topic())
        if scribe.random() < 0.2:
            outline.heading(1, _named(scribe, "", scribe.partner(), ":"))
            for _ in range(_few(scribe, 2, 4)):
                outline.heading(2, lambda: _sentences(scribe, "tasks", 1), paragraph=True)
        else:
            outline.heading(1, lambda: _sentences(scribe, "tasks", _few(scribe, 1, 4)), paragraph=True)


def _articles(scribe: "Scribe") -> None:
    """A decision or a regulation in articles, with chapters if it is long."""
    setting = scribe.setting
    writer = scribe.writer
    word = "QUYẾT NGHỊ" if setting.doc_type == "nghị quyết" else "QUYẾT ĐỊNH"
    if setting.doc_type in ("quyết định", "nghị quyết"):
        start = writer.at
        scribe.put(word + ":")
        writer.close("centre", start)
    long = setting.doc_type in ("nghị định", "thông tư", "quy định")
    if not long:
        outline = _Outline(scribe, ("Điều", "1.", "a)"))
        own = setting.doc_type.capitalize()
        outline.heading(1, _worded(scribe, f"Ban hành kèm theo {own} này quy định về {{theme}}."), paragraph=True)
        for _ in range(_few(scribe, 0, 2)):
            if scribe.random() < 0.5:
                outline.heading(1, _worded(scribe, "{theme}"))
                for _ in range(_few(scribe, 2, 4)):
                    outline.heading(2, lambda: _sentence(scribe, "tasks"), paragraph=True)
            else:
                outline.heading(1, lambda: _sentence(scribe, "tasks"), paragraph=True)
        force = f"{own} này có hiệu lực <kể từ ngày ký|thi hành từ ngày {{near_date}}>."
        outline.heading(1, _worded(scribe, force), paragraph=True)
        duty = "Chánh Văn phòng, Thủ trưởng {org} và các cơ quan liên quan chịu trách nhiệm thi hành."
        outline.heading(1, _worded(scribe, duty), paragraph=True)
        return
    chapters = scribe.random() < 0.6
    outline = _Outline(scribe, ("Điều", "1.", "a)"), 2 if chapters else 1)
    titles = [
        "Phạm vi điều chỉnh",
        "Đối tượng áp dụng",
        "Giải thích từ ngữ",
        "Nguyên tắc thực hiện",
        "Trách nhiệm của người đứng đầu",
        "Kinh phí bảo đảm",
        "Chế độ báo cáo",
        "Điều khoản chuyển tiếp",
        "Hiệu lực thi hành",
        "Tổ chức thực hiện",
    ]
    per_chapter = [titles[:3], titles[3:7], titles[7:]] if chapters else [titles[::2]]
    names = ("QUY ĐỊNH CHUNG", "QUY ĐỊNH CỤ THỂ", "ĐIỀU KHOẢN THI HÀNH")
    for number, group in enumerate(per_chapter):
        if chapters:
            start = writer.at
            marker = f"Chương {ROMANS[number]}"
            scribe.put(marker + "\n")
            title_start = writer.at
            scribe.put(names[number])
            writer.mark("heading", start, marker=marker, level=1, title_start=title_start, paragraph=False)
            writer.close("heading", start, 1, marker)
        for title in group:
            outline.heading(1, lambda title=title: scribe.put(title))  # type: ignore[misc]
            if scribe.random() < 0.55:
                for _ in range(_few(scribe, 2, 4)):
                    scribe.set_topic(scribe.some_topic())
                    outline.heading(2, lambda: scribe.symbol("rule_clause"), paragraph=True)
                    if scribe.random() < 0.1:
                        for _ in range(2):
                            outline.heading(3, lambda: scribe.symbol("rule_clause"), paragraph=True)
            else:
                _paragraph(scribe, "rule_clause", 1)


def _opening(scribe: "Scribe", plan: Plan) -> None:
    start = scribe.writer.at
    scribe.write(scribe.pick(plan.openings))
    if scribe.writer.at == start:
        return
    last = scribe.writer.blocks[-1].end + 1
    if scribe.writer.at > last:
        scribe.writer.close("paragraph", last)


def _finish(scribe: "Scribe") -> None:
    """The last paragraph ends `./.`; the break after it is the last piece, the paragraph's end the one before."""
    writer = scribe.writer
    if writer.parts[-2].endswith("."):
        writer.parts[-2] += "/."
        writer.at += 2
        writer.blocks[-1].end += 2


def write_body(scribe: "Scribe") -> None:
    """Opening, sections and closing, by the plan of the document."""
    plan: Plan = scribe.plan
    setting = scribe.setting
    _opening(scribe, plan)
    sections = scribe.pick(plan.sections)
    if sections == ("articles",):
        _articles(scribe)
        _finish(scribe)
        return
    if sections == ("flat",):
        _flat(scribe)
    elif sections == ("prose",):
        for _ in range(_few(scribe, 2, 5)):
            _paragraph(scribe, "tasks", _few(scribe, 1, 3))
    else:
        scheme = scribe.pick(SCHEMES["party" if setting.system == "party" else "state"])
        outline = _Outline(scribe, scheme)
        capitals = scribe.random() < 0.75
        for kind in sections:
            symbol = HEADINGS.get(kind, f"section_{kind}")
            outline.heading(1, lambda symbol=symbol: scribe.symbol(symbol), capitals=capitals)  # type: ignore[misc]
            if scribe.random() < 0.12 and kind in ("tasks", "results"):
                _paragraph(scribe, "task" if kind == "tasks" else "result", 1)
            CONTENT[kind](outline, 2)
    if scribe.random() < 0.6:
        _paragraph(scribe, "closing")
    _finish(scribe)
