"""The writes that a DynamoDB transaction is made of."""

from collections.abc import Mapping
from typing import Any

from newsrec.aws.dynamodb import to_item

Write = dict[str, Any]
Writes = dict[str, Write]
"""The writes of a transaction by what they are for."""


def put_new(table: str, item: Mapping[str, Any], key: str) -> Write:
    """A new item; the condition fails for one that exists."""
    return {"Put": {"TableName": table, "Item": to_item(item), "ConditionExpression": f"attribute_not_exists({key})"}}


def update(
    table: str,
    key: Mapping[str, str],
    expression: str,
    names: dict[str, str],
    values: dict[str, Any],
    *,
    condition: str | None = None,
) -> Write:
    return {
        "Update": {
            "TableName": table,
            "Key": to_item(key),
            "UpdateExpression": expression,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": to_item(values),
        }
        | ({"ConditionExpression": condition} if condition else {})
    }
