"""`newsrec transform`: source records on stdin, Amazon Personalize rows on stdout, both as JSON lines."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import IO

import click

from newsrec.cli.input import RefusedInput
from newsrec.rules.decoding import Problem
from newsrec.transform import (
    SOURCE_NAMES,
    Reject,
    Row,
    SourceSchema,
    article_row,
    interaction_row,
    read_record,
    schema_of,
    to_article,
    to_interaction,
)
from newsrec.transform.mapping import InvalidMapping, read_mapping

Transformation = Callable[[object, SourceSchema], Row | Reject]


class RefusedMapping(RefusedInput):
    """A mapping document that can't be used is a wrong call."""

    exit_code = 2


def _interaction(record: object, source: SourceSchema) -> Row | Reject:
    outcome = to_interaction(record, source)
    return outcome if isinstance(outcome, Reject) else interaction_row(outcome)


def _article(record: object, source: SourceSchema) -> Row | Reject:
    outcome = to_article(record, source)
    return outcome if isinstance(outcome, Reject) else article_row(outcome)


KINDS: dict[str, Transformation] = {"interactions": _interaction, "articles": _article}


@click.command("transform")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--source", type=click.Choice(SOURCE_NAMES), default="generic", help="Whose records they are.")
@click.option("--mapping", type=click.File("rb"), help="A document that says whose records they are (docs/sources.md).")
@click.option("--rejects", type=click.File("w", encoding="utf-8"), help="Where rejected records go, with their errors.")
def transform_command(kind: str, source: str, mapping: IO[bytes] | None, rejects: IO[str] | None) -> None:
    """Turn source records into Amazon Personalize rows.

    One line in, one row or one reject out; a summary goes to stderr. Exit code 1 when no record was accepted, 2 when
    the mapping can't be used.
    """
    schema = _mapped(mapping) if mapping else schema_of(source)
    accepted, rejected = _transform(sys.stdin.buffer, KINDS[kind], schema, rejects)
    click.echo(f"{accepted} accepted, {rejected} rejected", err=True)
    if not accepted:
        sys.exit(1)


def _mapped(mapping: IO[bytes]) -> SourceSchema:
    try:
        return read_mapping(mapping.read())
    except InvalidMapping as invalid:
        problems = [Problem(error.path, f"{error.rule}: {error.message}") for error in invalid.errors]
        raise RefusedMapping(problems) from None


def _transform(
    lines: Iterable[bytes], transformation: Transformation, source: SourceSchema, rejects: IO[str] | None
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
                # In ASCII, because a record that is refused may hold what UTF-8 can't write.
                rejects.write(json.dumps(outcome.as_json()) + "\n")
        else:
            accepted += 1
            click.echo(json.dumps(outcome, ensure_ascii=False))
    return accepted, rejected
