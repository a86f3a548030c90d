"""The tables in memory against moto's, with the writes that the stream consumers make."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from benchmarks.ingestion.tables import Refusal, Tables

KEYS = {"plain": ("id",), "sorted": ("id", "entry")}
METHODS = {
    "TransactWriteItems": "transact_write_items",
    "PutItem": "put_item",
    "UpdateItem": "update_item",
    "DeleteItem": "delete_item",
    "GetItem": "get_item",
    "BatchGetItem": "batch_get_item",
    "Query": "query",
}
CONDITIONS = (
    None,
    "attribute_not_exists(id)",
    "attribute_exists(id)",
    "attribute_not_exists(n) OR n < :two",
    "attribute_not_exists(#t) OR #t > :b",
    "attribute_exists(n) AND (n >= :one OR #t = :b)",
    "n <> :one",
)
UPDATES = (
    "ADD n :one",
    "ADD n :two, #m :one SET #t = :b",
    "SET #t = :a, n = :one",
    "SET #t = :b REMOVE #m",
    "REMOVE n, #t",
    "ADD #m :fraction",
)
NAMES = {"#t": "text", "#m": "company#Acme"}
VALUES = {":one": {"N": "1"}, ":two": {"N": "2"}, ":fraction": {"N": "0.125"}, ":a": {"S": "a"}, ":b": {"S": "b"}}

tables = st.sampled_from(sorted(KEYS))
letters = st.sampled_from("xyz")


@st.composite
def keys(draw: st.DrawFn, table: str) -> dict[str, Any]:
    return {name: {"S": draw(letters)} for name in KEYS[table]}


def placeholders(*expressions: str | None) -> dict[str, Any]:
    """Those names and values that the expressions use: DynamoDB refuses the others."""
    text = " ".join(expression or "" for expression in expressions)
    words = {word.strip("(),") for word in text.split()} | {part for word in text.split() for part in word.split("(")}
    used = {word.strip("(),") for word in words}
    names = {name: value for name, value in NAMES.items() if name in used}
    values = {name: value for name, value in VALUES.items() if name in used}
    return ({"ExpressionAttributeNames": names} if names else {}) | (
        {"ExpressionAttributeValues": values} if values else {}
    )


@st.composite
def writes(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A kind of write and what it asks for."""
    table, kind = draw(tables), draw(st.sampled_from(["Put", "Update", "Delete"]))
    key, condition = draw(keys(table)), draw(st.sampled_from(CONDITIONS))
    asked: dict[str, Any] = {"TableName": table} | ({"ConditionExpression": condition} if condition else {})
    match kind:
        case "Put":
            more = draw(st.fixed_dictionaries({}, optional={"n": st.just({"N": "3"}), "text": st.just({"S": "a"})}))
            return kind, asked | {"Item": key | more} | placeholders(condition)
        case "Update":
            update = draw(st.sampled_from(UPDATES))
            return kind, asked | {"Key": key, "UpdateExpression": update} | placeholders(condition, update)
        case _:
            return kind, asked | {"Key": key} | placeholders(condition)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    match draw(st.sampled_from(["transaction", "transaction", "write", "get", "batch", "query"])):
        case "transaction":
            drawn = draw(st.lists(writes(), min_size=1, max_size=4))
            return "TransactWriteItems", {"TransactItems": [{kind: asked} for kind, asked in drawn]}
        case "write":
            kind, asked = draw(writes())
            return f"{kind}Item", asked
        case "get":
            table = draw(tables)
            return "GetItem", {"TableName": table, "Key": draw(keys(table)), "ConsistentRead": True}
        case "batch":
            return "BatchGetItem", {
                "RequestItems": {"plain": {"Keys": [{"id": {"S": letter}} for letter in "xz"], "ConsistentRead": True}}
            }
        case _:
            later, values = draw(st.sampled_from([("", {}), (" AND entry > :e", {":e": {"S": "x"}})]))
            return "Query", {
                "TableName": "sorted",
                "KeyConditionExpression": f"id = :id{later}",
                "ExpressionAttributeValues": {":id": {"S": draw(letters)}} | values,
            }


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}


def answered(answer: Mapping[str, Any]) -> object:
    """The items in an answer, as plain values."""
    items = answer.get("Items", [])
    items += [answer["Item"]] if answer.get("Item") else []
    items += [item for found in answer.get("Responses", {}).values() for item in found]
    return sorted(map(plain, items), key=str)


def by_moto(dynamodb: Any, operation: str, request: Mapping[str, Any]) -> object:
    try:
        return answered(getattr(dynamodb, METHODS[operation])(**request))
    except ClientError as error:
        reasons: Any = error.response.get("CancellationReasons", [])
        return error.response.get("Error", {}).get("Code"), [reason["Code"] for reason in reasons]


def in_memory(tables: Tables, operation: str, request: Mapping[str, Any]) -> object:
    try:
        return answered(tables.call(operation, request))
    except Refusal as refusal:
        reasons: Any = refusal.more.get("CancellationReasons", [])
        return refusal.code, [reason["Code"] for reason in reasons]


@pytest.fixture(scope="module")
def dynamodb() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("dynamodb", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test")


def create_tables(dynamodb: Any) -> None:
    for table, names in KEYS.items():
        dynamodb.create_table(
            TableName=table,
            KeySchema=[
                {"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)
            ],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            BillingMode="PAY_PER_REQUEST",
        )


@settings(max_examples=100)
@given(drawn=st.lists(calls(), min_size=1, max_size=12))
def test_every_answer_and_every_item_is_that_of_moto(dynamodb: Any, drawn: list[tuple[str, dict[str, Any]]]) -> None:
    create_tables(dynamodb)
    try:
        tables = Tables(KEYS)
        for operation, request in drawn:
            assert in_memory(tables, operation, request) == by_moto(dynamodb, operation, request)
        for table in KEYS:
            stored = sorted(map(plain, tables.items(table)), key=str)
            assert stored == sorted(map(plain, dynamodb.scan(TableName=table)["Items"]), key=str)
    finally:
        for table in KEYS:
            dynamodb.delete_table(TableName=table)


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("Scan", {"TableName": "plain"}),
        ("Query", {"TableName": "sorted", "IndexName": "by-time"}),
        ("PutItem", {"TableName": "plain", "Item": {"id": {"S": "x"}}, "ReturnValues": "ALL_OLD"}),
        ("TransactWriteItems", {"TransactItems": [{"Get": {"TableName": "plain", "Key": {"id": {"S": "x"}}}}]}),
    ],
)
def test_what_the_tables_do_not_know_is_an_error_and_never_left_out(operation: str, request_: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError):
        Tables(KEYS).call(operation, request_)
