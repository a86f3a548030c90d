"""DynamoDB items as plain Python values, and batched reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from newsrec.aws.clients import client

MOST_KEYS_PER_READ = 100

Item = Mapping[str, Any]

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Typed attribute values; absent (None) ones are left out."""
    return {name: _serializer.serialize(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _deserializer.deserialize(value) for name, value in item.items()}


def get_many(table: str, key: str, values: Iterable[str], *, consistent: bool = False) -> Iterator[Item]:
    """The items that exist among these keys, in no order."""
    return get_items(table, [{key: value} for value in sorted(set(values))], consistent=consistent)


def get_items(table: str, keys: Sequence[Mapping[str, str]], *, consistent: bool = False) -> Iterator[Item]:
    """The items that exist among these keys, all different, in no order."""
    for start in range(0, len(keys), MOST_KEYS_PER_READ):
        wanted: Mapping[str, Any] = {
            table: {
                "Keys": [to_item(key) for key in keys[start : start + MOST_KEYS_PER_READ]],
                "ConsistentRead": consistent,
            }
        }
        while wanted:
            answer = client("dynamodb").batch_get_item(RequestItems=wanted)
            yield from map(from_item, answer["Responses"].get(table, []))
            wanted = answer.get("UnprocessedKeys") or {}


def query(table: str, condition: str, values: Mapping[str, Any], *, most: int, **options: Any) -> Sequence[Item]:
    """Up to `most` items of one partition."""
    pages = (
        client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=table,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=to_item(values),
            PaginationConfig={"MaxItems": most},
            **options,
        )
    )
    return [from_item(item) for page in pages for item in page["Items"]]


def instant(time: datetime) -> str:
    """A time as text that sorts: UTC, always with microseconds."""
    return time.isoformat(timespec="microseconds")


def epoch(time: datetime) -> int:
    return int(time.timestamp())
