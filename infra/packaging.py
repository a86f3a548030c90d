"""Assets without docker: Lambda code with its locked dependencies, for the platform it will run on, and job sources."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from platform import machine
from typing import Final

from infra.settings import HOST_PLATFORM

REPOSITORY: Final = Path(__file__).resolve().parent.parent
_FUNCTION_SOURCES: Final = ("newsrec", "lambdas")
_JOB_SOURCES: Final = ("newsrec", "glue_jobs")


class PackagingError(RuntimeError):
    """An asset could not be built; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SourceAsset:
    """A folder ready to be zipped, and the hash of everything in it."""

    folder: Path
    fingerprint: str


def function_asset(*, python: str, platform: str, repository: Path = REPOSITORY) -> SourceAsset:
    """The asset of all functions for `platform` (`host`, or as uv names it) and the `python` version `3.x`.

    Folders are named by what is in them and never change; only installing newly locked dependencies needs the network.
    Raises PackagingError.
    """
    cache = repository / "dist" / "lambda"
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        dependencies = _dependencies(Path(scratch), cache, python=python, platform=platform, repository=repository)
        fingerprint = _fingerprint(repository, _FUNCTION_SOURCES, dependencies.name)
        asset = SourceAsset(cache / f"asset-{fingerprint[:16]}", fingerprint)
        if not asset.folder.is_dir():
            draft = Path(scratch) / "asset"
            shutil.copytree(dependencies, draft, copy_function=os.link)
            _copy_sources(repository, _FUNCTION_SOURCES, draft)
            _publish(draft, asset.folder)
    return asset


def job_asset(repository: Path = REPOSITORY) -> SourceAsset:
    """The sources that batch jobs import; AWS Glue installs what they need besides. Raises PackagingError."""
    cache = repository / "dist" / "glue"
    cache.mkdir(parents=True, exist_ok=True)
    fingerprint = _fingerprint(repository, _JOB_SOURCES)
    asset = SourceAsset(cache / f"asset-{fingerprint[:16]}", fingerprint)
    if not asset.folder.is_dir():
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            draft = Path(scratch) / "asset"
            _copy_sources(repository, _JOB_SOURCES, draft)
            _publish(draft, asset.folder)
    return asset


def locked_version(package: str, repository: Path = REPOSITORY) -> str:
    """The version of `package` that everything is tested with. Raises PackagingError."""
    locked = tomllib.loads((repository / "uv.lock").read_text(encoding="utf-8"))["package"]
    versions = [entry["version"] for entry in locked if entry["name"] == package]
    if len(versions) != 1:
        raise PackagingError(f"packaging: uv.lock has {len(versions)} versions of {package}, not one")
    return versions[0]


def _fingerprint(repository: Path, folders: tuple[str, ...], *also: str) -> str:
    digest = hashlib.sha256("".join(also).encode())
    for file in _source_files(repository, folders):
        digest.update(f"{file.relative_to(repository).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _copy_sources(repository: Path, folders: tuple[str, ...], target: Path) -> None:
    for file in _source_files(repository, folders):
        copy = target / file.relative_to(repository)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def _source_files(repository: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    for name in folders:
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
