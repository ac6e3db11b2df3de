"""Signature blocks with stamp and pen across the print: what can only be one thing is read, nothing is made up."""

from collections.abc import Sequence

import pytest
from of_scan import as_png, centred, font, page, texts
from PIL import ImageDraw

from pipeline.ingest import read_bytes
from pipeline.ingest.ocr import OcrLine, OcrWord
from pipeline.ingest.ocr_models import BEST, FAST, installed
from pipeline.ingest.signer import is_settled, names_in

needs_ocr = pytest.mark.skipif(
    not (installed(BEST) and installed(FAST)), reason="python -m pipeline.ingest.ocr_models install"
)


def stamped(positions: Sequence[str], name: str, step: int, stamp: int) -> bytes:
    """A page whose signature block is crossed by a round black stamp at `stamp` and by a pen; lines `step` apart."""
    image = page()
    draw = ImageDraw.Draw(image)
    draw.rectangle((840, 1000, 1500, 1400), fill="white")
    for row, text in enumerate(positions):
        centred(draw, 1120, 1010 + step * row, text, bold=True)
    centred(draw, 1120, 1290, name, bold=True)
    for radius in (145, 138, 100):
        draw.ellipse((stamp - radius, 1180 - radius, stamp + radius, 1180 + radius), outline="black", width=5)
    draw.text((stamp - 35, 1150), "SỞ", fill="black", font=font(12))
    draw.arc((980, 1100, 1300, 1260), 200, 380, fill="black", width=4)
    return as_png(image)


@needs_ocr
@pytest.mark.parametrize(
    ("positions", "stamp", "repaired"),
    [
        (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], 960, ["PHÓ GIÁM ĐỐC"]),
        (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], 980, ["CHÁNH VĂN PHÒNG"]),
    ],
)
def test_a_position_under_a_stamp_is_read_and_marked(positions: list[str], stamp: int, repaired: list[str]) -> None:
    document = read_bytes("plan.png", stamped(positions, "Lê Thị Thanh Hà", 48, stamp))
    assert texts(document, table=1, column=1)[:2] == positions
    repairs = [repair.span for repair in document.repairs if repair.reason == "signer's position"]
    assert [span.of(document.text) for span in repairs] == repaired
    assert all((document.confidence_of(span) or 1) < 0.6 for span in repairs)


@needs_ocr
def test_what_no_list_can_tell_stays_as_it_was_read() -> None:
    document = read_bytes("plan.png", stamped(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "Lê Thị Thanh Hà", 26, 1000))
    column = texts(document, table=1, column=1)
    assert column[0] == "KT. GIÁM ĐỐC"
    assert not {"GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "QUYỀN GIÁM ĐỐC"} & set(column)  # the ring hides the first word


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("- VPCP: BTCN, PCN Phạm Văn An, Trợ lý", {"Phạm Văn An"}),
        ("đồng chí Lê Thị Thanh Hà, Phó Giám đốc", {"Lê Thị Thanh Hà"}),
        ("Giám đốc Sở Nội vụ", set()),
        ("phường Nguyễn Trãi", set()),  # two words are a street or a ward as often as a person
    ],
)
def test_names_that_a_document_writes(text: str, people: set[str]) -> None:
    assert names_in(text) == people


def reading(text: str, top: int, confidence: float) -> OcrLine:
    words = text.split()
    return OcrLine(
        tuple(OcrWord(word, 90 * at, top, 90 * at + 80, top + 30, confidence) for at, word in enumerate(words))
    )


FOR_WHOM, DEPUTY, CHIEF = ("KT. GIÁM ĐỐC", 20, 0.9), ("PHÓ GIÁM ĐỐC", 65, 0.9), ("GIÁM ĐỐC", 65, 0.9)
NAME = ("Lê Thị Thanh Hà", 290, 0.9)


@pytest.mark.parametrize(
    ("readings", "people", "expected"),
    [
        ([FOR_WHOM, DEPUTY, NAME], [], True),
        ([CHIEF, NAME], [], True),  # a chief signs for himself
        ([DEPUTY, NAME], [], False),  # for whom a deputy signs is open
        ([FOR_WHOM, NAME], [], False),  # so is who it is that signs for the chief
        ([FOR_WHOM, DEPUTY], [], False),
        ([NAME], [], False),
        ([CHIEF, ("Lê Thị Thanh Hà", 290, 0.7)], [], False),  # too unsure
        ([CHIEF, ("Lê Thị Thanh", 290, 0.7), NAME], [], True),  # read again, surer and whole
        ([CHIEF, ("1z Thi Thanh Hà", 290, 0.4)], ["Lê Thị Thanh Hà"], True),  # the document names her
        ([CHIEF, ("1z Thi Thanh Hà", 290, 0.4)], ["Lê Văn Hải"], False),
        ([("Lê Thị Thanh Hà", 5, 0.9), CHIEF], [], False),  # nobody signs over the position
        ([("(Đã ký)", 65, 0.9), NAME], [], False),
        ([], [], False),
    ],
)
def test_what_readings_of_a_signature_leave_open(
    readings: list[tuple[str, int, float]], people: list[str], expected: bool
) -> None:
    assert is_settled([reading(*one) for one in readings], people) is expected
