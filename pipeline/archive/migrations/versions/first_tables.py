"""The first tables.

Written out, not taken from `tables.py`: a migration stays as it was when archives were made by it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SEARCH = {
    "sqlite": (
        """CREATE VIRTUAL TABLE search USING fts5(
            words, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
        )""",
    ),
    "postgresql": (
        """CREATE TABLE search (
            position bigint PRIMARY KEY REFERENCES documents (position) ON DELETE CASCADE,
            exact tsvector NOT NULL,
            folded tsvector NOT NULL,
            exact_tail text,
            folded_tail text
        )""",
        "CREATE INDEX ix_search_exact ON search USING gin (exact)",
        "CREATE INDEX ix_search_folded ON search USING gin (folded)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("serial", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("schema", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("ocr_confidence", sa.Double(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("province_now", sa.Text(), nullable=True),
        sa.Column("doc_type", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_folded", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_folded", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("date_from", sa.Date(), nullable=True),
        sa.Column("date_to", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("title_folded", sa.Text(), nullable=True),
        sa.Column("signatory", sa.Text(), nullable=True),
        sa.Column("signatory_folded", sa.Text(), nullable=True),
        sa.Column("signatory_title", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("characters", sa.BigInteger(), nullable=True),
        sa.Column("warnings", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_documents")),
        sa.UniqueConstraint("document", name=op.f("uq_documents_document")),
        sa.UniqueConstraint("position", name=op.f("uq_documents_position")),
    )
    op.create_index(op.f("ix_documents_bytes"), "documents", ["bytes"], unique=False)
    op.create_index(op.f("ix_documents_date_from"), "documents", ["date_from"], unique=False)
    op.create_index(op.f("ix_documents_doc_type_date_from"), "documents", ["doc_type", "date_from"], unique=False)
    op.create_index(
        op.f("ix_documents_issuer_folded_date_from"), "documents", ["issuer_folded", "date_from"], unique=False
    )
    op.create_index(op.f("ix_documents_number_folded"), "documents", ["number_folded"], unique=False)
    op.create_table(
        "runs",
        sa.Column("run", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("extraction", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("imported", sa.BigInteger(), nullable=False),
        sa.Column("duplicate", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("skipped", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'stopped', 'killed')", name=op.f("ck_runs_state")),
        sa.PrimaryKeyConstraint("run", name=op.f("pk_runs")),
    )
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_bands_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("band", "document", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_bands_document"), "bands", ["document"], unique=False)
    op.create_table(
        "changes",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('insert', 'update')", name=op.f("ck_changes_kind")),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name=op.f("fk_changes_document")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changes")),
        sa.UniqueConstraint("document", "version", name=op.f("uq_changes_document_version")),
    )
    op.create_table(
        "citations",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("cited", sa.Text(), nullable=True),
        sa.Column("cited_level", sa.Text(), nullable=True),
        sa.Column("repeats", sa.BigInteger(), nullable=True),
        sa.Column("doc_type", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_folded", sa.Text(), nullable=True),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("date_from", sa.Date(), nullable=True),
        sa.Column("date_to", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_folded", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=True),
        sa.Column("term", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("iri", sa.Text(), nullable=True),
        sa.Column("mentions", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_citations_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "ordinal", name=op.f("pk_citations")),
    )
    op.create_index(op.f("ix_citations_cited"), "citations", ["cited"], unique=False)
    op.create_index(op.f("ix_citations_key"), "citations", ["key"], unique=False)
    op.create_index(op.f("ix_citations_name_folded"), "citations", ["name_folded"], unique=False)
    op.create_index(op.f("ix_citations_number_folded"), "citations", ["number_folded"], unique=False)
    op.create_table(
        "corrections",
        sa.Column(
            "correction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('valid', 'replaced', 'withdrawn')", name=op.f("ck_corrections_state")),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_corrections_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("correction", name=op.f("pk_corrections")),
    )
    op.create_index(
        "uq_corrections_valid",
        "corrections",
        ["document", "path"],
        unique=True,
        sqlite_where=sa.text("state = 'valid'"),
        postgresql_where=sa.text("state = 'valid'"),
    )
    op.create_table(
        "files",
        sa.Column("file", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("container", sa.Boolean(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("last_outcome", sa.Text(), nullable=False),
        sa.Column("first_run", sa.BigInteger(), nullable=False),
        sa.Column("last_run", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('passed', 'imported', 'duplicate', 'unchanged', 'updated', 'failed', 'skipped')",
            name=op.f("ck_files_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_files_document"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["first_run"], ["runs.run"], name=op.f("fk_files_first_run")),
        sa.ForeignKeyConstraint(["last_run"], ["runs.run"], name=op.f("fk_files_last_run")),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_files")),
        sa.UniqueConstraint("path", "member", name=op.f("uq_files_path_member")),
    )
    op.create_index(op.f("ix_files_document"), "files", ["document"], unique=False)
    op.create_index(op.f("ix_files_outcome_reason"), "files", ["outcome", "reason"], unique=False)
    op.create_index(op.f("ix_files_sha256"), "files", ["sha256"], unique=False)
    op.create_table(
        "history",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("extraction", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_history_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "version", name=op.f("pk_history")),
    )
    op.create_table(
        "links",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.CheckConstraint("kind IN ('format', 'copy', 'draft', 'revision')", name=op.f("ck_links_kind")),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_links_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other"], ["documents.document"], name=op.f("fk_links_other"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "other", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_other"), "links", ["other"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("citation", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_mentions_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "citation", "ordinal", name=op.f("pk_mentions")),
    )
    op.create_table(
        "pages",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("width", sa.Double(), nullable=True),
        sa.Column("height", sa.Double(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_pages_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "number", name=op.f("pk_pages")),
    )
    op.create_table(
        "projects",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("mentions", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_projects_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "ordinal", name=op.f("pk_projects")),
    )
    op.create_index(op.f("ix_projects_name_folded"), "projects", ["name_folded"], unique=False)
    op.create_table(
        "records",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("extraction", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_records_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_records")),
    )
    op.create_table(
        "roads",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("mentions", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_roads_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "ordinal", name=op.f("pk_roads")),
    )
    op.create_index(op.f("ix_roads_name_folded"), "roads", ["name_folded"], unique=False)
    op.create_table(
        "targets",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value_max", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("comparator", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("amount_max", sa.Double(), nullable=True),
        sa.Column("amount_unit", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("page", sa.BigInteger(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_targets_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "ordinal", name=op.f("pk_targets")),
    )
    op.create_table(
        "texts",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("layout", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("words_sha256", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_texts_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_texts")),
    )
    op.create_index(op.f("ix_texts_words_sha256"), "texts", ["words_sha256"], unique=False)
    op.create_table(
        "conflicts",
        sa.Column(
            "conflict", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("correction", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("machine_before", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("machine_after", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'person', 'machine', 'gone')", name=op.f("ck_conflicts_state")),
        sa.ForeignKeyConstraint(
            ["correction"], ["corrections.correction"], name=op.f("fk_conflicts_correction"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name=op.f("fk_conflicts_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conflict", name=op.f("pk_conflicts")),
    )
    op.create_index(op.f("ix_conflicts_document"), "conflicts", ["document"], unique=False)
    op.create_index(
        "uq_conflicts_open",
        "conflicts",
        ["correction"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "ledger",
        sa.Column("file", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('passed', 'imported', 'duplicate', 'unchanged', 'updated', 'failed', 'skipped')",
            name=op.f("ck_ledger_outcome"),
        ),
        sa.CheckConstraint(
            "stage IN ('look', 'unpack', 'read', 'segment', 'extract', 'store')", name=op.f("ck_ledger_stage")
        ),
        sa.ForeignKeyConstraint(["file"], ["files.file"], name=op.f("fk_ledger_file"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run"], ["runs.run"], name=op.f("fk_ledger_run")),
        sa.PrimaryKeyConstraint("file", "attempt", "stage", name=op.f("pk_ledger")),
    )
    op.create_index(op.f("ix_ledger_run_outcome"), "ledger", ["run", "outcome"], unique=False)
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search")
    op.drop_index(op.f("ix_ledger_run_outcome"), table_name="ledger")
    op.drop_table("ledger")
    op.drop_index(
        "uq_conflicts_open",
        table_name="conflicts",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_conflicts_document"), table_name="conflicts")
    op.drop_table("conflicts")
    op.drop_index(op.f("ix_texts_words_sha256"), table_name="texts")
    op.drop_table("texts")
    op.drop_table("targets")
    op.drop_index(op.f("ix_roads_name_folded"), table_name="roads")
    op.drop_table("roads")
    op.drop_table("records")
    op.drop_index(op.f("ix_projects_name_folded"), table_name="projects")
    op.drop_table("projects")
    op.drop_table("pages")
    op.drop_table("mentions")
    op.drop_index(op.f("ix_links_other"), table_name="links")
    op.drop_table("links")
    op.drop_table("history")
    op.drop_index(op.f("ix_files_sha256"), table_name="files")
    op.drop_index(op.f("ix_files_outcome_reason"), table_name="files")
    op.drop_index(op.f("ix_files_document"), table_name="files")
    op.drop_table("files")
    op.drop_index(
        "uq_corrections_valid",
        table_name="corrections",
        sqlite_where=sa.text("state = 'valid'"),
        postgresql_where=sa.text("state = 'valid'"),
    )
    op.drop_table("corrections")
    op.drop_index(op.f("ix_citations_number_folded"), table_name="citations")
    op.drop_index(op.f("ix_citations_key"), table_name="citations")
    op.drop_table("citations")
    op.drop_table("changes")
    op.drop_index(op.f("ix_bands_document"), table_name="bands")
    op.drop_table("bands")
    op.drop_table("runs")
    op.drop_index(op.f("ix_documents_number_folded"), table_name="documents")
    op.drop_index(op.f("ix_documents_issuer_folded_date_from"), table_name="documents")
    op.drop_index(op.f("ix_documents_doc_type_date_from"), table_name="documents")
    op.drop_index(op.f("ix_documents_date_from"), table_name="documents")
    op.drop_index(op.f("ix_documents_bytes"), table_name="documents")
    op.drop_table("documents")
