"""HTML as portals of offices publish it: a two-column table above, paragraphs below."""

from html import escape
from pathlib import Path

from corpus.generator.notice import Notice
from corpus.generator.writer import Block

__all__ = ["write_html"]

HEAD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<style>td{{vertical-align:top;text-align:center;width:50%}}.c{{text-align:center;font-weight:bold}}</style></head>
<body>
"""


def _cell(notice: Notice, blocks: list[Block], role: str) -> str:
    return "<br>\n".join(escape(notice.text[b.start : b.end]) for b in blocks if b.role == role)


def _columns(notice: Notice, roles: tuple[str, str]) -> str:
    blocks = notice.blocks
    cells = "\n".join(f"<td>{_cell(notice, blocks, role)}</td>" for role in roles)
    return f"<table><tr>{cells}</tr></table>\n"


def write_html(notice: Notice, path: Path) -> None:
    """The document as one UTF-8 page."""
    title = escape(notice.gold["header"]["title"] or notice.id)
    pieces = [HEAD.format(title=title)]
    seen: set[str] = set()
    for block in notice.blocks:
        text = escape(notice.text[block.start : block.end]).replace("\n", "<br>\n")
        if block.role in ("left", "right", "recipients", "signature"):
            roles = ("left", "right") if block.role in ("left", "right") else ("recipients", "signature")
            if roles[0] not in seen:
                seen.add(roles[0])
                pieces.append(_columns(notice, roles))
        elif block.role in ("type", "title", "rule", "centre"):
            pieces.append(f'<p class="c">{text}</p>\n')
        elif block.role == "heading":
            pieces.append(f"<p><strong>{text}</strong></p>\n")
        else:
            pieces.append(f"<p>{text}</p>\n")
    pieces.append("</body></html>\n")
    path.write_text("".join(pieces), "utf-8")
