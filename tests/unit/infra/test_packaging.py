"""The rules of `infra.packaging`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.packaging import REPOSITORY, PackagingError, SourceAsset, function_asset, job_asset, locked_version
from infra.settings import read_settings

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
AARCH64 = 183
"""Its number in the headers of ELF files."""


def build(repository: Path = REPOSITORY) -> SourceAsset:
    return function_asset(python=HERE, platform="host", repository=repository)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of what an asset is made from, its dependencies installed already."""
    for name in ("newsrec", "lambdas"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    for name in ("pyproject.toml", "uv.lock"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    build()
    shutil.copytree(
        REPOSITORY / "dist/lambda", tmp_path / "dist/lambda", ignore=lambda _, names: [n for n in names if "asset" in n]
    )
    return tmp_path


def test_the_asset_runs_alone() -> None:
    imports = "import aws_lambda_powertools, cryptography, jwt, newsrec, lambdas, pydantic; print(newsrec.__file__)"
    run = subprocess.run(
        [sys.executable, "-B", "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(build().folder)!r}); {imports}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(str(build().folder))


def test_the_asset_holds_only_the_source_and_the_locked_dependencies() -> None:
    names = {path.name for path in build().folder.iterdir()}
    assert {"newsrec", "lambdas", "pydantic"} <= names
    assert not names & {"infra", "newsroom", "local_personalize", "boto3", "botocore", "aws_cdk", "tests"}
    assert not list(build().folder.rglob("__pycache__"))


def test_equal_sources_give_an_equal_fingerprint(repository: Path) -> None:
    assert build(repository).fingerprint == build().fingerprint


def test_caches_do_not_count_as_source(repository: Path) -> None:
    cache = repository / "newsrec/__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "stray.pyc").write_bytes(b"stray")
    assert build(repository).fingerprint == build().fingerprint


def test_a_changed_source_gives_another_asset(repository: Path) -> None:
    before = build(repository)
    (repository / "newsrec/rates.json").write_text("{}")
    after = build(repository)
    assert after.fingerprint != before.fingerprint
    assert (after.folder / "newsrec/rates.json").read_text() == "{}"
    assert not (before.folder / "newsrec/rates.json").exists()


def test_a_second_build_needs_no_network(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "empty-cache"))
    assert build(repository).folder.is_dir()


def test_a_first_build_without_network_says_so_in_one_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.rmtree(repository / "dist")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "empty-cache"))
    with pytest.raises(PackagingError, match=r"\A[^\n]*needs the package registry\Z"):
        build(repository)


def test_without_uv_the_error_says_what_to_do(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PackagingError, match="make install"):
        build(repository)


def _machine(library: Path) -> int:
    """The processor that an ELF file is for."""
    return int.from_bytes(library.read_bytes()[18:20], "little")


def test_the_cloud_asset_is_built_for_the_processor_and_python_of_the_functions() -> None:
    prod = read_settings({"environment": "prod"})
    asset = function_asset(python=prod.function_python, platform=prod.function_platform)
    libraries = list(asset.folder.rglob("*.so"))
    assert libraries
    assert all("cpython-313-aarch64-linux-gnu" in path.name or path.name.endswith(".abi3.so") for path in libraries)
    assert {_machine(path) for path in libraries} == {AARCH64}


def test_a_job_asset_changes_with_its_sources_alone(repository: Path) -> None:
    shutil.copytree(REPOSITORY / "glue_jobs", repository / "glue_jobs")
    before = job_asset(repository)
    (repository / "lambdas/unrelated.py").write_text("")
    assert job_asset(repository) == before
    (repository / "glue_jobs/another.py").write_text("")
    assert job_asset(repository).fingerprint != before.fingerprint
    assert {path.name for path in before.folder.iterdir()} == {"newsrec", "glue_jobs"}


def test_a_package_that_is_not_locked_has_no_version() -> None:
    with pytest.raises(PackagingError, match=r"uv\.lock has 0 versions of no-such-package, not one"):
        locked_version("no-such-package")
