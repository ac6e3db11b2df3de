"""Killed with SIGKILL at random moments and started again, an import ends where an unbroken one does.

A few kills here, and twenty on either database, and among 5,000 files, in the slow tests.

The real command line on real files: generated notices in mixed formats, three in a hundred of them damaged, copies, and
some in containers.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
import pytest
from of_archive import dump, rows

import pipeline
from corpus.generator.series import document
from corpus.render import render
from pipeline.archive import open_archive
from pipeline.archive.upkeep import check

OLD = time.time() - 3600
# How many documents of each hundred are of a format; the slow ones to make are few.
MIXED = {"txt": 70, "html": 20, "docx": 8, "rtf": 1, "odt": 1}


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, stuffed, or with bits turned over."""
    way = chance.randrange(4)
    if way == 0:
        return data[: chance.randrange(len(data))]
    if way == 1:
        at = chance.randrange(len(data))
        return data[:at] + chance.choice((b"\xff" * 64, b"\0" * 512, b"<" * 300)) + data[at:]
    if way == 2:
        return b""
    turned = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def write_mixed(folder: Path, count: int, seed: int) -> None:
    """`count` files: generated notices in mixed formats, 3 % damaged, 2 % copies, and 1 % containers of three."""
    chance = random.Random(seed)
    formats = [name for name, part in MIXED.items() for _ in range(part)]
    plain: list[Path] = []
    for number in range(count):
        below = folder / f"{number % 7}"
        below.mkdir(parents=True, exist_ok=True)
        kind = chance.random()
        if plain and kind < 0.03:
            source = chance.choice(plain)
            (below / f"damaged-{number}{source.suffix}").write_bytes(_damaged(source.read_bytes(), chance))
        elif plain and kind < 0.05:
            source = chance.choice(plain)
            (below / f"copy-{number}{source.suffix}").write_bytes(source.read_bytes())
        elif plain and kind < 0.06:
            with zipfile.ZipFile(below / f"month-{number}.zip", "w") as archive:
                for source in chance.sample(plain, min(3, len(plain))):
                    archive.write(source, source.name)
                archive.writestr(f"inside-{number}.txt", document(seed + 1, number, "train", ()).text)
        else:
            before = set(below.iterdir())
            render(document(seed, number, "train", ()), chance.choice(formats), below)
            plain += sorted(set(below.iterdir()) - before)
    for file in folder.rglob("*"):
        os.utime(file, (OLD, OLD))


def _start(folder: Path, archive: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "import", str(folder), "--archive", archive],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(pipeline.__file__).parents[1])},
    )


def _finish(folder: Path, archive: str) -> dict[str, object]:
    process = _start(folder, archive)
    lines, _ = process.communicate(timeout=3000)
    assert process.returncode in (0, 1)
    return json.loads(lines.splitlines()[-1])


def _killed(process: "subprocess.Popen[bytes]") -> None:
    """Kill it, and see that its workers do not outlive it."""
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, left = psutil.wait_procs(workers, timeout=60)
    assert left == []


def _kill_and_resume(folder: Path, archive: str, files: int, kills: int) -> dict[str, object]:
    """Some times: start, let some files be done, kill. Then to the end."""
    chance = random.Random(11)
    for _ in range(kills):
        process = _start(folder, archive)
        assert process.stdout is not None
        for _ in range(chance.randrange(2 * files // kills)):  # lines, one a file that is done
            if not process.stdout.readline():
                break
        time.sleep(chance.random() * 0.5)
        if process.poll() is None:
            _killed(process)
        process.stdout.close()
    return _finish(folder, archive)


def _proves_nothing_is_lost(tmp_path: Path, location: str, count: int, kills: int = 20) -> None:
    folder = tmp_path / "in"
    write_mixed(folder, count, seed=5)
    unbroken = str(tmp_path / "unbroken")
    first = _finish(folder, unbroken)
    assert first["done"] == first["files"] == count
    last = _kill_and_resume(folder, location, count, kills)
    assert last["done"] == count
    with open_archive(unbroken) as one, open_archive(location) as other:
        assert dump(one) == dump(other)
        assert list(check(other)) == []
        for names in (("path", "member", "sha256", "document", "reason"),):
            assert sorted(rows(one, "files", *names), key=str) == sorted(rows(other, "files", *names), key=str)
        assert {state for (state,) in rows(other, "runs", "state")} == {"killed", "done"}


@pytest.mark.timeout(600)
def test_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    _proves_nothing_is_lost(tmp_path, str(tmp_path / "killed"), 40, kills=4)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_twenty_kills_lose_nothing_on_either_database(location: str, tmp_path: Path) -> None:
    _proves_nothing_is_lost(tmp_path, location, 50)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_twenty_kills_among_five_thousand_files_lose_nothing(tmp_path: Path) -> None:
    _proves_nothing_is_lost(tmp_path, str(tmp_path / "killed"), 5_000)
