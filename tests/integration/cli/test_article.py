"""`newsrec article`."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.counters import Counters
from newsrec.aws.just_published import JustPublishedTable
from newsrec.model import Article, ArticleStatus
from newsrec.transform import article_record, read_payload, to_article
from newsrec.transform.source import SourceRecord
from tests.integration.cli.conftest import Deployed
from tests.unit.newsrec.records import article, click

ARTICLES = ArticlesTable("articles")


def test_an_article_is_shown_as_its_record(deployed: Deployed) -> None:
    old = article("a1", title="Café closes", published_at=datetime(2026, 1, 1, tzinfo=UTC))
    ARTICLES.put(old)
    JustPublishedTable("just-published").offer(old)
    assert deployed.answered("article", "show", "a1") == article_record(old)


def test_a_just_published_article_has_its_counters(deployed: Deployed) -> None:
    now = datetime.now(UTC)
    new = article("a1", published_at=now - timedelta(minutes=5))
    ARTICLES.put(new)
    JustPublishedTable("just-published").offer(new)
    counters = Counters(
        reader_interests="reader-interests",
        just_published="just-published",
        article_clicks="article-clicks",
        awaiting_article="awaiting-article",
    )
    counters.count(click("a1", occurred_at=now), new, now=now)
    shown = deployed.answered("article", "show", "a1")
    assert shown["just_published"] == {"impressions": 0, "clicks": 1, "unique_readers": 1}


def test_withdrawing_puts_the_same_article_on_the_stream_withdrawn_and_newer(deployed: Deployed) -> None:
    known = article("a1", title=None, updated_at=datetime(2026, 1, 1, tzinfo=UTC))
    ARTICLES.put(known)
    before = datetime.now(UTC)
    answer = deployed.answered("article", "withdraw", "a1")
    assert (answer["article_id"], answer["status"]) == ("a1", "withdrawn")
    assert before <= datetime.fromisoformat(answer["updated_at"]) <= datetime.now(UTC)
    [record] = stream_records()
    assert record["PartitionKey"] == "a1"
    read = read_payload(record["Data"])
    assert isinstance(read, SourceRecord)
    withdrawn = to_article(read.value, read.source)
    assert withdrawn == article(
        "a1",
        title=None,
        status=ArticleStatus.WITHDRAWN,
        updated_at=datetime.fromisoformat(answer["updated_at"]),
    )


def test_a_description_from_the_future_does_not_outlive_the_withdrawal(deployed: Deployed) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    ARTICLES.put(article("a1", published_at=tomorrow))
    deployed.answered("article", "withdraw", "a1")
    [record] = stream_records()
    withdrawn = to_article(json.loads(record["Data"])["record"], "bare")
    assert isinstance(withdrawn, Article)
    assert ARTICLES.put(withdrawn)


@pytest.mark.parametrize("command", ["show", "withdraw"])
def test_an_unknown_article_is_refused(deployed: Deployed, command: str) -> None:
    assert deployed.refused("article", command, "a9") == "ID: there is no article 'a9'"
    assert stream_records() == []


def test_a_stream_that_is_gone_is_an_outside_failure(deployed: Deployed) -> None:
    ARTICLES.put(article("a1"))
    boto3.client("kinesis").delete_stream(StreamName="newsrec-articles")
    done = deployed.newsrec("article", "withdraw", "a1")
    assert done.exit_code == 3
    assert done.stderr.startswith("stream newsrec-articles: ")


def stream_records() -> list[dict[str, Any]]:
    kinesis = boto3.client("kinesis")
    iterator = kinesis.get_shard_iterator(
        StreamName="newsrec-articles", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    return kinesis.get_records(ShardIterator=iterator)["Records"]
