"""The command line: one file per group of commands, imported when its command is called.

Exit codes: 0 done, 1 the input is wrong (one line per problem on stderr), 2 called wrongly, 3 an outside system failed.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

COMMANDS: Final = {
    "article": "newsrec.cli.article:article_group",
    "dead-letters": "newsrec.cli.dead_letters:dead_letters_group",
    "digest": "newsrec.cli.digest:digest_group",
    "evaluate": "newsrec.cli.evaluate:evaluate_command",
    "experiments": "newsrec.cli.experiments:experiments_group",
    "reader": "newsrec.cli.reader:reader_group",
    "rerank": "newsrec.cli.rerank:rerank_command",
    "rules": "newsrec.cli.rules:rules_group",
    "surfaces": "newsrec.cli.surfaces:surfaces_group",
    "transform": "newsrec.cli.transform:transform_command",
}
"""Where each command stands: module and attribute."""


class _Commands(click.Group):
    """Commands that are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's too
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=_Commands)
def newsrec() -> None:
    """Operate a news recommender."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits with its code."""
    newsrec.main(args=arguments, prog_name="newsrec")
