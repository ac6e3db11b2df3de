"""Read Vietnamese directive documents into validated records.

The whole program is three stages, one function each, one frozen type between two of them:

    read(path) -> Document        pipeline.ingest
    segment(document) -> Notice   pipeline.segment
    extract(notice) -> Record     pipeline.extract
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
