"""JSON documents from outside, and the one way in which commands refuse them."""

from collections.abc import Callable, Sequence
from typing import IO, Any, TypeVar

import click

from newsrec.rules.decoding import InvalidDocument, Problem

T = TypeVar("T")


class CommandFailed(click.ClickException):
    """An end of a command that says on stderr what is wrong, and no more."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class RefusedInput(CommandFailed):
    """Input that can't be used: one line per problem on stderr, exit code 1."""

    exit_code = 1

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))


def noting(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """What `read` gives, or `None` with its problems noted, so that one answer can name those of every part."""
    try:
        return read()
    except InvalidDocument as invalid:
        problems += invalid.problems
        return None
