"""`newsrec rules`: what editors do with rule documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import click

from newsrec.cli.input import RefusedInput, noting, parsed_json
from newsrec.rules.checking import Written, contradictions, warnings
from newsrec.rules.decoding import InvalidDocument, JsonObject, Positive, Problem, decode
from newsrec.rules.documents import read_rules
from newsrec.surfaces import read_surface
from newsrec.surfaces.layout import NO_LAYOUT, Layout, written


@dataclass(frozen=True, slots=True, kw_only=True)
class _RuleSet:
    """Rules on their own, for lists of `limit` places if that is known."""

    rules: object = field(default_factory=list[object])
    layout: Layout = NO_LAYOUT
    limit: Positive | None = None


@click.group("rules")
def rules_group() -> None:
    """Check rule documents."""


@rules_group.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--warnings", "with_warnings", is_flag=True, help="Also tell what is allowed but hardly meant.")
def check_command(files: Sequence[Path], with_warnings: bool) -> None:
    """Check rule sets and surface documents, and the rules in each against each other.

    A rule set is a list of rules, or an object with `rules` and perhaps `layout` and `limit`; a surface has a `name`.
    """
    problems: list[Problem] = []
    for file in files:
        found: list[Problem] = []
        rules = noting(found, lambda file=file, found=found: _checked(file, found))
        if with_warnings and rules is not None:
            for warning in _in_file(file, list(warnings(rules))):
                click.echo(f"warning: {warning}", err=True)
        problems += _in_file(file, found)
    if problems:
        raise RefusedInput(problems)


def _in_file(file: Path, problems: Sequence[Problem]) -> Iterator[Problem]:
    return (Problem(f"{file}: {problem.path}", problem.message) for problem in problems)


def _checked(file: Path, problems: list[Problem]) -> Sequence[Written]:
    """The rules in a file, contradictions between them noted; raises `InvalidDocument`."""
    document = parsed_json(file.read_bytes())
    if isinstance(document, dict) and "name" in document:
        surface = read_surface(cast(JsonObject, document))
        own = surface.rules[len(surface.layout.rules()) :]
        return written(surface.layout, own)
    parts = cast(JsonObject, document) if isinstance(document, dict) else {"rules": document}
    rule_set = noting(problems, lambda: decode(_RuleSet, parts))
    path = "rules" if parts is document else ""
    rules = read_rules(parts.get("rules", []), path)
    if rule_set is None:
        raise InvalidDocument([])
    everything = written(rule_set.layout, rules, path)
    problems += contradictions(everything, rule_set.limit)
    return everything
