"""Files made to do harm: each ends in a Document or in a reason from the list, and costs only itself.

The samples are made here, mutated by a seeded fuzzer (cut, flipped, doubled, moved, stuffed), and read
by worker processes under limits; the bombs are made by hand.
"""

import gzip
import io
import os
import random
import resource
import struct
import subprocess
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import docx
import psutil
import py7zr
import pytest

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest import office, read_bytes
from pipeline.ingest.isolated import map_files
from pipeline.ingest.limits import Limits

LIMITS = Limits(seconds=20, memory_bytes=3 << 30, inflated_bytes=64 << 20, pages=200, members=200)
PARAGRAPHS = (
    "ỦY BAN NHÂN DÂN XÃ THANH BÌNH",
    "Số: 31/KH-UBND",
    "KẾ HOẠCH",
    "Căn cứ Quyết định số 118/QĐ-UBND ngày 02/3/2024, giao thu 1.250 triệu đồng.",
)

# --- samples ---------------------------------------------------------------------------------


def _docx() -> bytes:
    file = docx.Document()
    for text in PARAGRAPHS:
        file.add_paragraph(text)
    file.add_paragraph("Giao Văn phòng", style="List Number")
    table = file.add_table(2, 2)
    table.cell(0, 0).text = "Chỉ tiêu"
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _packed(files: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _replaced(package: bytes, part: str, data: str) -> bytes:
    """A ZIP with one of its parts made another."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return _packed({info.filename: archive.read(info) for info in archive.infolist()} | {part: data})


def _pdf(stream: bytes = b"BT /F1 12 Tf 72 700 Td (Ke hoach so 31) Tj ET", pages: int = 1, extra: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F1 999 0 R>>>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % extra,
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        3: b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
        % (len(zlib.compress(stream)), zlib.compress(stream)),
        **{4 + n: page for n in range(pages)},
        999: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in objects.items())
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def _mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.vn", "b@example.vn", "Kế hoạch"
    message.set_content("\n".join(PARAGRAPHS))
    message.add_alternative(f"<p>{PARAGRAPHS[0]}</p>", subtype="html")
    message.add_attachment(_docx(), maintype="application", subtype="octet-stream", filename="kế hoạch.docx")
    return message.as_bytes()


def _seven_zip() -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as archive:
        archive.writestr("\n".join(PARAGRAPHS).encode(), "kh.txt")
        archive.writestr(_docx(), "kh.docx")
    return buffer.getvalue()


def _compound(streams: dict[str, bytes]) -> bytes:
    """A small OLE compound file ([MS-CFB], version 3): header, one FAT sector, directory, data sectors."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    padded = {name: data.ljust(max(4096, -(-len(data) // sector) * sector), b"\0") for name, data in streams.items()}
    directory_sectors = -(-(len(streams) + 1) // 4)
    fat = [0xFFFFFFFD, *(range(2, directory_sectors + 1)), end]
    starts = {}
    for name, data in padded.items():
        starts[name] = len(fat)
        count = len(data) // sector
        fat += [*range(len(fat) + 1, len(fat) + count), end]

    def entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
        wide = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(wide), kind, 1, left, right, child)
        return wide.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)

    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    entries = [entry("Root Entry", 5, free, free, 1 if names else free, end, 0)]
    for at, name in enumerate(names, 1):
        right = at + 1 if at < len(names) else free
        entries.append(entry(name, 2, free, right, free, starts[name], len(padded[name])))
    directory = b"".join(entries).ljust(directory_sectors * sector, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack(f"<{sector // 4}I", *(fat + [free] * (sector // 4 - len(fat))))
    return header + table + directory + b"".join(padded[name] for name in streams)


def _msg() -> bytes:
    body = "\n".join(PARAGRAPHS).encode("utf-16-le")
    return _compound({"__properties_version1.0": b"\0" * 32, "__substg1.0_1000001F": body})


def _doc() -> bytes | None:
    """A real Word 97 file, made by LibreOffice where there is one."""
    program = office.find_program()
    if program is None:
        return None
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.docx"
        source.write_bytes(_docx())
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [
            str(program / "soffice"),
            profile,
            "--headless",
            "--convert-to",
            "doc",
            "--outdir",
            folder,
            str(source),
        ]
        subprocess.run(command, capture_output=True, timeout=120, check=False)
        made = source.with_suffix(".doc")
        return made.read_bytes() if made.exists() else None


RTF = r"{\rtf1\ansi{\fonttbl{\f0 .VnTime;}}\f0 KÕ ho¹ch sè 31\par {\b Giao} V¨n phßng\par}".encode("cp1252")
HTML = f"<html><body><table><tr><td>{PARAGRAPHS[0]}</td></tr></table><p>{PARAGRAPHS[3]}</p></body></html>".encode()


@pytest.fixture(scope="module")
def samples() -> dict[str, bytes]:
    made = {
        "a.txt": "\n".join(PARAGRAPHS).encode(),
        "b.txt": "KÕ ho¹ch sè 31 cña Uû ban".encode("cp1252"),
        "a.docx": _docx(),
        "a.pdf": _pdf(pages=2),
        "a.rtf": RTF,
        "a.html": HTML,
        "a.eml": _mail(),
        "a.msg": _msg(),
        "a.zip": _packed({"kh.docx": _docx(), "kh.txt": "\n".join(PARAGRAPHS), "kh.rtf": RTF}),
        "a.7z": _seven_zip(),
    }
    word = _doc()
    return made | ({"a.doc": word} if word else {})


# --- the fuzzer ------------------------------------------------------------------------------

_STUFFING = (b"\xff" * 64, b"\0" * 512, b"<" * 300, b"{" * 300, b"&a;" * 50, b"9" * 40, b"\x80" * 33, b"(" * 500)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randint(1, 400)]


def _double(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randint(1, 2000)] * chance.randint(1, 5)


def _stuff(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = chance.choice(_STUFFING)


def _overstate(data: bytearray, chance: random.Random) -> None:
    """Lengths, counts and offsets made enormous."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(data) - 4))
        data[at : at + 4] = chance.choice((b"\xff\xff\xff\x7f", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\0\0\1\0"))


_WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (_cut, _flip, _drop, _double, _stuff, _overstate)


def _mutations(samples: dict[str, bytes], count: int, folder: Path) -> Iterator[Path]:
    """`count` damaged copies of the samples; half the packages are damaged inside their parts."""
    chance = random.Random(20250903)
    names = sorted(samples)
    for number in range(count):
        name = names[number % len(names)]
        data = bytearray(samples[name])
        if zipfile.is_zipfile(io.BytesIO(samples[name])) and chance.random() < 0.5:
            with zipfile.ZipFile(io.BytesIO(samples[name])) as archive:
                parts = {info.filename: archive.read(info) for info in archive.infolist()}
            part = chance.choice(sorted(part for part, content in parts.items() if content))
            inner = bytearray(parts[part])
            chance.choice(_WAYS)(inner, chance)
            data = bytearray(_packed(parts | {part: bytes(inner)}))
        else:
            for _ in range(chance.randint(1, 3)):
                if data:
                    chance.choice(_WAYS)(data, chance)
        path = folder / f"{number:03}-{name}"
        path.write_bytes(bytes(data))
        yield path


def _length(document: Document) -> int:
    assert "\n".join(line.span.of(document.text) for line in document.lines) == document.text
    return len(document.text)


def _read_mutations(samples: dict[str, bytes], count: int, folder: Path) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    seen: set[str] = set()
    for _, name, outcome in map_files(_mutations(samples, count, folder), _length, workers=2, limits=LIMITS):
        seen.add(name.partition("/")[0])
        if isinstance(outcome, ReadError):
            assert outcome.reason in Reason
            assert "the reader failed on it" not in outcome.advice, outcome  # a reader let a mistake through
            outcomes[outcome.reason] += 1
        else:
            outcomes["read"] += 1
    assert len(seen) == count  # every file has an outcome
    return outcomes


def test_damaged_files_end_in_a_document_or_a_reason(samples: dict[str, bytes], tmp_path: Path) -> None:
    outcomes = _read_mutations(samples, 66, tmp_path)
    assert outcomes["read"] >= 20
    assert outcomes[Reason.DAMAGED] >= 5
    assert outcomes[Reason.CRASHED] + outcomes[Reason.TOO_SLOW] <= 3


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_three_hundred_damaged_files_leave_the_parent_as_it_was(samples: dict[str, bytes], tmp_path: Path) -> None:
    parent = psutil.Process()
    _read_mutations(samples, 30, tmp_path)
    before = parent.memory_info().rss
    outcomes = _read_mutations(samples, 300, tmp_path)
    assert parent.memory_info().rss - before < 20 << 20
    assert sum(outcomes.values()) >= 300


# --- bombs -----------------------------------------------------------------------------------

_LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHS}]>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _body(text: str) -> str:
    return f"<w:document {W}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"


def _bomb(size: int) -> bytes:
    """A ZIP of one member that unpacks to `size` bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as member:
        for _ in range(size >> 20):
            member.write(b"\0" * (1 << 20))
    return buffer.getvalue()


def _deep(open_: str, close: str, depth: int) -> str:
    return open_ * depth + "x" + close * depth


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip-bomb.zip": lambda: _bomb(256 << 20),
    "zip-in-zip.zip": lambda: _packed({f"{n}.zip": _bomb(40 << 20) for n in range(4)}),
    "docx-bomb.docx": lambda: _replaced(_docx(), "word/document.xml", _body("a" * (140 << 20))),
    "many-parts.zip": lambda: _packed({f"{n}.txt": "x" for n in range(1_000)}),
    "laughs.docx": lambda: _replaced(_docx(), "word/document.xml", LAUGHING + _body("&a9;")),
    "laughs-styles.docx": lambda: _replaced(_docx(), "word/styles.xml", LAUGHING + f"<w:styles {W}>&a9;</w:styles>"),
    "laughs.html": lambda: (LAUGHING + "<html><body>&a9;</body></html>").encode(),
    "deep.docx": lambda: _replaced(
        _docx(),
        "word/document.xml",
        f"<w:document {W}><w:body>{_deep('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 20_000)}</w:body></w:document>",
    ),
    "deep.html": lambda: _deep("<div><table><tr><td>", "</td></tr></table></div>", 50_000).encode(),
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + b"x" + b"}" * 200_000 + b"}",
    "many-pages.pdf": lambda: _pdf(pages=900),
    "content-bomb.pdf": lambda: _pdf(b"q " * (30 << 20)),
    "huge-page.pdf": lambda: _pdf().replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]"),
    "pages-that-hold-themselves.pdf": lambda: _pdf().replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]"),
    "huge-picture.png": lambda: (
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in (
                (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)),
                (b"IDAT", zlib.compress(b"\0" * 1000)),
                (b"IEND", b""),
            )
        )
    ),
    "boundaries.eml": lambda: (
        b"From: a@b.vn\nTo: c@d.vn\nSubject: x\nMIME-Version: 1.0\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3_000))
    ),
    "gzip.txt": lambda: gzip.compress(b"\0" * 1000),
    "zeros.txt": lambda: b"\0" * 100_000,
    "locked.docx": lambda: _compound({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"x" * 300}),
    "locked.doc": lambda: _compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100).ljust(600)}),
    "only-a-head.doc": lambda: _compound({"WordDocument": struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0)}),
    "table.xls": lambda: _compound({"Workbook": b"\x09\x08"}),
}
EXPECTED = {
    "zip-bomb.zip": Reason.TOO_LARGE,
    "docx-bomb.docx": Reason.TOO_LARGE,
    "many-parts.zip": Reason.TOO_LARGE,
    "many-pages.pdf": Reason.TOO_LARGE,
    "huge-picture.png": Reason.TOO_LARGE,
    "locked.docx": Reason.ENCRYPTED,
    "locked.doc": Reason.ENCRYPTED,
    "table.xls": Reason.UNKNOWN_FORMAT,
    "gzip.txt": Reason.UNKNOWN_FORMAT,
}


