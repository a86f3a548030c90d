"""The interactions consumer against the floor: the AWS calls that it makes, made bare, one after another.

The real handler takes in a sample newsroom's stream. Requests are written, signed and their answers read by botocore,
but answered in this process at once, so that what is left beside botocore is our own cost. The reference makes the very
same calls with the same boto3 clients. Both are taken in turn, in processor time, so that nothing waits on another
program.
"""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import boto3
import click
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from rich.console import Console
from rich.table import Table

from benchmarks.ingestion.disorder import StreamRecord
from benchmarks.ingestion.services import ENVIRONMENT, TABLE_KEYS
from benchmarks.ingestion.shard import BATCH, Context, batch_event
from benchmarks.ingestion.tables import Tables
from newsrec.aws.articles import article_item
from newsrec.aws.clients import client
from newsrec.aws.dynamodb import to_item
from newsrec.transform import Reject, read_payload, to_article
from newsroom.sample import generate
from newsroom.sources.sample import newsroom_data

ROUNDS: Final = 5
BAR: Final = 1.6
"""The consumer may take so many times the bare calls' processor time."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """The body of an answer as botocore reads it."""

    content: bytes

    def stream(self) -> Sequence[bytes]:
        return [self.content]


@dataclass
class FixedAnswers:
    """Answers reads of articles with what is known of them, and every write with success; notes what was called."""

    tables: Tables
    recorded: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    _known: dict[bytes, bytes] = field(default_factory=dict)

    def note(self, params: Mapping[str, Any], model: Any, **_: object) -> None:
        self.recorded.append((model.service_model.service_name, xform_name(model.name), params))

    def send(self, request: Any, **_: object) -> AWSResponse:
        """What botocore takes in place of sending the request."""
        content = (
            self._articles(request.body) if request.headers.get("X-Amz-Target", b"").endswith(b"GetItem") else b"{}"
        )
        return AWSResponse(request.url, 200, HTTPHeaders(), _Raw(content))

    def _articles(self, body: bytes) -> bytes:
        if body not in self._known:
            self._known[body] = json.dumps(self.tables.call("BatchGetItem", json.loads(body))).encode()
        return self._known[body]


def sample_stream(records: int, now: datetime) -> tuple[Sequence[StreamRecord], Tables]:
    """The sample newsroom's interactions, and its articles as the consumer finds them."""
    data = newsroom_data(generate(now=now, articles=500, readers=2_000), now)
    tables = Tables(TABLE_KEYS)
    for payload in data.articles:
        read = read_payload(json.dumps(payload).encode())
        article = read if isinstance(read, Reject) else to_article(read.value, read.source)
        assert not isinstance(article, Reject)
        tables.call("PutItem", {"TableName": "articles", "Item": to_item(article_item(article))})
    payloads = [json.dumps(payload).encode() for payload in data.interactions[-records:]]
    return [StreamRecord(payload, now.timestamp()) for payload in payloads], tables


def measure(records: int) -> tuple[int, Mapping[str, Sequence[float]]]:
    """How many records were taken in, and the seconds of each round, ours and bare."""
    os.environ |= ENVIRONMENT
    from lambdas.ingest_interactions.handler import handler  # noqa: PLC0415 - it logs to what is stdout now

    stream, tables = sample_stream(records, datetime.now(UTC))
    events = [batch_event(stream[start : start + BATCH], first=start) for start in range(0, len(stream), BATCH)]
    answers = FixedAnswers(tables)
    boto3.setup_default_session()
    session: Any = boto3.DEFAULT_SESSION
    session.events.register("before-send", answers.send)
    client.cache_clear()

    def ours() -> None:
        for event in events:
            failed = handler(event, Context())["batchItemFailures"]  # type: ignore[arg-type]
            assert not failed, failed

    session.events.register("provide-client-params", answers.note)
    ours()
    client.cache_clear()
    session.events.unregister("provide-client-params", answers.note)
    calls = [partial(getattr(client(service), method), **params) for service, method, params in answers.recorded]

    def bare() -> None:
        for call in calls:
            call()

    seconds: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for name, run in {"ours": ours, "bare": bare}.items():
            seconds[name].append(_processor_seconds(run))
    return len(stream), seconds


def _processor_seconds(run: Callable[[], None]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def figures(records: int, seconds: Mapping[str, Sequence[float]]) -> Mapping[str, Any]:
    ratios = [ours / bare for ours, bare in zip(seconds["ours"], seconds["bare"], strict=True)]
    return {
        "name": "interactions consumer",
        "reference": "its AWS calls, bare",
        "records": records,
        "rounds": ROUNDS,
        "records_per_second_per_core": {
            name: round(records / statistics.median(times)) for name, times in seconds.items()
        },
        "ratio": {
            "median": round(statistics.median(ratios), 2),
            "min": round(min(ratios), 2),
            "max": round(max(ratios), 2),
            "bar": BAR,
        },
    }


def show(found: Mapping[str, Any]) -> None:
    table = Table(
        "measured", "reference", "records", "rounds", "records/s/core, reference", "ratio (least to most)", "bar"
    )
    rate, ratio = found["records_per_second_per_core"], found["ratio"]
    table.add_row(
        *(found["name"], found["reference"], f"{found['records']:,}", str(found["rounds"])),
        f"{rate['ours']:,}, {rate['bare']:,}",
        f"{ratio['median']} ({ratio['min']} to {ratio['max']})",
        str(ratio["bar"]),
    )
    Console(width=140).print(table, f"[dim]{platform.machine()}, Python {platform.python_version()}[/]")


@click.command()
@click.option("--records", default=2_000, type=click.IntRange(min=100))
@click.option("--json", "as_json", is_flag=True)
def main(records: int, as_json: bool) -> None:
    """Records per second and core of the consumer, beside those of its bare calls."""
    # The function's log lines are written, as in Lambda, but not among the figures.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        found = figures(*measure(records))
    if as_json:
        print(json.dumps({"figures": [found]}))
    else:
        show(found)


if __name__ == "__main__":
    main()
