"""Targets and results: figures with their indicator, unit, comparator and period, and what they look like."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.generator.scribe import Scribe

__all__ = ["write_result", "write_target"]

AT_LEAST = ("trên ", "ít nhất ", "tối thiểu ", "không thấp hơn ")
ALL_OF_THEM = ("phổ biến, quán triệt nội dung văn bản", "tập huấn nghiệp vụ", "cập nhật thông tin vào phần mềm")
ABOUT = ("khoảng ", "gần ")


def number_words(value: float, decimals: int) -> str:
    """`6200` is `6.200`, `82.84` is `82,84`."""
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    return whole.replace(",", ".") + ("," + rest if rest else "")


def _draw(scribe: "Scribe", low: float, high: float) -> tuple[float, str]:
    value = low + scribe.random() ** 1.6 * (high - low)
    if high <= 140 and scribe.random() < 0.55:
        decimals = 1 if scribe.random() < 0.6 else 2
    elif value > 1000 and scribe.random() < 0.2:
        decimals = 1
    else:
        decimals = 0
    value = round(value, decimals)
    return value, number_words(value, decimals)


def _row(scribe: "Scribe", table: str, kind: str) -> dict[str, Any]:
    return scribe.pick([row for row in scribe.figure_rows(table) if row.get("only", kind) == kind])


def _amount(scribe: "Scribe", row: dict[str, Any], data: dict[str, Any]) -> None:
    """Write comparator, value and unit of a thing that reaches a value, and note them in `data`."""
    value, words = _draw(scribe, row["low"], row["high"])
    unit = row["unit"]
    gap = "" if unit == "%" and scribe.random() < 0.85 else " "
    draw = scribe.random() if data["kind"] == "target" else scribe.random() * 0.12 + 0.5
    data.update(value=value, unit=unit, comparator="=")
    if draw < 0.14:
        scribe.put(scribe.pick(AT_LEAST))
        data["comparator"] = ">="
    elif draw < 0.22:
        scribe.put(f"{words}{gap}{unit} trở lên")
        data["comparator"] = ">="
        return
    elif draw < 0.28:
        scribe.put(scribe.pick(ABOUT))
        data["comparator"] = "~"
    elif draw < 0.36 and unit in ("%", "tấn", "ha", "tỷ đồng"):
        more = round(value + (1 if unit == "%" else max(1, round(value * 0.05))), 2)
        if unit != "%" or more <= 100:
            decimals = len(words.partition(",")[2])
            high = number_words(more, decimals)
            scribe.put(f"{words} - {high}{gap}{unit}" if scribe.random() < 0.6 else f"từ {words} đến {high}{gap}{unit}")
            data.update(comparator="range", value_max=round(more, decimals))
            return
    scribe.put(f"{words}{gap}{unit}")


def _period(scribe: "Scribe", future: bool) -> str:
    return scribe.period(future)


def _reach(scribe: "Scribe", kind: str) -> None:
    row = _row(scribe, "reach", kind)
    name = scribe.pick(row["names"])
    data: dict[str, Any] = {"indicator": name, "kind": kind, "period": None}
    future = kind == "target"
    grows = bool(row.get("grow"))
    draw = scribe.random()
    if future and draw < 0.35:
        scribe.put(scribe.pick(("Phấn đấu ", "Phấn đấu đưa ", "Quyết tâm đưa ")) if not grows else "Phấn đấu ")
        start = scribe.writer.at
        scribe.put(name)
    elif future and draw < 0.5:
        start = scribe.writer.at
        data["period"] = _period(scribe, future)
        scribe.put(f"{data['period'][0].upper()}{data['period'][1:]}, {name}")
    else:
        start = scribe.writer.at
        scribe.put(name[0].upper() + name[1:])
    if data["period"] is None and scribe.random() < 0.4:
        period = _period(scribe, future)
        data["period"] = period
        scribe.put(f" {period}")
    scribe.put(" tăng " if grows else " đạt " if future else scribe.pick((" đạt ", " ước đạt ", " đạt ")))
    _amount(scribe, row, data)
    if grows:
        scribe.put(scribe.pick((" so với năm trước", " so với cùng kỳ")))
        scribe.mark_figure(start, data)
        scribe.put(".")
        return
    scribe.mark_figure(start, data)
    if row["unit"] != "%" and data["comparator"] == "=" and scribe.random() < 0.55:
        value, words = _draw(scribe, 62, 135 if not future else 118)
        plan = scribe.pick(("kế hoạch", "dự toán giao", "kế hoạch năm", "dự toán"))
        scribe.put(f", {scribe.pick(('bằng', 'đạt', 'bằng'))} {words}% {plan}")
        data = {**data, "indicator": f"{name} so với {plan}", "value": value, "unit": "%", "comparator": "="}
        scribe.mark_figure(start, data)
        if not future and scribe.random() < 0.4:
            value, words = _draw(scribe, 1, 30)
            scribe.put(f", {scribe.pick(('tăng', 'giảm'))} {words}% so với cùng kỳ")
            scribe.mark_figure(start, {**data, "indicator": f"{name} so với cùng kỳ", "value": value})
    scribe.put(".")


def _count(scribe: "Scribe", kind: str) -> None:
    row = _row(scribe, "count", kind)
    parts = scribe.sample(row["rows"], 2 if scribe.random() < 0.4 else 1)
    future = kind == "target"
    for index, part in enumerate(parts):
        verb, unit, rest = part.split(" | ")
        data: dict[str, Any] = {
            "indicator": f"{verb} {unit} {rest}".strip(),
            "kind": kind,
            "period": None,
            "unit": unit,
        }
        if index:
            scribe.put("; ")
        lead = ("Phấn đấu ", "", "Trong {} ", "Đến {} ") if future else ("Đã ", "Trong {} đã ", "")
        opening = scribe.pick(lead) if not index else ("" if future or index else "đã ")
        start = scribe.writer.at
        if "{}" in opening:
            data["period"] = (
                scribe.period_bare(future) if opening.startswith("Trong") else f"đến cuối năm {scribe.setting.year}"
            )
            opening = f"Trong {data['period']} " if "Trong" in opening else f"Đến cuối năm {scribe.setting.year} "
            opening += "" if future else "đã "
        scribe.put(opening + (verb[0].upper() + verb[1:] if not opening and not index else verb) + " ")
        value = row["low"] + int(scribe.random() ** 1.8 * (row["high"] - row["low"]))
        words = number_words(value, 0) if value > 9 or scribe.random() < 0.3 else f"{value:02}"
        data.update(value=value, comparator="=")
        if future and scribe.random() < 0.3:
            data["comparator"], word = scribe.pick(
                ((">=", "ít nhất "), (">=", "trên "), ("~", "khoảng "), (">=", "tối thiểu "))
            )
            scribe.put(word)
        scribe.put(f"{words} {unit} {rest}".strip())
        scribe.mark_figure(start, data)
    scribe.put(".")


def write_target(scribe: "Scribe") -> None:
    """One or two figures that are to be reached, as a sentence."""
    draw = scribe.random()
    if draw < 0.1:
        start = scribe.writer.at
        scribe.put(scribe.pick(("Giảm tỷ lệ hộ nghèo ", "Kéo giảm tỷ lệ hộ nghèo ")))
        value, words = _draw(scribe, 0.5, 4)
        scribe.put(f"xuống còn dưới {words}%")
        scribe.mark_figure(
            start,
            {
                "indicator": "tỷ lệ hộ nghèo",
                "value": value,
                "unit": "%",
                "comparator": "<=",
                "kind": "target",
                "period": None,
            },
        )
        scribe.put(".")
    elif draw < 0.2:
        start = scribe.writer.at
        who = scribe.people()
        scribe.put("100% ")
        scribe.put(f"{who} được {scribe.pick(ALL_OF_THEM)}")
        scribe.mark_figure(
            start, {"indicator": who, "value": 100, "unit": "%", "comparator": "=", "kind": "target", "period": None}
        )
        scribe.put(".")
    elif draw < 0.58:
        _reach(scribe, "target")
    else:
        _count(scribe, "target")


def write_result(scribe: "Scribe") -> None:
    """One to three figures that are reported as achieved, as a sentence."""
    (_reach if scribe.random() < 0.5 else _count)(scribe, "result")
