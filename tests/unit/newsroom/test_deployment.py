"""When the template is made anew, and what is read from a deployment."""

import json
from pathlib import Path

import pytest

from newsroom.deployment import SYNTHESISED_FROM, StackOutputs, fingerprint, read_outputs
from newsroom.failure import StepFailed

OUTPUTS = {
    "newsrec-local-data": {
        **{"DataBucketName": "bucket", "PersonalizeRoleArn": "role", "DatasetGroupArn": "group"},
        **{"InteractionsDatasetArn": "interactions", "ItemsDatasetArn": "items", "TrackingId": "tracking"},
        **{"UnreadFilterArn": "unread", "ArticlesTableName": "articles", "JustPublishedTableName": "just"},
        **{"ReaderInterestsTableName": "interests", "ArticleClicksTableName": "clicks", "ExportsOutputRefA": "a"},
    },
    "newsrec-local-ingestion": {
        **{"InteractionsStreamName": "in", "ArticlesStreamName": "out", "DeadLetterQueueUrl": "queue"}
    },
    "newsrec-local-serving": {
        **{"ApiId": "abc123", "ApiUrl": "https://abc123.execute-api.eu-west-1.amazonaws.com/v1/"},
        "ReaderTokenSecretName": "secret",
    },
}


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


def test_outputs_are_read_by_name_and_the_api_is_found_at_the_local_endpoint(tmp_path: Path) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(OUTPUTS))
    outputs = read_outputs(file)
    assert isinstance(outputs, StackOutputs)
    assert (outputs.just_published_table_name, outputs.dead_letter_queue_url) == ("just", "queue")
    assert outputs.api_address("http://127.0.0.1:4566") == "http://127.0.0.1:4566/_aws/execute-api/abc123/v1"


def test_a_missing_output_is_named(tmp_path: Path) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"newsrec-local-data": OUTPUTS["newsrec-local-data"]}))
    with pytest.raises(StepFailed, match=r"ApiId, ApiUrl, .*ReaderTokenSecretName"):
        read_outputs(file)
