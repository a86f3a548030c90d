"""`newsrec transform`: source records on stdin, Amazon Personalize rows on stdout, both as JSON lines."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import IO

import click

from newsrec.model import Article, Interaction
from newsrec.transform import (
    SOURCE_NAMES,
    Reject,
    Row,
    article_row,
    interaction_row,
    read_record,
    to_article,
    to_interaction,
)

Transformation = Callable[[object, str], Row | Reject]


def _interaction(record: object, source: str) -> Row | Reject:
    outcome: Interaction | Reject = to_interaction(record, source)
    return outcome if isinstance(outcome, Reject) else interaction_row(outcome)


def _article(record: object, source: str) -> Row | Reject:
    outcome: Article | Reject = to_article(record, source)
    return outcome if isinstance(outcome, Reject) else article_row(outcome)


KINDS: dict[str, Transformation] = {"interactions": _interaction, "articles": _article}


@click.command("transform")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--source", type=click.Choice(SOURCE_NAMES), default="generic", help="Whose records they are.")
@click.option("--rejects", type=click.File("w", encoding="utf-8"), help="Where rejected records go, with their errors.")
def transform_command(kind: str, source: str, rejects: IO[str] | None) -> None:
    """Turn source records into Amazon Personalize rows.

    One line in, one row or one reject out; a summary goes to stderr. Exit code 1 when no record was accepted.
    """
    accepted, rejected = _transform(sys.stdin.buffer, KINDS[kind], source, rejects)
    click.echo(f"{accepted} accepted, {rejected} rejected", err=True)
    if not accepted:
        sys.exit(1)


def _transform(
    lines: Iterable[bytes], transformation: Transformation, source: str, rejects: IO[str] | None
) -> tuple[int, int]:
    """How many records were accepted and how many were not; blank lines are no records."""
    accepted = rejected = 0
    for line in lines:
        if not line.strip():
            continue
        record = read_record(line.rstrip(b"\r\n"))
        outcome = record if isinstance(record, Reject) else transformation(record.value, source)
        if isinstance(outcome, Reject):
            rejected += 1
            if rejects:
                rejects.write(json.dumps(outcome.as_json(), ensure_ascii=False) + "\n")
        else:
            accepted += 1
            click.echo(json.dumps(outcome, ensure_ascii=False))
    return accepted, rejected
