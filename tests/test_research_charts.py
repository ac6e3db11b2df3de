"""Charts and the report: what they say, and that they need nothing beside themselves."""

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("altair")

from lxml import html
from of_rows import citation_row, document_rows, put

from pipeline.errors import InputError
from pipeline.research.charts import coverage_chart, lag_chart, save, svg, targets_chart, top_chart, trends_chart
from pipeline.research.coverage import coverage
from pipeline.research.filters import Filters, parse_period
from pipeline.research.holdings import Holdings, open_holdings
from pipeline.research.lag import lag
from pipeline.research.named import named
from pipeline.research.report import report
from pipeline.research.targets import targets
from pipeline.research.top import top
from pipeline.research.trends import trends

R68 = "nq:68-nq/tw:2025-05-04"


def r68(**of: Any) -> dict[str, Any]:
    return citation_row(R68, date="2025-05-04", **of)


FIGURE = {
    "kind": "result",
    "indicator": "Thu ngân sách",
    "value": 5,
    "unit": "tỷ đồng",
    "amount": 5e9,
    "amount_unit": "VND",
}
NOTICES = [
    *[document_rows(f"a{i}", "2025-05-20", [r68()] if i % 2 else [], level="commune") for i in range(12)],
    document_rows("b", "2025-06-02", [r68()], level="province", targets=[{**FIGURE, "text": "5 tỷ đồng", "page": 1}]),
    document_rows("c", "2025-08-02", [citation_row(None, "18-NQ/TW")], issuer='Ủy ban <xã> "Tân & An"'),
    document_rows("d", "2025", [r68()]),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("charts") / "notices"
    put(folder, *NOTICES)
    return folder


def charts(held: Holdings) -> dict[str, Any]:
    return {
        "trends": trends_chart(trends(held, named(held, "68-NQ/TW"))),
        "split": trends_chart(trends(held, named(held, "68-NQ/TW"), split="level")),
        "top": top_chart(top(held)),
        "top against": top_chart(top(held, Filters(period=parse_period("2025-05")), against=parse_period("2025-06"))),
        "lag": lag_chart(lag(held, ("68-NQ/TW",))),
        "targets": targets_chart(targets(held, "thu ngân sách")),
        "coverage": coverage_chart(coverage(held, by="month"), "month"),
    }


def words(drawing: str) -> str:
    return " ".join(re.findall(r">([^<>]+)</t(?:ext|span)>", drawing))


def test_every_chart_says_of_what_it_is(folder: Path) -> None:
    with open_holdings(folder) as held:
        for name, chart in charts(held).items():
            said = words(svg(chart))
            assert f"notices, as of {held.date}" in said, name
            assert "15 documents" in said, name
            assert re.search(r"documents that cite|days from|documents held|tỷ đồng", said), (
                name
            )  # an axis with its unit


def test_a_trend_shows_what_is_thin_and_what_is_not_held(folder: Path) -> None:
    with open_holdings(folder) as held:
        drawing = svg(trends_chart(trends(held, named(held, "68-NQ/TW"))))
    said = words(drawing)
    assert "share of documents (95 % int.)" in said
    assert "Hollow: fewer than 10 documents" in said
    assert "Hatched: the archive holds nothing of that time" in said
    assert "1 documents whose date fits no single month" in said
    assert 'fill="white"' in drawing  # May has 12 documents, June and August one
    assert 'stroke-dasharray="3,3"' in drawing


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!DOCTYPE html>")])
def test_forms_of_a_chart(folder: Path, tmp_path: Path, ending: str, begins: bytes) -> None:
    path = tmp_path / f"chart.{ending}"
    with open_holdings(folder) as held:
        save(top_chart(top(held)), path)
    content = path.read_bytes()
    assert content.lstrip().startswith(begins)
    if ending == "html":
        tree = html.fromstring(content)
        assert tree.xpath("//script[@src] | //link[@href] | //img[not(starts-with(@src, 'data:'))]") == []


def test_forms_that_are_not_drawn(folder: Path, tmp_path: Path) -> None:
    with open_holdings(folder) as held, pytest.raises(InputError, match=r"end the name in \.svg, \.png or \.html"):
        save(top_chart(top(held)), tmp_path / "chart.pdf")


def test_too_many_lines_are_an_error(folder: Path) -> None:
    with open_holdings(folder) as held:
        series = [one for number in ("18-NQ/TW", "20-NQ/TW", "21-NQ/TW", "19-NQ/TW") for one in named(held, number)]
        with pytest.raises(InputError, match="cannot be told apart in one chart"):
            trends_chart(trends(held, series))


def test_nothing_to_draw_is_an_error(folder: Path) -> None:
    with open_holdings(folder) as held:
        nothing = Filters(period=parse_period("1999"))
        with pytest.raises(InputError, match="nothing to draw"):
            top_chart(top(held, nothing))
        with pytest.raises(InputError, match="nothing to draw"):
            trends_chart(trends(held, named(held, "68-NQ/TW"), nothing))


def test_the_report_needs_nothing_and_every_link_leads_somewhere(folder: Path) -> None:
    with open_holdings(folder) as held:
        content = report(held, ["68-NQ/TW", "18-NQ/TW"], by="month")
    tree = html.fromstring(content)
    assert tree.xpath("//script | //link | //iframe") == []
    assert all(source.startswith("data:image/svg+xml;base64,") for source in tree.xpath("//img/@src"))
    assert len(tree.xpath("//img[@alt]")) == 5
    ids, links = tree.xpath("//@id"), tree.xpath("//a/@href")
    assert len(ids) == len({*ids})
    assert {link.removeprefix("#") for link in links} <= {*ids}
    # the count of June leads to the document of June, with its words
    (june,) = [a.get("href") for a in tree.xpath("//section[@id='followed']//tr[td='2025-06']//a")]
    row = [cell.text_content() for cell in tree.xpath(f"//tr[@id='{june[1:]}']/td")]
    assert row[1:3] == ["2025-06", "b"]
    assert "Nghị quyết số 68-NQ/TW" in row
    assert "<xã>" not in content
    assert "Ủy ban &lt;xã&gt;" in content


def test_a_report_of_nothing_is_an_error(folder: Path) -> None:
    with open_holdings(folder) as held, pytest.raises(InputError, match="nothing to report"):
        report(held, filters=Filters(period=parse_period("1999")))
