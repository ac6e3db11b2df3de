"""The parts of a Word file that hold text, found through its relationships (ECMA-376 part 2).

    dict(open_package(data)[0])["styles"]   # the root of the part that holds the styles

Only what the reader looks at is unpacked: not the pictures, fonts and thumbnails. Files in the "strict" form of
the format (ISO 29500), which names its elements otherwise, come out as the usual one.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.ingest.docx_properties import PARSER, parse

__all__ = ["MAIN", "Parts", "open_package"]

Element = etree._Element
Parts = list[tuple[str, Element]]

MAIN = "officeDocument"  # the kind of relationship by which a package names its text
_PARTS = ("styles", "numbering", "footnotes", "endnotes", "header", "footer")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
}
_STRICT_NAME = re.compile(b"|".join(map(re.escape, _STRICT)))


class _Package:
    """The files of a ZIP by their part names, which know no capitals and begin without a slash."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}

    def xml(self, part: str) -> bytes:
        """The XML of a part; `KeyError` if the package has none of that name."""
        data = self._archive.read(self._names[part.lower()])
        if b"purl.oclc.org/ooxml" in data[:4096]:
            data = _STRICT_NAME.sub(lambda match: _STRICT[match[0]], data)
        return data

    def root(self, part: str) -> Element:
        """The root element of a part."""
        return etree.fromstring(self.xml(part), PARSER)

    def related(self, part: str) -> Iterator[tuple[str, str]]:
        """The kind and the part of each relationship inside the package that `part` has; `""` is the package."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations.lower() not in self._names:
            return
        for relation in self.root(relations).iter(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                yield relation.get("Type", "").rpartition("/")[2], target.lstrip("/")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names


def open_package(data: bytes, *, sharing: bool = True) -> tuple[Parts, dict[str, Element]]:
    """The root elements of the parts of a DOCX with their kinds, `MAIN` first, then `"styles"`, `"header"`, ...

    And what the numbers stand for that the main part has for properties (see `docx_properties`); without `sharing`
    it has the properties themselves. Raises what `zipfile` and `lxml` do for a damaged file, `KeyError` for one
    without a main part.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = _Package(archive)
        main = dict(package.related(""))[MAIN]
        root, properties = parse(package.xml(main)) if sharing else (package.root(main), {})
        found = [(kind, part) for kind, part in package.related(main) if kind in _PARTS and part in package]
        return [(MAIN, root), *((kind, package.root(part)) for kind, part in found)], properties
