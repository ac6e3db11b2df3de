"""Graphs for graph tools: who cites whom, and which documents are cited together."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pipeline.errors import InputError
from pipeline.extract.citations.bodies import same_body
from pipeline.research.filters import Condition, Filters
from pipeline.research.holdings import Holdings
from pipeline.research.named import cited_name

__all__ = ["Edge", "Network", "Node", "citation_network", "cocitation_network", "write_network"]

_MOST_EDGES = 1_000_000


@dataclass(frozen=True)
class Node:
    """A document. `held` says that the archive has it; `citing` how many of the archive's documents cite it."""

    id: str
    label: str
    doc_type: str | None
    date: str | None
    level: str | None
    held: bool
    citing: int


@dataclass(frozen=True)
class Edge:
    """`source` cites `target`, in `weight` places; or both are cited by `weight` documents."""

    source: str
    target: str
    weight: int
    relation: str | None = None


@dataclass(frozen=True)
class Network:
    """A graph; `directed` from the citing to the cited document."""

    directed: bool
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    caption: str


def _most_cited(holdings: Holdings, where: Condition, limit: int) -> dict[str, Node]:
    rows = holdings.ask(
        "SELECT cited, count(DISTINCT document_no), mode(doc_type), mode(number), mode(name), mode(date), "
        f"mode(cited_level) FROM citations_once WHERE cited IS NOT NULL AND {where.sql} "
        "GROUP BY cited ORDER BY 2 DESC, 1 LIMIT ?",
        (*where.parameters, limit),
    )
    return {
        cited: Node(cited, cited_name(cited, doc_type, number, name, date), doc_type, date, level, False, citing)
        for cited, citing, doc_type, number, name, date, level in rows
    }


def _where(holdings: Holdings, filters: Filters, cited: Condition) -> Condition:
    return cited & filters.within(holdings, "document_") & filters.citations()


def _held(holdings: Holdings) -> dict[str, str]:
    """Each cited document that the archive has, with its id there: one of its type, number, date and body."""
    rows = holdings.ask(
        "SELECT DISTINCT cited, citations.issuer, document, documents.issuer FROM (SELECT DISTINCT cited, number_key, "
        "doc_type, date, issuer FROM citations_once WHERE cited IS NOT NULL AND number_key IS NOT NULL) AS citations "
        "JOIN documents_once AS documents USING (number_key, doc_type, date)"
    )
    found: dict[str, set[str]] = {}
    for cited, issuer, document, issued_by in rows:
        if same_body(issuer, issued_by):
            found.setdefault(cited, set()).add(document)
    return {cited: documents.pop() for cited, documents in found.items() if len(documents) == 1}


def citation_network(
    holdings: Holdings,
    filters: Filters | None = None,
    cited: Condition | None = None,
    limit: int = 500,
    caption: str = "",
) -> Network:
    """The `limit` most cited documents and all that cite them. A cited document that the archive holds is one node."""
    filters = filters or Filters()
    where = _where(holdings, filters, cited or Condition())
    nodes, held = _most_cited(holdings, where, limit), _held(holdings)
    chosen = Condition(f"cited IN ({', '.join('?' * len(nodes))})", tuple(nodes)) if nodes else Condition("false")
    both = where & chosen
    rows = holdings.ask(
        "SELECT document, any_value(document_doc_type), any_value(document_number), any_value(document_date), "
        "any_value(document_level), cited, sum(mentions)::BIGINT, "
        "arg_min(relation, ordinal) "
        f"FROM citations_once WHERE {both.sql} GROUP BY document_no, document, cited LIMIT ?",
        (*both.parameters, _MOST_EDGES + 1),
    )
    if len(rows) > _MOST_EDGES:
        raise InputError(f"more than {_MOST_EDGES:,} citations; take a lower --limit, or a shorter --period")
    targets = {which: held.get(which, which) for which in nodes}
    graph: dict[str, Node] = {}
    for which, node in nodes.items():
        graph[targets[which]] = Node(**{**asdict(node), "id": targets[which], "held": which in held})
    edges = []
    for document, doc_type, number, date, level, which, mentions, relation in sorted(rows):
        label = f"{doc_type or ''} {number or document} ({date or 'no date'})".strip()
        graph.setdefault(document, Node(document, label, doc_type, date, level, True, 0))
        edges.append(Edge(document, targets[which], mentions, relation))
    return Network(True, tuple(graph.values()), tuple(edges), caption)


