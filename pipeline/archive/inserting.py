"""Many rows into a table at once, quicker than SQLAlchemy puts them in.

SQLAlchemy works out the parameters of each row by themselves, which takes longer than SQLite needs to store it. Here it
makes the statement, once for each table, and its types convert a column at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

__all__ = ["insert_rows"]


@lru_cache(maxsize=256)
def _statement(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, Sequence[str] | None, Mapping[str, Callable[[Any], Any]]]:
    """The SQL, the order of its parameters (`None`: they are named), and what converts values by column."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    converters = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    order = compiled.positiontup if compiled.positional else None
    return str(compiled), order, {name: convert for name, convert in converters.items() if convert}


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """What `connection.execute(insert(table), rows)` does, for rows that all have the columns of the first."""
    if not rows:
        return
    statement, order, converters = _statement(table, tuple(rows[0]), connection.dialect)
    names = order or list(rows[0])
    columns = [map(itemgetter(name), rows) for name in names]
    values = zip(
        *(
            map(converters[name], column) if name in converters else column
            for name, column in zip(names, columns, strict=True)
        ),
        strict=True,
    )
    connection.exec_driver_sql(
        statement, list(values) if order else [dict(zip(names, row, strict=True)) for row in values]
    )
