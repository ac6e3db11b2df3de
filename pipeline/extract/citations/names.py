"""Documents cited by name: `Luật Đất đai năm 2013`, `Điều lệ Đảng`, `Quy chế làm việc của cấp ủy`.

A plan (programme, project of a policy, regulation, master plan) is cited when the words before it
say that it is in force (`triển khai`, `theo`, `đã ban hành`); one that is yet to be drafted
(`xây dựng Kế hoạch ...`) is none.
"""

import re
from bisect import bisect_right
from dataclasses import replace

from pipeline.document import Span
from pipeline.extract.citations.issuers import issuer_at, issuer_before
from pipeline.extract.citations.laws import LAW_DATE, find_laws
from pipeline.extract.citations.mention import Mention, written
from pipeline.extract.citations.numbers import find_shorter
from pipeline.extract.citations.scan import Finds, of_kind
from pipeline.notice import Notice
from pipeline.rules import Rule
from pipeline.vietnamese.dates import parse_date
from pipeline.vietnamese.spelling import loose

__all__ = ["find_named", "without_aliases"]

_FEW_WORDS = 4  # "Đề án sắp xếp, sáp nhập tổ dân phố": a comma after fewer belongs to the title
_LONGEST = 260  # characters that a title may have
_QUOTED = re.compile(r'"[^"\n]{4,220}"')
# "Đề án xóa nhà tạm trên địa bàn tỉnh đến hết năm 2025"
_IN_ITS_AREA = re.compile(
    r"\s+trên\s+địa\s+bàn\s[^,;:.()\n]{2,40}?(?:năm|giai\s+đoạn|thời\s+kỳ)\s+(?:19|20)\d\d(?:\s?-\s?(?:19|20)\d\d)?(?!\d)"
)
_CENTRAL_COMMITTEE = re.compile(r"Ban\s+[Cc]hấp\s+hành\s+Trung\s+ương(?:\s+Đảng)?")
_ISSUED_WITH = re.compile(r",?\s+(?:được\s+)?ban\s+hành\s+(?:kèm\s+)?theo\s+(?:Quyết|Nghị|Thông|Quy)")
_DATED = re.compile(r"(?<=/)(?P<symbol>[^\s,]+),?\s+(?:ngày\s+\d|của\s+[A-ZĐ])")
_OF_ACTION = re.compile(r"Chương\s+trình\s+hành\s+động")
_OWNER = re.compile(r"\scủa\s+")
_ABOUT = re.compile(r"\s+về\s+")
# "Nghị quyết số 5-NQ/TU về phát triển du lịch, Kế hoạch ...": the title of the document before in a list
_TITLED = re.compile(r"\s*(?:[Vv]ề|V/v)\s[^.;:\n]+,\s+")
_EVERY_YEAR = re.compile(r"[Hh][àằ]ng\s+(?:năm|tháng|quý|tuần|ngày)")
# "Đề án tin học hóa (Đề án 112) giai đoạn 2002 - 2005": a short name inside the long one
_ALIAS = re.compile(r"\s*\((?:gọi\s+tắt\s+là\s+)?[^()\n]{3,40}\)\s+(?=(?:năm|giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ)\s)")
_TIME_WORDS = frozenset(["năm", "giai", "đoạn", "thời", "kỳ", "-"])


def _governed(flow: str, start: int, kind: str) -> Rule | None:
    """The rule of this kind that the words right before `start` meet."""
    low = max(0, start - 110)
    return next((rule for rule in of_kind(kind) if rule.pattern.search(flow, low, start)), None)


def _find_fixed(notice: Notice, finds: Finds) -> list[Mention]:
    """Constitution, statutes, resolutions of congresses and sessions: named in one pattern each."""
    flow = notice.flow
    found = []
    for rule, match in finds.get("named", ()):
        if flow.startswith((" các cấp", " cấp trên"), match.end()):
            continue
        name = span = Span(*match.span("name"))
        date = issuer = None
        when = LAW_DATE.match(flow, span.end) if rule.name == "constitution" else None
        if when:
            date, span = parse_date(when["date"], partial=True), Span(span.start, when.end())
        if rule.name == "letter by date":
            body = issuer_before(flow, span.start)
            date, issuer = parse_date(match["date"], partial=True), written(notice, body) if body else None
        if match.groupdict().get("issuer"):
            issuer = written(notice, Span(*match.span("issuer")))
        elif committee := _CENTRAL_COMMITTEE.search(flow, name.start, name.end):
            issuer = written(notice, Span(*committee.span()))
        doc_type = " ".join(match["type"].lower().split())
        found.append(Mention(span, rule.name, doc_type, name=written(notice, name), date=date, issuer=issuer))
    return found


