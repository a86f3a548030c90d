"""`newsrec dead-letters`: what could not be processed, and back onto the streams after a fix."""

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import click

from newsrec.aws.dead_letters import DeadLetterLook, QueuedMessage
from newsrec.aws.deployment import StackOutputs, stack_outputs
from newsrec.aws.queues import RecordStream
from newsrec.cli.deployed import OutsideFailure, asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.ingestion.dead_letters import ForeignMessage, refused_record
from newsrec.ingestion.partitioning import KEYS
from newsrec.ingestion.replay import NotReplayable, put_back
from newsrec.rules.decoding import Problem
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which dead letters are meant; without any of these all are."""

    reason: str | None
    stream: str | None
    since: datetime | None
    message_id: tuple[str, ...]
    limit: int | None

    def among(self, messages: Iterable[QueuedMessage], outputs: StackOutputs) -> Iterator[QueuedMessage]:
        """Ends at the limit, so the rest of the queue is not read."""
        kinds = {stream: kind for kind, stream in _deployed(outputs).items()}
        return islice((message for message in messages if self._matches(message, kinds)), self.limit)

    def _matches(self, message: QueuedMessage, kinds: Mapping[str, str]) -> bool:
        refused = message.refused
        stream = None if isinstance(refused, ForeignMessage) else kinds.get(refused.stream, refused.stream)
        return (
            (self.reason or "").casefold() in refused.reason.casefold()
            and self.stream in (None, stream)
            and (self.since is None or message.sent_at >= self.since)
            and (not self.message_id or message.message_id in self.message_id)
        )

    def require(self, found: set[str]) -> None:
        """A reason or an id that no letter has is a mistake in the call; an empty queue without one is good news."""
        problems = [
            Problem("--message-id", f"no dead letter has the id {missing}")
            for missing in self.message_id
            if missing not in found and len(found) != self.limit
        ]
        if self.reason and not found:
            problems.append(Problem("--reason", f"no dead letter has {self.reason!r} in its reason"))
        if problems:
            raise RefusedInput(problems)


class _Instant(click.ParamType[datetime]):
    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            time = datetime.fromisoformat(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if time.tzinfo is None:
            self.fail(f"{value!r} has no zone", param, ctx)
        return time


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """Gives the command a `choice` in place of the options that make it up."""
    options = (
        click.option("--reason", help="Only what was refused for this: a part of the reason, in any case."),
        click.option("--stream", type=click.Choice(sorted(KEYS)), help="Only what came from this stream."),
        click.option(
            "--since", type=_Instant(), help="Only what was put away from this time on: ISO 8601 with a zone."
        ),
        click.option("--message-id", multiple=True, help="Only the letter that `list` shows with this id; repeatable."),
        click.option("--limit", type=click.IntRange(min=1), help="So many letters at most."),
    )

    @functools.wraps(command)
    def chosen(
        *,
        reason: str | None,
        stream: str | None,
        since: datetime | None,
        message_id: tuple[str, ...],
        limit: int | None,
        **others: Any,
    ) -> None:
        choice = Choice(reason=reason, stream=stream, since=since, message_id=message_id, limit=limit)
        command(choice=choice, **others)

    for option in reversed(options):
        chosen = option(chosen)
    return chosen


@click.group("dead-letters")
def dead_letters_group() -> None:
    """What could not be processed."""


@dead_letters_group.command("list")
@choosing
@environment_option
def list_command(choice: Choice, environment: str) -> None:
    """Show every dead letter as a JSON line; all stay in the queue."""
    shown = set[str]()
    with asking_aws():
        outputs = stack_outputs(environment)
        with DeadLetterLook(outputs.dead_letter_queue_url, now=datetime.now(UTC)) as look:
            for message in choice.among(look, outputs):
                shown.add(message.message_id)
                sent = {"sent_at": message.sent_at.isoformat(), "message_id": message.message_id}
                click.echo(json.dumps(refused_record(message.refused) | sent, ensure_ascii=False))
    choice.require(shown)


@dead_letters_group.command("replay")
@choosing
@environment_option
def replay_command(choice: Choice, environment: str) -> None:
    """Put dead letters back onto their streams, and take those out of the queue that the streams took.

    Those left are named on stderr: exit code 1 if one can't be put back, 3 if a stream failed. A replay that is cut
    off loses nothing: a letter leaves the queue only after its stream has it, and counts once however often it comes.
    """
    tried, failures = set[str](), list[Exception]()
    with asking_aws():
        outputs = stack_outputs(environment)
        streams = _streams(outputs)
        with DeadLetterLook(outputs.dead_letter_queue_url, now=datetime.now(UTC)) as look:
            for message in choice.among(look, outputs):
                tried.add(message.message_id)
                try:
                    put_back(message.refused, streams)
                    look.remove(message)
                except (NotReplayable, Unavailable) as failure:
                    failures.append(failure)
                    click.echo(f"{message.message_id}: {failure}", err=True)
    choice.require(tried)
    click.echo(json.dumps({"replayed": len(tried) - len(failures), "left": len(failures)}))
    if failures:
        unavailable = any(isinstance(failure, Unavailable) for failure in failures)
        sys.exit(OutsideFailure.exit_code if unavailable else RefusedInput.exit_code)


def _streams(outputs: StackOutputs) -> Mapping[str, RecordStream]:
    """Both streams, by kind as the consumers name them and by name as Lambda does."""
    deployed = _deployed(outputs)
    return {name: RecordStream(stream) for kind, stream in deployed.items() for name in (kind, stream)}


def _deployed(outputs: StackOutputs) -> Mapping[str, str]:
    return {"interactions": outputs.interactions_stream_name, "articles": outputs.articles_stream_name}
