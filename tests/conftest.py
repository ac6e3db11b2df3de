"""Options of the test run, and the archives that its tests run on."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

# How long an example takes tells what else the machine does; pytest-timeout stops what hangs.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-readme", action="store_true", help="put the real outputs of its commands into README.md")


def _postgresql_program(name: str) -> str | None:
    """A program of PostgreSQL: on the path, or where Debian keeps the newest."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own, in a temporary folder, reached through a socket there: its URL up to the name.

    PostgreSQL does not run as root, so root hands it to another user.
    """
    initdb, pg_ctl = _postgresql_program("initdb"), _postgresql_program("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed; get them with: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="trichyeu-pg-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(*words: str) -> None:
        done = subprocess.run(words, capture_output=True, text=True, check=False, user=user, cwd=folder, timeout=120)
        assert done.returncode == 0, done.stderr + done.stdout

    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c full_page_writes=off"
    try:
        run(initdb, "-D", f"{folder}/data", "-U", "trichyeu", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        run(pg_ctl, "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://trichyeu@/{{name}}?host={folder}"
        finally:
            run(pg_ctl, "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count(1)


def _place(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where a new archive goes: a folder, or a database of its own on a real PostgreSQL."""
    if request.param == "sqlite":
        return str(folder / "archive")
    server, name = request.getfixturevalue("postgresql"), f"archive_{next(_numbers)}"
    engine = create_engine(
        server.format(name="postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(server.format(name=name))


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a new archive, of either kind."""
    return _place(request, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def other_location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a second archive, of either kind whatever the first one's is."""
    return _place(request, tmp_path / "other")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_location(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The place of an archive that the tests of a module only read."""
    return _place(request, tmp_path_factory.mktemp("shared"))
