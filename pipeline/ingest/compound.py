"""What an OLE compound file (the container of Word 6 to 2003, Outlook and encrypted Office files) holds."""

import io
import struct

import olefile

from pipeline.errors import ReadError, Reason

__all__ = ["MAGIC", "kind_of"]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x0100  # FibBase.fEncrypted, [MS-DOC] 2.5.2
_PASSWORD = "it asks for a password; save a copy without one"


def kind_of(name: str, data: bytes) -> str:
    """`"doc"` or `"msg"`; raises `ReadError` for what is encrypted, damaged or no document."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                raise ReadError(name, Reason.ENCRYPTED, _PASSWORD)
            if ole.exists("WordDocument"):
                head = ole.openstream("WordDocument").read(12)
                if len(head) == 12 and struct.unpack("<H", head[10:12])[0] & _ENCRYPTED:
                    raise ReadError(name, Reason.ENCRYPTED, _PASSWORD)
                return "doc"
            if ole.exists("__properties_version1.0"):
                return "msg"
            streams = {entry[0] for entry in ole.listdir()}
    except (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError) as broken:
        raise ReadError(name, Reason.DAMAGED, f"the compound file cannot be opened ({broken})") from broken
    found = ", ".join(sorted(streams)[:5])
    raise ReadError(name, Reason.UNKNOWN_FORMAT, f"a compound file with no Word document in it, but {found}")
