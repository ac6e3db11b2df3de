"""Importing: what becomes of each file, on SQLite and PostgreSQL alike. Workers are real processes."""

import io
import os
import threading
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from of_archive import dump, notice, records, rows, write
from sqlalchemy import select

from pipeline.archive import TABLE, Outcome, open_archive
from pipeline.archive.feed import feed
from pipeline.archive.ledger import Attempt
from pipeline.archive.paths import path_of, stored_path
from pipeline.bulk import Choice, Summary, import_files
from pipeline.bulk.importing import failed_paths
from pipeline.bulk.walk import expand, listed, walk
from pipeline.errors import InputError

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


def outcomes(summary: Summary) -> dict[str, int]:
    """`{"imported": 3, "failed: empty": 1}`."""
    return {
        f"{outcome}: {reason}" if reason else str(outcome): count
        for (outcome, reason), count in sorted(summary.outcomes.items(), key=str)
    }


def packed(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_every_file_of_a_folder_is_accounted_for(location: str, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    write(inbox / "a" / "tb-1.txt", notice(1))
    write(inbox / "a" / "tb-2.txt", notice(2, road="Lê Lợi"))
    write(inbox / "copy.txt", notice(1))  # the same bytes
    write(inbox / "empty.txt", "")
    write(inbox / "odd.bin", b"\x00\x01\x02" * 400)
    write(inbox / "~$tb-1.docx", "Word's lock")
    write(inbox / ".hidden.txt", notice(3))
    write(
        inbox / "month.zip",
        packed(
            {"tb-3.txt": notice(3, "5.200"), "same.txt": notice(2, road="Lê Lợi"), "bad.bin": b"\x00\x01\x02" * 400}
        ),
    )
    seen: list[Attempt] = []
    with open_archive(location, create=True) as archive:
        summary = import_files(archive, [inbox], report=lambda attempt, _: seen.append(attempt), workers=1)
        assert outcomes(summary) == {
            "imported": 3, "duplicate": 2, "failed: empty": 1, "failed: unknown format": 2,
            "skipped: left behind by a program": 1,
        }  # fmt: skip
        assert (summary.total, summary.done, summary.containers) == (7, 7, 1)
        assert {(Path(a.path).name, a.member) for a in seen} >= {("month.zip", "month.zip/tb-3.txt"), ("month.zip", "")}
        assert set(records(archive)) == {"tb-1.txt", "tb-2.txt", "month.zip/tb-3.txt"}
        (run,) = rows(archive, "runs", "state", "imported", "duplicate", "failed", "skipped", "total")
        assert run == ("done", 3, 2, 3, 1, 7)
        stages = Counter(rows(archive, "ledger", "stage", "outcome"))
        assert stages["read", "passed"] == stages["extract", "passed"] >= stages["store", "imported"] == 3
        assert stages["unpack", "imported"] == 1
        again = import_files(archive, [inbox], workers=1)
        assert outcomes(again) == {
            "unchanged": 5, "skipped: failed before": 3, "skipped: left behind by a program": 1,
        }  # fmt: skip
        import_files(archive, [inbox], workers=1)
        assert len(rows(archive, "ledger", "file")) == sum(stages.values()) + 9, "nightly runs must not fill the ledger"
        assert [kind for _, kind in rows(archive, "changes", "seq", "kind")] == ["insert"] * 3


def test_new_content_is_a_new_document_that_takes_the_place_of_the_old(location: str, tmp_path: Path) -> None:
    file = write(tmp_path / "in" / "tb.txt", notice(1))
    with open_archive(location, create=True) as archive:
        import_files(archive, [file], workers=1)
        write(file, notice(1, budget="4.160"), age=1800)
        assert outcomes(import_files(archive, [file], workers=1)) == {"updated": 1}
        (old, new) = rows(archive, "documents", "document", "superseded_by")
        assert (old[1], new[1]) == (new[0], None)
        assert rows(archive, "links", "document", "other", "kind") == [(old[0], new[0], "revision")]
        os.utime(file)  # touched only
        time.sleep(0.1)
        assert outcomes(import_files(archive, [file], workers=1)) == {"unchanged": 1}


def test_the_feed_tells_where_a_file_goes_back_to_what_it_held(location: str, tmp_path: Path) -> None:
    file = write(tmp_path / "in" / "tb.txt", notice(1))
    with open_archive(location, create=True) as archive:
        import_files(archive, [file], workers=1)
        write(file, notice(1, budget="4.160"), age=1800)
        import_files(archive, [file], workers=1)
        before = [(change.kind, change.cause) for change in feed(archive)]
        assert before == [("insert", "imported"), ("insert", "imported")]
        write(file, notice(1), age=900)
        import_files(archive, [file], workers=1)
        (first, second) = rows(archive, "documents", "document", "superseded_by")
        assert (first[1], second[1]) == (None, first[0])
        (told,) = feed(archive, since=2)
        assert (told.document, told.kind, told.cause, told.supersedes) == (
            first[0], "update", "took a file's place", (second[0],),
        )  # fmt: skip


def test_the_same_notice_in_two_formats_and_as_a_draft_is_linked(location: str, tmp_path: Path) -> None:
    body = notice(12)
    page = (
        "<html><meta charset=utf-8><body>" + "".join(f"<p>{line}</p>" for line in body.splitlines()) + "</body></html>"
    )
    write(tmp_path / "in" / "signed.txt", body)
    write(tmp_path / "in" / "signed.html", page)
    write(
        tmp_path / "in" / "draft.txt",
        body.replace("Số 12-TB/ĐU", "Số      -TB/ĐU").replace("ngày 03 tháng 9", "ngày      tháng 9"),
    )
    write(tmp_path / "in" / "next-month.txt", notice(13, "9.000").replace("03 tháng 9", "02 tháng 10"))
    with open_archive(location, create=True) as archive:
        import_files(archive, [tmp_path / "in"], workers=1)
        names = dict(rows(archive, "documents", "document", "name"))
        links = {
            (frozenset((names[a], names[b])), kind)
            for a, b, kind in rows(archive, "links", "document", "other", "kind")
        }
        assert links == {
            (frozenset(("signed.txt", "signed.html")), "format"),
            (frozenset(("signed.txt", "draft.txt")), "draft"),
            (frozenset(("signed.html", "draft.txt")), "draft"),
        }


@pytest.mark.parametrize(
    ("retry", "expected"),
    [
        (None, {"skipped: failed before": 2, "unchanged": 1}),
        ("failed", {"failed: empty": 1, "failed: unknown format": 1, "unchanged": 1}),
        ("empty", {"failed: empty": 1, "skipped: failed before": 1, "unchanged": 1}),
    ],
)
def test_failures_are_tried_again_when_asked(tmp_path: Path, retry: str | None, expected: dict[str, int]) -> None:
    for name, content in {"a.txt": notice(1), "empty.txt": "", "odd.bin": b"\x00\x01\x02" * 400}.items():
        write(tmp_path / "in" / name, content)
    with open_archive(tmp_path / "archive", create=True) as archive:
        import_files(archive, [tmp_path / "in"], workers=1)
        assert outcomes(import_files(archive, [tmp_path / "in"], Choice(retry=retry), workers=1)) == expected


def test_a_failed_member_is_tried_again_by_opening_its_container(tmp_path: Path) -> None:
    write(tmp_path / "in.zip", packed({"a.txt": notice(1), "b.txt": ""}))
    with open_archive(tmp_path / "archive", create=True) as archive:
        import_files(archive, [tmp_path / "in.zip"], workers=1)
        again = import_files(archive, [tmp_path / "in.zip"], Choice(retry="failed"), workers=1)
        assert outcomes(again) == {"failed: empty": 1, "unchanged": 1}


def test_only_limit_and_force(tmp_path: Path) -> None:
    for at in range(4):
        write(tmp_path / "in" / f"{at}.txt", notice(at + 1))
    write(tmp_path / "in" / "page.html", f"<p>{notice(9)}</p>")
    with open_archive(tmp_path / "archive", create=True) as archive:
        first = import_files(archive, [tmp_path / "in"], Choice(only="*.txt", limit=3), workers=1)
        assert (outcomes(first), first.state) == ({"imported": 3}, "stopped")
        assert outcomes(import_files(archive, [tmp_path / "in"], Choice(limit=1), workers=1)) == {
            "imported": 1,
            "unchanged": 3,
        }
        assert outcomes(import_files(archive, [tmp_path / "in"], workers=1)) == {"imported": 1, "unchanged": 4}
        assert outcomes(import_files(archive, [tmp_path / "in"], Choice(force=True), workers=1)) == {"unchanged": 5}


def test_a_file_that_is_being_copied_is_left_until_it_is_still(location: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file, lines = tmp_path / "in" / "slow.txt", notice(1).splitlines(keepends=True)

    def copy() -> None:
        with file.open("w") as target:
            for line in lines:
                target.write(line)
                target.flush()
                time.sleep(0.12)

    copying = threading.Thread(target=copy)
    copying.start()
    with open_archive(location, create=True) as archive:
        summary = import_files(archive, [tmp_path / "in"], workers=1)
        copying.join()
        assert outcomes(summary) == {"imported": 1}
        assert records(archive)["slow.txt"]["header"]["signatory"] == "Lê Văn Hòa"


def test_a_record_is_called_by_the_least_of_its_paths_in_whatever_order_they_come(tmp_path: Path) -> None:
    one, two = write(tmp_path / "in" / "a.txt", notice(1)), write(tmp_path / "in" / "b.txt", notice(1))
    dumps = set()
    for order in ([one, two], [two, one]):
        with open_archive(tmp_path / "-".join(path.stem for path in order), create=True) as archive:
            for path in order:
                import_files(archive, [path], workers=1)
            dumps.add(dump(archive))
            assert set(records(archive)) == {"a.txt"}
    assert len(dumps) == 1


def test_samples_of_every_format_go_in(location: str) -> None:
    with open_archive(location, create=True) as archive:
        assert outcomes(import_files(archive, [SAMPLES])) == {"imported": 8}
        for table in ("citations", "mentions", "targets", "roads", "projects", "pages"):
            assert rows(archive, table, "document"), table


@pytest.mark.parametrize(
    "name",
    [b"tb \xe1\xbb\xa7.txt", b"b\xe1o c\xe1o.txt", b"back\\slash.txt", b"new\nline.txt", b"\\xe1.txt"],
    ids=["utf-8", "no encoding", "backslash", "line break", "what looks escaped"],
)
def test_odd_file_names(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/" + name))
    assert path_of(stored_path(path)) == path
    stored_path(path).encode("utf-8")
    write(path, notice(1))
    with open_archive(tmp_path / "archive", create=True) as archive:
        assert outcomes(import_files(archive, [tmp_path / "in"], workers=1)) == {"imported": 1}
        assert outcomes(import_files(archive, [tmp_path / "in"], workers=1)) == {"unchanged": 1}


def test_paths_of_a_call(tmp_path: Path) -> None:
    for name in ("in/b.txt", "in/a/1.txt", "in/a.txt", "in/.git/x.txt", "out/c.pdf"):
        write(tmp_path / name, "x")
    assert [p.relative_to(tmp_path).as_posix() for p in walk(expand([tmp_path / "in"]))] == [
        "in/a/1.txt",
        "in/a.txt",
        "in/b.txt",
    ]
    assert expand([tmp_path / "in" / "b.txt", tmp_path / "in", tmp_path / "in" / ".." / "in"]) == [tmp_path / "in"]
    assert expand([tmp_path / "*" / "c.p?f"]) == [tmp_path / "out" / "c.pdf"]
    assert list(walk([tmp_path], "*.txt", avoid=tmp_path / "in")) == []
    assert listed(b"/a b\n/c\n\n") == listed(b"/a b\0/c\0") == [Path("/a b"), Path("/c")]
    with pytest.raises(InputError, match="no file matches"):
        expand([tmp_path / "*.doc"])


def test_a_file_that_is_gone_has_a_reason(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        assert outcomes(import_files(archive, [tmp_path / "none.txt"], workers=1)) == {"failed: not found": 1}
        (detail,) = rows(archive, "files", "detail")
        assert detail == ("none.txt: not found: no such file, or a link to one that is gone; check the path",)


def test_a_failed_file_that_was_taken_away_fails_no_longer(tmp_path: Path) -> None:
    write(tmp_path / "in" / "broken.pdf", "%PDF-1.7 and no more")
    (tmp_path / "in" / "link.pdf").symlink_to("nowhere.pdf")  # this one is still there
    with open_archive(tmp_path / "archive", create=True) as archive:
        failed = {"failed: damaged": 1, "failed: not found": 1}
        assert outcomes(import_files(archive, [tmp_path / "in"], workers=1)) == failed
        (tmp_path / "in" / "broken.pdf").unlink()
        again = import_files(archive, failed_paths(archive, "failed"), Choice(retry="failed"), workers=1)
        assert outcomes(again) == {"skipped: gone": 1, "failed: not found": 1}
        assert set(rows(archive, "files", "outcome", "reason")) == {("skipped", "gone"), ("failed", "not found")}
        write(tmp_path / "in" / "broken.pdf", notice(1))
        assert outcomes(import_files(archive, [tmp_path / "in" / "broken.pdf"], workers=1)) == {"imported": 1}


def test_a_link_to_itself_costs_itself_only(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", notice(1))
    (tmp_path / "in" / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "in" / "up").symlink_to(tmp_path / "in")
    with open_archive(tmp_path / "archive", create=True) as archive:
        found = outcomes(import_files(archive, [tmp_path / "in"], workers=1))
        assert found == {"imported": 1, "failed: not a file": 1}


def test_two_imports_at_once_store_each_document_once(location: str, tmp_path: Path) -> None:
    for at in range(8):
        write(tmp_path / "in" / f"{at}.txt", notice(at + 1))
    with open_archive(location, create=True):
        pass

    def run() -> None:
        with open_archive(location) as archive:
            import_files(archive, [tmp_path / "in"], workers=1)

    both = [threading.Thread(target=run) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    with open_archive(location) as archive:
        assert rows(archive, "changes", "seq", "kind", "version") == [(at + 1, "insert", 1) for at in range(8)]
        assert Counter(rows(archive, "files", "outcome")) == {("imported",): 8}
        with archive.reading() as connection:
            assert connection.execute(select(TABLE["runs"].c.state)).scalars().all() == ["done", "done"]
        assert Outcome.FAILED not in {outcome for (outcome,) in rows(archive, "ledger", "outcome")}
