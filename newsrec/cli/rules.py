"""`newsrec rules`: what editors do with rule documents."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import click

from newsrec.cli.input import RefusedInput, noting
from newsrec.cli.rule_set import RuleSet, published_schemas
from newsrec.rules.checking import contradictions, warnings
from newsrec.rules.decoding import InvalidDocument, JsonObject, Problem, decode, parsed
from newsrec.rules.documents import read_rules
from newsrec.surfaces import doubts, read_surface
from newsrec.surfaces.layout import written


@click.group("rules")
def rules_group() -> None:
    """Check rule documents."""


@rules_group.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_command(files: Sequence[Path]) -> None:
    """Check rule sets and surface documents, and the rules in each against each other.

    What is allowed but hardly meant is told as a warning and is no error.

    A rule set is a list of rules, or an object with `rules` and perhaps `layout` and `limit`; a surface has a `name`.
    """
    problems: list[Problem] = []
    for file in files:
        found: list[Problem] = []
        hardly_meant = noting(found, lambda file=file, found=found: _checked(file, found))
        for warning in _in_file(file, hardly_meant or ()):
            click.echo(f"warning: {warning}", err=True)
        problems += _in_file(file, found)
    if problems:
        raise RefusedInput(problems)


def _in_file(file: Path, problems: Sequence[Problem]) -> Iterator[Problem]:
    return (Problem(f"{file}: {problem.path}", problem.message) for problem in problems)


def _checked(file: Path, problems: list[Problem]) -> Sequence[Problem]:
    """The warnings about a file, contradictions between its rules noted; raises `InvalidDocument`."""
    document = parsed(file.read_bytes())
    if isinstance(document, dict) and "name" in document:
        return list(doubts(read_surface(cast(JsonObject, document))))
    parts = cast(JsonObject, document) if isinstance(document, dict) else {"rules": document}
    rule_set = noting(problems, lambda: decode(RuleSet, parts))
    path = "rules" if parts is document else ""
    rules = read_rules(parts.get("rules", []), path)
    if rule_set is None:
        raise InvalidDocument([])
    everything = written(rule_set.layout, rules, path)
    problems += contradictions(everything, rule_set.limit)
    return list(warnings(everything, rule_set.limit, rule_set.layout.surface))


@rules_group.command("schema")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schema_command(folder: Path) -> None:
    """Write the JSON Schemas of rule sets and surface documents into a folder, for editors' tools."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in published_schemas().items():
        (folder / name).write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
