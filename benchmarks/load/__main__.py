"""`GET /recommendations` of the deployed product on this machine, hundreds of requests in flight all the time.

Fails for every answer that is not a right list of the right reader, and for memory that grows.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, Final

import click
import httpx

from benchmarks.load.checks import Checks, Reader
from benchmarks.load.memory import Sample, course, sample
from benchmarks.serving import small_house
from benchmarks.table import quantiles
from newsrec.aws.secrets import secret_versions
from newsrec.model.interaction import OPENED
from newsrec.serving.signing import signing_key
from newsroom.house import AWS, House
from newsroom.preview.tokens import TOKEN_LIFETIME, reader_token

MOST_SECONDS: Final = int(TOKEN_LIFETIME / timedelta(seconds=1)) // 2
PATIENCE_SECONDS: Final = 60.0
SAMPLE_SECONDS: Final = 1.0

FUNCTIONS_GROW: Final = 0.05
"""The share by which the functions' processes may grow together, from the second quarter to the last."""
AWS_KEEPS_KIB: Final = 8
"""By what the local AWS may grow per list: it keeps each for the pages after it, and what CloudWatch is told."""


@dataclass(slots=True)
class Run:
    """What one run saw; times are in milliseconds."""

    checks: Checks
    times: list[float] = field(default_factory=list[float])
    answered_at: list[float] = field(default_factory=list[float])
    memory: list[Sample] = field(default_factory=list[Sample])

    async def visit(self, client: httpx.AsyncClient, readers: Iterator[Reader], until: float) -> None:
        """One request after another, each for the next reader."""
        while time.monotonic() < until:
            reader, started = next(readers), time.monotonic()
            try:
                response = await client.get(
                    "/recommendations", headers={"Authorization": f"Bearer {reader.token}"}, timeout=PATIENCE_SECONDS
                )
            except httpx.HTTPError as error:
                self.checks.failed(error)
                continue
            self.answered_at.append(time.monotonic())
            self.times.append((self.answered_at[-1] - started) * 1000)
            self.checks.check(reader, response)

    async def watch(self, group: int) -> None:
        while True:
            self.memory.append(await asyncio.to_thread(sample, group))
            await asyncio.sleep(SAMPLE_SECONDS)


async def keep_in_flight(run: Run, house: House, readers: Sequence[Reader], *, in_flight: int, seconds: int) -> None:
    watching = asyncio.create_task(run.watch(house.processes.group(AWS)))
    limits = httpx.Limits(max_connections=in_flight)
    async with httpx.AsyncClient(base_url=house.api_url, limits=limits) as client:
        in_turn, until = cycle(readers), time.monotonic() + seconds
        await asyncio.gather(*(run.visit(client, in_turn, until) for _ in range(in_flight)))
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


def readers_of(house: House) -> Sequence[Reader]:
    now = datetime.now(UTC)
    return [
        Reader(
            reader.id,
            reader_token(reader.id, key=house.website_key, now=now),
            frozenset(
                interaction.article_id
                for interaction in house.interactions
                if interaction.reader_key == reader.id and interaction.type in OPENED
            ),
        )
        for reader in house.data.readers
    ]


def figures(run: Run, *, in_flight: int, seconds: int) -> Mapping[str, Any]:
    checks, lists = run.checks, len(run.times)
    functions, aws = course([one.others for one in run.memory]), course([one.leader for one in run.memory])
    grown = functions.growth / functions.quarters[1]
    kept = aws.growth / max(1, lists / 2)
    return {
        "in_flight": in_flight,
        "seconds": seconds,
        "answers": checks.answers,
        "per_second": round(lists / (run.answered_at[-1] - run.answered_at[0]), 1),
        "ms": quantiles(run.times),
        "degraded": {"lists": checks.incomplete, **checks.degraded},
        "functions_memory": {**functions.figures(), "grown": round(grown, 3), "may_grow": FUNCTIONS_GROW},
        "aws_memory": {**aws.figures(), "kib_per_list": round(kept, 1), "may_keep_kib": AWS_KEEPS_KIB},
        "wrong": {
            **checks.wrong,
            **({"functions grow": 1} if grown > FUNCTIONS_GROW else {}),
            **({"the local AWS grows": 1} if kept > AWS_KEEPS_KIB else {}),
        },
    }


@click.command()
@click.option("--in-flight", default=200, type=click.IntRange(1, 1000))
@click.option("--seconds", default=120, type=click.IntRange(10, MOST_SECONDS))
@click.option("--json", "as_json", is_flag=True)
def main(in_flight: int, seconds: int, as_json: bool) -> None:
    """Load at the deployed product; exit code 1 when an answer was wrong or memory grew."""
    with small_house() as house:
        versions = secret_versions(house.outputs.signing_secret_name)
        run = Run(Checks(signing_key(versions, datetime.now(UTC))))
        asyncio.run(keep_in_flight(run, house, readers_of(house), in_flight=in_flight, seconds=seconds))
    measured = figures(run, in_flight=in_flight, seconds=seconds)
    if as_json:
        print(json.dumps(measured))
    else:
        for name, value in measured.items():
            print(f"{name:18}{value}")
    sys.exit(bool(measured["wrong"]))


if __name__ == "__main__":
    main()
