"""The header: letterhead, title block and signature block put together."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.document import Document, Remark
from pipeline.notice import Header
from pipeline.rules import gazetteer
from pipeline.segment.letterhead import read_letterhead
from pipeline.segment.signature import read_signature
from pipeline.vietnamese.spelling import fold

__all__ = ["Front", "read_header"]

_PARTY = re.compile(
    r"^(?:đảng|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|chi bộ|chi ủy|ban chấp hành|ban thường vụ|"
    r"ban tổ chức|ban tuyên giáo|ban dân vận|ủy ban kiểm tra|bộ chính trị|"
    r"ban bí thư|văn phòng (?:đảng|tỉnh|thành|huyện|trung))"
)
_OTHER = re.compile(
    r"mttq|mặt trận|công đoàn|liên đoàn|đoàn thanh niên|hội (?:nông dân|liên hiệp|cựu|phụ nữ|chữ thập)|"
    r"tnhh|cổ phần|công ty|tập đoàn"
)
_UPPER, _LOWER = (gazetteer("fragments")["fragments"][name] for name in ("UPPER", "LOWER"))
_PLACE_NAME = re.compile(
    rf"(?:xã|phường|thị trấn|huyện|quận|thị xã|đặc khu) ({_UPPER}{_LOWER}+(?: {_UPPER}{_LOWER}+){{1,3}})(?!\w)"
)
_REACH = 8000  # characters in which names are looked for
_EXPECTED = {
    "doc_type": "no type",
    "number": "no number",
    "issuer": "no issuer",
    "date": "no date",
    "signatory": "no signatory",
}


@dataclass(frozen=True)
class Front:
    """The header with the lines that bound the body: `first_line <= body < end_line`, annexes from `annex_line`."""

    header: Header
    first_line: int
    end_line: int
    annex_line: int
    remarks: tuple[Remark, ...]


def _known_places(flow: str) -> set[str]:
    """Places that the text itself writes in mixed case: they keep their capitals in a title in capitals."""
    return {match[1] for match in _PLACE_NAME.finditer(flow, 0, _REACH)}


def _system(party_motto: bool, state_motto: bool, bodies: list[str]) -> str:
    """`party` by the motto or the body's name, `other` for the Front, unions and companies, else `state`."""
    names = [fold(body.lower()) for body in bodies]
    if any(_OTHER.search(name) for name in names):
        return "other"
    if party_motto or any(_PARTY.match(name) for name in names):
        return "party"
    return "state" if state_motto or names else "other"


def read_header(document: Document, flow: str, known: Collection[str] = ()) -> Front:
    """All fields of the header, each with its evidence; what is expected and not there is remarked."""
    if not (document.text and document.lines):
        return Front(Header(), 0, 0, 0, ())
    top = read_letterhead(document, flow, {*known, *_known_places(flow)})
    bottom = read_signature(document, flow, top.body_line)
    fields = {**top.fields, **bottom.fields}
    bodies = [fields[name].value for name in ("issuer", "parent") if name in fields]
    header = replace(
        Header(**fields),  # type: ignore[arg-type]  # the names of single fields only
        recipients=bottom.recipients,
        addressees=top.addressees,
        other_signers=bottom.other_signers,
        marks=top.marks,
        system=_system(top.party, top.state, bodies),
    )
    remarks = [*top.remarks, *bottom.remarks]
    known_codes = {remark.code for remark in remarks}
    for name, code in _EXPECTED.items():
        if name not in fields and code not in known_codes and f"blank {name}" not in known_codes:
            remarks.append(Remark(code, f"the header has no {name.replace('_', ' ')}"))
    return Front(header, top.body_line, max(top.body_line, bottom.first_line), bottom.end_line, tuple(remarks))
