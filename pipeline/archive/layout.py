"""A Document as JSON and back, so that extraction can run again without the file.

The text is kept apart, as text. Everything else is lists in the order of the dataclasses' fields: a line of a PDF is
some 80 bytes, packed some 15.
"""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from pipeline.document import Aside, Box, Cell, Document, Line, Page, Remark, Repair, Source, Span, Style, Word

__all__ = ["document_of", "layout_of"]


def _flat(value: Any) -> Any:
    """Dataclasses as lists of their fields."""
    if isinstance(value, (tuple, list)):
        return [_flat(item) for item in value]
    if dataclasses.is_dataclass(value):
        return [_flat(getattr(value, name)) for name in value.__dataclass_fields__]
    return value


_NESTED: dict[type, dict[str, Callable[[Any], Any]]] = {}


def _made(kind: type, values: list[Any]) -> Any:
    """The dataclass that `_flat` made a list of."""
    nested = _NESTED[kind]
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(
        *(
            nested[name](value) if name in nested and value is not None else value
            for name, value in zip(names, values, strict=True)
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


def layout_of(document: Document) -> str:
    """All of a Document but its text, as JSON."""
    layout = {name: _flat(getattr(document, name)) for name in ("source", *_LISTS)}
    return json.dumps(layout, ensure_ascii=False, separators=(",", ":"))


def document_of(text: str, layout: str) -> Document:
    """The Document of a text and its layout: `document_of(d.text, layout_of(d)) == d`."""
    values = json.loads(layout)
    lists = {name: tuple(_made(kind, row) for row in values[name]) for name, kind in _LISTS.items()}
    return Document(text=text, source=_made(Source, values["source"]), **lists)
