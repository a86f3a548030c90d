"""The product's tables on moto, with the keys and indexes that the template gives them."""

from collections.abc import Iterator, Sequence
from typing import Any

import boto3
import pytest
from moto import mock_aws

from newsrec.aws.clients import client

Index = tuple[str, str, str, str]

TABLES: dict[str, tuple[str, str | None, Index | None]] = {
    "articles": ("article_id", None, None),
    "just-published": ("article_id", None, ("by-publication", "edition", "published_at", "S")),
    "reader-interests": ("reader_id", "entry", ("by-experiment", "experiment", "reader_id", "S")),
    "surface-documents": ("name", "revision", None),
    "digest-ledger": ("reader_id", "entry", None),
    "awaiting-article": ("article_id", "event_id", None),
    "served-lists": ("list_id", None, None),
    "article-clicks": ("window", "article_id", ("by-clicks", "window", "clicks", "N")),
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    client.cache_clear()
    with mock_aws():
        yield
    client.cache_clear()


@pytest.fixture
def tables(aws: None) -> None:
    create_tables()


def create_tables() -> None:
    for name, (key, range_key, index) in TABLES.items():
        keys = [key, *([range_key] if range_key else [])]
        boto3.client("dynamodb").create_table(
            TableName=name,
            KeySchema=_key_schema(keys),
            AttributeDefinitions=[
                {"AttributeName": attribute, "AttributeType": kind}
                for attribute, kind in (dict.fromkeys(keys, "S") | _index_types(index)).items()
            ],
            BillingMode="PAY_PER_REQUEST",
            **_indexes(index),
        )


def _index_types(index: Index | None) -> dict[str, str]:
    return {index[1]: "S", index[2]: index[3]} if index else {}


def _indexes(index: Index | None) -> dict[str, Any]:
    if index is None:
        return {}
    name, *keys = index[:3]
    projection = {"ProjectionType": "ALL"}
    return {"GlobalSecondaryIndexes": [{"IndexName": name, "KeySchema": _key_schema(keys), "Projection": projection}]}


def _key_schema(keys: Sequence[str]) -> list[dict[str, str]]:
    return [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)]