def _title_end(flow: str, start: int, inner: list[Mention]) -> int:
    """Where a title that begins at `start` ends; `inner` are the mentions already known, in order.

    A quoted title ends with its quotation mark; else a title runs up to its period (`năm 2025`,
    `giai đoạn 2026 - 2030`) if no other clause begins before, to the end of a document that it
    names (`Chương trình hành động thực hiện Nghị quyết ...`), or to the first comma or stop word.
    """
    quoted = _QUOTED.match(flow, start)
    if quoted:
        return quoted.end()
    stop = of_kind("title stop")[0].pattern.search(flow, start, start + _LONGEST)
    alias = _ALIAS.match(flow, stop.start()) if stop and stop[0] == "(" else None
    period = of_kind("period")[0].pattern.match(flow, alias.end()) if alias else None
    if period:
        return period.end()
    if stop and stop[0].strip() == "trên địa bàn" and (period := _IN_ITS_AREA.match(flow, stop.start())):
        return period.end()
    limit = stop.start() if stop else min(len(flow), start + _LONGEST)
    nested = next((m.span for m in inner if start < m.span.start < limit), None)
    comma = flow.find(",", start, limit)
    owner = _OWNER.search(flow, start, comma) if comma > 0 else None
    if owner and issuer_at(flow, owner.end()):  # "của Ban Chấp hành, Ban Thường vụ Đảng ủy"
        body = issuer_at(flow, comma + 2)
        if body and body.end <= limit:
            comma = flow.find(",", body.end, limit)
            limit = comma if comma > 0 else limit
            comma = -1
    if nested and nested.start < limit and not 0 <= comma < nested.start:
        ended = of_kind("period")[0].pattern.search(flow, start, nested.start)
        if ended and flow[ended.end() : nested.start].strip() == "và":
            return ended.end()  # "Chương trình khuyến công năm 2024 và Công văn số ...": two citations
        end = _listed_end(flow, nested.end, inner)
        dated = _DATED.search(flow, nested.start, nested.end) if end == nested.end else None
        return (
            dated.end("symbol") if dated else end
        )  # "... thực hiện Nghị quyết số 5-NQ/TW": date and issuer are not its name
    clause = of_kind("next clause")[0].pattern.search(flow, start, limit)
    reach = min(clause.start() if clause else limit, nested.start if nested else limit)
    period = of_kind("period")[0].pattern.search(flow, start, reach)
    if period:
        # Sought within `reach` so that it belongs to this title, matched without it for its tail.
        whole = of_kind("period")[0].pattern.match(flow, period.start())
        return whole.end() if whole else period.end()
    if comma > 0 and flow.startswith("Đề án", start - len("Đề án ")) and len(flow[start:comma].split()) < _FEW_WORDS:
        comma = flow.find(",", comma + 1, limit) if flow[comma + 2 : comma + 3].islower() else comma
    return comma if comma > 0 else limit


def _listed_end(flow: str, end: int, inner: list[Mention]) -> int:
    """The end of a list of documents whose first member ends at `end`: "Luật A, Luật B"."""
    for mention in inner:
        if mention.span.start > end and flow[end : mention.span.start].strip() in (",", "và"):
            end = mention.span.end
    return end


def _own_words(name: str, kind: str) -> list[str]:
    """The words of a title without its time: `["chuyển", "đổi", "số"]` of "Kế hoạch chuyển đổi số năm 2025"."""
    words = name.split()[len(kind.split()) :]
    return [word for word in words if not word[0].isdigit() and word not in _TIME_WORDS]


