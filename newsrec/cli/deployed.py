"""What the commands for a deployed environment share: which one it is, and how they end when AWS does not answer."""

import re
from collections.abc import Generator
from contextlib import contextmanager

import click

from newsrec.aws.deployment import NotDeployed
from newsrec.cli.input import CommandFailed
from newsrec.unavailable import Unavailable

environment_option = click.option(
    "--environment",
    envvar="NEWSREC_ENVIRONMENT",
    default="local",
    show_default=True,
    show_envvar=True,
    help="Whose stacks are asked.",
)


class OutsideFailure(CommandFailed):
    """An outside system failed, or nothing is deployed: one line on stderr, exit code 3."""

    exit_code = 3


@contextmanager
def asking_aws() -> Generator[None]:
    """Ends the command with `OutsideFailure` when something is away or missing."""
    try:
        yield
    except (Unavailable, NotDeployed) as failure:
        raise OutsideFailure(re.sub(r"\s+", " ", str(failure))) from failure
