"""Archives with a few notices of our own in them, for search, exports, the feed and review."""

from datetime import UTC, datetime

from pipeline.archive import Archive
from pipeline.archive.entry import Entry, entry_of
from pipeline.archive.putting import put
from pipeline.extract import extract
from pipeline.ingest import read_bytes
from pipeline.segment import segment

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def notice(
    title: str = "về công tác tháng 9",
    body: str = "- Giao Văn phòng theo dõi.",
    number: str = "Số 14-TB/ĐU",
    issuer: str = "ĐẢNG ỦY XÃ MINH LỘC",
    day: str = "ngày 14 tháng 9 năm 2025",
    doc_type: str = "THÔNG BÁO",
) -> str:
    head = f"ĐẢNG BỘ TỈNH CÀ MAU\n{issuer}\n*\n{number}\nĐẢNG CỘNG SẢN VIỆT NAM\nMinh Lộc, {day}"
    return f"{head}\n{doc_type}\n{title}\n-----\n{body}\n"


def entry(text: str, name: str = "notice.txt") -> Entry:
    document = read_bytes(name, text.encode())
    return entry_of(extract(segment(document)), "rules of the test", document, "readers of the test")


def stored(archive: Archive, *texts: str) -> list[str]:
    """Store notices in this order; the ids of their documents."""
    entries = [entry(text, f"{at}.txt") for at, text in enumerate(texts, 1)]
    with archive.writing() as connection:
        put(connection, entries, "read again", NOW)
    return [each.document for each in entries]
