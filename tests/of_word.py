"""Small DOCX files made in a test from pieces of WordprocessingML."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_SPACES = (
    f'{_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("numbering", "styles", "footnotes", "header", "footer")


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run; `properties` and `run` are the insides of its `pPr` and `rPr`."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, num: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(number: int, text: str, style: str = "decimal", start: int = 1, more: str = "") -> str:
    """One level of an `abstractNum`: `level(0, "Điều %1.")`."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def table(*rows: tuple[str, ...], rules: bool = False) -> str:
    """A table; a cell is text, its lines paragraphs, or XML of its own."""
    edge = "single" if rules else "nil"
    borders = "".join(
        f'<w:{side} w:val="{edge}"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    made = ""
    for cells in rows:
        made += "<w:tr>"
        for cell in cells:
            inside = cell if cell.startswith("<") else "".join(p(line) for line in cell.split("\n"))
            made += f"<w:tc>{inside}</w:tc>"
        made += "</w:tr>"
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{made}</w:tbl>"


def docx_of(body: str, **parts: str) -> bytes:
    """The bytes of a DOCX whose body is `body`; `parts` are the insides of numbering, styles, footnotes, header."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header": "hdr", "footer": "ftr"}
    files = {"word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"}
    types = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    relations = ""
    for number, name in enumerate(part for part in _PARTS if part in parts):
        files[f"word/{name}.xml"] = f"<w:{roots[name]} {_SPACES}>{parts[name]}</w:{roots[name]}>"
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
        relations += f'<Relationship Id="r{number}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="d" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
    return buffer.getvalue()
