"""`generate(seed, index, split)` writes one document with its gold."""

from corpus.generator.notice import Notice, generate

__all__ = ["Notice", "generate"]
