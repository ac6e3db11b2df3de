"""Archives, mails and pages: every member a document with its path, every failure with its reason."""

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import py7zr
import pytest

from pipeline.document import Cell, Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest import read, read_bytes
from pipeline.ingest.containers import members, read_all
from pipeline.ingest.detect import detect
from pipeline.ingest.limits import Limits

NOTICE = "THÔNG BÁO\nKết luận của đồng chí Bí thư Đảng ủy xã"


def _zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def _seven_zip(files: Sequence[tuple[str, bytes]], password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as archive:
        for name, data in files:
            archive.writestr(data, name)
    return buffer.getvalue()


def _mail(text: str, attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "van-thu@example.vn", "a@example.vn", "Gửi thông báo"
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def _outcomes(path: Path, limits: Limits = Limits()) -> list[tuple[str, str]]:  # noqa: B008
    """Each member's name, and its first line or the reason why there is none."""
    return [
        (outcome.name, str(outcome.reason))
        if isinstance(outcome, ReadError)
        else (outcome.source.name, outcome.text.partition("\n")[0])
        for outcome in read_all(path, limits)
    ]


@pytest.mark.parametrize("pack", [_zip, _seven_zip])
def test_each_member_is_a_document(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    path = tmp_path / "thang-9"
    path.write_bytes(
        pack(
            [
                ("xã A/tb-12.txt", NOTICE.encode()),
                ("trống.txt", b""),
                ("__MACOSX/._tb-12.txt", b"\x00\x05\x16"),
                ("thư.eml", _mail("Kính gửi văn phòng", [("kế hoạch.txt", "KẾ HOẠCH".encode())])),
                ("trong.zip", _zip([("b.txt", "BÁO CÁO".encode()), ("lạ.bin", b"\x7fELF\x02\x01")])),
            ]
        )
    )
    assert sorted(_outcomes(path)) == [
        ("thang-9/thư.eml", "Gửi thông báo"),
        ("thang-9/thư.eml/kế hoạch.txt", "KẾ HOẠCH"),
        ("thang-9/trong.zip/b.txt", "BÁO CÁO"),
        ("thang-9/trong.zip/lạ.bin", "unknown format"),
        ("thang-9/trống.txt", "empty"),
        ("thang-9/xã A/tb-12.txt", "THÔNG BÁO"),
    ]


def test_a_plain_file_is_its_own_only_member(tmp_path: Path) -> None:
    (tmp_path / "tb.txt").write_text(NOTICE, "utf-8")
    assert _outcomes(tmp_path / "tb.txt") == [("tb.txt", "THÔNG BÁO")]
    assert _outcomes(tmp_path / "none.txt") == [("none.txt", "not found")]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("../../etc/cron.d/x.txt", "a.zip/etc/cron.d/x.txt"),
        ("/root/x.txt", "a.zip/root/x.txt"),
        ("..\\x.txt", "a.zip/x.txt"),
        ("a/./b//x.txt", "a.zip/a/b/x.txt"),
    ],
)
def test_a_name_points_nowhere(inside: str, expected: str) -> None:
    assert [member.name for member in members("a.zip", _zip([(inside, b"x")]))] == [expected]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_seven_zip([("a.txt", b"secret")], password="x"), Reason.ENCRYPTED),
        (_zip([("a.txt", b"text")])[:-30], Reason.DAMAGED),
        (_seven_zip([("a.txt", b"text")])[:-20], Reason.DAMAGED),
        (_zip([("big.txt", b"\0" * 3_000_000)]), Reason.TOO_LARGE),
        (_seven_zip([("big.txt", b"\0" * 3_000_000)]), Reason.TOO_LARGE),
        (_zip([(f"{n}.txt", b"x") for n in range(60)]), Reason.TOO_LARGE),
        (_zip([("1.zip", _zip([("2.zip", _zip([("3.zip", _zip([("a.txt", b"x")]))]))]))]), Reason.TOO_LARGE),
    ],
)
def test_what_cannot_be_opened_says_why(tmp_path: Path, data: bytes, reason: Reason) -> None:
    (tmp_path / "a").write_bytes(data)
    outcomes = list(read_all(tmp_path / "a", Limits(inflated_bytes=1 << 20, members=50, depth=3)))
    assert isinstance(outcomes[-1], ReadError)
    assert outcomes[-1].reason is reason


def test_one_locked_member_does_not_cost_the_others() -> None:
    data = bytearray(_zip([("a.txt", b"abc"), ("b.txt", b"xyz")]))
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(signature) + flags] |= 1  # the encryption bit of a.txt
    found = list(members("a.zip", bytes(data)))
    assert isinstance(found[0], ReadError)
    assert found[0].reason is Reason.ENCRYPTED
    assert [member.name for member in found[1:]] == ["a.zip/b.txt"]


