"""Notices that we write ourselves, with gold that is exact because the writer knows what it wrote."""

__all__ = ["generate_texts"]


def generate_texts(seed: int, count: int, split: str = "train") -> list[str]:
    """The texts of the first `count` documents of a series, without knobs and without their gold."""
    from corpus.generator.series import documents

    return [notice.text for notice in documents(seed, count, split)]