def cocitation_network(
    holdings: Holdings, filters: Filters | None = None, cited: Condition | None = None, limit: int = 200,
    min_weight: int = 2, caption: str = "",
) -> Network:  # fmt: skip
    """The `limit` most cited documents; an edge says how many documents cite both, if that is `min_weight` or more."""
    filters = filters or Filters()
    where = _where(holdings, filters, cited or Condition())
    nodes = _most_cited(holdings, where, limit)
    chosen = Condition(f"cited IN ({', '.join('?' * len(nodes))})", tuple(nodes)) if nodes else Condition("false")
    both = where & chosen
    rows = holdings.ask(
        f"WITH pairs AS (SELECT DISTINCT document_no, cited FROM citations_once WHERE {both.sql}) "
        "SELECT one.cited, other.cited, count(*) FROM pairs AS one JOIN pairs AS other USING (document_no) "
        "WHERE one.cited < other.cited GROUP BY ALL HAVING count(*) >= ? ORDER BY 3 DESC, 1, 2",
        (*both.parameters, min_weight),
    )
    edges = tuple(Edge(one, other, count) for one, other, count in rows)
    return Network(False, tuple(nodes.values()), edges, caption)


_GRAPHML = {str: "string", bool: "boolean", int: "int"}


def _graphml(network: Network) -> str:
    node_types = {"label": str, "doc_type": str, "date": str, "level": str, "held": bool, "citing": int}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines.append(f"<!-- {escape(network.caption).replace('--', '- -')} -->")
    for name, kind in node_types.items():
        lines.append(f'<key id="{name}" for="node" attr.name="{name}" attr.type="{_GRAPHML[kind]}"/>')
    lines.append('<key id="weight" for="edge" attr.name="weight" attr.type="int"/>')
    lines.append('<key id="relation" for="edge" attr.name="relation" attr.type="string"/>')
    lines.append(f'<graph edgedefault="{"directed" if network.directed else "undirected"}">')
    for node in network.nodes:
        values = {name: getattr(node, name) for name in node_types}
        data = "".join(
            f'<data key="{name}">{escape(str(value).lower() if isinstance(value, bool) else str(value))}</data>'
            for name, value in values.items()
            if value is not None
        )
        lines.append(f"<node id={quoteattr(node.id)}>{data}</node>")
    for edge in network.edges:
        relation = f'<data key="relation">{escape(edge.relation)}</data>' if edge.relation else ""
        ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
        lines.append(f'<edge {ends}><data key="weight">{edge.weight}</data>{relation}</edge>')
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _csv(path: Path, rows: Sequence[Node] | Sequence[Edge], kind: type[Node] | type[Edge]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*kind.__dataclass_fields__], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def write_network(network: Network, path: Path) -> list[Path]:
    """Write the graph in the form that the file's ending names; `net.csv` has the edges, `net.nodes.csv` the nodes."""
    form = path.suffix.lower()
    if form == ".graphml":
        path.write_text(_graphml(network), "utf-8")
    elif form == ".json":
        content = {
            "directed": network.directed,
            "multigraph": False,
            "graph": {"caption": network.caption},
            "nodes": [asdict(node) for node in network.nodes],
            "links": [asdict(edge) for edge in network.edges],
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    elif form == ".csv":
        nodes = path.with_suffix(".nodes.csv")
        _csv(path, network.edges, Edge)
        _csv(nodes, network.nodes, Node)
        return [path, nodes]
    else:
        raise InputError(f"{path}: end the name in .graphml, .json or .csv")
    return [path]
