"""The program that runs inside the LibreOffice process: converts files to DOCX, one line a file.

    python libreoffice.py PROGRAM_FOLDER PROFILE_URL MEMORY_BYTES

reads `INPUT_URL<tab>OUTPUT_URL` lines and answers each with `ok` or `failed: why`. LibreOffice is
loaded as a library through its C interface, LibreOfficeKit (stable since 5.0): no socket, no
bridge, no second process, and a plain Python without LibreOffice's own packages can drive it.

It stands alone (standard library only, run by path) so that it starts without the rest of the
package. It is expected to crash or hang on some file one day; `office.py` watches it.
"""

import ctypes
import os
import resource
import shutil
import sys
import threading
import time
from contextlib import suppress
from typing import NoReturn

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
MAX_OUTPUT_BYTES = 1 << 29
LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")  # a distribution's merged build, and a plain one

_Handle = ctypes.c_void_p
_Text = ctypes.c_char_p


class _OfficeClass(ctypes.Structure):
    """The first members of `struct _LibreOfficeKitClass`, in its order."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", ctypes.CFUNCTYPE(None, _Handle)),
        ("load", ctypes.CFUNCTYPE(_Handle, _Handle, _Text)),
        ("error", ctypes.CFUNCTYPE(_Handle, _Handle)),
        ("load_with_options", ctypes.CFUNCTYPE(_Handle, _Handle, _Text, _Text)),
        ("free_error", ctypes.CFUNCTYPE(None, _Handle)),
    )


class _Office(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_OfficeClass)),)


class _FileClass(ctypes.Structure):
    """The first members of `struct _LibreOfficeKitDocumentClass`, in its order."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("destroy", ctypes.CFUNCTYPE(None, _Handle)),
        ("save_as", ctypes.CFUNCTYPE(ctypes.c_int, _Handle, _Text, _Text, _Text)),
    )


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_FileClass)),)


def _leave_the_network() -> None:
    """A linked picture or template is never fetched: the process moves where there is no network.

    Where the system allows no new name space the profile's settings (no links, a dead proxy) remain.
    """
    ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _set_limits(memory_bytes: int) -> None:
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT_BYTES),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _end_with_parent(parent: int) -> None:
    """A reader that is killed cannot stop its LibreOffice: this does, within a second."""
    while os.getppid() == parent:
        time.sleep(1)
    _leave(1)


def _leave(status: int) -> NoReturn:
    """End at once (LibreOffice's own way out takes seconds), and take the private folder along."""
    shutil.rmtree(os.getcwd(), ignore_errors=True)  # noqa: PTH109
    os._exit(status)


def _load(program: str, profile_url: str) -> int:
    path = next(p for p in (os.path.join(program, name) for name in LIBRARIES) if os.path.exists(p))  # noqa: PTH110, PTH118
    hook = ctypes.CDLL(path).libreofficekit_hook_2
    hook.restype, hook.argtypes = _Handle, (_Text, _Text)
    office: int | None = hook(program.encode(), profile_url.encode())
    return office or sys.exit("LibreOffice did not start")


def _convert(office: int, source_url: str, target_url: str) -> str:
    kit = ctypes.cast(office, ctypes.POINTER(_Office)).contents.methods.contents
    file = kit.load_with_options(office, source_url.encode(), b"Batch=true")
    if not file:
        message = kit.error(office)
        return f"failed: {(ctypes.cast(message, _Text).value or b'').decode(errors='replace')}".replace("\n", " ")
    methods = ctypes.cast(file, ctypes.POINTER(_File)).contents.methods.contents
    saved = methods.save_as(file, target_url.encode(), b"docx", None)
    methods.destroy(file)
    return "ok" if saved else "failed: not saved"


def main() -> None:
    program, profile_url, memory_bytes = sys.argv[1:]
    parent = os.getppid()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    silence = os.open(os.devnull, os.O_RDWR)
    requests = os.fdopen(os.dup(0), "r")
    for descriptor in (0, 1, 2):  # LibreOffice writes where it likes; answers have their own way out
        os.dup2(silence, descriptor)
    _leave_the_network()  # before any thread: a threaded process may not
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    office = _load(program, profile_url)
    _set_limits(int(memory_bytes))
    answers.write("ready\n")
    for line in requests:
        source_url, target_url = line.rstrip("\n").split("\t")
        with suppress(BrokenPipeError):
            answers.write(_convert(office, source_url, target_url) + "\n")
    _leave(0)


if __name__ == "__main__":
    main()
