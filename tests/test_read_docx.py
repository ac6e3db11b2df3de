"""DOCX: what the paper shows is in the text, what it does not show is not."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from of_word import docx_of, level, numbered, p, r, table

from pipeline.document import Document
from pipeline.errors import ReadError, Reason
from pipeline.ingest import read_bytes
from pipeline.ingest.docx_properties import NUMBER, parse


def _read(body: str, **parts: str) -> Document:
    return read_bytes("made.docx", docx_of(body, **parts))


def _lines(body: str, **parts: str) -> list[str]:
    return _read(body, **parts).text.split("\n")


def _numbering(*levels: str, num: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>' + (
        num or '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )


NESTED = (level(0, "%1-", "upperRoman"), level(1, "%2."), level(2, "%2.%3."), level(3, "%4)", "lowerLetter"))

NUMBERS = [
    ("roman, decimal, compound, letter", _numbering(*NESTED), [(1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 3), (1, 0)],
     ["I- x", "1. x", "1.1. x", "1.2. x", "a) x", "b) x", "II- x"]),
    ("a lower level begins again under the next upper one", _numbering(*NESTED), [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
     ["I- x", "1. x", "2. x", "II- x", "1. x"]),
    ("a start value", _numbering(level(0, "Điều %1.", start=5)), [(1, 0), (1, 0)], ["Điều 5. x", "Điều 6. x"]),
    ("never begins again", _numbering(level(0, "Chương %1", "upperRoman"), level(1, "Điều %2.", more='<w:lvlRestart w:val="0"/>')),
     [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["Chương I x", "Điều 1. x", "Điều 2. x", "Chương II x", "Điều 3. x"]),
    ("after z comes aa", _numbering(level(0, "%1)", "lowerLetter", start=26)), [(1, 0), (1, 0)], ["z) x", "aa) x"]),
    ("letters are Word's: after d comes e", _numbering(level(0, "%1)", "lowerLetter", start=4)), [(1, 0), (1, 0)], ["d) x", "e) x"]),
    ("legal form writes romans as decimals", _numbering(level(0, "%1.", "upperRoman"), level(1, "%1.%2.", more="<w:isLgl/>")),
     [(1, 0), (1, 1)], ["I. x", "1.1. x"]),
    ("nothing after the number", _numbering(level(0, "(%1)", more='<w:suff w:val="nothing"/>')), [(1, 0)], ["(1)x"]),
    ("a zero before one digit", _numbering(level(0, "%1.", "decimalZero", start=9)), [(1, 0), (1, 0)], ["09. x", "10. x"]),
    ("a dash is a bullet", _numbering(level(0, "-", "bullet")), [(1, 0), (1, 0)], ["- x", "- x"]),
    ("Symbol's dot is a dot", _numbering(level(0, "\uf0b7", "bullet")), [(1, 0)], ["• x"]),
    ("lists of one definition count on", _numbering(level(0, "%1."), num='<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
     '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'), [(1, 0), (2, 0)], ["1. x", "2. x"]),
    ("a list with a start of its own begins again", _numbering(level(0, "%1."), num='<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
     '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'),
     [(1, 0), (2, 0), (2, 0)], ["1. x", "1. x", "2. x"]),
    ("a list may write a level its own way", _numbering(level(0, "%1."), num='<w:num w:numId="1"><w:abstractNumId w:val="7"/>'
     f'<w:lvlOverride w:ilvl="0">{level(0, "Bước %1:")}</w:lvlOverride></w:num>'), [(1, 0)], ["Bước 1: x"]),
    ("number 0 is no number", _numbering(level(0, "%1.")), [(0, 0)], ["x"]),
    ("a list that is not there", _numbering(level(0, "%1.")), [(9, 0)], ["x"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("numbering", "paragraphs", "expected"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS]
)
def test_visible_numbers(numbering: str, paragraphs: list[tuple[int, int]], expected: list[str]) -> None:
    body = "".join(numbered("x", num, depth) for num, depth in paragraphs)
    assert _lines(body, numbering=numbering) == expected


def test_numbering_comes_through_styles_and_what_they_are_based_on() -> None:
    numbering = _numbering(
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Dieu"/><w:lvlText w:val="Điều %1."/></w:lvl>',
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Khoan"/><w:lvlText w:val="%2."/></w:lvl>',
    )
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Dieu">{in_list}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="Khoan">{in_list}</w:style>'
        '<w:style w:type="paragraph" w:styleId="KhoanDam"><w:basedOn w:val="Khoan"/></w:style>'
    )
    body = "".join(
        p("x", f'<w:pStyle w:val="{style}"/>{more}')
        for style, more in (
            ("Dieu", ""),
            ("Khoan", ""),
            ("KhoanDam", ""),
            ("Khoan", '<w:numPr><w:numId w:val="0"/></w:numPr>'),  # the paragraph takes itself out of the list
            ("Dieu", ""),
        )
    )
    assert _lines(body, numbering=numbering, styles=styles) == ["Điều 1. x", "1. x", "2. x", "x", "Điều 2. x"]


RAISED = '<w:vertAlign w:val="superscript"/>'
SHOWN = '<w:vanish w:val="0"/>'

TEXTS = [
    ("a non-breaking hyphen", "<w:p><w:r><w:t>Nghị quyết 68</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t></w:r></w:p>", ["Nghị quyết 68-NQ/TW"]),
    ("an insertion stays, a deletion goes", f"<w:p>{r('thu ')}<w:ins>{r('6.200')}</w:ins><w:del><w:r><w:delText>5.000</w:delText></w:r></w:del>{r(' triệu')}</w:p>",
     ["thu 6.200 triệu"]),
    ("what was moved is where it went", f"<w:p>{r('a ')}<w:moveTo>{r('b')}</w:moveTo></w:p><w:p>{r('c')}<w:moveFrom>{r(' b')}</w:moveFrom></w:p>", ["a b", "c"]),
    ("a deleted paragraph mark joins two paragraphs", f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('Ban ')}</w:p>{p('Thường vụ')}", ["Ban Thường vụ"]),
    ("hidden text goes", f"<w:p>{r('thấy')}{r(' không thấy', '<w:vanish/>')}</w:p>", ["thấy"]),
    ("hidden switched off again", f"<w:p>{r('thấy', SHOWN)}</w:p>", ["thấy"]),
    ("a content control", f"<w:sdt><w:sdtContent>{p('Số: 12/TB')}</w:sdtContent></w:sdt>", ["Số: 12/TB"]),
    ("a content control within a line", f"<w:p>{r('ngày ')}<w:sdt><w:sdtContent>{r('04')}</w:sdtContent></w:sdt>{r('/5')}</w:p>", ["ngày 04/5"]),
    ("a hyperlink and a smart tag", f"<w:p><w:hyperlink>{r('Luật')}</w:hyperlink><w:smartTag>{r(' Đất đai')}</w:smartTag></w:p>", ["Luật Đất đai"]),
    ("a field's result without its code", ("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
     f"<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{r('trang 3')}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"), ["trang 3"]),
    ("a simple field", f"<w:p><w:fldSimple w:instr=\"DATE\">{r('04/5/2025')}</w:fldSimple></w:p>", ["04/5/2025"]),
    ("a soft break is a line", "<w:p><w:r><w:t>SỞ TÀI CHÍNH</w:t><w:br/><w:t>-------</w:t></w:r></w:p>", ["SỞ TÀI CHÍNH", "-------"]),
    ("a tab is a space", "<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Mục đích</w:t></w:r></w:p>", ["1. Mục đích"]),
    ("a symbol", '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t xml:space="preserve"> 5%</w:t></w:r></w:p>', ["≥ 5%"]),
    ("a soft hyphen prints nothing", "<w:p><w:r><w:t>nhân</w:t><w:softHyphen/><w:t> dân</w:t></w:r></w:p>", ["nhân dân"]),
    ("a note's mark typed by hand goes", f"<w:p>{r('có hiệu lực')}{r('3', RAISED)}{r(' từ')}</w:p>", ["có hiệu lực từ"]),
    ("a unit's raised digit stays", f"<w:p>{r('120 km')}{r('2', RAISED)}</w:p>", ["120 km2"]),
    ("one of two alternatives", ("<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>"
     f"{p('MẬT')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('MẬT')}"
     "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"), ["MẬT"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_text_is_what_the_paper_shows(body: str, expected: list[str]) -> None:
    assert _lines(body + p("cuối"))[:-1] == expected


def test_letterhead_is_read_column_by_column() -> None:
    body = table(
        ("UBND TỈNH BẮC SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("SỞ Y TẾ", "Độc lập - Tự do - Hạnh phúc"),
        ("Số: 12/BC-SYT", "Bắc Sơn, ngày 04 tháng 5 năm 2025"),
    ) + p("BÁO CÁO")
    assert _lines(body) == [
        "UBND TỈNH BẮC SƠN",
        "SỞ Y TẾ",
        "Số: 12/BC-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bắc Sơn, ngày 04 tháng 5 năm 2025",
        "BÁO CÁO",
    ]


def test_letterhead_set_by_tabs_is_read_column_by_column() -> None:
    tab = "</w:t><w:tab/><w:tab/><w:t>"
    body = "".join(
        map(
            p,
            (
                f"ĐẢNG ỦY XÃ TÂN HÒA{tab}ĐẢNG CỘNG SẢN VIỆT NAM",
                f"*{tab}",
                f"Số 05-TB/ĐU{tab}Tân Hòa, ngày 04 tháng 5 năm 2025",
                "THÔNG BÁO",
            ),
        )
    )
    assert _lines(body)[:2] + _lines(body)[-3:] == [
        "ĐẢNG ỦY XÃ TÂN HÒA",
        "*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Tân Hòa, ngày 04 tháng 5 năm 2025",
        "THÔNG BÁO",
    ]


def test_signature_block_is_read_column_by_column() -> None:
    body = p("Nội dung./.") + table(
        ("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"), ("", "Lê Văn Bình")
    )
    assert _lines(body)[1:] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn Bình"]


def test_data_table_keeps_its_rows_and_says_its_cells() -> None:
    document = _read(
        p("Kết quả")
        + table(("STT", "Nội dung"), ("1", "Thu ngân sách\nnăm 2025"), ("2", table(("a", "b")) + p("")), rules=True)
    )
    cells = [
        (line.span.of(document.text), line.cell and (line.cell.row, line.cell.column)) for line in document.lines[1:]
    ]
    assert cells == [
        ("STT", (0, 0)),
        ("Nội dung", (0, 1)),
        ("1", (1, 0)),
        ("Thu ngân sách", (1, 1)),
        ("năm 2025", (1, 1)),
        ("2", (2, 0)),
        ("a", (0, 0)),
        ("b", (0, 1)),
    ]
    assert {line.cell.table for line in document.lines if line.cell} == {0, 1}


def test_merged_cell_is_read_once() -> None:
    merge = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr>{}</w:tc>'
    body = (
        f"<w:tbl><w:tr>{merge.format('restart', p('I'))}<w:tc>{p('a')}</w:tc></w:tr>"
        f"<w:tr>{merge.format('continue', p(''))}<w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    )
    assert _lines(p("x") + body) == ["x", "I", "a", "b"]


def test_text_box_of_the_letterhead_stands_before_the_text() -> None:
    def box(text: str, offset: int) -> str:
        return (
            '<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="page">'
            f"<wp:posOffset>{offset}</wp:posOffset></wp:positionH><a:graphic><wps:txbx><w:txbxContent>{p(text)}"
            "</w:txbxContent></wps:txbx></a:graphic></wp:anchor></w:drawing></w:r>"
        )

    body = f"<w:p>{box('ĐẢNG CỘNG SẢN VIỆT NAM', 4_000_000)}{box('ĐẢNG ỦY XÃ', 100_000)}</w:p>{p('THÔNG BÁO')}"
    document = _read(body)
    assert document.text.split("\n") == ["ĐẢNG ỦY XÃ", "ĐẢNG CỘNG SẢN VIỆT NAM", "THÔNG BÁO"]
    assert [line.role for line in document.lines] == ["text box", "text box", "body"]


def test_footnote_follows_its_paragraph_and_says_so() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Văn bản số 9/UBND-KT ngày 02/3/2025.")}</w:footnote>'
    )
    document = _read(
        f'<w:p>{r("Theo chỉ đạo")}<w:r><w:footnoteReference w:id="2"/></w:r>{r(" của tỉnh.")}</w:p>{p("Sau.")}',
        footnotes=notes,
    )
    assert [(line.role, line.span.of(document.text)) for line in document.lines] == [
        ("body", "Theo chỉ đạo của tỉnh."),
        ("footnote", "Văn bản số 9/UBND-KT ngày 02/3/2025."),
        ("body", "Sau."),
    ]


def test_running_head_and_page_number_are_set_aside() -> None:
    document = _read(p("Nội dung"), header=p("Dự thảo lần 2"), footer=p("3"))
    assert document.text == "Nội dung"
    assert sorted((aside.kind, aside.text) for aside in document.asides) == [
        ("page number", "3"),
        ("running head", "Dự thảo lần 2"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("a") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + p("b"), [1, 2]),
        (p("a") + p("b", "<w:pageBreakBefore/>"), [1, 2]),
        (p("a", "<w:sectPr/>") + p("b"), [1, 2]),
        (p("a", '<w:sectPr><w:type w:val="continuous"/></w:sectPr>') + p("b"), [1, 1]),
        # where Word left marks of the pages it printed, they alone count
        (
            p("a") + '<w:p><w:r><w:br w:type="page"/></w:r><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>',
            [1, 2],
        ),
    ],
)
def test_pages(body: str, expected: list[int]) -> None:
    document = _read(body)
    assert [line.page for line in document.lines] == expected
    assert [page.number for page in document.pages] == sorted(set(expected))


def test_style_comes_through_styles() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="Ten"><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="TenNghieng"><w:basedOn w:val="Ten"/><w:rPr><w:i/></w:rPr></w:style>'
    )
    document = _read(
        p("THÔNG BÁO", '<w:pStyle w:val="TenNghieng"/>')
        + p("thường", '<w:pStyle w:val="Ten"/><w:ind w:firstLine="720"/>', '<w:b w:val="0"/><w:sz w:val="26"/>'),
        styles=styles,
    )
    first, second = (line.style for line in document.lines)
    assert (first.bold, first.italic, first.size, first.align) == (True, True, 14.0, "center")
    assert (second.bold, second.size, second.indent) == (False, 13.0, 36.0)


@pytest.mark.parametrize(
    "body",
    [
        p("chữ", '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="y"/></w:numPr>'),
        p("chữ", '<w:ind w:left="nhiều"/><w:pStyle w:val="không có"/>'),
        numbered("chữ", 1, 12),
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="hai"/></w:tcPr>{p("chữ")}</w:tc></w:tr></w:tbl>',
        '<w:p><w:r><w:sym w:char="D800"/><w:t>chữ</w:t></w:r></w:p>',
        '<w:p><w:r><w:t>chữ</w:t><w:footnoteReference w:id="9"/></w:r></w:p>',
    ],
)
def test_nonsense_in_the_markup_costs_nothing_but_itself(body: str) -> None:
    assert _lines(body, numbering=_numbering(level(0, "%1."), level(12, "%1."))) == ["chữ"]


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    notes = f'<w:footnote w:id="2"><w:p>{r("chú thích")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>'
    body = f'<w:p>{r("chữ")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert _lines(body, footnotes=notes) == ["chữ", "chú thích"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx_of(p("x"))[:300], Reason.DAMAGED),
        (docx_of("<w:p><w:r>"), Reason.DAMAGED),
        (docx_of(p("")), Reason.NO_TEXT),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: Reason) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("hong.docx", data)
    assert caught.value.reason is reason
    assert "hong.docx" in str(caught.value)


def _repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """The package with every part's name and bytes as `change` gives them, without those for which it gives none."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            changed = change(name, before.read(name))
            if changed is not None:
                after.writestr(*changed)
    return buffer.getvalue()