def test_reading_an_archive_as_one_document_says_what_to_do() -> None:
    with pytest.raises(ReadError, match=r"a\.zip: unknown format: an archive of files"):
        read_bytes("a.zip", _zip([("a.txt", b"x")]))


PAGE = """<html><head><meta charset="{charset}"><title>Cổng thông tin</title>
<style><!-- p.MsoNormal {{font-family:"{font}"}} --></style><script>var a = "không đọc";</script></head><body>
<table><tr><td>ỦY BAN NHÂN DÂN</td><td><b>CỘNG HÒA XÃ HỘI</b></td></tr></table>
<p class=MsoNormal align=center>{body}</p><p style="display:none">ẩn</p><p>hạn <del>tháng 9</del><ins>tháng 10</ins></p>
<ol type=a start=2><li>Giao Văn phòng<li>Giao Sở Tài chính<ul><li>theo dõi</ul></ol>
<p>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</p></body></html>"""


def _shown(document: Document) -> list[str]:
    return [line.span.of(document.text) for line in document.lines]


def test_a_page_gives_its_visible_text() -> None:
    page = PAGE.format(charset="utf-8", font="Times New Roman", body="Quyết định về <b>việc\ngiao</b> đất")
    document = read_bytes("qd.doc", page.encode())
    assert _shown(document) == [
        *("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI", "Quyết định về việc giao đất", "hạn tháng 10"),
        *("b. Giao Văn phòng", "c. Giao Sở Tài chính", "• theo dõi", "Nơi nhận:", "- Như trên;", "- Lưu: VT."),
    ]
    assert [line.cell for line in document.lines[:3]] == [Cell(0, 0, 0), Cell(0, 0, 1), None]
    assert document.lines[2].style.align == "center"
    assert document.lines[1].style.bold
    assert document.source.media_type == "text/html"


def test_an_old_page_is_decoded_by_its_style_sheet() -> None:
    page = PAGE.format(charset="windows-1252", font=".VnTimeH", body="QuyÕt ®Þnh cña Uû ban t\xadØnh")
    old = page.replace("Cổng", "Cong").encode("cp1252", "xmlcharrefreplace")
    assert "QUYẾT ĐỊNH CỦA UỶ BAN TƯỈNH" in _shown(read_bytes("a.htm", old))


def test_a_saved_page_is_read() -> None:
    saved = (
        b'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><p>Ngh=E1=BB=8B quy=E1=BA=BFt</p></body></html>\r\n--b--\r\n"
    )
    assert detect("tb.doc", saved) == "multipart/related"
    assert read_bytes("tb.doc", saved).text == "Nghị quyết"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b"\xef\xbb\xbf<html>", "text/html"),
        ("\ufeff<html><body>".encode("utf-16-le"), "text/html"),
        (b'<?xml version="1.0"?>\n<!-- a --><html xmlns="x">', "text/html"),
        ("Điều 1. <b> là ký hiệu".encode(), "text/plain"),
        (b"{\\rtf1\\ansi x}", "application/rtf"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><x/>', "application/vnd.ms-word.xml"),
        (_mail("x"), "message/rfc822"),
        ("Số: 12/TB\nNgày: 3/4\n".encode(), "text/plain"),
        (b"To: all\nNote: this is text\n", "text/plain"),
        (_zip([("a.txt", b"x")]), "application/zip"),
        (_zip([("mimetype", b"application/vnd.oasis.opendocument.text")]), "application/vnd.oasis.opendocument.text"),
        (_seven_zip([("a.txt", b"x")]), "application/x-7z-compressed"),
    ],
)
def test_a_kind_is_told_by_content(data: bytes, expected: str) -> None:
    assert detect("name.says.nothing", data) == expected


def test_xml_of_another_kind_is_not_read_as_text() -> None:
    with pytest.raises(ReadError, match="unknown format"):
        detect("a.xml", b'<?xml version="1.0"?><invoice><line>1</line></invoice>')


def test_a_mail_in_a_mail_is_a_document_of_its_own(tmp_path: Path) -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@example.vn", "b@example.vn", "Chuyển tiếp"
    outer.set_content("Xem thư kèm")
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "c@example.vn", "a@example.vn", "Báo cáo"
    inner.set_content("Kính gửi")
    inner.add_attachment(NOTICE.encode(), maintype="text", subtype="plain", filename="tb.txt")
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    assert _outcomes(tmp_path / "a.eml") == [
        ("a.eml", "Chuyển tiếp"),
        ("a.eml/3.eml", "Báo cáo"),
        ("a.eml/3.eml/tb.txt", "THÔNG BÁO"),
    ]


def test_a_mail_is_read_and_its_attachments_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(_mail("Kính gửi các đồng chí", [("tb.txt", NOTICE.encode())]))
    assert read(path).text == "Gửi thông báo\nKính gửi các đồng chí"
    assert _outcomes(path)[1] == ("a.eml/tb.txt", "THÔNG BÁO")
