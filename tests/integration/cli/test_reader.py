"""`newsrec reader`."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.counters import Counters
from newsrec.aws.dynamodb import to_item
from newsrec.aws.unsubscriptions import Unsubscriptions
from newsroom.processes import HOST, free_port
from tests.integration.cli.conftest import Deployed
from tests.unit.newsrec.records import article, click

COUNTERS = Counters(
    reader_interests="reader-interests",
    just_published="just-published",
    article_clicks="article-clicks",
    awaiting_article="awaiting-article",
)


def test_a_reader_is_shown_with_interests_opened_articles_and_digests(deployed: Deployed) -> None:
    now = datetime.now(UTC)
    articles = [
        article("a1", title="Acme grows", topics=("business",), companies=("Acme",), industries=("steel",)),
        article("a2", title="Acme shrinks", topics=("business", "local"), companies=("Acme", "Bolt")),
    ]
    for hours_ago, read in zip((3, 1), articles, strict=True):
        ArticlesTable("articles").put(read)
        at = now - timedelta(hours=hours_ago)
        COUNTERS.count(click(read.article_id, occurred_at=at), read, now=at)
    gone = click("a3", occurred_at=now - timedelta(hours=2))
    COUNTERS.count(gone, None, now=gone.occurred_at)
    for date in ("2026-03-01", "2026-03-02"):
        sent = {"state": "sent", "message_id": f"m-{date}", "claimed_at": f"{date}T06:00:00Z", "article_ids": ["a1"]}
        entry = {"reader_id": "r1", "entry": f"sent#daily#{date}", "ttl": 1_900_000_000}
        boto3.client("dynamodb").put_item(TableName="digest-ledger", Item=to_item(entry | sent))
    Unsubscriptions("digest-ledger").add("r1", "weekly", now)

    shown = deployed.answered("reader", "show", "r1")
    assert shown["reader_id"] == "r1"
    assert {kind: list(counts) for kind, counts in shown["interests"].items()} == {
        "company": ["Acme", "Bolt"],
        "industry": ["steel"],
        "topic": ["business", "local"],
    }
    assert shown["interests"]["company"]["Acme"] == pytest.approx(2, rel=0.02)
    assert [(one["article_id"], one["title"]) for one in shown["opened"]] == [
        ("a2", "Acme shrinks"),
        ("a3", None),
        ("a1", "Acme grows"),
    ]
    assert datetime.fromisoformat(shown["opened"][0]["read_at"]) == now - timedelta(hours=1)
    assert shown["digests"] == [
        {
            "digest_id": "daily",
            "date": date,
            "state": "sent",
            "message_id": f"m-{date}",
            "claimed_at": f"{date}T06:00:00Z",
            "article_ids": ["a1"],
        }
        for date in ("2026-03-02", "2026-03-01")
    ]
    assert [one["digest_id"] for one in shown["unsubscribed"]] == ["weekly"]


def test_a_reader_who_only_left_a_digest_is_known(deployed: Deployed) -> None:
    Unsubscriptions("digest-ledger").add("r1", "daily", datetime(2026, 3, 1, tzinfo=UTC))
    shown = deployed.answered("reader", "show", "r1")
    assert shown["unsubscribed"] == [{"digest_id": "daily", "at": "2026-03-01T00:00:00.000000+00:00"}]
    assert shown["opened"] == []


def test_an_unknown_reader_is_refused(deployed: Deployed) -> None:
    assert deployed.refused("reader", "show", "nobody") == "ID: nothing is known of a reader 'nobody'"


def test_a_forgotten_reader_is_known_no_more_and_waits_for_a_job_that_can_begin(
    deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE", f"http://{HOST}:{free_port()}")
    boto3.client("s3").create_bucket(
        Bucket="newsrec-data", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    read = click("a1", occurred_at=datetime.now(UTC))
    COUNTERS.count(read, article("a1"), now=read.occurred_at)
    said = deployed.answered("reader", "forget", "r1")
    assert (said["reader_id"], said["models"], "EndpointConnectionError" in said["reason"]) == ("r1", "waiting", True)
    assert "nothing is known" in deployed.refused("reader", "show", "r1")
