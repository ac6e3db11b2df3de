"""Finding documents by their words and by what is known of them.

A query is words: `nghi quyet dang uy` finds `Nghị quyết Đảng ủy`. Words that punctuation joins (`68-NQ/TW`), and
those in quotation marks, stand together. What is found comes in four groups, the newest first in each:

    phrase                  the words one after another, with the accents of the query
    phrase, other accents
    words                   all of them, somewhere in the text
    words, other accents

so an exact match is before any other. Pages are found by a cursor that holds the last document's place, not by
counting: a page is as quick as the first, and is not moved by what is stored meanwhile.
"""

import hashlib
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    column,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from pipeline.archive.filters import Filter, conditions, period, standing
from pipeline.archive.search_index import position, search_forms
from pipeline.archive.tables import TABLE
from pipeline.errors import InputError
from pipeline.vietnamese.spelling import bare, nfc

__all__ = ["ALL", "Found", "Hit", "Query", "Snippet", "holds", "parse_query", "search"]

GROUPS = ("phrase", "phrase, other accents", "words", "words, other accents")
ALL = Filter()
_UNLIKE = ((), (0,), (1,), (1, 2))  # the groups before each one that do not follow from another of them
_PART = re.compile(r'"([^"]*)"|(\S+)')
_MARKS = 2_000  # a text is looked through up to so many of the words
_BEFORE, _LENGTH = 60, 180  # characters of a snippet: before its first word, and in all


