"""`newsrec dead-letters`: what could not be processed, and back onto the streams after a fix."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

import click

from newsrec.aws.dead_letters import DeadLetterLook, QueuedMessage
from newsrec.aws.deployment import StackOutputs, stack_outputs
from newsrec.aws.queues import RecordStream
from newsrec.cli.deployed import OutsideFailure, asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.ingestion.dead_letters import refused_record
from newsrec.ingestion.replay import NotReplayable, put_back
from newsrec.rules.decoding import Problem
from newsrec.unavailable import Unavailable

reason_option = click.option("--reason", help="Only what was refused for this: a part of the reason, in any case.")


@click.group("dead-letters")
def dead_letters_group() -> None:
    """What could not be processed."""


@dead_letters_group.command("list")
@reason_option
@environment_option
def list_command(reason: str | None, environment: str) -> None:
    """Show every dead letter as a JSON line; all stay in the queue."""
    shown = 0
    with asking_aws():
        queue_url = stack_outputs(environment).dead_letter_queue_url
        with DeadLetterLook(queue_url, now=datetime.now(UTC)) as look:
            for message in _matching(look, reason):
                shown += 1
                sent = {"sent_at": message.sent_at.isoformat(), "message_id": message.message_id}
                click.echo(json.dumps(refused_record(message.refused) | sent, ensure_ascii=False))
    _require(shown, reason)


@dead_letters_group.command("replay")
@reason_option
@environment_option
def replay_command(reason: str | None, environment: str) -> None:
    """Put dead letters back onto their streams, and take those out of the queue that the streams took.

    Those left are named on stderr: exit code 1 if one can't be put back, 3 if a stream failed.
    """
    replayed, failures = 0, list[Exception]()
    with asking_aws():
        outputs = stack_outputs(environment)
        streams = _streams(outputs)
        with DeadLetterLook(outputs.dead_letter_queue_url, now=datetime.now(UTC)) as look:
            for message in _matching(look, reason):
                try:
                    put_back(message.refused, streams)
                    look.remove(message)
                    replayed += 1
                except (NotReplayable, Unavailable) as failure:
                    failures.append(failure)
                    click.echo(f"{message.message_id}: {failure}", err=True)
    _require(replayed + len(failures), reason)
    click.echo(json.dumps({"replayed": replayed, "left": len(failures)}))
    if failures:
        unavailable = any(isinstance(failure, Unavailable) for failure in failures)
        sys.exit(OutsideFailure.exit_code if unavailable else RefusedInput.exit_code)


def _matching(messages: Iterable[QueuedMessage], reason: str | None) -> Iterator[QueuedMessage]:
    part = (reason or "").casefold()
    return (message for message in messages if part in message.refused.reason.casefold())


def _require(found: int, reason: str | None) -> None:
    """A reason that no letter has is a mistake in the call; an empty queue without one is good news."""
    if reason and not found:
        raise RefusedInput([Problem("--reason", f"no dead letter has {reason!r} in its reason")])


def _streams(outputs: StackOutputs) -> Mapping[str, RecordStream]:
    """Both streams, by kind as the consumers name them and by name as Lambda does."""
    deployed = {"interactions": outputs.interactions_stream_name, "articles": outputs.articles_stream_name}
    return {name: RecordStream(stream) for kind, stream in deployed.items() for name in (kind, stream)}
