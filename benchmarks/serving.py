"""`GET /recommendations` through its handler, against the floor: the same AWS calls made bare and side by side."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import click

from benchmarks.table import Measured, show
from newsroom.house import House, Ports, open_house
from newsroom.preview.tokens import reader_token
from newsroom.processes import free_port
from newsroom.sample import generate
from newsroom.sources.sample import newsroom_data
from newsroom.steps import Steps

ARTICLES, READERS = 500, 400
WARM_UP = 20


@dataclass(frozen=True)
class Context:
    """What Lambda tells a function about its invocation."""

    function_name: str = "api"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:000000000000:function:api"
    aws_request_id: str = "benchmark"


@contextmanager
def small_house() -> Iterator[House]:
    with TemporaryDirectory() as folder:
        ports = Ports(aws=free_port(), personalize=free_port())
        load = lambda now: newsroom_data(generate(now=now, articles=ARTICLES, readers=READERS), now)  # noqa: E731
        with open_house(
            load, ports=ports, folder=Path(folder), settings={"environment": "local"}, steps=Steps()
        ) as house:
            yield house


def function_environment() -> Mapping[str, str]:
    """The deployed function's own environment variables."""
    functions = boto3.client("lambda").get_paginator("list_functions").paginate()
    return next(
        function["Environment"]["Variables"]
        for page in functions
        for function in page["Functions"]
        if "PERSONALISED_CAMPAIGN_ARN" in function.get("Environment", {}).get("Variables", {})
    )


def asker(house: House) -> Callable[[str], None]:
    from lambdas.api.handler import handler  # noqa: PLC0415

    def ask(reader: str) -> None:
        token = reader_token(reader, secret=house.signing_key, now=datetime.now(UTC))
        event: dict[str, Any] = {
            "httpMethod": "GET",
            "path": "/recommendations",
            "resource": "/recommendations",
            "headers": {"Authorization": f"Bearer {token}"},
            "multiValueHeaders": {},
            "queryStringParameters": None,
            "multiValueQueryStringParameters": None,
            "requestContext": {"requestId": "benchmark", "path": "/v1/recommendations"},
            "body": None,
        }
        answer = handler(event, Context())  # type: ignore[arg-type]
        listed = json.loads(answer["body"])
        assert answer["statusCode"] == 200 and len(listed["items"]) == 10 and not listed["degraded"], answer["body"]

    return ask


def bare_calls(variables: Mapping[str, str]) -> Callable[[str], None]:
    """The two model calls, both table queries and one read of the articles, with nothing around them."""
    runtime, tables = boto3.client("personalize-runtime"), boto3.client("dynamodb")
    pool = ThreadPoolExecutor(4)

    def model(reader: str, campaign: str, after: datetime) -> list[str]:
        answer = runtime.get_recommendations(
            campaignArn=variables[campaign],
            userId=reader,
            numResults=40,
            filterArn=variables["UNREAD_FILTER_ARN"],
            filterValues={"PUBLISHED_AFTER": str(int(after.timestamp()))},
        )
        return [item["itemId"] for item in answer["itemList"]]

    def query(table: str, condition: str, values: dict[str, Any], **index: Any) -> list[Any]:
        return tables.query(
            TableName=variables[table],
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            **index,
        )["Items"]

    def ask(reader: str) -> None:
        now = datetime.now(UTC)
        models = [
            pool.submit(model, reader, campaign, now - timedelta(hours=72))
            for campaign in ("PERSONALISED_CAMPAIGN_ARN", "TRENDING_CAMPAIGN_ARN")
        ]
        history = pool.submit(
            query,
            "READER_INTERESTS_TABLE",
            "reader_id = :reader AND entry >= :first",
            {":reader": {"S": reader}, ":first": {"S": "interests"}},
        )
        shelf = pool.submit(
            query,
            "JUST_PUBLISHED_TABLE",
            "edition = :edition AND published_at > :time",
            {":edition": {"S": "main"}, ":time": {"S": (now - timedelta(hours=2)).isoformat()}},
            IndexName="by-publication",
        )
        history.result()
        ids = {article for named in models for article in named.result()}
        ids |= {item["article_id"]["S"] for item in shelf.result()}
        keys = [{"article_id": {"S": article}} for article in sorted(ids)]
        tables.batch_get_item(RequestItems={variables["ARTICLES_TABLE"]: {"Keys": keys}})

    return ask


def measure(requests: int) -> list[Measured]:
    with small_house() as house:
        variables = function_environment()
        os.environ |= variables
        readers = [reader.id for reader in house.data.readers[:50]]
        # The function's log lines are written, as in Lambda, but not among the figures.
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            times = _timed({"ours": asker(house), "bare": bare_calls(variables)}, readers, requests)
    reference = "the same boto3 calls, bare"
    return [Measured(name="GET /recommendations", reference=reference, ours=times["ours"], theirs=times["bare"])]


def _timed(
    askers: Mapping[str, Callable[[str], None]], readers: Sequence[str], requests: int
) -> Mapping[str, Sequence[float]]:
    """Milliseconds of each request, the askers in turn, so that both meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in askers}
    for number in range(WARM_UP + requests):
        for name, ask in askers.items():
            started = time.perf_counter()
            ask(readers[number % len(readers)])
            if number >= WARM_UP:
                times[name].append((time.perf_counter() - started) * 1000)
    return times


@click.command()
@click.option("--requests", default=200, type=click.IntRange(min=10))
@click.option("--json", "as_json", is_flag=True)
def main(requests: int, as_json: bool) -> None:
    """Serving overhead over the floor of the calls that it can't do without."""
    show(measure(requests), as_json=as_json)


if __name__ == "__main__":
    main()