@dataclass(frozen=True, slots=True)
class Query:
    """The words asked for, cut as the index has them. Each part stands together; both forms of each."""

    parts: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> tuple[str, str]:
        """All parts as one phrase."""
        return " ".join(exact for exact, _ in self.parts), " ".join(folded for _, folded in self.parts)

    def phrases(self, group: int) -> list[str]:
        """What stands together in a document of a group."""
        form = group % 2
        return [self.whole[form]] if group < 2 else list(dict.fromkeys(part[form] for part in self.parts))

    def groups(self) -> tuple[int, ...]:
        """The groups that differ: one part is all parts together."""
        return (0, 1) if len(self.parts) == 1 else (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text: `record.text[start:end] == text`; `marks` are the spans of the words that were asked for."""

    text: str
    start: int
    end: int
    page: int | None
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; `corrected` names the fields that a person put right."""

    document: str
    doc_type: str | None
    number: str | None
    issuer: str | None
    date: str | None
    title: str | None
    name: str
    match: str | None
    snippet: Snippet | None
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `after` is the cursor of the next one, null where there is none."""

    hits: tuple[Hit, ...]
    after: str | None


def parse_query(words: str) -> Query:
    """`parse_query('"đảng ủy" 68-NQ/TW')` has the parts `đảng ủy` and `68 nq tw`."""
    parts = (search_forms(quoted or bare_word) for quoted, bare_word in _PART.findall(nfc(words)))
    query = Query(tuple(part for part in parts if part[0]))
    if words.strip() and not query.parts:
        raise InputError(f"{words}: no word to search for; give letters or digits")
    return query


def _fts5(query: Query, group: int) -> str:
    def together(phrase: str) -> str:
        marked = f"_{phrase.replace(' ', ' _')}" if group % 2 else phrase
        return f'"{marked}"'

    return "(" + " AND ".join(map(together, query.phrases(group))) + ")"


_FTS5 = table("search", column("rowid", BigInteger))
_MATCHES: ColumnElement[Any] = literal_column("search")  # FTS5 names the table in place of a column
_TSVECTORS = table(
    "search",
    column("position", BigInteger),
    *(column(name, TSVECTOR) for name in ("exact", "folded")),
    *(column(name, Text) for name in ("exact_tail", "folded_tail")),
)


def _tsquery(query: Query, group: int) -> ColumnElement[bool]:
    form = _TSVECTORS.c["folded" if group % 2 else "exact"]
    tail = _TSVECTORS.c["folded_tail" if group % 2 else "exact_tail"]
    simple: ColumnElement[str] = literal_column("'simple'")
    return and_(
        *(
            and_(
                form.bool_op("@@")(func.plainto_tsquery(simple, words)),  # by the index; then word after word
                or_(
                    form.bool_op("@@")(func.phraseto_tsquery(simple, words)),
                    func.coalesce(tail, "").contains(f" {words} "),
                ),
            )
            for words in query.phrases(group)
        )
    )


def _in_group(connection: Connection, query: Query, group: int) -> Select[int]:
    """The positions of the documents of a group that are in no group before it."""
    others = _UNLIKE[group]
    if connection.dialect.name == "sqlite":
        words = " NOT ".join(_fts5(query, each) for each in (group, *others))
        return select(_FTS5.c.rowid).where(_MATCHES.bool_op("MATCH")(words))
    without = (not_(_tsquery(query, each)) for each in others)
    return select(_TSVECTORS.c.position).where(_tsquery(query, group), *without)


def holds(connection: Connection, query: Query) -> ColumnElement[bool]:
    """The condition on `TABLE["documents"]` that the text holds all parts of the query, with whatever accents."""
    group = query.groups()[-1]
    if connection.dialect.name == "sqlite":
        found = select(_FTS5.c.rowid).where(_MATCHES.bool_op("MATCH")(_fts5(query, group)))
    else:
        found = select(_TSVECTORS.c.position).where(_tsquery(query, group))
    return TABLE["documents"].c.position.in_(found)


def _within(asked: Filter) -> list[tuple[str, int]]:
    """Bounds of positions that follow from the period: a document of a year may be of any of its days."""
    first, last = period(asked)
    bounds: list[tuple[str, int]] = []
    if first:
        bounds.append((">=", position(date(first.year, 1, 1), 0)))
    if last and last < date.max:
        bounds.append(("<", position(date.fromordinal(last.toordinal() + 1), 0)))
    return bounds


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The documents of a filter: conditions that few documents meet, those that most do, and bounds of positions."""

    few: Sequence[ColumnElement[bool]]
    many: Sequence[ColumnElement[bool]]
    bounds: Sequence[tuple[str, int]]


def _positions(
    connection: Connection, found: Select[int] | None, chosen: _Chosen, below: int | None, limit: int
) -> list[int]:
    """The highest positions that `found` (all, if null) and the filter leave below a position."""
    documents, few, many = TABLE["documents"], chosen.few, chosen.many
    if found is None or connection.dialect.name != "sqlite":
        at: ColumnElement[int] = documents.c.position
        asking = select(at).where(*few, *many)
        if found is not None:
            asking = asking.where(at.in_(found))
    else:
        at = _FTS5.c.rowid
        # The plus keeps SQLite from asking the index once for each document of the filter: it goes through the words'
        # list once, and looks each document up among those of the filter.
        among = [literal_column("+search.rowid").in_(select(documents.c.position).where(*few))] if few else []
        stands = [exists().where(documents.c.position == at, *many)] if many else []
        asking = found.where(*among, *stands)
    for sign, bound in (*chosen.bounds, *([("<", below)] if below is not None else [])):
        asking = asking.where(at.bool_op(sign)(bound))
    return list(connection.execute(asking.order_by(at.desc()).limit(limit)).scalars())


def _any(connection: Connection, query: Query, group: int) -> bool:
    """Whether a document's text holds what stands together in a group, in this form or a more exact one."""
    if connection.dialect.name == "sqlite":
        found = select(_FTS5.c.rowid).where(_MATCHES.bool_op("MATCH")(_fts5(query, group)))
    else:
        found = select(_TSVECTORS.c.position).where(_tsquery(query, group))
    return connection.execute(found.limit(1)).first() is not None


def _in_order(
    connection: Connection, query: Query, chosen: _Chosen, start: tuple[int, int | None], limit: int
) -> list[tuple[int | None, int]]:
    """The first `limit` documents after a place: group and position of each."""
    if not query.parts:
        return [(None, at) for at in _positions(connection, None, chosen, start[1], limit)]
    found: list[tuple[int | None, int]] = []
    there: dict[int, bool] = {}
    for group in query.groups():
        widest = group | 1  # the same words with other accents: where there are none, none are exact
        if group < start[0] or not there.setdefault(widest, _any(connection, query, widest)):
            continue
        matching = _in_group(connection, query, group)
        below = start[1] if group == start[0] else None
        positions = _positions(connection, matching, chosen, below, limit - len(found))
        found += [(group, at) for at in positions]
        if len(found) == limit:
            break
    return found


def _digest(query: Query, asked: Filter) -> str:
    return hashlib.sha256(repr((query, sorted(asdict(asked).items()))).encode()).hexdigest()[:8]


def _start(cursor: str | None, digest: str) -> tuple[int, int | None]:
    """The place that a cursor holds: `2-1571236123-1f0c88aa` is the third group, below that position."""
    if cursor is None:
        return 0, None
    parts = re.fullmatch(r"([0-3])-(\d{1,16})-([0-9a-f]{8})", cursor)
    if not parts:
        raise InputError(f"--after {cursor}: no cursor; give the one that the page before ended with")
    if parts[3] != digest:
        raise InputError(f"--after {cursor}: the cursor of another search; ask with the same words and options")
    return int(parts[1]), int(parts[2])


def _marks(text: str, query: Query, group: int | None) -> list[tuple[int, int, str]]:
    """Where the words of the query stand in a text, each with which of them it is; `bare` keeps every offset."""
    if group is None:
        return []
    phrases = [phrase.split(" ") for phrase in query.phrases(group | 1)]
    one_of = "|".join(r"[\W_]+".join(words) for words in sorted(phrases, key=len, reverse=True))
    found = islice(re.finditer(rf"(?<![^\W_])(?:{one_of})(?![^\W_])", bare(text)), _MARKS)
    forms: dict[str, str] = {}  # few different words, many times
    marks = []
    for match in found:
        words = text[slice(*match.span())]
        marks.append((*match.span(), forms.get(words) or forms.setdefault(words, search_forms(words)[group % 2])))
    if group % 2:
        return marks
    wanted = set(query.phrases(group))
    return [mark for mark in marks if mark[2] in wanted]


def _densest(marks: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """From which mark to which the window with the most different words goes; the first such."""
    best, most, low = (0, 0), 0, 0
    inside: Counter[str] = Counter()
    for high, (_, end, words) in enumerate(marks):
        inside[words] += 1
        while end - marks[low][0] > _LENGTH - _BEFORE and low < high:
            inside[marks[low][2]] -= 1
            inside += Counter()  # drops the zeros
            low += 1
        if len(inside) > most:
            best, most = (low, high), len(inside)
    return best


def _snippet(text: str, query: Query, group: int | None, pages: Sequence[tuple[int, int]]) -> Snippet | None:
    """The piece of the text that shows best why it was found. `pages` are starts of pages with their numbers."""
    marks = _marks(text, query, group)
    if not marks:
        return None
    low, high = _densest(marks)
    start = max(0, marks[low][0] - _BEFORE)
    if start:
        blank = re.compile(r"\s+").search(text, start, marks[low][0])
        start = blank.end() if blank else start
    end = max(min(len(text), start + _LENGTH), marks[high][1])
    if end < len(text) and end > marks[high][1]:
        cut = max(text.rfind(sign, marks[high][1], end) for sign in " \n")
        end = cut if cut > 0 else end
    page = bisect_right(pages, (start, 1 << 60)) - 1
    return Snippet(
        text=text[start:end],
        start=start,
        end=end,
        page=pages[page][1] if page >= 0 else None,
        marks=tuple((mark[0], mark[1]) for mark in marks if start <= mark[0] and mark[1] <= end),
    )


def _grouped(connection: Connection, asking: Select[Any]) -> Mapping[str, list[Any]]:
    """Rows of (document, ...) by document, in their order."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for document, *rest in connection.execute(asking):
        found[document].append(tuple(rest) if len(rest) > 1 else rest[0])
    return found


def _hits(connection: Connection, query: Query, places: Sequence[tuple[int | None, int]]) -> Iterator[Hit]:
    d, t, p, c = (TABLE[name].c for name in ("documents", "texts", "pages", "corrections"))
    shown = (d.document, d.doc_type, d.number, d.issuer, d.date, d.title, d.name)
    asking = select(d.position, *shown, t.text).join_from(TABLE["documents"], TABLE["texts"], d.document == t.document)
    rows = {row.position: row for row in connection.execute(asking.where(d.position.in_([at for _, at in places])))}
    documents = [row.document for row in rows.values()]
    pages = _grouped(
        connection, select(p.document, p.start, p.number).where(p.document.in_(documents)).order_by(p.number)
    )
    fields = _grouped(
        connection,
        select(c.document, c.path).where(c.document.in_(documents), c.state == "valid").order_by(c.document, c.path),
    )
    for group, at in places:
        row = rows[at]
        yield Hit(
            **{column.name: getattr(row, column.name) for column in shown},
            match=None if group is None else GROUPS[group],
            snippet=_snippet(row.text, query, group, pages[row.document]),
            corrected=tuple(fields[row.document]),
        )


def search(
    connection: Connection, words: str = "", asked: Filter = ALL, limit: int = 20, after: str | None = None
) -> Found:
    """One page of the documents that hold the words and meet the filter; without words, the newest come first."""
    if limit < 1:
        raise InputError(f"--limit {limit}: give 1 or more")
    query = parse_query(words)
    chosen = _Chosen(conditions(connection, asked), standing(asked), _within(asked))
    digest = _digest(query, asked)
    places = _in_order(connection, query, chosen, _start(after, digest), limit + 1)
    more = len(places) > limit
    places = places[:limit]
    hits = tuple(_hits(connection, query, places))
    return Found(hits, f"{places[-1][0] or 0}-{places[-1][1]}-{digest}" if more else None)