def _strict(name: str, data: bytes) -> tuple[str, bytes]:
    """A part in the strict form of the format, as Word saves it when asked to."""
    data = data.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    relationships = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return name, data.replace(relationships, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


@pytest.mark.parametrize(
    "change",
    [
        _strict,
        lambda name, data: (name.replace("/", "\\"), data),  # some writers on Windows do so
        lambda name, data: (name.replace("document.xml", "Document.XML"), data),  # names know no capitals
        lambda name, data: None if name == "word/footer.xml" else (name, data),  # its relationship leads nowhere
        lambda name, data: (name, data.replace(b'Target="', b'Target="./')),
        lambda name, data: (name, data.replace(b"<w:t ", b"<!-- nh\xc3\xa1p --><w:t ")),
    ],
)
def test_packages_of_other_writers_are_read(change: Callable[[str, bytes], tuple[str, bytes] | None]) -> None:
    whole = docx_of(
        p("Kính gửi:", run="<w:b/>") + numbered("Sửa đường", 1),
        numbering=f'<w:abstractNum w:abstractNumId="0">{level(0, "Điều %1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        footer=p("Trang 1"),
    )
    document = read_bytes("khac.docx", _repacked(whole, change))
    assert document.text == "Kính gửi:\nĐiều 1. Sửa đường"
    assert document.lines[0].style.bold


def test_the_format_of_a_run_is_its_own_however_many_look_like_it() -> None:
    size = '<w:sz w:val="{}"/>'
    runs = [
        ("Một ", "<w:b/>" + size.format(26)),
        ("hai ", size.format(26)),
        ("ba", '<w:b w:val="0"/>' + size.format(30)),
    ]
    body = "".join(p(text, run=run) for text, run in runs * 2)
    assert [(line.style.bold, line.style.size) for line in read_bytes("a.docx", docx_of(body)).lines] == [
        (True, 13.0),
        (False, 13.0),
        (False, 15.0),
    ] * 2


BOLD, PLAIN, CENTRED = "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:i/></w:rPr>", '<w:pPr><w:jc w:val="center"/></w:pPr>'

# Where properties stand in the XML, with text, whether it is bold, and how it is aligned.
PLACES = [
    ("attributes of Word's own", f'<w:p w:rsidR="1">{CENTRED}<w:r w:rsidR="2">{BOLD}<w:t>A</w:t></w:r></w:p>', [("A", True, "center")]),
    ("what is alike is alike in each", (f"<w:p>{CENTRED}<w:r>{BOLD}<w:t>A</w:t></w:r></w:p><w:p><w:r>{BOLD}<w:t>B</w:t></w:r></w:p>"
     f"<w:p>{CENTRED}<w:r><w:t>C</w:t></w:r></w:p>"), [("A", True, "center"), ("B", True, "left"), ("C", False, "center")]),
    ("a paragraph before its properties were changed", ('<w:p><w:pPr><w:jc w:val="center"/><w:rPr><w:b/></w:rPr><w:pPrChange w:id="1">'
     f'<w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange></w:pPr><w:r>{BOLD}<w:t>A</w:t></w:r></w:p>'), [("A", True, "center")]),
    ("a run before its properties were changed", ("<w:p><w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>A</w:t></w:r>"
     f"</w:p><w:p><w:r>{PLAIN}<w:t>B</w:t></w:r></w:p>"), [("A", True, "left"), ("B", False, "left")]),
    ("an empty element before others", f'<w:p w:rsidR="1"/><w:p><w:r w:rsidR="1"/><w:r>{BOLD}<w:t>A</w:t></w:r></w:p>', [("A", True, "left")]),
    ("an end that was deleted", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>A</w:t></w:r></w:p><w:p><w:r><w:t>B</w:t></w:r></w:p>",
     [("AB", False, "left")]),
    ("a comment that holds some", f"<w:p><!-- <w:p>{CENTRED} --><w:r>{BOLD}<w:t>A</w:t></w:r></w:p>", [("A", True, "left")]),
    ("text that only looks like some", f"<w:p><w:r>{PLAIN}<w:t><![CDATA[<w:r>{BOLD}]]></w:t></w:r></w:p>",
     [("<w:r><w:rPr><w:b/></w:rPr>", False, "left")]),
    ("an attribute that holds a bracket", f'<w:p a="x>"><w:r a=">">{BOLD}<w:t>A</w:t></w:r></w:p>', [("A", True, "left")]),
    ("a number where the reader leaves its own", f'<w:p number="0"><w:r number="x">{BOLD}<w:t>A</w:t></w:r></w:p>', [("A", True, "left")]),
    ("a number in XML that is read as it is", ('<w:p number="0" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
     f'<w:r number="x">{BOLD}<w:t>A</w:t></w:r></w:p>'), [("A", True, "left")]),
    ("the cells of merged columns", ('<w:tbl><w:tr><w:tc w:id="1"><w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders><w:gridSpan w:val="2"/>'
     f"</w:tcPr><w:p><w:r>{BOLD}<w:t>A</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"), [("A", True, "left")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_properties_hold_where_they_stand(body: str, expected: list[tuple[str, bool, str]]) -> None:
    def with_other_prefix(name: str, data: bytes) -> tuple[str, bytes]:  # then the XML is parsed as it is
        for before, after in ((b"<w:", b"<x:"), (b"</w:", b"</x:"), (b" w:", b" x:"), (b"xmlns:w=", b"xmlns:x=")):
            data = data if b"CDATA" in data else data.replace(before, after)
        return name, data

    whole = docx_of(body)
    for data in (whole, _repacked(whole, with_other_prefix)):
        lines = read_bytes("a.docx", data).lines
        assert [(line.style.bold, line.style.align) for line in lines] == [row[1:] for row in expected]
    assert read_bytes("a.docx", whole).text == "\n".join(text for text, _, _ in expected)


@pytest.mark.parametrize("piece", ["<!--", "<w:p><w:pPr>", "<w:r><w:rPr><w:tc><w:tcPr>", '<w:p a="', "<w:b/>"])
def test_damage_is_told_in_time_however_often_it_comes(piece: str) -> None:
    start = time.process_time()
    with pytest.raises(ReadError):
        read_bytes("a.docx", docx_of(piece * 20_000))
    assert time.process_time() - start < 2


def test_properties_that_are_alike_are_parsed_once() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(p("A", run="<w:b/>") + p("B") + p("C", run="<w:b/>")))) as archive:
        root, properties = parse(archive.read("word/document.xml"))
    first, second, third = root[0]
    assert [first[0].get(NUMBER), third[0].get(NUMBER)] == [first[0].get(NUMBER)] * 2 != [second[0].get(NUMBER)] * 2
    assert [child.tag.rpartition("}")[2] for child in properties[first[0].get(NUMBER, "")]] == ["b"]
    assert len(properties) == 3


def test_a_legacy_font_in_a_style_that_nothing_uses_changes_nothing() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:style>'
    body = p("Ch¬ng tr×nh", '<w:pStyle w:val="cu"/>') + p("5 ÷ 10 m")
    used, unused = (read_bytes("a.docx", docx_of(body, styles=style.format(name))) for name in ("cu", "khac"))
    assert used.text.startswith("Chơng trình")
    assert [remark.code for remark in used.remarks] == ["legacy encoding"]
    assert unused.text == "Ch¬ng tr×nh\n5 ÷ 10 m"


_NEW_FONT = '<w:rFonts w:hAnsi="Times New Roman"/>'


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (r("thâm niên 5 năm", _NEW_FONT) + r("; m"), "thâm niên 5 năm; m"),  # ASCII is the same in both
        (r("®Çu t", _NEW_FONT) + r(" 5"), "®Çu t 5"),  # by its font it is no TCVN3
        (r("thâm niên ", _NEW_FONT) + r("c«ng t¸c"), "thâm niên công tác"),
        (r("thâm niên ", _NEW_FONT) + f"<w:r>{'<w:softHyphen/>'}<w:t>íc</w:t></w:r>", "thâm niên ước"),
        (r("Sè ", '<w:rFonts w:hAnsi=".VnTime"/>') + r("ub", '<w:rFonts w:hAnsi=".VnTimeH"/>'), "Số UB"),
    ],
)
def test_the_font_of_a_style_counts_where_a_run_names_none(runs: str, expected: str) -> None:
    default = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:style>'
    )
    assert _read(f"<w:p>{runs}</w:p>", styles=default).text == expected


def test_a_letterhead_in_the_head_of_the_page_is_text() -> None:
    head = table(
        ("UBND XÃ HÒA BÌNH\nSố: 12/TB-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")
    )
    document = _read(p("THÔNG BÁO"), header=head, footer=p("Trang 1"))
    assert document.text.split("\n") == [
        *("UBND XÃ HÒA BÌNH", "Số: 12/TB-UBND"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "THÔNG BÁO"),
    ]
    assert [aside.text for aside in document.asides] == ["Trang 1"]
