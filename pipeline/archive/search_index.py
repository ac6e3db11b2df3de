"""The full-text index: two forms of each text, side by side.

`exact` is the text in one spelling and lower case, `folded` the same without accents (`bare`): a query is asked of
both, so that `nghị quyết` finds itself first, and `nghi quyet dang uy` finds `Nghị quyết Đảng ủy`. No tokenizer of
SQLite or PostgreSQL takes `đ` for `d`, so folding is ours, and both databases get words already cut: runs of letters
and digits, one space between them (`68-NQ/TW` is `68 nq tw`).

A document's key in the index is its `position`, which grows with its date: the newest come first without sorting.

On SQLite `search` is an FTS5 table without content, its `rowid` the position: to take a row out, its old words are
given again, which `texts` has. Its one column holds both forms, the folded words marked (`đảng ủy _dang _uy`), so that
they never meet, and no word's list holds the other form. On PostgreSQL it is a table `search(position, exact,
folded, exact_tail, folded_tail)`: `tsvector` of the configuration `simple`, with a GIN index each. PostgreSQL counts
word positions to 16,383 only, so of a longer text the tails have the words from the 16,000th on as they are, between
spaces, and phrases are looked for in both. Snippets are cut from `texts.text`: `bare` keeps every offset.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from pipeline.vietnamese.spelling import bare, fold

__all__ = ["SearchForms", "add_to_index", "position", "search_forms", "take_from_index"]

SearchForms = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")
_TAIL_FROM = 16_000
_TSVECTOR_BYTES = 900_000  # PostgreSQL refuses a tsvector of more than 1,048,575


def position(day: date | None, serial: int) -> int:
    """Where a document stands: by its day (`date_from`), then as stored; those without a day come last."""
    return (day.toordinal() if day else 0) << 31 | serial


def search_forms(words: str) -> SearchForms:
    """The words of a text or of a query as `exact` and `folded` hold them.

    `search_forms("Uỷ ban; Số 68-NQ/TW")` is `("ủy ban số 68 nq tw", "uy ban so 68 nq tw")`.
    """
    exact = " ".join(_WORD.findall(fold(words).lower()))
    return exact, bare(exact)


def _short_enough(exact: str) -> str:
    """The words that PostgreSQL can index: all of any honest text, the first of a text of a million different words."""
    if len(exact) < _TSVECTOR_BYTES // 4:
        return exact
    size, seen = 0, set()
    words = exact.split(" ")
    for count, word in enumerate(words):
        if word not in seen:
            seen.add(word)
            size += len(word.encode()) + 4
        size += 2
        if size > _TSVECTOR_BYTES:
            return " ".join(words[:count])
    return exact


def _words(forms: SearchForms) -> str:
    """What SQLite indexes: `("đảng ủy", "dang uy")` gives `"đảng ủy _dang _uy"`."""
    exact, folded = forms
    return f"{exact} _{folded.replace(' ', ' _')}" if exact else ""


def _postgresql_row(at: int, exact: str) -> dict[str, Any]:
    short, words = _short_enough(exact), exact.split(" ")
    tail = f" {' '.join(words[_TAIL_FROM:])} " if len(words) > _TAIL_FROM else None
    return {
        "position": at,
        "exact": short,
        "folded": bare(short),
        "exact_tail": tail,
        "folded_tail": tail and bare(tail),
    }


def add_to_index(connection: Connection, texts: Iterable[tuple[int, SearchForms]]) -> None:
    """Put documents into the index: their positions with the forms of their texts."""
    if connection.dialect.name == "sqlite":
        # In order: FTS5 writes out all that it has gathered when a smaller rowid follows.
        rows = [{"position": at, "words": _words(forms)} for at, forms in sorted(texts)]
        statement = "INSERT INTO search (rowid, words) VALUES (:position, :words)"
    else:
        statement = (
            "INSERT INTO search (position, exact, folded, exact_tail, folded_tail) VALUES (:position, "
            "to_tsvector('simple', :exact), to_tsvector('simple', :folded), :exact_tail, :folded_tail)"
        )
        rows = [_postgresql_row(at, exact) for at, (exact, _) in texts]
    if rows:
        connection.execute(text(statement), rows)


def take_from_index(connection: Connection, at: int, old: SearchForms) -> None:
    """Take the document at a position out of the index; `old` are the forms that it was put in with."""
    if connection.dialect.name == "sqlite":
        statement = text("INSERT INTO search (search, rowid, words) VALUES ('delete', :position, :words)")
        connection.execute(statement, {"position": at, "words": _words(old)})
    else:
        connection.execute(text("DELETE FROM search WHERE position = :position"), {"position": at})
