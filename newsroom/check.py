"""The demo without a person: does what an editor would do on the preview page, and reports what was seen."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from newsrec.aws.clients import client
from newsrec.model import Interaction
from newsrec.transform import Reject, read_payload, to_interaction
from newsroom.failure import StepFailed, require
from newsroom.house import PERSONALIZE, House
from newsroom.processes import wait_for
from newsroom.proof import untrue_reasons
from newsroom.replay import payload_bytes, put_payloads
from newsroom.sample import broken_records, new_article
from newsroom.subscribers import SUBSCRIBERS
from newsroom.website import Website, shown
from newsroom.workflow_check import WorkflowCheck

WITHIN_SECONDS = 5
READERS = 3
SEED = 7


@dataclass(frozen=True, slots=True)
class Seen:
    """One row of the table: a step, what was seen, how long it took, and whether that is as promised."""

    step: str
    what: str
    seconds: float
    holds: bool


@dataclass(slots=True)
class Check:
    """Runs the steps one after another; a step that fails is a row, and the later ones still run."""

    house: House
    rows: list[Seen] = field(default_factory=list[Seen])

    @property
    def website(self) -> Website:
        return Website(self.house.api_url, self.house.website_key)

    def run(self) -> bool:
        """Whether everything was as promised."""
        for title, step in self._steps():
            started = time.monotonic()
            try:
                what, holds = step(), True
            except (StepFailed, AssertionError) as failure:
                what, holds = str(failure), False
            self.rows.append(Seen(title, what, time.monotonic() - started, holds))
        return all(row.holds for row in self.rows)

    def print(self, console: Console) -> None:
        table = Table("step", "what was seen", "time", "")
        for row in self.rows:
            table.add_row(row.step, row.what, f"{row.seconds:.1f} s", "[green]✓[/]" if row.holds else "[red]✗[/]")
        console.print(table)

    def _steps(self) -> Iterator[tuple[str, Callable[[], str]]]:
        record = new_article(now=datetime.now(UTC), seed=SEED)
        workflows = WorkflowCheck(self.house)
        yield "source files to datasets", workflows.batch
        yield "datasets to models that serve", workflows.promotion
        yield "lists of three readers", self._lists_differ
        yield "reasons", self._reasons_hold
        yield "reading an article", self._reading_changes_the_list
        yield "publishing an article", lambda: self._publish(record)
        yield "withdrawing it", lambda: self._withdraw(record)
        yield "100 records, 7 of them broken", self._broken_records
        yield "wrong questions", self._wrong_questions
        yield f"the morning mail of {SUBSCRIBERS} readers", workflows.digest
        yield "the same edition again", workflows.second_run
        yield "leaving the digest by one click", workflows.leaving
        yield "without Amazon Personalize", self._without_models

    def _readers(self) -> list[str]:
        return [reader.id for reader in self.house.data.readers[:READERS]]

    def _lists_differ(self) -> str:
        lists = [self.website.list_for(reader) for reader in self._readers()]
        require(all(len(answer["items"]) == 10 for answer in lists), "a list is not full")
        require(not any(answer["degraded"] for answer in lists), f"degraded: {lists[0]['degraded']}")
        require(len({tuple(shown(answer)) for answer in lists}) == READERS, "two readers got the same list")
        alike = set.intersection(*(set(shown(answer)) for answer in lists))
        return f"10 articles each, all different lists, {len(alike)} articles on all three"

    def _reasons_hold(self) -> str:
        codes: dict[str, int] = {}
        for reader in self._readers():
            answer = self.website.list_for(reader)
            history = [one for one in self.house.interactions if one.reader_key == reader]
            untrue = untrue_reasons(answer, history, self.house.articles, now=datetime.now(UTC))
            require(not untrue, f"untrue of {reader}: {untrue}")
            for item in answer["items"]:
                code = next((reason["code"] for reason in item["reasons"]), "without one")
                codes[code] = codes.get(code, 0) + 1
        return "all true of the readers' clicks: " + ", ".join(f"{count} {code}" for code, count in codes.items())

    def _reading_changes_the_list(self) -> str:
        reader = self._readers()[0]
        before = shown(self.website.list_for(reader))
        self.website.report(reader, before[:2])
        took = wait_for(
            lambda: not set(before[:2]) & set(shown(self.website.list_for(reader))),
            seconds=WITHIN_SECONDS,
            otherwise=f"two read articles are still listed after {WITHIN_SECONDS} s",
        )
        new = [article for article in shown(self.website.list_for(reader)) if article not in before]
        return f"the two read articles left the list after {took:.1f} s, {len(new)} new ones came"

    def _publish(self, record: dict[str, Any]) -> str:
        self._put_article(record)
        took = wait_for(
            lambda: any(record["article_id"] in shown(self.website.list_for(reader)) for reader in self._readers()),
            seconds=WITHIN_SECONDS,
            otherwise=f"not in any list after {WITHIN_SECONDS} s",
        )
        return f"“{record['title']}” was served after {took:.1f} s"

    def _withdraw(self, record: dict[str, Any]) -> str:
        self._put_article(record | {"status": "withdrawn", "updated_at": datetime.now(UTC).isoformat()})
        readers = [*(reader.id for reader in self.house.data.readers[:10]), None]
        took = wait_for(
            lambda: not any(record["article_id"] in shown(self.website.list_for(reader)) for reader in readers),
            seconds=WITHIN_SECONDS,
            otherwise=f"still in a list after {WITHIN_SECONDS} s",
        )
        return f"in none of {len(readers)} lists after {took:.1f} s"

    def _put_article(self, record: dict[str, Any]) -> None:
        stream = self.house.outputs.articles_stream_name
        put_payloads(stream, [(record["article_id"], payload_bytes(record))], progress=lambda _: None)

    def _broken_records(self) -> str:
        records = broken_records(self.house.data.interactions, SEED)
        expected = sum(record.fault is not None for record in records)
        good = [interaction for record in records if isinstance(interaction := _read(record.payload), Interaction)]
        put_payloads(
            self.house.outputs.interactions_stream_name,
            [("sample", record.payload) for record in records],
            progress=lambda _: None,
        )
        letters: list[dict[str, Any]] = []
        took = wait_for(
            lambda: self._receive(letters) >= expected and all(self.house.counted(one) for one in good),
            seconds=30,
            otherwise=f"not all records were ingested or parked ({expected} should be parked)",
        )
        require(len(good) == 93 and len(letters) == 7, f"{len(good)} ingested, {len(letters)} parked")
        reasons = sorted(letter["reason"].partition(";")[0] for letter in letters)
        return f"{len(good)} ingested, {len(letters)} parked after {took:.1f} s: " + "; ".join(reasons)

    def _receive(self, letters: list[dict[str, Any]]) -> int:
        answer = client("sqs").receive_message(
            QueueUrl=self.house.outputs.dead_letter_queue_url, MaxNumberOfMessages=10
        )
        letters += [json.loads(message["Body"]) for message in answer.get("Messages", [])]
        return len(letters)

    def _wrong_questions(self) -> str:
        wrong = {"limit": ["0", "51", "x"], "surface": ["nowhere"], "cursor": ["made-up"], "colour": ["red"]}
        for parameter, values in wrong.items():
            for value in values:
                answer = self.website.ask(None, {parameter: value})
                named = answer.status_code == 400 and answer.json()["errors"][0]["parameter"] == parameter
                require(named, f"{parameter}={value} was answered {answer.status_code} {answer.text}")
        return "each a 400 that names the parameter: " + ", ".join(wrong)

    def _without_models(self) -> str:
        self.house.processes.stop(PERSONALIZE)
        answer = self.website.list_for(self._readers()[0])
        require({"personalised", "trending"} <= set(answer["degraded"]), f"not marked: {answer['degraded']}")
        require(len(answer["items"]) == 10, f"{len(answer['items'])} articles")
        sources = sorted({item["source"] for item in answer["items"]})
        return f"200 with 10 articles from {' and '.join(sources)}, degraded: {', '.join(answer['degraded'])}"


def _read(payload: bytes) -> Interaction | Reject:
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_interaction(read.value, read.source)