def _plain(words: list[str]) -> list[str]:
    return [word.lower().strip(",") for word in words]


def _head(name: str, kind: str) -> str:
    """What a plan and its draft have in common: its kind and the first words of its title."""
    return " ".join([kind, *_own_words(loose(name), kind)[:2]])


def _is_proper(flow: str, name: Span, kind: str, *, owned: bool) -> bool:
    """Whether a plan's title tells it from others: by a period, quotation marks, a capital or (`owned`) an owner."""
    words = _own_words(name.of(flow), kind)
    title = flow[name.start + len(kind) : name.end].lstrip()
    if title[:1].isdigit() or len(words) < 3:
        return title[:1] == '"'
    owner = _OWNER.search(flow, name.start, name.end) if owned and len(words) >= 4 else None
    return (
        of_kind("period")[0].pattern.search(flow, name.start, name.end) is not None
        or (owner is not None and issuer_at(flow, owner.end()) is not None)
        or title[:1] == '"'
        or (len(words) >= 4 and title[:1].isupper())
    )


def _in_force(flow: str, start: int, *, small: bool) -> Rule | None:
    """The rule that says the plan at `start` is in force; a name in small letters needs plainer words."""
    governor = _governed(flow, start, "governor")
    if governor and small and governor.name == "plan in force":
        return _governed(flow, start, "small governor")
    return governor


def _find_plans(
    notice: Notice, inner: list[Mention], numbered: list[Mention], finds: Finds, *, normative: bool
) -> tuple[list[Mention], list[Mention]]:
    """Plans that are cited, and other places that may repeat one of them in shorter words."""
    flow = notice.flow
    found: list[Mention] = []
    others: list[Mention] = []
    drafts: set[str] = set()
    titles: frozenset[tuple[str, ...]] | None = None
    at = 0
    for rule, match in finds.get("plan", ()):
        start = match.start("type")
        while at < len(inner) and inner[at].span.end <= start:
            at += 1
        if (at < len(inner) and inner[at].span.start <= start) or (found and start < found[-1].span.end):
            continue
        kind, small = match["type"].lower(), match["type"][0].islower()
        title = (
            flow[start : _title_end(flow, match.end(), inner[at : at + 8])]
            .rstrip(" ,")
            .removesuffix(" và")
            .removesuffix(" ban hành")
        )
        name = Span(start, start + len(title))
        mention = _with_its_body(notice, Mention(name, rule.name, " ".join(kind.split()), name=written(notice, name)))
        if _ISSUED_WITH.match(flow, name.end):
            continue  # what a numbered decision issues belongs to that decision
        words = _own_words(title, kind)
        if not words or _EVERY_YEAR.search(title):
            continue
        drafted = _governed(flow, start, "drafted")
        if drafted and drafted.name == "draft":
            drafts.add(_head(title, kind))
        if small and titles is None:
            titles = _numbered_titles(flow, numbered)
        if titles is not None and small and (kind == "quy hoạch" or tuple(_plain(words[:3])) in titles):
            others.append(mention)
            continue
        governor = _in_force(flow, start, small=small)
        exists = governor is not None and governor.name == "plan in existence"
        gap = flow[found[-1].span.end : start] if found else "?"
        # "Chỉ thị số 5-CT/TU và Kế hoạch ..."
        beside = inner[at - 1] if at and (inner[at - 1].number or inner[at - 1].doc_type == "nghị quyết") else None
        after = flow[beside.span.end : start] if beside and start - beside.span.end < _LONGEST else "?"
        joined = not small and (after.strip() in ("và", ";", ",") or _TITLED.fullmatch(after) is not None)
        cited = (len(gap) < 6 and gap.strip() in (",", "và")) or joined or (governor and (exists or not drafted))
        vague = not normative and (exists or not small) and len(words) >= 4
        if cited and (vague or _is_proper(flow, name, kind, owned=not small and not normative)):
            body = issuer_before(flow, start) if exists else None
            found.append(replace(mention, issuer=written(notice, body)) if body else mention)
        elif not drafted:
            others.append(mention)
    return [m for m in found if _head(m.name or "", m.doc_type.removesuffix(" hành động")) not in drafts], others


