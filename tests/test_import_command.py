"""`trichyeu import`, `status`, `watch` and `archive`, as processes."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from of_archive import notice, put_in, rows, write

import pipeline
from pipeline.archive import open_archive

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
COMMAND = [sys.executable, "-m", "pipeline"]


@pytest.fixture(autouse=True)
def _ctrl_c_is_heard() -> Iterator[None]:
    """A suite that runs behind `nohup` or `&` ignores Ctrl-C, and so would the commands that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def run(*words: object, stdin: bytes | None = None) -> tuple[int, str, str]:
    done = subprocess.run(
        [*COMMAND, *map(str, words)], input=stdin, capture_output=True, check=False, timeout=240, env=ENVIRONMENT
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_pipe_gets_a_line_a_file_and_a_summary(tmp_path: Path) -> None:
    good, empty = write(tmp_path / "in" / "tb.txt", notice()), write(tmp_path / "in" / "empty.txt", "")
    code, output, errors = run("import", "-", "--archive", tmp_path / "archive", stdin=f"{good}\n{empty}\n".encode())
    assert (code, errors) == (1, "")
    *files, summary = [line for line in lines(output) if line["event"] != "progress"]
    assert {Path(line["path"]).name: line["outcome"] for line in files} == {"tb.txt": "imported", "empty.txt": "failed"}
    assert (summary["event"], summary["state"]) == ("summary", "done")
    assert summary["outcomes"] == {"failed: empty": 1, "imported": 1}

    told = json.loads(run("status", tmp_path / "archive", "--json")[1])
    assert (told["documents"], told["files"]) == (1, {"failed": 1, "imported": 1})
    assert run("status", tmp_path / "archive", "--failed")[1].startswith(f"{empty}: empty: ")
    assert "extract" in run("status", tmp_path / "archive", "--file", good)[1]

    assert run("import", "--retry", "failed", "--archive", tmp_path / "archive")[0] == 1
    with open_archive(tmp_path / "archive") as archive:
        assert rows(archive, "runs", "imported", "failed") == [(1, 1), (0, 1)]


def test_a_dry_run_does_nothing(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        put_in(archive, tmp_path / "in", {"old.txt": notice(1), "empty.txt": ""})
    new = write(tmp_path / "in" / "new.txt", notice(2))
    code, output, _ = run("import", tmp_path / "in", "--archive", tmp_path / "archive", "--dry-run")
    assert (code, output) == (
        0,
        f"    read  {new}\n       1  skipped: failed before\n       1  unchanged\n       1  to read; nothing was done\n",
    )
    code, output, _ = run("import", tmp_path / "in", "--archive", tmp_path / "none", "--dry-run")
    assert (code, output.splitlines()[-1]) == (0, "       3  to read; nothing was done")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["import", "--archive", "a"], "name the files or folders to import, or what failed with --retry failed"),
        (["import", ".", "--archive", "a", "--retry", "broken"], "--retry broken: give failed, or a reason: not found"),
        (["import", ".", "--archive", "a", "--limit", "0"], "--limit 0: give 1 or more"),
        (["import", ".", "--archive", "mysql://x/y"], "an archive is a folder or a postgresql:// URL"),
        (["status", "no-such-archive"], "no-such-archive: no archive here"),
        (["archive", "migrate", "no-such-archive"], "no-such-archive: no archive here"),
    ],
)
def test_a_wrong_call_says_what_to_do(words: list[str], message: str) -> None:
    code, _, errors = run(*words)
    assert code == 2
    assert message in errors
    assert not Path("a").exists()


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(tmp_path: Path) -> None:
    for number in range(600):
        write(tmp_path / "in" / f"{number}.txt", notice(number))
    words = [*COMMAND, "import", str(tmp_path / "in"), "--archive", str(tmp_path / "archive"), "--jobs", "1"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=120)
    summary = json.loads(output.splitlines()[-1])  # the first line of the rest may be half a line
    assert (process.returncode, errors, summary["state"]) == (130, b"", "stopped")
    assert 1 <= summary["done"] < 600
    code, output_again, _ = run("import", tmp_path / "in", "--archive", tmp_path / "archive")
    outcomes = lines(output_again)[-1]["outcomes"]
    assert (code, outcomes) == (0, {"imported": 600 - summary["done"], "unchanged": summary["done"]})


