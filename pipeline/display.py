"""Records on a terminal: the text with its finds marked, the outline, tables of what was found."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from pipeline.doctor import Part
from pipeline.evaluate import Change, Evaluation, Mistake
from pipeline.records import Citation, Evidence, Record, Section, Target

__all__ = [
    "changes_table", "explanation", "figures", "finds", "mistakes_table", "parts_table", "record_page",
    "summary", "summary_row",
]  # fmt: skip

STYLES = {"citations": "cyan", "targets": "green", "roads": "yellow", "projects": "magenta"}
HEADER_LABELS = {
    "doc_type": "type", "number": "number", "issuer": "issuer", "parent": "parent", "place": "place", "date": "date",
    "title": "title", "authority": "authority", "signatory_title": "position", "signatory": "signatory",
}  # fmt: skip


def _plain_table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _one_line(text: str) -> str:
    return " ".join(text.split())


def citation_name(citation: Citation) -> str:
    """`nghị quyết 68-NQ/TW`, or the name where there is no number."""
    return citation.name or f"{citation.doc_type or ''} {citation.number or ''}".strip()


def target_value(target: Target) -> str:
    """`>= 95 %`, `13,5-14 %`, in the notation of the documents."""
    numbers = "-".join(
        f"{value:,.10g}".translate(str.maketrans(",.", ".,"))
        for value in (target.value, target.value_max)
        if value is not None
    )
    sign = "" if target.comparator in ("=", "range") else f"{target.comparator} "
    return f"{sign}{numbers} {target.unit}"


def finds(record: Record) -> list[tuple[str, str, Evidence]]:
    """Every find as (kind, what it is, one piece of its evidence), in reading order."""
    rows = [("citations", citation_name(c), m) for c in record.citations for m in c.mentions]
    rows += [("targets", f"{t.indicator}: {target_value(t)} ({t.kind})", t.evidence) for t in record.targets]
    rows += [("roads", r.name, m) for r in record.roads for m in r.mentions]
    rows += [("projects", p.name, m) for p in record.projects for m in p.mentions]
    return sorted(rows, key=lambda row: (row[2].start, row[2].end))


def summary_row(record: Record) -> tuple[str, ...]:
    """One document as a row of `summary`: what it is and how much was found."""
    header = record.header
    counts = (record.outline, record.citations, record.targets, record.roads, record.projects)
    known = (header.doc_type, header.number, header.date, header.issuer)
    return (record.source.name, *(value or "-" for value in known), *(str(len(found)) for found in counts))


def summary(rows: Iterable[tuple[str, ...]]) -> Table:
    """One table of documents, a row each."""
    table = _plain_table("file", "type", "number", "date", "issuer")
    for kind in ("headings", "citations", "targets", "roads", "projects"):
        table.add_column(kind, justify="right")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def header_table(record: Record) -> Table:
    """The header, one field a row; what is not printed is a dash."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, label in HEADER_LABELS.items():
        table.add_row(label, Text(_one_line(getattr(record.header, name) or "-")))
    for signer in record.header.other_signers:
        said = (signer.authority, signer.signatory_title, signer.signatory)
        table.add_row("also signed", Text(", ".join(_one_line(part) for part in said if part)))
    for label, names in (("addressees", record.header.addressees), ("recipients", record.header.recipients)):
        if names:
            table.add_row(label, Text("; ".join(map(_one_line, names))))
    if record.header.marks:
        table.add_row("marked", Text("; ".join(_one_line(mark.evidence.text) for mark in record.header.marks)))
    return table


def outline_tree(record: Record) -> Tree:
    """The sections as a tree, with the number of bullets that hang under each."""
    headings = {heading.id: heading for heading in record.outline}

    def add(section: Section, tree: Tree) -> None:
        heading = headings.get(section.id)
        label = Text(f"{heading.marker} {_one_line(heading.title)}" if heading else "(before the first heading)")
        if section.bullets:
            label.append(f"  {len(section.bullets)} bullets", style="dim")
        branch = tree.add(label)
        for below in section.sections:
            add(below, branch)

    tree = Tree("outline", style="dim")
    for section in record.sections:
        add(section, tree)
    return tree


