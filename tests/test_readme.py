"""The README is true: the outputs that it shows are the outputs of its commands.

After a change that is meant, `pytest tests/test_readme.py --write-readme` puts the new outputs in.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
# A block that shows one command of ours (it may go on over lines inside quotes) and what it prints.
BLOCK = re.compile(
    r"(?s)```console\n\$ (?P<command>\.venv/bin/trichyeu (?:extract corpus/samples(?: --format| --out out/demo|/)|research|show|explain)(?:[^\n']|'[^']*')*)\n(?P<output>.*?)```"
)


def output_of(command: str) -> str:
    """What a command of the README prints, by the interpreter and the package under test."""
    programs = {"trichyeu": f"{sys.executable} -m pipeline", "python": sys.executable}
    command = re.sub(r"\.venv/bin/(trichyeu|python)", lambda match: programs[match[1]], command)
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stderr == ""
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines()).strip("\n") + "\n"


def test_shown_outputs_are_real(request: pytest.FixtureRequest) -> None:
    text = README.read_text("utf-8")
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) >= 4
    real = BLOCK.sub(lambda block: f"```console\n$ {block['command']}\n{output_of(block['command'])}```", text)
    if request.config.getoption("--write-readme"):
        README.write_text(real, "utf-8")
    assert real == README.read_text("utf-8")


def test_every_file_that_the_readme_names_is_there() -> None:
    named = re.findall(r"`((?:pipeline|corpus|tests|benchmarks|models)/[\w/.-]+)`", README.read_text("utf-8"))
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []
