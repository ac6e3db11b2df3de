"""A Document as JSON and back, so that extraction can run again without the file.

The text is kept apart, as text. Everything else is lists in the order of the dataclasses' fields: a line of a PDF is
some 80 bytes, packed some 15. Fields are only ever added at the end of a dataclass, with a default, so that
what an older version stored can be read.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from pydantic_core import to_json

from pipeline.document import Aside, Box, Cell, Document, Line, Page, Remark, Repair, Source, Span, Style, Word

__all__ = ["document_of", "layout_of"]


_NESTED: dict[type, dict[str, Callable[[Any], Any]]] = {}


def _made(kind: type, values: list[Any]) -> Any:
    """The dataclass that `_listed` gave the fields of; of an older version, the fields added since are left out."""
    nested = _NESTED[kind]
    names = _NAMES[kind]
    return kind(
        *(
            nested[name](value) if name in nested and value is not None else value
            for name, value in zip(names, values, strict=False)
        )
    )


def _maker(kind: type) -> Callable[[Any], Any]:
    return lambda values: _made(kind, values)


_SPAN, _BOX = _maker(Span), _maker(Box)
_NESTED |= {
    Span: {},
    Box: {},
    Cell: {},
    Style: {},
    Source: {},
    Line: {"span": _SPAN, "box": _BOX, "style": _maker(Style), "cell": _maker(Cell)},
    Page: {"span": _SPAN},
    Word: {"span": _SPAN, "box": _BOX, "alternatives": tuple},
    Repair: {"span": _SPAN},
    Aside: {"box": _BOX},
    Remark: {"span": _SPAN},
}
_LISTS = {"lines": Line, "pages": Page, "words": Word, "repairs": Repair, "asides": Aside, "remarks": Remark}


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in _NESTED}
_FIELDS = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_PARTS = {
    kind: [at for at, name in enumerate(names) if _NESTED[kind].get(name) not in (None, tuple)]
    for kind, names in _NAMES.items()
}  # where in its fields a dataclass has other dataclasses


def _listed(value: object) -> list[Any]:
    """The fields of a dataclass, in order, and so those of its parts."""
    values = list(_FIELDS[type(value)](value))
    for at in _PARTS[type(value)]:
        if (part := values[at]) is not None:
            values[at] = _FIELDS[type(part)](part)
    return values


def layout_of(document: Document) -> str:
    """All of a Document but its text, as JSON."""
    lists = {name: list(map(_listed, getattr(document, name))) for name in _LISTS}
    return to_json({"source": _listed(document.source), **lists}).decode()  # in half the time of `json.dumps`


def document_of(text: str, layout: str) -> Document:
    """The Document of a text and its layout: `document_of(d.text, layout_of(d)) == d`."""
    values = json.loads(layout)
    lists = {name: tuple(_made(kind, row) for row in values[name]) for name, kind in _LISTS.items()}
    return Document(text=text, source=_made(Source, values["source"]), **lists)
