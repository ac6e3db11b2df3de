"""Many files into an archive: which they are, who reads them, what becomes of each.

    with open_archive("archive/", create=True) as archive:
        summary = import_files(archive, [Path("notices/")])

`walk.py` finds the files, `looking.py` decides which must be read, `work.py` runs in the workers, `importing.py`
writes down what came of it.
"""

from pipeline.bulk.importing import Summary, import_files, refresh
from pipeline.bulk.looking import Choice

__all__ = ["Choice", "Summary", "import_files", "refresh"]
