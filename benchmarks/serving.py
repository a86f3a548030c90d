"""`GET /recommendations` through its handler, against the floor: the same AWS calls made bare and side by side."""

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
import click

from benchmarks.table import Measured, show
from newsrec.serving.asking import TimeBudget
from newsroom.house import House, Ports, open_house
from newsroom.preview.tokens import reader_token
from newsroom.processes import free_port
from newsroom.sample import generate
from newsroom.sources.sample import newsroom_data
from newsroom.steps import Steps

ARTICLES, READERS = 500, 400
WARM_UP = 20
MOST_CALLS = {"personalize-runtime": 2, "dynamodb": 3}
"""Of a warm request."""
KEPT_TABLES = ("JUST_PUBLISHED_TABLE", "ARTICLE_CLICKS_TABLE", "SURFACE_DOCUMENTS_TABLE")
"""What is read from these is the same for all readers, and read every few seconds behind the answers."""


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


def api_function() -> Mapping[str, Any]:
    """The deployed function, as Lambda describes it."""
    functions = boto3.client("lambda").get_paginator("list_functions").paginate()
    return next(
        function
        for page in functions
        for function in page["Functions"]
        if "SERVED_LISTS_TABLE" in function.get("Environment", {}).get("Variables", {})
    )


def asker(house: House) -> Callable[[str], None]:
    from lambdas.api.handler import handler  # noqa: PLC0415

    def ask(reader: str) -> None:
        token = reader_token(reader, key=house.website_key, now=datetime.now(UTC))
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


@dataclass(frozen=True, slots=True)
class AwsCall:
    """One call of an AWS service, as boto3 was asked for it."""

    service: str
    operation: str
    parameters: Mapping[str, Any]

    @property
    def table(self) -> str:
        tables: Iterable[str] = self.parameters.get("RequestItems", ())
        return self.parameters.get("TableName") or next(iter(tables), "")


class Recorded:
    """The calls of every client that is made from now on, in the order in which they begin."""

    def __init__(self) -> None:
        self.calls: list[AwsCall] = []
        boto3.setup_default_session()
        session = boto3.DEFAULT_SESSION
        assert session is not None
        session.events.register("provide-client-params.*", self._record)

    def _record(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        self.calls.append(AwsCall(model.service_model.service_name, model.name, dict(params)))

    def taken(self) -> Sequence[AwsCall]:
        """What was called since the last time."""
        taken, self.calls = self.calls, []
        return taken


def of_one_request(calls: Sequence[AwsCall], variables: Mapping[str, str]) -> Sequence[AwsCall]:
    """The calls that a request itself makes, less those for what is kept for all readers. Fails above the limits."""
    kept = {variables.get(name) for name in KEPT_TABLES}
    own = [call for call in calls if call.table not in kept]
    counted = Counter(call.service for call in own)
    for service, most in MOST_CALLS.items():
        if counted[service] > most:
            raise click.ClickException(f"a warm request made {counted[service]} calls of {service}; {most} are allowed")
    return own


def bare_calls(session: boto3.Session) -> Callable[[Sequence[AwsCall]], None]:
    """The same calls again with nothing around them: those side by side that do not wait for one another.

    What the reader follows is asked of the reader's own model, so that waits for the history; the articles wait for
    the models, and the list is kept when they are there.
    """
    clients: Mapping[str, Any] = {service: session.client(service) for service in MOST_CALLS}
    operations = {
        "Query": "query",
        "BatchGetItem": "batch_get_item",
        "PutItem": "put_item",
        "GetRecommendations": "get_recommendations",
    }
    pool = ThreadPoolExecutor(4)

    def start(call: AwsCall) -> Future[Any]:
        return pool.submit(getattr(clients[call.service], operations[call.operation]), **call.parameters)

    def make(calls: Sequence[AwsCall]) -> None:
        def started(operation: str, *, promoting: bool = False) -> list[Future[Any]]:
            these = (call for call in calls if call.operation == operation)
            return [start(call) for call in these if ("promotions" in call.parameters) is promoting]

        history, models = started("Query"), started("GetRecommendations")
        if any("promotions" in call.parameters for call in calls):
            _results(history)
        _results([*history, *models, *started("GetRecommendations", promoting=True)])
        _results(started("BatchGetItem"))
        _results(started("PutItem"))

    return make


def _results(futures: Iterable[Future[Any]]) -> None:
    for future in futures:
        future.result()


def measure(requests: int) -> list[Measured]:
    with small_house() as house:
        variables = api_function()["Environment"]["Variables"]
        # A slow machine shows in the figures, and not as lists that had to do without a source.
        os.environ |= {
            **variables,
            "TIME_BUDGET": json.dumps(dict.fromkeys((one.name for one in fields(TimeBudget)), 20)),
        }
        readers = [reader.id for reader in house.data.readers[:50]]
        bare, recorded = bare_calls(boto3.Session()), Recorded()
        # The function's log lines are written, as in Lambda, but not among the figures.
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            ours, theirs = _timed(asker(house), bare, recorded, variables, readers, requests)
    reference = "the same boto3 calls, bare"
    return [Measured(name="GET /recommendations", reference=reference, ours=ours, theirs=theirs)]


def _timed(
    ask: Callable[[str], None],
    bare: Callable[[Sequence[AwsCall]], None],
    recorded: Recorded,
    variables: Mapping[str, str],
    readers: Sequence[str],
    requests: int,
) -> tuple[Sequence[float], Sequence[float]]:
    """Milliseconds of each request and of its calls alone, in turn, so that both meet the same machine."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(WARM_UP + requests):
        took = _milliseconds(partial(ask, readers[number % len(readers)]))
        calls = recorded.taken()
        if number < WARM_UP:
            bare([call for call in calls if call.operation == "Query"])
            continue
        own = of_one_request(calls, variables)
        ours.append(took)
        theirs.append(_milliseconds(partial(bare, own)))
    return ours, theirs


def _milliseconds(what: Callable[[], None]) -> float:
    started = time.perf_counter()
    what()
    return (time.perf_counter() - started) * 1000


@click.command()
@click.option("--requests", default=100, type=click.IntRange(min=10))
@click.option("--json", "as_json", is_flag=True)
def main(requests: int, as_json: bool) -> None:
    """Serving overhead over the floor of the calls that it can't do without."""
    show(measure(requests), as_json=as_json)


if __name__ == "__main__":
    main()