def _numbered_titles(flow: str, numbered: list[Mention]) -> frozenset[tuple[str, ...]]:
    """All runs of three words in the titles of documents cited by number: a plan that has one means that document."""
    runs: set[tuple[str, ...]] = set()
    for mention in numbered:
        words = flow[mention.span.end : mention.span.end + 160].lower().replace(",", " ").split()
        runs.update(zip(words, words[1:], words[2:], strict=False))
    return frozenset(runs)


def _with_its_body(notice: Notice, plan: Mention) -> Mention:
    """A programme of the type `chương trình hành động` if it is called so, and by the body whose it says it is."""
    if plan.doc_type != "chương trình":
        return plan
    owner = _OWNER.search(notice.flow, plan.span.start, plan.span.end)
    body = issuer_at(notice.flow, owner.end()) if owner else None
    doc_type = "chương trình hành động" if _OF_ACTION.match(notice.flow, plan.span.start) else plan.doc_type
    return replace(plan, doc_type=doc_type, issuer=written(notice, body) if body else None)


def _find_subjects(notice: Notice, inner: list[Mention], finds: Finds) -> list[Mention]:
    """`Nghị quyết của Quốc hội về ...`: known by its issuer and its subject."""
    flow = notice.flow
    found = []
    starts = [mention.span.start for mention in inner]
    for rule, match in finds.get("subject", ()):
        owner = _OWNER.match(flow, match.end() - 1)
        body = issuer_at(flow, owner.end()) if owner else None
        about = _ABOUT.match(flow, body.end) if body else None
        heads_item = not flow[max(0, match.start() - 3) : match.start()].strip(" \n-+")  # a draft to be written
        if not body or not about or heads_item or _governed(flow, match.start(), "drafted"):
            continue
        first = bisect_right(starts, match.start())
        after = inner[first : first + 3]
        name = Span(match.start(), len(flow[: _title_end(flow, about.end(), after)].rstrip(" ,")))
        if len(flow[about.end() : name.end].split()) < 4:
            continue
        found.append(
            Mention(name, rule.name, match["type"].lower(), name=written(notice, name), issuer=written(notice, body))
        )
    return found


def without_aliases(numbered: list[Mention], named: list[Mention]) -> list[Mention]:
    """The numbered mentions without short names of plans, such as `Đề án 112` in brackets inside the plan's title."""
    titles = [m.span for m in named if m.rule == "plan by name"]
    return [m for m in numbered if not ((m.number or "").isdigit() and any(m.span in title for title in titles))]


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def find_named(
    notice: Notice, numbered: list[Mention], finds: Finds, *, normative: bool
) -> tuple[list[Mention], list[Mention]]:
    """Documents cited by name, and places that may repeat a document in shorter words.

    What a numbered mention covers is left out: `Luật Thanh niên số 57/2020/QH14` has a number.
    `normative` says that the text is a law, a decree or a circular, where `Kế hoạch ứng phó sự cố`
    is a kind of plan rather than one plan.
    """
    laws, inside = find_laws(notice, finds)
    fixed = _outside([*laws, *_find_fixed(notice, finds)], numbered)
    if normative:  # "Quy hoạch tỉnh" is a kind of plan there
        fixed = [m for m in fixed if m.rule != "provincial plan" or len((m.name or "").split()) > 3]
    inner = sorted([*fixed, *numbered], key=_place)
    subjects = _outside(_find_subjects(notice, inner, finds), numbered)
    plans, others = _find_plans(notice, inner, numbered, finds, normative=normative)
    repeated = [*others, *_outside(find_shorter(finds), numbered)]
    return sorted([*fixed, *inside, *subjects, *plans], key=_place), repeated


def _outside(mentions: list[Mention], taken: list[Mention]) -> list[Mention]:
    """Those of `mentions` whose first character lies in none of `taken`, in order."""
    kept, i = [], 0
    for mention in sorted(mentions, key=_place):
        while i < len(taken) and taken[i].span.end <= mention.span.start:
            i += 1
        if i == len(taken) or mention.span.start < taken[i].span.start:
            kept.append(mention)
    return kept
