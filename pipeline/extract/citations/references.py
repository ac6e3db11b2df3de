"""References back: `Chỉ thị nêu trên`, `Quyết định này` where it is not the document itself.

They count as no citation; where it is certain which cited document they mean, they are kept with it.
"""

import re

from pipeline.document import Span
from pipeline.extract.citations.identity import Cited
from pipeline.extract.citations.scan import Finds
from pipeline.notice import Notice

__all__ = ["find_references"]

_SEVERAL = re.compile(r"(?:[Cc]ác|[Nn]hững|[Hh]ai|[Bb]a|\d)\s+\Z")
# What these issue is often called by its type: "Quy định này" may be the regulation attached to the document.
_ATTACHED = (
    "quy định",
    "quy chế",
    "kế hoạch",
    "chương trình",
    "đề án",
    "phương án",
    "quy hoạch",
    "điều lệ",
    "hướng dẫn",
)


def find_references(notice: Notice, documents: list[Cited], finds: Finds) -> dict[int, list[Span]]:
    """The places that refer back to each of `documents`, by its index.

    Certain is the only document of the type in the paragraph so far, or else, but for `này`, in the text so far.
    `này` after the document's own type means the document itself.
    """
    header = notice.header.doc_type
    own = header.value if header else ""
    found: dict[int, list[Span]] = {}
    for _, match in finds.get("reference", ()):
        doc_type, this = " ".join(match["type"].lower().split()), match["which"] == "này"
        itself = own.startswith(doc_type)  # in a "nghị quyết liên tịch" too, "Nghị quyết này" is the document
        if (this and itself) or _SEVERAL.search(notice.flow, max(0, match.start() - 12), match.start()):
            continue
        paragraph = notice.paragraph_at(match.start()).start
        alike = [
            (index, max((m.span.start for m in cited.mentions if m.span.end <= match.start()), default=-1))
            for index, cited in enumerate(documents)
            if cited.doc_type == doc_type
        ]
        near = [index for index, last in alike if last >= paragraph]
        before = [index for index, last in alike if last >= 0]
        if not near and not this and not itself and doc_type not in _ATTACHED:
            near = before
        if len(near) == 1:
            found.setdefault(near[0], []).append(Span(*match.span()))
    return found
