"""Names in running text by a linear-chain CRF that only proposes; who asks decides.

    find_names("Chỉnh trang đường Nguyễn Trãi.")  # [Name(start=18, end=30, label="road", probability=0.98)]

The same as a spaCy pipeline is `models.ner.component.load()`; spaCy is imported there and only there.
"""

from models.ner.names import LABELS, Name, find_names

__all__ = ["LABELS", "Name", "find_names"]
