"""Road sections, the place and the owner of projects, and one dash and one quotation mark in folded names.

What is new is filled from the records and names that are there.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

AT_ONCE = 500
SIGNS = {"-": "‐‑‒–—―−", '"': "“”„‟«»″", "'": "‘’‚‛′"}
FOLDED = {
    "documents": ("number", "issuer", "title", "signatory"),
    "citations": ("number", "name", "issuer"),
    "roads": ("name",),
    "projects": ("name",),
}
KEYS = {"documents": ("document",)}
EVIDENCE = ("text", "start", "end", "page", "section", "source", "confidence")


def upgrade() -> None:
    sections = op.create_table(
        "road_sections",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("road", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_road_sections_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "road", "ordinal", name=op.f("pk_road_sections")),
    )
    op.add_column("projects", sa.Column("place", sa.Text(), nullable=True))
    op.add_column("projects", sa.Column("owner", sa.Text(), nullable=True))
    _fill(op.get_bind(), sections)
    to_plain = str.maketrans({sign: one for one, signs in SIGNS.items() for sign in signs})
    _fold(op.get_bind(), lambda _, folded: folded.translate(to_plain))


def _fill(connection: sa.Connection, sections: sa.Table) -> None:
    projects = sa.table("projects", *(sa.column(name) for name in ("document", "ordinal", "place", "owner")))
    settled = (
        sa.update(projects)
        .where(projects.c.document == sa.bindparam("of"), projects.c.ordinal == sa.bindparam("at"))
        .values(place=sa.bindparam("where"), owner=sa.bindparam("who"))
    )
    for record in _records(connection):
        parts = [
            {"document": record["id"], "road": road, "ordinal": at, **{name: part[name] for name in EVIDENCE}}
            for road, found in enumerate(record["roads"])
            for at, part in enumerate(found.get("sections", ()))
        ]
        if parts:
            connection.execute(sa.insert(sections), parts)
        told = [
            {"of": record["id"], "at": at, "where": _words(found, "place"), "who": _words(found, "owner")}
            for at, found in enumerate(record["projects"])
        ]
        if told := [row for row in told if row["where"] or row["who"]]:
            connection.execute(settled, told)


def _records(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Every valid record. Those of shape 1.0 have neither sections nor places."""
    table = sa.table("records", sa.column("document"), sa.column("record"))
    asked, last = sa.select(table).order_by(table.c.document).limit(AT_ONCE), ""
    while rows := connection.execute(asked.where(table.c.document > last)).all():
        last = rows[-1].document
        yield from (json.loads(zlib.decompress(row.record)) for row in rows)


def _words(find: dict[str, Any], field: str) -> str | None:
    evidence = find.get(field)
    return evidence["text"] if evidence else None


def _fold(connection: sa.Connection, folded: Callable[[str, str], str]) -> None:
    """Fold names anew that have such a sign. A folded name is as long as the name."""
    for name, columns in FOLDED.items():
        keys = KEYS.get(name, ("document", "ordinal"))
        for column in columns:
            table = sa.table(name, *(sa.column(each) for each in (*keys, column, f"{column}_folded")))
            as_written, as_folded = table.c[column], table.c[f"{column}_folded"]
            has_sign = sa.or_(*(as_written.contains(sign) for signs in SIGNS.values() for sign in signs))
            rows = connection.execute(sa.select(table).where(has_sign)).all()
            changed = [
                {**{f"of_{key}": getattr(row, key) for key in keys}, "now": folded(row[-2], row[-1])} for row in rows
            ]
            if changed:
                same = [table.c[key] == sa.bindparam(f"of_{key}") for key in keys]
                connection.execute(sa.update(table).where(*same).values({as_folded.name: sa.bindparam("now")}), changed)


def downgrade() -> None:
    kept = frozenset("".join(SIGNS.values()))
    _fold(
        op.get_bind(),
        lambda written, folded: "".join(w if w in kept else f for w, f in zip(written, folded, strict=True)),
    )
    op.drop_column("projects", "owner")
    op.drop_column("projects", "place")
    op.drop_table("road_sections")