def test_bombs_stay_within_their_limits(tmp_path: Path) -> None:
    for name, make in BOMBS.items():
        (tmp_path / name).write_bytes(make())
    parent = psutil.Process()
    before = parent.memory_info().rss
    begin = time.monotonic()
    outcomes: dict[str, list[int | ReadError]] = {name: [] for name in BOMBS}
    for _, name, outcome in map_files(sorted(tmp_path.iterdir()), _length, workers=2, limits=LIMITS):
        outcomes[name.partition("/")[0]].append(outcome)
    assert time.monotonic() - begin < LIMITS.seconds * len(BOMBS) / 2
    assert parent.memory_info().rss - before < 40 << 20
    for name, found in outcomes.items():
        assert found, name
        failures = [outcome for outcome in found if isinstance(outcome, ReadError)]
        assert all("the reader failed on it" not in failure.advice for failure in failures), failures
        if name in EXPECTED:
            assert failures, (name, found)
            assert failures[-1].reason is EXPECTED[name], failures


@pytest.mark.parametrize(
    "external",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>',
        '<!DOCTYPE x [<!ENTITY % b SYSTEM "file://{secret}"> %b;]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("kind", ["docx", "html"])
def test_nothing_outside_the_file_is_taken_in(kind: str, external: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("MẬT KHẨU", "utf-8")
    head = '<?xml version="1.0"?>' + external.replace("{secret}", str(secret))
    reference = "&a;" if "ENTITY a" in external else ""
    page = f"{head}<html><body><p>ngoài {reference}</p></body></html>".encode()
    data = page if kind == "html" else _replaced(_docx(), "word/document.xml", head + _body(f"ngoài {reference}"))
    with suppress(ReadError):
        assert "MẬT" not in read_bytes(f"a.{kind}", data).text


# --- the workers -----------------------------------------------------------------------------


def _crash(document: Document) -> int:
    if "chết" in document.text:
        os.abort()
    return len(document.text)


def _hang(document: Document) -> int:
    if "treo" in document.text:
        time.sleep(60)
    return len(document.text)


def _swell(document: Document) -> int:
    return len(bytearray(8 << 30)) if "phình" in document.text else len(document.text)


@pytest.mark.parametrize(
    ("work", "word", "reason"),
    [(_crash, "chết", Reason.CRASHED), (_hang, "treo", Reason.TOO_SLOW), (_swell, "phình", Reason.OUT_OF_MEMORY)],
)
def test_a_worker_that_fails_costs_one_file(
    work: Callable[[Document], int], word: str, reason: Reason, tmp_path: Path
) -> None:
    for number in range(6):
        text = word if number == 2 else f"văn bản số {number}"
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    limits = Limits(seconds=3, memory_bytes=2 << 30)
    files = sorted(tmp_path.iterdir())
    outcomes = {name: outcome for _, name, outcome in map_files(files, work, workers=2, limits=limits)}
    failed = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, ReadError)}
    assert len(outcomes) == 6
    assert {name: outcome.reason for name, outcome in failed.items()} == {"2.txt": reason}


def test_limits_bind_the_workers_and_not_the_parent(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    (tmp_path / "a.txt").write_text("văn bản", "utf-8")
    ((_, _, length),) = map_files([tmp_path / "a.txt"], _length)
    assert length == 7
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def _niceness(_: Document) -> int:
    return os.nice(0)


def test_workers_give_way_to_the_process_that_asks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("văn bản", "utf-8")
    ((_, _, niceness),) = map_files([tmp_path / "a.txt"], _niceness)
    assert isinstance(niceness, int)
    assert niceness == min(19, os.nice(0) + 5)
