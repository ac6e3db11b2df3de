"""The full-text index: two forms of each text, side by side.

`exact` is the text in one spelling and lower case, `folded` the same without accents (`bare`): a query is asked of
both, so that `nghị quyết` finds itself first, and `nghi quyet dang uy` finds `Nghị quyết Đảng ủy`. No tokenizer of
SQLite or PostgreSQL takes `đ` for `d`, so folding is ours, and both databases get words already cut: runs of letters
and digits, one space between them (`68-NQ/TW` is `68 nq tw`).

On SQLite `search` is an FTS5 table without content, `rowid` being the document's `serial`: to take a row out, its old
words are given again, which `texts` has. On PostgreSQL it is a table `search(serial, exact, folded)` of
`tsvector`, of the configuration `simple`, with a GIN index each. Snippets are cut from `texts.text`: `bare` keeps
every offset.

PostgreSQL counts word positions to 16,383 only: a phrase that stands later in a long text matches by its words, not by
their order. Whoever asks for a phrase checks it against the text.
"""

import re
from collections.abc import Iterable

from sqlalchemy import Connection, text

from pipeline.vietnamese.spelling import bare, fold

__all__ = ["SearchForms", "add_to_index", "search_forms", "take_from_index"]

SearchForms = tuple[str, str]
_WORD = re.compile(r"[^\W_]+")
_TSVECTOR_BYTES = 900_000  # PostgreSQL refuses a tsvector of more than 1,048,575


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


def add_to_index(connection: Connection, texts: Iterable[tuple[int, SearchForms]]) -> None:
    """Put documents into the index: their serials with the forms of their texts."""
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO search (rowid, exact, folded) VALUES (:serial, :exact, :folded)"
    else:
        statement = (
            "INSERT INTO search (serial, exact, folded) "
            "VALUES (:serial, to_tsvector('simple', :exact), to_tsvector('simple', :folded))"
        )
        texts = ((serial, (short := _short_enough(exact), bare(short))) for serial, (exact, _) in texts)
    rows = [{"serial": serial, "exact": exact, "folded": folded} for serial, (exact, folded) in texts]
    if rows:
        connection.execute(text(statement), rows)


def take_from_index(connection: Connection, serial: int, old: SearchForms) -> None:
    """Take a document out of the index; `old` are the forms that it was put in with."""
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO search (search, rowid, exact, folded) VALUES ('delete', :serial, :exact, :folded)"
    else:
        statement = "DELETE FROM search WHERE serial = :serial AND :exact = :exact AND :folded = :folded"
    connection.execute(text(statement), {"serial": serial, "exact": old[0], "folded": old[1]})
