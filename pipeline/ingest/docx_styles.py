"""What a style of a Word file says about paragraphs and runs, through inheritance (ECMA-376 part 1, 17.7)."""

from typing import NamedTuple, TypeVar

from lxml import etree

from pipeline.ingest.docx_numbering import W, indents

__all__ = ["ParagraphFormat", "RunFormat", "Styles", "over", "paragraph_format", "run_format", "value_of"]

Element = etree._Element

_ALIGN = {"both": "justify", "distribute": "justify", "start": "left", "end": "right", "centre": "center"}


class RunFormat(NamedTuple):
    """How letters are set; `None` where nothing is said. `size` in points, `raised` for superscript."""

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    hidden: bool | None = None
    raised: bool | None = None


class ParagraphFormat(NamedTuple):
    """How a paragraph is set; indents in twentieths of a point."""

    align: str | None = None
    left: int | None = None
    first: int | None = None
    num_id: str | None = None
    level: int | None = None
    new_page: bool | None = None


Format = TypeVar("Format", RunFormat, ParagraphFormat)


def over(upper: Format, lower: Format) -> Format:
    """What `upper` says, and `lower` where `upper` says nothing."""
    return type(upper)._make(said if said is not None else below for said, below in zip(upper, lower, strict=True))


def _is_on(parent: Element, tag: str) -> bool | None:
    """A switch such as `<w:b/>` or `<w:b w:val="0"/>`; `None` if it is not there."""
    child = parent.find(W + tag)
    return None if child is None else child.get(W + "val", "1") not in ("0", "false", "off")


def value_of(parent: Element, tag: str) -> str | None:
    """What `<w:tag w:val="..."/>` in `parent` says; `None` if it is not there or says nothing."""
    child = parent.find(W + tag)
    return None if child is None else child.get(W + "val")


def run_format(properties: Element | None) -> RunFormat:
    """What an `rPr` itself says."""
    if properties is None or not len(properties):
        return RunFormat()
    size = value_of(properties, "sz")
    raised = value_of(properties, "vertAlign")
    return RunFormat(
        bold=_is_on(properties, "b"),
        italic=_is_on(properties, "i"),
        size=int(size) / 2 if size and size.isdecimal() else None,
        hidden=_is_on(properties, "vanish"),
        raised=None if raised is None else raised == "superscript",
    )


def paragraph_format(properties: Element | None) -> ParagraphFormat:
    """What a `pPr` itself says."""
    if properties is None or not len(properties):
        return ParagraphFormat()
    align = value_of(properties, "jc")
    left, first = indents(properties)
    numbering = properties.find(W + "numPr")
    num_id = level = None
    if numbering is not None:
        num_id, ilvl = value_of(numbering, "numId"), value_of(numbering, "ilvl")
        level = int(ilvl) if ilvl and ilvl.isdecimal() else None
    return ParagraphFormat(
        align=_ALIGN.get(align, align) if align else None,
        left=left,
        first=first,
        num_id=num_id,
        level=level,
        new_page=_is_on(properties, "pageBreakBefore"),
    )


class Styles:
    """The styles of one document, each with what it inherits."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._document = (ParagraphFormat(), RunFormat())
        self._known: dict[str, tuple[ParagraphFormat, RunFormat]] = {}
        if root is None:
            return
        for style in root.findall(W + "style"):
            style_id = style.get(W + "styleId", "")
            self._elements[style_id] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self._defaults[style.get(W + "type", "paragraph")] = style_id
        run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        paragraph = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self._document = (paragraph_format(paragraph), run_format(run))

    def default(self, kind: str) -> str | None:
        """The style of a paragraph or table that names none."""
        return self._defaults.get(kind)

    def chain(self, style_id: str | None) -> list[Element]:
        """The style and those it is based on, nearest first; a circle ends where it closes."""
        found: list[Element] = []
        seen: set[str] = set()
        while style_id and style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            found.append(self._elements[style_id])
            style_id = value_of(found[-1], "basedOn")
        return found

    def formats(self, style_id: str | None) -> tuple[ParagraphFormat, RunFormat]:
        """What a paragraph or character style says in all; the document's defaults lie below paragraphs."""
        key = style_id or ""
        if key not in self._known:
            paragraph, run = ParagraphFormat(), RunFormat()
            for style in self.chain(style_id):
                paragraph = over(paragraph, paragraph_format(style.find(W + "pPr")))
                run = over(run, run_format(style.find(W + "rPr")))
            self._known[key] = (paragraph, run)
        return self._known[key]

    @property
    def document_formats(self) -> tuple[ParagraphFormat, RunFormat]:
        return self._document

    def lists(self) -> dict[str, str]:
        """The `num` that each numbering style names."""
        named: dict[str, str] = {}
        for style_id, style in self._elements.items():
            num = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if num is not None:
                named[style_id] = num.get(W + "val", "")
        return named
