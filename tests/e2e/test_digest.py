"""The morning mail as it is deployed: its preview, its sending, and what becomes of who cannot get it."""

import json
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from newsrec.aws.files import Files
from newsrec.cli import newsrec
from newsroom.executions import run_workflow
from newsroom.house import House
from newsroom.subscribers import address, subscribers
from newsroom.workflow_check import SECONDS, mailbox


def command(*arguments: str) -> Result:
    return CliRunner().invoke(newsrec, arguments)


@pytest.fixture
def audience(tmp_path: Path) -> Path:
    """Two readers who can be written to, and three lines that name nobody."""
    file = tmp_path / "audience.jsonl"
    lines = [
        '{"reader_id": "r-00400", "email": "one@mail.example", "name": "Åsa"}',
        "no JSON",
        '{"reader_id": "r-00401"}',
        '{"reader_id": "r-00402", "email": "two@mail.example"}',
        '{"reader_id": "r-00403", "email": "three@mail.example", "colour": "red"}',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_the_preview_is_the_mail_and_sends_nothing(house: House, tmp_path: Path) -> None:
    before = len(mailbox(house))
    reader = subscribers(house.data)[0]
    shown = command("digest", "preview", "--reader", reader.id, "--out", str(tmp_path / "mail.html"))
    assert shown.exit_code == 0, shown.stderr
    mail = json.loads(shown.stdout)
    assert mail["to"] == address(reader)
    assert list(mail["headers"])[:2] == ["List-Unsubscribe", "List-Unsubscribe-Post"]
    assert 4 <= len(mail["article_ids"]) <= 8
    titles = [title for id in mail["article_ids"] if (title := house.articles[id].title)]
    flat = " ".join(mail["text"].split())
    assert [title for title in titles if title not in flat] == []
    assert (tmp_path / "mail.html").read_text(encoding="utf-8") == mail["html"]
    assert len(mailbox(house)) == before


def test_an_audience_of_ones_own_gets_the_edition_once(house: House, audience: Path) -> None:
    first = command("digest", "run", "--audience", str(audience))
    assert first.exit_code == 0, first.stderr
    counts = json.loads(first.stdout)["counts"]
    assert (counts["sent"], counts["audience"]) == (2, 2)
    assert [line.split(": ")[0] for line in first.stderr.splitlines()] == [
        f"{audience}:2",
        f"{audience}:3",
        f"{audience}:5",
    ]
    second = command("digest", "run", "--audience", str(audience))
    counts = json.loads(second.stdout)["counts"]
    assert (counts["sent"], counts["already_sent"]) == (0, 2)
    got = [mail["To"] for mail in mailbox(house)]
    assert got.count(["one@mail.example"]) == got.count(["two@mail.example"]) == 1


def test_an_audience_of_nobody_is_refused(house: House, tmp_path: Path) -> None:
    file = tmp_path / "nobody.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    refused = command("digest", "run", "--audience", str(file))
    assert refused.exit_code == 1
    assert f"{file}:1: " in refused.stderr


def test_a_missing_audience_fails_the_run_and_does_nothing(house: House) -> None:
    before = len(mailbox(house))
    nowhere = f"s3://{house.outputs.data_bucket_name}/audience/nowhere.jsonl"
    failed = run_workflow(house.outputs.digest_machine_arn, {"digest": "morning", "audience": nowhere}, seconds=SECONDS)
    assert failed.status == "FAILED"
    assert "nowhere.jsonl" in failed.cause
    assert len(mailbox(house)) == before


def test_the_mail_tab_s_address_answers_the_same_mail(house: House) -> None:
    from newsroom.demo import preview_of
    from newsroom.preview.server import create_app
    from tests.browser.serving import serving

    reader = subscribers(house.data)[1]
    with serving(create_app(preview_of(house))) as page:
        answer = httpx.get(f"{page}/newsroom/reader/{reader.id}/mail", timeout=60).json()
    assert answer["held_back"] is None
    assert answer["mail"]["to"] == f"{reader.name} <{address(reader)}>"
    assert answer["mail"]["from"].startswith("The Harwick Courier <")


def test_the_whole_edition_is_summed_up_reader_by_reader(house: House) -> None:
    ended = run_workflow(house.outputs.digest_machine_arn, {"digest": "morning"}, seconds=SECONDS)
    assert ended.succeeded, ended.cause
    _, _, key = ended.output["summary"].removeprefix("s3://").partition("/")
    summary = Files(house.outputs.data_bucket_name).read_json(key)
    of_readers = {name: count for name, count in summary["counts"].items() if name not in {"audience", "due"}}
    assert sum(of_readers.values()) == summary["counts"]["audience"] == len(subscribers(house.data))
    assert summary["counts"]["sent"] == len(subscribers(house.data))
