"""When the template is made anew, and where the deployed API answers."""

from dataclasses import fields
from pathlib import Path

import pytest

from newsrec.aws.deployment import StackOutputs
from newsroom.deployment import SYNTHESISED_FROM, api_address, fingerprint


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in SYNTHESISED_FROM:
        path = tmp_path / name
        if path.suffix:
            path.write_text("{}")
        else:
            path.mkdir()
            (path / "module.py").write_text("pass\n")
    return tmp_path


@pytest.mark.parametrize("source", SYNTHESISED_FROM)
def test_any_changed_source_asks_for_a_new_template(repository: Path, source: str) -> None:
    before = fingerprint(repository, {})
    path = repository / source
    (path / "data.json" if path.is_dir() else path).write_text("changed")
    assert fingerprint(repository, {}) != before


def test_another_context_asks_for_a_new_template(repository: Path) -> None:
    assert fingerprint(repository, {"environment": "dev"}) != fingerprint(repository, {"environment": "local"})


def test_tests_and_caches_ask_for_no_new_template(repository: Path) -> None:
    before = fingerprint(repository, {})
    for folder in ("tests", "newsrec/__pycache__"):
        (repository / folder).mkdir()
        (repository / folder / "module.pyc").write_text("changed")
    assert fingerprint(repository, {}) == before


def test_the_api_is_found_at_the_local_endpoint() -> None:
    url = "https://abc123.execute-api.eu-west-1.amazonaws.com/v1/"
    outputs = StackOutputs(
        **{field.name: field.name for field in fields(StackOutputs)} | {"api_id": "a1", "api_url": url}
    )
    assert api_address(outputs, "http://127.0.0.1:4566") == "http://127.0.0.1:4566/_aws/execute-api/a1/v1"
