"""Notices for archives: small texts that differ where they are told to."""

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pipeline.archive import TABLE, Archive, Outcome
from pipeline.archive.entry import Entry, entry_of
from pipeline.archive.ledger import Attempt, end_run, note, start_run
from pipeline.archive.packing import unpack
from pipeline.archive.putting import put
from pipeline.archive.tables import RunState, Stage
from pipeline.bulk.digests import extraction_digest
from pipeline.extract import extract
from pipeline.ingest import read_bytes
from pipeline.segment import segment

NOTICE = """ĐẢNG BỘ TỈNH AN PHÚ
ĐẢNG ỦY XÃ HÒA LẠC
*
Số {number}-TB/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Hòa Lạc, ngày 03 tháng 9 năm 2025
THÔNG BÁO
kết luận của Ban Thường vụ Đảng ủy về nhiệm vụ tháng 9 năm 2025
-----
I- NHIỆM VỤ TRỌNG TÂM
1- Phát triển kinh tế
- Triển khai Nghị quyết số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị về phát triển kinh tế tư nhân.
- Phấn đấu thu ngân sách tháng 9 đạt {budget} triệu đồng.
2- Quản lý đô thị
- Xử lý vi phạm trên các tuyến đường Nguyễn Trãi, {road}.
Nơi nhận:
- Các chi bộ trực thuộc,
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Lê Văn Hòa
"""


def notice(number: object = 12, budget: str = "4.150", road: str = "Hùng Vương") -> str:
    return NOTICE.format(number=number, budget=budget, road=road)


def write(path: Path, text: str | bytes, age: float = 3600) -> Path:
    """A file that was written an hour ago, so that nobody takes it for one that is being written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def records(archive: Archive) -> dict[str, dict[str, Any]]:
    """Every valid record by the name of its file."""
    table = TABLE["records"]
    with archive.reading() as connection:
        found = [json.loads(unpack(row)) for row in connection.execute(select(table.c.record)).scalars()]
    return {record["source"]["name"]: record for record in found}


def dump(archive: Archive) -> bytes:
    """All valid records, one a line, in the order of their ids."""
    table = TABLE["records"]
    with archive.reading() as connection:
        rows = connection.execute(select(table.c.document, table.c.record)).all()
    return b"".join(unpack(record).encode() + b"\n" for _, record in sorted(rows))


def rows(archive: Archive, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table, in the order of its key."""
    chosen = [TABLE[table].c[name] for name in columns]
    with archive.reading() as connection:
        found = connection.execute(select(*chosen).order_by(*TABLE[table].primary_key.columns)).all()
    return [tuple(row) for row in found]


@cache
def _entry(name: str, text: str) -> Entry:
    document = read_bytes(name, text.encode())
    return entry_of(extract(segment(document)), extraction_digest(), document, "a digest")


def put_in(archive: Archive, folder: Path, texts: Mapping[str, str]) -> None:
    """Write files into a folder and put them into an archive as an import does, without its workers.

    A text that is empty fails.
    """
    now, attempts, entries = datetime.now(UTC), [], []
    for name, text in texts.items():
        path = write(folder / name, text)
        facts = {"bytes": path.stat().st_size, "mtime_ns": path.stat().st_mtime_ns}
        if text:
            entry = _entry(name, text)
            entries.append(entry)
            done = {"sha256": entry.sha256, "document": entry.document}
            attempts.append(Attempt(str(path), "", Stage.STORE, Outcome.IMPORTED, **facts, **done))
        else:
            detail = f"{name}: empty: nothing in it"
            attempts.append(Attempt(str(path), "", Stage.READ, Outcome.FAILED, "empty", detail, **facts))
    with archive.writing() as connection:
        run = start_run(connection, "import", [str(folder)], "a digest", extraction_digest())
        put(connection, entries, "read again", now)
        note(connection, run, attempts, now)
        end_run(connection, run, RunState.DONE)
