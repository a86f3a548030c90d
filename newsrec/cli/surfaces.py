"""`newsrec surfaces`: the surface documents in force, and how editors change them."""

import getpass
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from newsrec.aws.deployment import stack_outputs
from newsrec.aws.surface_documents import SurfaceDocumentsTable
from newsrec.cli.deployed import asking_aws, environment_option
from newsrec.cli.input import RefusedInput
from newsrec.experiments.current import surface_document, surface_in_force, surface_named
from newsrec.rules.decoding import Count, InvalidDocument, Problem, decode, parsed
from newsrec.surfaces import packaged_document, read_surface, surface_names
from newsrec.surfaces.edits import pinned, unpinned, with_just_published_share
from newsrec.surfaces.saved import PACKAGED, SavedMeanwhile, save

F = TypeVar("F", bound=Callable[..., None])

name_argument = click.argument("name", type=click.Choice(surface_names()))


def said(command: F) -> F:
    """Options of a command that saves: who does it, and why."""
    why = click.option("--why", required=True, help="What the change is for; kept with it.")
    by = click.option("--by", default=getpass.getuser, show_default="you", help="Who makes it; kept with it.")
    return by(why(command))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """What `show` prints, changed: the document, and the revision that was read."""

    revision: Count
    document: object


@dataclass(frozen=True, slots=True, kw_only=True)
class _Until:
    """When a pin ends."""

    until: datetime


@click.group("surfaces")
def surfaces_group() -> None:
    """Look at the surface documents, and change them."""


@surfaces_group.command("list")
@environment_option
def list_command(environment: str) -> None:
    """Which revision of each surface is in force, and newer ones that can't be used."""
    with asking_aws():
        documents = documents_of(environment)
        shown = [
            {
                "name": name,
                "revision": in_force.revision,
                "version": in_force.value.version,
                "refused": [refusal.saved.described() for refusal in in_force.refused],
            }
            for name in surface_names()
            for in_force in [surface_in_force(documents, name)]
        ]
    click.echo(json.dumps(shown, ensure_ascii=False))


@surfaces_group.command("show")
@name_argument
@click.option("--revision", type=click.IntRange(0), help="0 came with the product; by default the one in force.")
@environment_option
def show_command(name: str, revision: int | None, environment: str) -> None:
    """Print a surface's document with its revision, as `save` takes it."""
    with asking_aws(), refusing():
        documents = documents_of(environment)
        chosen = surface_in_force(documents, name).revision if revision is None else revision
        shown = {"revision": chosen, "document": _document(documents, name, chosen)}
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@surfaces_group.command("save")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@said
@environment_option
def save_command(file: Path, by: str, why: str, environment: str) -> None:
    """Put a changed document in force: FILE is what `show` printed, changed."""
    with asking_aws(), refusing():
        changed = decode(_Changed, parsed(file.read_bytes()))
        name = _named(changed.document)
        _save(environment, name, changed.document, after=changed.revision, by=by, why=why)


@surfaces_group.command("history")
@name_argument
@environment_option
def history_command(name: str, environment: str) -> None:
    """Who saved which revision when and why, the newest first."""
    with asking_aws():
        saved = list(documents_of(environment).newest_first(surface_document(name), at_once=25))
    click.echo(json.dumps([one.described() for one in saved], ensure_ascii=False))


@surfaces_group.command("restore")
@name_argument
@click.argument("revision", type=click.IntRange(0))
@said
@environment_option
def restore_command(name: str, revision: int, by: str, why: str, environment: str) -> None:
    """Put an old revision in force again, as the newest one; 0 is the one that came with the product."""
    with asking_aws(), refusing():
        documents = documents_of(environment)
        document = _document(documents, name, revision)
        surface_named(name, document)
        newest = next(iter(documents.newest_first(surface_document(name))), None)
        _save(environment, name, document, after=newest.revision if newest else PACKAGED, by=by, why=why)


@surfaces_group.command("pin")
@name_argument
@click.argument("article_id", metavar="ARTICLE")
@click.option("--slot", type=click.IntRange(1), required=True, help="Where it stands; 1 is the first.")
@click.option("--until", required=True, help="When it leaves: an ISO 8601 time with a zone.")
@said
@environment_option
def pin_command(name: str, article_id: str, slot: int, until: str, by: str, why: str, environment: str) -> None:
    """Put an article in a slot for a time."""
    with asking_aws(), refusing():
        leaves = decode(_Until, {"until": until}).until
        _edit(environment, name, lambda document: pinned(document, article_id, slot=slot, until=leaves), by=by, why=why)


@surfaces_group.command("unpin")
@name_argument
@click.argument("article_id", metavar="ARTICLE")
@said
@environment_option
def unpin_command(name: str, article_id: str, by: str, why: str, environment: str) -> None:
    """Take an article's pin away."""
    with asking_aws(), refusing():
        _edit(environment, name, lambda document: unpinned(document, article_id), by=by, why=why)


@surfaces_group.command("just-published")
@name_argument
@click.argument("percent", type=click.FloatRange(0, 100))
@said
@environment_option
def just_published_command(name: str, percent: float, by: str, why: str, environment: str) -> None:
    """Set the percentage of each list that goes to just-published articles."""
    with asking_aws(), refusing():
        _edit(environment, name, lambda document: with_just_published_share(document, percent / 100), by=by, why=why)


@contextmanager
def refusing() -> Generator[None]:
    """Ends the command with one line per problem when a document can't be used or was changed meanwhile."""
    try:
        yield
    except InvalidDocument as invalid:
        raise RefusedInput(invalid.problems) from invalid
    except SavedMeanwhile as meanwhile:
        raise RefusedInput([Problem("revision", str(meanwhile))]) from meanwhile


def documents_of(environment: str) -> SurfaceDocumentsTable:
    """Raises `newsrec.aws.deployment.NotDeployed` and `Unavailable`."""
    return SurfaceDocumentsTable(stack_outputs(environment).surface_documents_table_name)


def _edit(environment: str, name: str, edit: Callable[[object], object], *, by: str, why: str) -> None:
    """Changes what is in force, and saves it as the newest revision."""
    documents = documents_of(environment)
    in_force = surface_in_force(documents, name)
    changed = edit(_document(documents, name, in_force.revision))
    _save(environment, name, changed, after=in_force.newest, by=by, why=why)


def _save(environment: str, name: str, document: object, *, after: int, by: str, why: str) -> None:
    saved = save(
        documents_of(environment),
        surface_document(name),
        document,
        after=after,
        saved_by=by,
        why=why,
        now=datetime.now(UTC),
    )
    click.echo(json.dumps(saved.described(), ensure_ascii=False))


def _named(document: object) -> str:
    """The name of a surface that is valid; its problems lie under `document`."""
    try:
        return read_surface(document).name
    except InvalidDocument as invalid:
        inside = [Problem(f"document.{path}" if path != "$" else "document", said) for path, said in invalid.problems]
        raise InvalidDocument(inside) from invalid


def _document(documents: SurfaceDocumentsTable, name: str, revision: int) -> object:
    if revision == PACKAGED:
        return packaged_document(name)
    saved = documents.find(surface_document(name), revision)
    if saved is None:
        raise RefusedInput([Problem("REVISION", f"{name} has no revision {revision}")])
    return parsed(saved.text)
