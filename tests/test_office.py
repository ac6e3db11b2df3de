"""Old Word files through LibreOffice: what is kept, what it survives, what stands in where it is missing."""

import difflib
import io
import os
import signal
import stat
import time
import zipfile
from collections import Counter
from pathlib import Path

import docx
import psutil
import pytest

from pipeline.errors import ReadError, Reason
from pipeline.ingest import office, read, read_bytes
from pipeline.vietnamese.clean import clean_line

SHARED = Path(__file__).parents[1] / ".." / "shared"
needs_office = pytest.mark.skipif(office.find_program() is None, reason="LibreOffice is not installed")
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="no real documents here")

RTF = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil .VnTime;}{\f1\fnil .VnTimeH;}{\f2\froman\fcharset0 Times New Roman;}}
{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelstartat1{\leveltext\'02\'00.;}{\levelnumbers\'01;}}\listid7}}
{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}
\pard\qc\f1 th\'abng b\'b8o\par
\pard\f0 S\'e8: 45/TB-UB, ng\'b5y 3 th\'b8ng 4 n\'a8m 2001\par
\pard\ls1\ilvl0\f0 V\'d2 n\'ad\'edc s\'b9ch\par
\pard\ls1\ilvl0\f2 V\u7873? \u273?\u432?\u7901?ng x\u225?\par
\trowd\cellx3000\cellx6000\pard\intbl\f0 Ch\'d8 ti\'aau\cell 12,5%\cell\row
\pard\f0 TM. Uy ban\par}"""


def _odt(text: str) -> bytes:
    office_name = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office_name}:office:1.0" '
        f'xmlns:text="{office_name}:text:1.0" office:version="1.2"><office:body><office:text>'
        f"<text:p>{text}</text:p></office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


@pytest.fixture(autouse=True, scope="module")
def _end_office() -> object:
    yield
    office.stop()


@needs_office
def test_an_rtf_keeps_its_numbers_cells_and_letters() -> None:
    document = read_bytes("tb.doc", RTF)  # RTF by its content, whatever its name
    assert [line.span.of(document.text) for line in document.lines] == [
        *("THÔNG BÁO", "Số: 45/TB-UB, ngày 3 tháng 4 năm 2001", "1. Về nước sạch", "2. Về đường xá"),
        *("Chỉ tiêu", "12,5%", "TM. Uy ban"),
    ]
    assert [line.cell is not None for line in document.lines] == [False, False, False, False, True, True, False]
    assert (document.source.media_type, document.source.reader) == ("application/rtf", "office")
    assert document.source.bytes == len(RTF)


@needs_office
def test_an_opendocument_text_is_read() -> None:
    assert read_bytes("a.odt", _odt("Kế hoạch giải phóng mặt bằng")).text == "Kế hoạch giải phóng mặt bằng"


WORD_XML = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
<w:p><w:r><w:t>Kế hoạch thu gom rác</w:t></w:r></w:p></w:body></w:wordDocument>"""


@needs_office
def test_the_xml_of_word_2003_is_read() -> None:
    assert read_bytes("kh.doc", WORD_XML.encode()).text == "Kế hoạch thu gom rác"


@needs_office
def test_a_linked_part_is_not_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("MẬT", "utf-8")
    link = f'<text:section-source xlink:href="{secret.as_uri()}" xmlns:xlink="http://www.w3.org/1999/xlink"/>'
    section = f'</text:p><text:section text:name="s">{link}<text:p>như đã lưu</text:p></text:section><text:p>hết'
    assert read_bytes("a.odt", _odt(section)).text == "như đã lưu\nhết"


@needs_office
def test_what_is_no_document_costs_only_itself() -> None:
    with pytest.raises(ReadError) as error:
        office.convert_to_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc", ".doc")
    assert error.value.reason is Reason.DAMAGED
    assert docx.Document(io.BytesIO(office.convert_to_docx(RTF, "b.rtf", ".rtf"))).paragraphs


def _office_process() -> psutil.Process:
    return psutil.Process(office._running[0].process.pid)


@needs_office
def test_a_hang_ends_the_whole_group_and_the_next_file_is_read() -> None:
    office.convert_to_docx(RTF, "a.rtf", ".rtf")
    hung = _office_process()
    folder = office._running[0].folder
    hung.suspend()  # answers no more
    begin = time.monotonic()
    with pytest.raises(ReadError) as error:
        office.convert_to_docx(RTF, "b.rtf", ".rtf", seconds=1)
    assert error.value.reason is Reason.TOO_SLOW
    assert time.monotonic() - begin < 10
    assert not hung.is_running()
    assert not folder.exists()
    assert office.convert_to_docx(RTF, "c.rtf", ".rtf")
    assert _office_process() != hung


@needs_office
def test_a_crash_is_tried_once_more_in_a_fresh_process() -> None:
    office.convert_to_docx(RTF, "a.rtf", ".rtf")
    os.kill(_office_process().pid, signal.SIGSEGV)
    assert office.convert_to_docx(RTF, "b.rtf", ".rtf")


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@needs_office
def test_it_ends_with_the_process_that_started_it() -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        office._running.clear()
        office.convert_to_docx(RTF, "a.rtf", ".rtf")
        os.write(writer, f"{_office_process().pid} {office._running[0].folder}".encode())
        os.kill(os.getpid(), signal.SIGKILL)  # no chance to clean up
    os.waitpid(child, 0)
    pid, folder = os.read(reader, 1000).decode().split()
    os.close(reader)
    os.close(writer)
    deadline = time.monotonic() + 30
    while (_lives(int(pid)) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _lives(int(pid))
    assert not Path(folder).exists()


@needs_office
def test_it_sits_behind_closed_doors() -> None:
    """No network where the system can take it away, macros off, and a folder that others cannot look into."""
    office.convert_to_docx(RTF, "a.rtf", ".rtf")
    running = office._running[0]
    settings = (running.folder / "profile" / "user" / "registrymodifications.xcu").read_text("utf-8")
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    assert stat.S_IMODE(running.folder.stat().st_mode) == 0o700
    network = Path(f"/proc/{running.process.pid}/ns/net")
    if network.exists() and Path("/proc/self/ns/user").exists():
        own = Path("/proc/self/ns/net")
        apart = network.readlink() != own.readlink()
        assert apart or not _may_leave_the_network()


def _may_leave_the_network() -> bool:
    child = os.fork()
    if child == 0:
        import ctypes

        os._exit(ctypes.CDLL(None).unshare(0x10000000 | 0x40000000) & 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: None)
    with pytest.raises(ReadError, match="apt-get install libreoffice-writer") as error:
        read_bytes("a.rtf", RTF)
    assert error.value.reason is Reason.MISSING_PART


@needs_shared
def test_without_libreoffice_a_doc_is_read_plainly_with_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    if office.shutil.which("catdoc") is None:
        pytest.skip("catdoc is not installed")
    monkeypatch.setattr(office, "find_program", lambda: None)
    document = read(SHARED / "corpus" / "dev" / "qd-991-vni.doc")
    assert document.source.reader == "catdoc"
    assert [remark.code for remark in document.remarks] == ["plain reading"]
    assert "Quyết định này có hiệu lực kể từ ngày ký" in document.text


# --- real documents --------------------------------------------------------------------------


def _without_feet(transcript: str) -> str:
    """Without its running feet: the transcripts have the codes of page-number fields, which no paper shows."""
    return "\n".join(line for line in transcript.splitlines() if "PAGE" not in line)


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def _character_error_rate(expected: str, text: str) -> float:
    """Edits of one letter over letters; words that only stand elsewhere (columns) count for nothing.

    Letter case is left out: the transcripts keep the codes of `.VnTimeH`, whose small letters are capitals.
    """
    a = clean_line(expected).casefold().split()
    b = clean_line(text).casefold().split()
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    moved = Counter(w for kind, i, j, _, _ in blocks if kind != "equal" for w in a[i:j])
    moved &= Counter(w for kind, _, _, k, m in blocks if kind != "equal" for w in b[k:m])
    errors = 0
    spare = {"a": moved.copy(), "b": moved.copy()}
    for kind, i, j, k, m in blocks:
        if kind == "equal":
            continue
        left = [w for w in a[i:j] if not _take(spare["a"], w)]
        right = [w for w in b[k:m] if not _take(spare["b"], w)]
        errors += _distance(" ".join(left), " ".join(right))
    return errors / len(" ".join(a))


def _take(spare: Counter[str], word: str) -> bool:
    spare[word] -= 1
    return spare[word] >= 0


@needs_office
@needs_shared
@pytest.mark.parametrize("name", ["qd-sua-522-tcvn3.doc", "tt-117-2000-tcvn3-rtf.rtf", "qd-991-vni.doc"])
def test_legacy_documents_against_their_transcripts(name: str) -> None:
    transcript = SHARED / "gold" / "dev" / f"{name.rpartition('.')[0]}.transcript.txt"
    document = read(SHARED / "corpus" / "dev" / name)
    assert _character_error_rate(_without_feet(transcript.read_text("utf-8")), document.text) <= 0.003


def test_the_measure_counts_letters_and_forgives_order() -> None:
    assert _character_error_rate("một hai ba", "một hai ba") == 0
    assert _character_error_rate("một hai ba", "ba một hai") == 0
    assert _character_error_rate("một hai ba", "một hại ba") == pytest.approx(0.1)
