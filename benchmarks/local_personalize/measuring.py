"""The measurements: ours and the reference's in turn, on one newsroom."""

import gc
import json
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from benchmarks.local_personalize.alternating_least_squares import seconds_to_factorise
from benchmarks.local_personalize.figures import Figure, quantile
from benchmarks.local_personalize.http_client import Answer, Connection
from benchmarks.local_personalize.newsroom import Newsroom
from benchmarks.local_personalize.processes import Server, personalize
from benchmarks.local_personalize.requests import RESULTS, Readers

WARM_UP = 100
MOST_MEMORY = 1.5
Milliseconds = Sequence[float]
Times = Mapping[str, Sequence[Milliseconds]]
"""By name of who is asked, how long each request of each repeat took."""


def imports(newsroom: Newsroom, repeats: int) -> Figure:
    """Importing the clicks."""
    ours, theirs = list[float](), list[float]()
    for _ in range(repeats):
        began = time.perf_counter()
        pl.read_csv(newsroom.files.clicks).sort("TIMESTAMP")
        theirs.append(time.perf_counter() - began)
        ours.append(newsroom.import_clicks())
    reference = "Polars read_csv and sort of the file"
    return Figure(name="import of clicks", reference=reference, unit="s", ours=ours, theirs=theirs, bar=20.0)


def trainings(newsroom: Newsroom, repeats: int) -> Figure:
    """Training a version of User-Personalization-v2."""
    ours, theirs = list[float](), list[float]()
    for _ in range(repeats):
        ours.append(newsroom.train())
        theirs.append(seconds_to_factorise(newsroom.files.clicks))
    reference = "implicit's ALS, 64 factors, 15 iterations"
    return Figure(name="training of a version", reference=reference, unit="s", ours=ours, theirs=theirs, bar=6.0)


def open_visits(ours: Connection, readers: Readers, count: int) -> int:
    """Let so many readers begin a session; the size of an answer to one of them, in bytes."""
    for number in range(count):
        _checked(ours.ask(readers.visit(number)))
    return len(_answered(ours.ask(readers.question(0))))


def recommendations(ours: Connection, bare: Connection, readers: Readers, requests: int, repeats: int) -> list[Figure]:
    """GetRecommendations, without a filter and with one."""
    numbers = range(requests * repeats)
    plain = [readers.question(number) for number in numbers]
    filtered = [readers.question(number, filtered=True) for number in numbers]
    for number in range(WARM_UP):
        _answered(ours.ask(plain[number % len(plain)]))
        _checked(ours.ask(filtered[number % len(filtered)]))
    times = _timed({"bare": (bare, plain), "ours": (ours, plain), "filtered": (ours, filtered)}, requests)
    name, with_filter = "GetRecommendations", "GetRecommendations with a filter"
    return [
        _of_requests(name, times["ours"], "a bare handler", times["bare"], 50, 8.0),
        _of_requests(name, times["ours"], "a bare handler", times["bare"], 99, 15.0),
        _of_requests(with_filter, times["filtered"], "without a filter", times["ours"], 50, 1.5),
        _of_requests(with_filter, times["filtered"], "without a filter", times["ours"], 99, 1.5),
    ]


def events(ours: Connection, bare: Connection, readers: Readers, requests: int, repeats: int) -> Figure:
    """PutEvents, ten events a call."""
    visits = list(islice(readers.visits(), requests * repeats))
    for visit in islice(readers.visits(), WARM_UP):
        _checked(ours.ask(visit))
        _checked(bare.ask(visit))
    times = _timed({"bare": (bare, visits), "ours": (ours, visits)}, requests)
    reference = "a bare handler that parses and checks"
    return _of_requests("PutEvents of 10 events", times["ours"], reference, times["bare"], 50, 4.0)


def memory(server: Server) -> list[Figure]:
    """The server's resident size, at its largest and now."""
    named = zip(("memory, at most", "memory, after"), server.memory(), strict=True)
    return [
        Figure(name=name, reference="the limit", unit="GiB", ours=[size], theirs=[MOST_MEMORY], bar=1.0)
        for name, size in named
    ]


def restart(data: Path, question: bytes, cache: Path, import_and_training: float) -> Figure:
    """From a start on a data folder to the first good answer."""
    began = time.perf_counter()
    with personalize(data, cache) as server, Connection(server.port) as connection:
        _answered(connection.ask(question))
        seconds = time.perf_counter() - began
    return Figure(
        name="restart until it recommends",
        reference="import and training",
        unit="s",
        ours=[seconds],
        theirs=[import_and_training],
        bar=0.1,
    )


def _answered(answer: Answer) -> bytes:
    """The body of a full answer of recommendations."""
    items = json.loads(_checked(answer)).get("itemList", ())
    if len(items) != RESULTS:
        raise RuntimeError(f"expected {RESULTS} items, got {len(items)}")
    return answer.body


def _checked(answer: Answer) -> bytes:
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {answer.body.decode(errors='replace')}")
    return answer.body


def _timed(asked: Mapping[str, tuple[Connection, Sequence[bytes]]], requests: int) -> Times:
    """All requests of all askers, request by request in turn; a repeat is so many of them."""
    times: dict[str, list[float]] = {name: [] for name in asked}
    gc.collect()
    gc.disable()  # the client's own pauses are not the server's
    try:
        for turn in zip(*(requests for _, requests in asked.values()), strict=True):
            for (name, (connection, _)), prepared in zip(asked.items(), turn, strict=True):
                began = time.perf_counter()
                answer = connection.ask(prepared)
                times[name].append((time.perf_counter() - began) * 1000)
                _checked(answer)
    finally:
        gc.enable()
    return {
        name: [found[start : start + requests] for start in range(0, len(found), requests)]
        for name, found in times.items()
    }


def _of_requests(
    name: str, ours: Sequence[Milliseconds], reference: str, theirs: Sequence[Milliseconds], percent: int, bar: float
) -> Figure:
    return Figure(
        name=f"{name}, p{percent}",
        reference=reference,
        unit="ms",
        ours=[quantile(repeat, percent) for repeat in ours],
        theirs=[quantile(repeat, percent) for repeat in theirs],
        bar=bar,
    )
