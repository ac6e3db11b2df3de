"""Names in running text by a linear-chain CRF, as a spaCy pipeline of a tokenizer and one component.

    nlp = load()
    doc = nlp("xử lý vi phạm trên các tuyến đường Nguyễn Trãi, Hùng Vương")
    [(span.text, span.label_) for span in doc.spans["names"]]

The model only proposes: `doc.spans["names"]` has a `probability` attribute set beside it, the mean
over the span's tokens of the marginal probability of their labels.
"""

from models.ner.component import LABELS, load

__all__ = ["LABELS", "load"]
