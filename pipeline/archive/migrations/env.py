"""How Alembic runs here: inside the caller's connection and transaction; see `store.migrate`."""

from alembic import context

from pipeline.archive.tables import metadata


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """The search index is made by hand, and differs by database."""
    return not (kind == "table" and (name or "").startswith("search"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=_is_ours,
)
with context.begin_transaction():
    context.run_migrations()
