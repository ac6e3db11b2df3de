"""The README is true: the outputs that it shows are the outputs of its commands.

After a change that is meant, `pytest tests/test_readme.py --write-readme` puts the new outputs in.
"""

import os
import pty
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
# A block that shows one command of ours (it may go on over lines inside quotes) and what it prints.
BLOCK = re.compile(
    r"(?s)```console\n\$ (?P<command>\.venv/bin/trichyeu (?:extract corpus/samples(?: --format| --out out/demo|/)|research|show|explain)(?:[^\n']|'[^']*')*)\n(?P<output>.*?)```"
)
# The same of an archive, which the commands change: they run in this order, whatever the README's.
OF_ARCHIVE = re.compile(
    r"(?s)```console\n\$ (?P<command>\.venv/bin/trichyeu (?P<name>import|status|search|review|changes|export)(?:[^\n'#]|'[^']*')*)\n(?P<output>(?!\$).*?)```"
)
ORDER = ("import", "status", "search", "review", "changes", "export")
# What differs from run to run.
ONCE = (re.compile(r"(?<=in )\d+\.\d(?= s: done)"), re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"))
TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def words_of(command: str) -> list[str]:
    """A command of the README with the interpreter and the package under test."""
    programs = {"trichyeu": f"{sys.executable} -m pipeline", "python": sys.executable}
    return ["bash", "-c", re.sub(r"\.venv/bin/(trichyeu|python)", lambda match: programs[match[1]], command)]


def tidy(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines()).strip("\n") + "\n"


def output_of(command: str) -> str:
    """What a command of the README prints."""
    done = subprocess.run(
        words_of(command), cwd=ROOT, capture_output=True, check=False, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stderr == ""
    return tidy(done.stdout)


def seen_of(command: str, folder: Path) -> str:
    """What a command leaves on a terminal of 120 columns; of a bar that comes and goes, nothing."""
    if "|" in command:  # two programs write at once: first what the last one found, then what the first one says
        done = subprocess.run(
            words_of(command), cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
            check=True, text=True,
        )  # fmt: skip
        return tidy(done.stdout + done.stderr)
    parent, child = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "120"}
    # On one core files come in the order of their names, and so always with the same changes.
    one_core = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
    with subprocess.Popen([*one_core, *words_of(command)], cwd=folder, stdout=child, stderr=child, env=environment):
        os.close(child)
        written = bytearray()
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            written += part
    os.close(parent)
    lines = [line.rpartition("\r")[2] for line in written.decode().replace("\r\n", "\n").split("\n")]
    shown = [TERMINAL.sub("", line) for line in lines]
    return tidy("\n".join(line for line in shown if not line.startswith("━")))


def test_shown_outputs_are_real(request: pytest.FixtureRequest) -> None:
    text = README.read_text("utf-8")
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) >= 4
    real = BLOCK.sub(lambda block: f"```console\n$ {block['command']}\n{output_of(block['command'])}```", text)
    if request.config.getoption("--write-readme"):
        README.write_text(real, "utf-8")
    assert real == README.read_text("utf-8")


def write_notices(folder: Path) -> None:
    """The folder `notices/` of the README."""
    samples = {path.name: path.read_bytes() for path in (ROOT / "corpus" / "samples").iterdir()}
    folder.mkdir()
    with zipfile.ZipFile(folder / "thang-8.zip", "w") as archive:
        for name in ("cv-van-phong.html", "ct-ca-mau-tcvn3.rtf"):
            archive.writestr(name, samples.pop(name))
    samples |= {"kh-nam-trach (1).docx": samples["kh-nam-trach.docx"], "trong.txt": b""}
    samples["tai-do-dang.pdf"] = samples["bc-mttq-so-ket.pdf"][:2000]
    for name, data in samples.items():
        (folder / name).write_bytes(data)
    then = time.time() - 3600
    for path in folder.iterdir():
        os.utime(path, (then, then))


def test_shown_outputs_of_an_archive_are_real(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    write_notices(tmp_path / "notices")
    text = README.read_text("utf-8")
    blocks = sorted(OF_ARCHIVE.finditer(text), key=lambda block: ORDER.index(block["name"]))
    assert {block["name"] for block in blocks} == set(ORDER)
    seen = {block.start(): seen_of(block["command"], tmp_path) for block in blocks}
    real = OF_ARCHIVE.sub(lambda block: f"```console\n$ {block['command']}\n{seen[block.start()]}```", text)
    if request.config.getoption("--write-readme"):
        README.write_text(real, "utf-8")

    def at_any_time(words: str) -> list[str]:
        for once in ONCE:
            words = once.sub("...", words)
        return sorted(words.splitlines())  # failures are told as they come

    assert at_any_time(real) == at_any_time(README.read_text("utf-8"))


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:pipeline|corpus|tests|benchmarks|models)/[\w/.-]+)`", README.read_text("utf-8"))
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []
