"""The store: records with all that proves and surrounds them, in SQLite or PostgreSQL.

`tables.py` tells what is kept, `store.py` opens an archive and writes to it whole or not at all.
"""

from pipeline.archive.store import Archive, open_archive
from pipeline.archive.tables import TABLE, Outcome

__all__ = ["TABLE", "Archive", "Outcome", "open_archive"]