def marked_text(record: Record) -> Text:
    """The whole text, every find in the colour of its kind."""
    text = Text(record.text)
    for kind, _, evidence in finds(record):
        text.stylize(STYLES[kind], evidence.start, evidence.end)
    for heading in record.outline:
        end = record.text.find("\n", heading.span[0])
        text.stylize("bold", heading.span[0], end if end > 0 else heading.span[1])
    return text


def record_page(record: Record) -> Group:
    """What `trichyeu show` prints: header, outline, text with the finds marked, warnings."""
    legend = Text("\n").join(
        [Text(f"{len(getattr(record, kind))} {kind}", style=style) for kind, style in STYLES.items()]
    )
    parts: list[RenderableType] = [
        header_table(record), Text(), outline_tree(record), Text(), legend, Text(), marked_text(record),
    ]  # fmt: skip
    if record.warnings:
        parts += [Text(), *(Text(f"warning: {w.message}", style="yellow") for w in record.warnings)]
    return Group(*parts)


def explanation(rows: Sequence[tuple[str, str, Evidence]], sentences: Sequence[str] | None = None) -> Table:
    """What `trichyeu explain` prints: each find, its words or its whole sentence, its place, and the rule behind it."""
    table = _plain_table("at", "page", "section", "kind", "find", "sentence" if sentences else "words", "made by")
    for (kind, name, evidence), words in zip(rows, sentences or [e.text for *_, e in rows], strict=True):
        table.add_row(
            f"{evidence.start}-{evidence.end}", str(evidence.page), evidence.section or "-",
            Text(kind, style=STYLES[kind]), Text(name), Text(_one_line(words)), Text(evidence.source),
        )  # fmt: skip
    return table


def figures(evaluation: Evaluation) -> Group:
    """Precision, recall and F1 by kind, accuracy by field, precision by source."""
    by_kind = _plain_table("kind", "precision", "recall", "F1", "macro F1", "right", "false", "missed")
    for kind, tally in evaluation.tallies.items():
        scores = (tally.precision, tally.recall, tally.f1, tally.macro_f1)
        by_kind.add_row(kind, *(f"{score:.3f}" for score in scores), str(tally.tp), str(tally.fp), str(tally.fn))
    by_field = _plain_table("field", "accuracy", "right", "asked")
    for name, (right, asked) in sorted(evaluation.fields.items()):
        by_field.add_row(name, f"{right / asked:.3f}", str(right), str(asked))
    by_field.add_row("header", f"{evaluation.header:.3f}", "", "")
    by_source = _plain_table("kind", "source", "precision", "right", "found")
    for (kind, source), (right, found) in sorted(evaluation.sources.items()):
        by_source.add_row(kind, source, f"{right / found:.3f}", str(right), str(found))
    head = Text(f"{evaluation.documents} documents, {evaluation.without_record} without a record")
    return Group(head, by_kind, by_field, by_source)


def mistakes_table(mistakes: Iterable[Mistake]) -> Table:
    """Every miss (-), false find (+) and wrong value (!), as gold and record have it."""
    table = _plain_table("document", "kind", "", "gold", "found")
    for mistake in mistakes:
        table.add_row(
            mistake.document, mistake.kind, mistake.sign, Text(_entry(mistake.gold)), Text(_entry(mistake.found))
        )
    return table


def _entry(entry: object) -> str:
    if not isinstance(entry, dict):
        return "-" if entry is None else str(entry)
    shown = ("marker", "title", "doc_type", "number", "name", "date", "indicator", "value", "unit")
    return " ".join(str(entry[key]) for key in shown if entry.get(key) is not None)


def changes_table(changes: Iterable[Change]) -> Table:
    """Finds gained and lost, each marked right or wrong by gold."""
    table = _plain_table("document", "kind", "change", "by gold", "find")
    for change in changes:
        table.add_row(
            change.document, change.kind, "gained" if change.gained else "lost",
            Text("right", style="green") if change.right else Text("wrong", style="red"), Text(change.label),
        )  # fmt: skip
    return table


def parts_table(parts: Iterable[Part]) -> Table:
    """What `trichyeu doctor` prints."""
    table = _plain_table("part", "needed for", "found", "get it with")
    for part in parts:
        table.add_row(
            part.name,
            part.needed_for,
            Text(part.found or "missing", style="" if part.found or part.optional else "red"),
            "" if part.found else part.remedy,
        )
    return table