def test_a_terminal_gets_a_bar_and_a_table(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        put_in(archive, tmp_path / "in", {"tb.txt": notice(), "empty.txt": ""})
    parent, child = pty.openpty()
    words = [*COMMAND, "import", str(tmp_path / "in"), "--archive", str(tmp_path / "archive"), "--retry", "failed"]
    with subprocess.Popen(words, stdout=child, stderr=child, env={**ENVIRONMENT, "TERM": "xterm"}) as process:
        os.close(child)
        output = b""
        while True:
            try:
                output += os.read(parent, 65536)
            except OSError:  # the other end is closed
                break
    os.close(parent)
    shown = output.decode()
    assert process.returncode == 1
    assert "empty.txt: empty" in shown
    assert "1  unchanged" in shown
    assert "2 of 2 files in" in shown


def test_watch_takes_in_what_appears(tmp_path: Path) -> None:
    write(tmp_path / "in" / "first.txt", notice(1))
    words = [*COMMAND, "watch", str(tmp_path / "in"), "--archive", str(tmp_path / "archive"), "--every", "0.3"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        seen = []
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "file":
                seen.append((Path(event["path"]).name, event["outcome"]))
            elif event["event"] == "summary" and len(seen) == 1:
                write(tmp_path / "in" / "second.txt", notice(2))
            elif event["event"] == "summary":
                break
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert seen == [("first.txt", "imported"), ("second.txt", "imported")]
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("folder", "every", "message"), [("away", "1", "away: no folder to watch"), ("", "0", "--every 0: ")]
)
def test_watch_says_what_it_cannot_watch(tmp_path: Path, folder: str, every: str, message: str) -> None:
    code, _, errors = run("watch", tmp_path / folder, "--archive", tmp_path / "archive", "--every", every)
    assert code == 2
    assert message in errors
    assert not (tmp_path / "archive").exists()


def test_an_archive_is_checked_moved_and_tidied(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        put_in(archive, tmp_path / "in", {"tb.txt": notice()})
    assert run("archive", "check", tmp_path / "archive") == (0, "", f"{tmp_path}/archive: whole\n")
    assert run("archive", "backup", tmp_path / "archive", tmp_path / "b.gz")[0] == 0
    assert run("archive", "restore", tmp_path / "b.gz", tmp_path / "again")[2] == f"{tmp_path}/again: 1 documents\n"
    assert run("archive", "vacuum", tmp_path / "again")[0] == 0
    code, output, _ = run("archive", "refresh", tmp_path / "again")
    assert (code, lines(output)[-1]["files"]) == (0, 0)
    assert run("archive", "migrate", tmp_path / "again")[2] == f"{tmp_path}/again: tables 0002 -> 0002\n"


def test_records_of_older_rules_are_extracted_again_without_their_files(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    with open_archive(tmp_path / "archive", create=True) as archive:
        put_in(archive, tmp_path / "in", {"tb.txt": notice()})
        write(own, "# no rows yet\n")
        done = subprocess.run(
            [*COMMAND, "archive", "refresh", str(tmp_path / "archive")],
            capture_output=True, check=False, env={**ENVIRONMENT, "TRICHYEU_REGISTRY": str(own)},
        )  # fmt: skip
        summary = lines(done.stdout.decode())[-1]
        assert (done.returncode, summary["files"], summary["outcomes"]) == (0, 1, {"unchanged": 1})
        assert rows(archive, "documents", "version") == [(1,)], "the same record is no new version"
