"""Questions to an archive whose answers are counted by hand."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb")

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from of_rows import Tables, citation_row, document_rows, put

from pipeline.errors import InputError
from pipeline.research.answer import Answer
from pipeline.research.bins import all_bins, bin_name, interval
from pipeline.research.cited import cited_by, cites
from pipeline.research.coverage import coverage
from pipeline.research.filters import Condition, Filters, Period, parse_period
from pipeline.research.holdings import Holdings, open_holdings
from pipeline.research.lag import lag
from pipeline.research.named import CENTRAL, Named, found, named
from pipeline.research.network import citation_network, cocitation_network, write_network
from pipeline.research.sql import ask, views
from pipeline.research.targets import targets, targets_list
from pipeline.research.top import top
from pipeline.research.trends import trends, trends_list

R68 = "nq:68-nq/tw:2025-05-04"
R18_OF_2017, R18_OF_2022 = "nq:18-nq/tw:2017-10-25", "nq:18-nq/tw:2022-06-16"


def r68(**of: Any) -> dict[str, Any]:
    return citation_row(R68, date="2025-05-04", **of)


def r18(cited: str | None = None, **of: Any) -> dict[str, Any]:
    return citation_row(cited, "18-NQ/TW", **of)


@contextmanager
def holding(folder: Path, *records: Tables) -> Iterator[Holdings]:
    put(folder / "held", *records)
    with open_holdings(folder / "held") as holdings:
        yield holdings


def shown(answer: Answer, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(answer.column(name) for name in columns), strict=True))


NOTICES = [
    document_rows("d1", "2025-05-20", [r68(mentions=3), r18(R18_OF_2022)], level="province"),
    document_rows("d2", "2025-05-28", [], level="province"),
    document_rows("d3", "2025-06-02", [r68(), r18()], level="commune", issuer="Đảng ủy xã Minh Lộc"),
    document_rows("d4", "2025-08-11", [r68(mentions=2)], level="commune", province="Yên Bái", province_now="Lào Cai"),
    document_rows("d5", "2025", [r68()], level="commune"),
    document_rows("d6", "2025-08", [], level=None),
    document_rows("d7", None, [r68()], level="commune"),
    document_rows("d8", "2025-02-30", [], level="commune"),
    document_rows("d9", "2025-04-01", [r68()], level="central"),
]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Holdings]:
    with holding(tmp_path, *NOTICES) as holdings:
        yield holdings


def test_zero_is_not_nothing_held_and_not_before_its_time(held: Holdings) -> None:
    answer = trends(held, named(held, "68-NQ/TW"), by="month", thin=1).answer()
    assert shown(answer, "month", "citing", "mentions", "documents", "state") == [
        ("2025-04", 1, 1, 1, "before"),  # a month before the resolution: one of the two dates is wrong
        ("2025-05", 1, 3, 2, "counted"),
        ("2025-06", 1, 1, 1, "counted"),
        ("2025-07", None, None, 0, "empty"),
        ("2025-08", 1, 2, 2, "counted"),
    ]
    assert (
        "2 documents without a usable date are in no bin; of them 1 cite nghị quyết 68-NQ/TW (2025-05-04)"
        in answer.notes
    )
    assert (
        "1 documents whose date fits no single month of the period are in no bin; "
        "of them 1 cite nghị quyết 68-NQ/TW (2025-05-04)"
    ) in answer.notes


def test_a_date_counts_as_far_as_it_goes(held: Holdings) -> None:
    answer = trends(held, named(held, "68-NQ/TW"), by="year").answer()
    assert shown(answer, "year", "citing", "documents", "state") == [("2025", 5, 7, "thin")]
    quarters = trends(held, named(held, "68-NQ/TW"), by="quarter", thin=2).answer()
    assert shown(quarters, "quarter", "citing", "documents", "state") == [
        ("2025-Q2", 3, 4, "counted"),
        ("2025-Q3", 1, 2, "counted"),
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"period": parse_period("2025-06..2025-07")}, [("2025-06", 1, 1), ("2025-07", None, 0)]),
        ({"level": ("province",)}, [("2025-05", 1, 2)]),
        (
            {"level": ("province", "commune"), "period": parse_period("2025-05..2025-06")},
            [("2025-05", 1, 2), ("2025-06", 1, 1)],
        ),
        ({"place": ("Lào Cai",)}, [("2025-08", 1, 1)]),  # by its name of today
        ({"place": ("yên bái",)}, [("2025-08", 1, 1)]),  # and of then, in any spelling
        ({"issuer": ("xã minh lộc",)}, [("2025-06", 1, 1)]),
        ({"relation": ("thay thế",), "level": ("province",)}, [("2025-05", 0, 2)]),  # of the citation: the whole stays
    ],
)
def test_filters(held: Holdings, filters: dict[str, Any], expected: list[Any]) -> None:
    answer = trends(held, named(held, "68-NQ/TW"), Filters(**filters)).answer()
    assert shown(answer, "month", "citing", "documents") == expected


def test_a_group_has_its_own_whole(held: Holdings) -> None:
    filters = Filters(period=parse_period("2025-05..2025-06"))
    answer = trends(held, named(held, "68-NQ/TW"), filters, split="level").answer()
    assert shown(answer, "level", "month", "citing", "documents") == [
        ("province", "2025-05", 1, 2), ("province", "2025-06", None, 0),
        ("commune", "2025-05", None, 0), ("commune", "2025-06", 1, 1),
    ]  # fmt: skip


def test_a_number_says_which_documents_it_may_be(held: Holdings) -> None:
    labels = [one.label for one in named(held, "18-NQ/TW")]
    assert labels == [
        "nghị quyết 18-NQ/TW (2017-10-25)",
        "nghị quyết 18-NQ/TW (2022-06-16)",
        "nghị quyết 18-NQ/TW (2026-07-28)",
        "18-NQ/TW, not told which",
    ]
    answer = trends(held, named(held, "18-NQ/TW"), Filters(period=parse_period("2025-05..2025-06"))).answer()
    counts = dict(zip(shown(answer, "series", "month"), answer.column("citing"), strict=True))
    assert counts[labels[1], "2025-05"] == 1
    assert counts[labels[3], "2025-06"] == 1
    assert counts[labels[0], "2025-05"] == 0
    assert [one.cited for one in named(held, "18-NQ/TW:2022")] == [R18_OF_2022]
    assert [one.cited for one in named(held, R18_OF_2017)] == [R18_OF_2017]


@pytest.mark.parametrize("words", ["", "NQ/TW", "68", "resolution", "Đất đai"])
def test_words_that_name_no_document_are_an_error(held: Holdings, words: str) -> None:
    with pytest.raises(InputError, match=r"write a number \(68-NQ/TW\)"):
        named(held, words)


def test_a_number_that_nobody_cites_is_zero(held: Holdings) -> None:
    answer = trends(held, named(held, "999-NQ/TW"), by="year").answer()
    assert shown(answer, "series", "citing") == [("999-NQ/TW", 0)]


def test_copies_count_once(tmp_path: Path) -> None:
    copies = [
        document_rows(name, "2025-06-01", [r68()], identity="12:2025-06-01:x") for name in ("pdf", "scan", "docx")
    ]
    with holding(tmp_path, *copies, document_rows("other", "2025-06-02", [])) as held:
        answer = trends(held, named(held, "68-NQ/TW")).answer()
        assert shown(answer, "citing", "documents") == [(1, 2)]
        assert "2 documents (2 copies left out)" in answer.caption
        assert shown(top(held), "citing") == [(1,)]
        assert held.ask("SELECT count(*) FROM documents") == [(4,)]


def test_two_citations_of_one_document_in_one_document_count_once(tmp_path: Path) -> None:
    both = [r68(repeats=2), r68(repeats=2, relation="thay thế")]
    with holding(tmp_path, document_rows("a", cites=both), document_rows("b", cites=[r68()])) as held:
        assert shown(top(held), "citing", "mentions") == [(2, 3)]
        assert shown(trends(held, named(held, "68-NQ/TW")).answer(), "citing", "mentions") == [(2, 3)]
        assert shown(top(held, Filters(relation=("thay thế",))), "citing") == [(1,)]
        assert len(trends_list(held, named(held, "68-NQ/TW")).rows) == 2


def test_unsure_finds_can_be_left_out(tmp_path: Path) -> None:
    sure, unsure, digital = (r68(confidence=value) for value in (0.95, 0.6, None))
    records = [document_rows(name, cites=[row]) for name, row in (("a", sure), ("b", unsure), ("c", digital))]
    with holding(tmp_path, *records) as held:
        assert shown(top(held, Filters(confident=True)), "citing") == [(2,)]


def test_top_and_how_it_changed(tmp_path: Path) -> None:
    def decree(number: int) -> dict[str, Any]:
        return citation_row(f"nd:{number}/2020/nđ-cp", f"{number}/2020/NĐ-CP", doc_type="nghị định", status="unmatched")

    records = [
        *[document_rows(f"old{i}", "2024-05-05", [decree(1), decree(2)][: 1 + (i < 2)]) for i in range(3)],
        *[document_rows(f"new{i}", "2025-05-05", [decree(2), decree(3)]) for i in range(2)],
        document_rows("last", "2025-06-06", [decree(2), r18()]),
        document_rows("undated", None, [decree(1)]),
    ]
    with holding(tmp_path, *records) as held:
        answer = top(held, Filters(period=parse_period("2025")), against=parse_period("2024"))
        assert shown(answer, "rank", "document", "citing", "rank_before", "citing_before", "change") == [
            (1, "nghị định 2/2020/NĐ-CP", 3, 2, 2, "up"),
            (2, "nghị định 3/2020/NĐ-CP", 2, None, 0, "new"),
            (None, "nghị định 1/2020/NĐ-CP", 0, 1, 3, "gone"),
        ]
        assert "1 of 6 citations (17%) leave open which document they mean: no rank" in answer.notes
        assert "documents of 2025: 3 (fewer than the 10 a share wants)" in answer.notes
        assert shown(top(held), "rank", "citing") == [(1, 5), (2, 4), (3, 2)]  # without a period the undated one counts
        assert shown(top(held, cited=Condition("cited_level = 'commune'")), "rank") == []


@pytest.mark.parametrize("filters", [{}, {"level": ("commune",)}, {"period": parse_period("2025-05..2025-06")}])
@pytest.mark.parametrize("split", [None, "level"])
def test_all_central_documents_have_one_answer_whichever_way_they_are_counted(
    held: Holdings, filters: dict[str, Any], split: Any
) -> None:
    asked = Named(CENTRAL.label, Condition("cited_level = 'central' AND true"))
    quick, slow = (trends(held, [one], Filters(**filters), split=split).points for one in (CENTRAL, asked))
    assert quick == slow
    assert any(point.citing for point in quick)


def test_equal_counts_have_equal_ranks(tmp_path: Path) -> None:
    records = [document_rows("a", cites=[r68(), r18(R18_OF_2017)]), document_rows("b", cites=[r18(R18_OF_2022)])]
    with holding(tmp_path, *records) as held:
        assert top(held).column("rank") == [1, 1, 1]


def test_both_sides_of_a_citation(held: Holdings) -> None:
    answer = cited_by(held, ("68-NQ/TW",))
    assert shown(answer, "document", "mentions") == [("d4", 2), ("d3", 1), ("d1", 3), ("d9", 1), ("d5", 1), ("d7", 1)]
    assert answer.notes == ("nghị quyết 68-NQ/TW (2025-05-04): cited by 6 documents, 9 times",)
    assert shown(cited_by(held, ("68-NQ/TW",), limit=1), "document") == [("d4",)]
    assert cited_by(held, ("66-NQ/TW",)).notes == ("nghị quyết 66-NQ/TW (2025-04-30): not cited",)
    assert shown(cites(held, "d3"), "number", "status") == [("68-NQ/TW", "resolved"), ("18-NQ/TW", "ambiguous")]
    assert shown(cites(held, "d3.pdf"), "number") == [("68-NQ/TW",), ("18-NQ/TW",)]
    with pytest.raises(InputError, match="no document of this id, file name or number"):
        cites(held, "no-such")


def test_lag_by_level(held: Holdings) -> None:
    answer = lag(held, ("68-NQ/TW",))
    assert shown(answer, "level", "first", "days", "median_days", "citing", "documents", "state") == [
        ("central", None, None, None, 0, 0, "nothing of that level since then"),
        ("province", date(2025, 5, 20), 16, 16, 1, 2, "cited"),
        ("district", None, None, None, 0, 0, "nothing of that level since then"),
        ("commune", date(2025, 6, 2), 29, 64, 2, 2, "cited"),
    ]
    assert answer.notes == (
        "nghị quyết 68-NQ/TW (2025-05-04): 1 documents that cite it are dated before it; one of the two dates is wrong",
        "nghị quyết 68-NQ/TW (2025-05-04): 2 documents that cite it have no full date and are left out",
    )


def test_a_lag_is_an_upper_bound_where_the_archive_begins_later(tmp_path: Path) -> None:
    with holding(tmp_path, document_rows("a", "2025-09-01", [r68()], level="commune")) as held:
        states = dict(shown(lag(held, ("68-NQ/TW",)), "level", "state"))
    assert states["commune"] == "at most: the archive has this level only from 2025-09-01"


def figure(kind: str, value: float, period: tuple[str, str] | None = None, **of: Any) -> dict[str, Any]:
    since, until = (date.fromisoformat(day) for day in period) if period else (None, None)
    row = {"kind": kind, "indicator": "Thu ngân sách", "value": value, "unit": "tỷ đồng", "amount": value * 1e9,
           "amount_unit": "VND", "comparator": "=", "period": period and period[0][:4], "period_from": since,
           "period_to": until, "page": 2, "text": f"thu ngân sách {value}\ntỷ đồng"}  # fmt: skip
    return {**row, **of}


YEAR = ("2025-01-01", "2025-12-31")


def test_plan_beside_result(tmp_path: Path) -> None:
    issuer = "Ủy ban nhân dân xã Minh Lộc"
    records = [
        document_rows("plan", "2025-01-10", targets=[figure("target", 200, YEAR)], issuer=issuer),
        document_rows("first", "2025-12-20", targets=[figure("result", 180, YEAR)], issuer=issuer),
        document_rows("last", "2026-01-15", targets=[figure("result", 190, YEAR)], issuer=issuer),
        document_rows("other", "2026-01-15", targets=[figure("result", 70, YEAR)], issuer="Ủy ban nhân dân xã Tân An"),
        document_rows("bare", "2025-09", targets=[figure("result", 5)], issuer=issuer),
        document_rows(
            "share", targets=[figure("target", 95, YEAR, unit="%", amount=None, amount_unit=None)], issuer=issuer
        ),
        document_rows("another", targets=[figure("result", 3, YEAR, indicator="Thu ngân sách xã")], issuer=issuer),
    ]
    with holding(tmp_path, *records) as held:
        answer = targets(held, "thu ngân sách")
        rows = {row[:2] + row[5:7]: row[7:] for row in answer.rows}
        key = ("Thu ngân sách", issuer, None, "VND")
        assert rows[key] == (200e9, "=", 190e9, -10e9, 0.95, 1)  # the later result; one says otherwise
        assert rows["Thu ngân sách", "Ủy ban nhân dân xã Tân An", None, "VND"] == (None, None, 70e9, None, None, 0)
        assert rows["Thu ngân sách", issuer, "2025-09", "VND"] == (
            None,
            None,
            5e9,
            None,
            None,
            0,
        )  # at its document's date
        assert rows["Thu ngân sách", issuer, None, "%"] == (95, "=", None, None, None, 0)  # never beside an amount
        assert rows["Thu ngân sách xã", issuer, None, "VND"] == (None, None, 3e9, None, None, 0)
        assert answer.notes[0] == "7 figures of 7 documents"
        listed = targets_list(held, "Thu  Ngân sách", Filters(issuer=("tân an",)))
        assert shown(listed, "document", "page", "quote") == [("other", 2, "thu ngân sách 70 tỷ đồng")]
        assert targets(held, "giấy chứng nhận").rows == ()


def test_coverage_counts_what_is_known(held: Holdings) -> None:
    answer = coverage(held, by="month")
    rows = {row[:2]: dict(zip(answer.columns[2:], row[2:], strict=True)) for row in answer.rows}
    assert rows["all", ""]["documents"] == 9
    assert rows["all", ""]["dated"] == round(7 / 9, 4)
    assert rows["all", ""]["citations"] == 8
    assert rows["all", ""]["told"] == round(7 / 8, 4)
    assert rows["month", "2025-07"]["documents"] == 0
    assert rows["month", "2025-05"]["resolved"] == 1.0
    assert rows["level", "not known"]["documents"] == 1
    assert answer.notes[:2] == (
        "2 documents without a usable date are in no month",
        "1 documents whose date fits no single month are in none",
    )


def test_networks(tmp_path: Path) -> None:
    own = {"number": "68-NQ/TW", "number_key": "68nqtw", "doc_type": "nghị quyết"}
    records = [
        document_rows("r68", "2025-05-04", [r18(R18_OF_2022)], **own),  # the cited document itself is held
        *[document_rows(f"d{i}", cites=[r68(mentions=i), r18(R18_OF_2022)]) for i in (1, 2)],
        document_rows("d3", cites=[r68(name='A "quoted" <name>'), r18()]),
    ]
    with holding(tmp_path, *records) as held:
        graph = citation_network(held, caption="a -- b")
        assert {(edge.source, edge.target, edge.weight) for edge in graph.edges} == {
            ("r68", R18_OF_2022, 1), ("d1", "r68", 1), ("d2", "r68", 2), ("d3", "r68", 1),
            ("d1", R18_OF_2022, 1), ("d2", R18_OF_2022, 1),
        }  # fmt: skip
        assert {node.id: (node.held, node.citing) for node in graph.nodes} == {
            "r68": (True, 3), R18_OF_2022: (False, 3), "d1": (True, 0), "d2": (True, 0), "d3": (True, 0),
        }  # fmt: skip
        together = cocitation_network(held)
        assert [(edge.source, edge.target, edge.weight) for edge in together.edges] == [(R18_OF_2022, R68, 2)]
    (path,) = write_network(graph, tmp_path / "net.graphml")
    tree = etree.parse(path)
    names = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert len(tree.findall(".//g:node", names)) == 5
    assert len(tree.findall(".//g:edge", names)) == 6
    keys = {key.get("id") for key in tree.findall(".//g:key", names)}
    assert {data.get("key") for data in tree.findall(".//g:data", names)} <= keys
    content = json.loads(write_network(graph, tmp_path / "net.json")[0].read_text("utf-8"))
    assert (len(content["nodes"]), len(content["links"]), content["directed"]) == (5, 6, True)
    edges, nodes = (
        list(csv.DictReader(path.open(encoding="utf-8"))) for path in write_network(together, tmp_path / "n.csv")
    )
    assert [(row["source"], row["weight"]) for row in edges] == [(R18_OF_2022, "2")]
    assert {row["id"] for row in nodes} == {R68, R18_OF_2022}
    with pytest.raises(InputError, match="end the name in"):
        write_network(graph, tmp_path / "net.gexf")


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024..2025-06", date(2024, 1, 1), date(2025, 6, 30)),
        ("2025-07-01..", date(2025, 7, 1), None),
        ("..2024", None, date(2024, 12, 31)),
    ],
)
def test_periods(words: str, since: date | None, until: date | None) -> None:
    assert parse_period(words) == Period(since, until, words)


@pytest.mark.parametrize("words", ["", "..", "25", "2025-13", "2025..2024", "tháng 9", "2025-1", "2025/01"])
def test_words_that_are_no_period(words: str) -> None:
    with pytest.raises(InputError, match="--period"):
        parse_period(words)


def test_a_place_that_the_archive_lacks_is_an_error_with_those_it_has(held: Holdings) -> None:
    with pytest.raises(InputError, match="--place Yên Bài: no document in held has it; there are Yên Bái"):
        trends(held, named(held, "68-NQ/TW"), Filters(place=("Yên Bài",)))


def test_sql_and_its_views(held: Holdings) -> None:
    assert ask(held, "SELECT count(*) AS n FROM citations_once").rows == ((8,),)
    assert ("citations", "cited", "varchar") in {row[:3] for row in views(held).rows}
    with pytest.raises(InputError, match="prints the views"):
        ask(held, "SELECT nothing FROM nowhere")


def test_bins_have_no_gaps() -> None:
    assert [bin_name(start, "month") for start in all_bins(date(2024, 11, 30), date(2025, 2, 1), "month")] == [
        "2024-11", "2024-12", "2025-01", "2025-02",
    ]  # fmt: skip
    assert [bin_name(start, "quarter") for start in all_bins(date(2024, 12, 1), date(2025, 4, 1), "quarter")] == [
        "2024-Q4", "2025-Q1", "2025-Q2",
    ]  # fmt: skip


@pytest.mark.parametrize(  # R: binom::binom.confint(x, n, methods = "wilson")
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 200, 0.0009, 0.0278)],
)
def test_interval(hits: int, of: int, low: float, high: float) -> None:
    assert interval(hits, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


DATES = st.sampled_from([None, "2024", "2024-12", "2025", "2025-01", "2025-01-31", "2025-02-01", "2025-02-30"])
CITED = st.lists(st.sampled_from([r68(), r18(R18_OF_2017), r18()]), max_size=3, unique_by=id)


@settings(max_examples=8)
@given(
    notices=st.lists(st.tuples(DATES, CITED, st.sampled_from(["x", "y"])), min_size=1, max_size=8),
    by=st.sampled_from(["month", "quarter", "year"]),
)
def test_every_number_has_its_list(tmp_path_factory: pytest.TempPathFactory, notices: Any, by: Any) -> None:
    records = [
        document_rows(f"d{at}", when, cited, identity=f"{same}:{when}" if at % 2 else f"d{at}")
        for at, (when, cited, same) in enumerate(notices)
    ]
    with holding(tmp_path_factory.mktemp("list"), *records) as held:
        series = found(held, ["68-NQ/TW", "18-NQ/TW"])
        answer, listed = trends(held, series, by=by).answer(), trends_list(held, series, by=by)
        counted = {key: n for key, n in zip(shown(answer, "series", by), answer.column("citing"), strict=True) if n}
        of_list: dict[Any, int] = {}
        for row in shown(listed, "series", by):
            of_list[row] = of_list.get(row, 0) + 1
        assert counted == {key: n for key, n in of_list.items() if key[1]}
        whole = held.ask("SELECT count(*) FROM documents_once")[0][0]
        sizes = dict(zip(answer.column(by), answer.column("documents"), strict=True))
        (unplaced,) = held.ask(
            f"SELECT count(*) FROM documents_once WHERE NOT coalesce(date_trunc('{by}', date_from) = date_trunc('{by}', date_to), false)"
        )[0]
        assert sum(sizes.values()) + unplaced == whole  # none is dropped
