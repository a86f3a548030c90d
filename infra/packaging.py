"""Lambda assets without docker: the project's source and its locked dependencies, for the platform they will run on."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from platform import machine
from typing import Final

from infra.settings import HOST_PLATFORM

REPOSITORY: Final = Path(__file__).resolve().parent.parent
_SOURCE_FOLDERS: Final = ("newsrec", "lambdas")


class PackagingError(RuntimeError):
    """The Lambda asset could not be built; the message says what to do."""


@dataclass(frozen=True, slots=True)
class FunctionAsset:
    """A folder ready to be zipped as Lambda code, and the hash of everything in it."""

    folder: Path
    fingerprint: str


def function_asset(*, python: str, platform: str, repository: Path = REPOSITORY) -> FunctionAsset:
    """The asset of all functions for `platform` (`host`, or as uv names it) and the `python` version `3.x`.

    Folders are named by what is in them and never change; only installing newly locked dependencies needs the network.
    Raises PackagingError.
    """
    cache = repository / "dist" / "lambda"
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        dependencies = _dependencies(Path(scratch), cache, python=python, platform=platform, repository=repository)
        digest = hashlib.sha256(dependencies.name.encode())
        for file in _source_files(repository):
            digest.update(f"{file.relative_to(repository).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        asset = FunctionAsset(cache / f"asset-{digest.hexdigest()[:16]}", digest.hexdigest())
        if not asset.folder.is_dir():
            draft = Path(scratch) / "asset"
            shutil.copytree(dependencies, draft, copy_function=os.link)
            for file in _source_files(repository):
                copy = draft / file.relative_to(repository)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)
            _publish(draft, asset.folder)
    return asset


def _source_files(repository: Path) -> Iterator[Path]:
    for name in _SOURCE_FOLDERS:
        for file in sorted((repository / name).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                yield file


def _dependencies(scratch: Path, cache: Path, *, python: str, platform: str, repository: Path) -> Path:
    requirements = scratch / "requirements.txt"
    export = ["export", "--frozen", "--no-default-groups", "--no-emit-project", "--no-header", "--no-annotate"]
    _uv([*export, "--output-file", str(requirements)], repository)
    built_for = f"{platform}-{sys.platform}-{machine()}" if platform == HOST_PLATFORM else platform
    locked = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
    folder = cache / f"dependencies-{built_for}-{python}-{locked}"
    if not folder.is_dir():
        wheels = [] if platform == HOST_PLATFORM else ["--python-platform", platform, "--python-version", python]
        draft = scratch / "dependencies"
        install = ["pip", "install", "--python", sys.executable, "--target", str(draft), "--link-mode", "copy"]
        _uv([*install, "--only-binary", ":all:", "--require-hashes", "-r", str(requirements), *wheels], repository)
        _publish(draft, folder)
    return folder


def _publish(draft: Path, folder: Path) -> None:
    with contextlib.suppress(OSError):  # another process made the same folder at the same time
        draft.rename(folder)
    if not folder.is_dir():
        raise PackagingError(f"packaging: {folder} could not be written")


def _uv(arguments: list[str], repository: Path) -> None:
    bootstrapped = repository / ".bootstrap" / "bin" / "uv"
    binary = shutil.which("uv") or (str(bootstrapped) if bootstrapped.exists() else None)
    if binary is None:
        raise PackagingError("packaging: uv is neither on PATH nor in .bootstrap/bin; run `make install`")
    run = subprocess.run([binary, "--quiet", *arguments], cwd=repository, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        lines = [line.strip() for line in run.stderr.splitlines() if line.strip()]
        raise PackagingError(
            f"packaging: `uv {arguments[0]}` failed ({lines[-1] if lines else 'no message'}); "
            "the first build of a Lambda asset needs the package registry"
        )
