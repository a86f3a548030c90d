import json
from pathlib import Path

from click.testing import CliRunner, Result

from newsrec.cli.transform import transform_command
from tests.unit.newsrec.records import article_record, interaction_record

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


def run(*arguments: str, lines: list[object]) -> Result:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return CliRunner().invoke(transform_command, list(arguments), input=text)


def test_each_accepted_record_is_one_row_in_order() -> None:
    result = run("interactions", lines=[interaction_record(), interaction_record(event_id="e2", reader_id="r2")])
    assert result.exit_code == 0
    assert [json.loads(line)["USER_ID"] for line in result.stdout.splitlines()] == ["r1", "r2"]
    assert result.stderr == "2 accepted, 0 rejected\n"


def test_rejects_are_written_with_record_path_rule_and_message(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    result = run("articles", "--rejects", str(rejects), lines=[article_record(), "{broken", article_record(title=None)])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    unreadable, untitled = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert unreadable["record"] == "{broken"
    assert untitled["record"]["article_id"] == "a1"
    assert untitled["errors"] == [{"path": "title", "rule": "string_type", "message": "Input should be a valid string"}]


def test_records_of_another_source_are_read_in_its_own_form() -> None:
    click = {"user_id": 1, "session_id": 2, "article_id": 3, "timestamp_ms": 1_506_826_000_026}
    result = run("interactions", "--source", "globo", lines=[click])
    assert json.loads(result.stdout)["TIMESTAMP"] == 1_506_826_000


def test_when_nothing_is_accepted_the_exit_code_says_so() -> None:
    assert run("interactions", lines=[{"article_id": "a"}]).exit_code == 1
    assert run("interactions", lines=[]).exit_code == 1


def test_an_unknown_source_is_a_wrong_call() -> None:
    result = run("interactions", "--source", "tape", lines=[])
    assert result.exit_code == 2
    assert "tape" in result.stderr


def test_a_mapping_from_disk_reads_a_newsroom_s_own_records() -> None:
    lines = [json.loads(line) for line in (EXAMPLES / "cms_articles.jsonl").read_text("utf-8").splitlines()]
    result = run("articles", "--mapping", str(EXAMPLES / "cms.json"), lines=lines)
    assert [json.loads(line)["TOPICS"] for line in result.stdout.splitlines()] == ["Region|Zoo & Tiere", "Verkehr"]
    assert result.stderr == "2 accepted, 1 rejected\n"


def test_a_mapping_that_can_not_be_used_is_a_wrong_call(tmp_path: Path) -> None:
    mapping = tmp_path / "bad.json"
    mapping.write_text('{"articles": {"article_id": {"from": "id"}, "titel": {"from": "t"}}}')
    result = run("articles", "--mapping", str(mapping), lines=[])
    assert result.exit_code == 2
    assert [line.split(": ")[:2] for line in result.stderr.splitlines()] == [
        ["articles.published_at", "missing"],
        ["articles.titel", "unknown_field"],
    ]


def test_a_reject_that_utf_8_can_not_write_is_written_in_escapes(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    run("articles", "--rejects", str(rejects), lines=['{"article_id": "\\ud800"}'])
    assert "\\ud800" in rejects.read_text()
