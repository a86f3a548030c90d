"""`newsrec evaluate`: recommendation lists and what readers clicked, as files, to metrics on stdout."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from newsrec.cli.input import RefusedInput
from newsrec.evaluation import EmptyCatalogue, NoReaders, evaluate
from newsrec.rules.decoding import Problem
from newsrec.transform.records import Id
from newsrec.transform.reject import reject_of


class _ReaderArticles(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reader_id: Id
    article_ids: list[Id]


class _CatalogueArticle(BaseModel):
    """Of an article's record no more than its id is read."""

    article_id: Id


Line = TypeVar("Line", bound=BaseModel)
JSON_LINES = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("evaluate")
@click.option("-k", "k", type=click.IntRange(min=1), required=True, help="How many places of a list count.")
@click.option("--holdout", type=JSON_LINES, required=True, help="What readers clicked.")
@click.option("--recommendations", type=JSON_LINES, required=True, help="What readers were shown, best first.")
@click.option("--catalogue", type=JSON_LINES, help="All articles; without it, those in the other files.")
def evaluate_command(k: int, holdout: Path, recommendations: Path, catalogue: Path | None) -> None:
    """Measure recommendation lists.

    Holdout and recommendations have a line {"reader_id", "article_ids"} for each reader, a catalogue has a line
    {"article_id", …} for each article.
    """
    problems: list[Problem] = []
    clicked = _by_reader(holdout, problems, ranked=False)
    recommended = _by_reader(recommendations, problems, ranked=True)
    articles = None
    if catalogue:
        articles = {article.article_id for _, article in _lines(catalogue, _CatalogueArticle, problems)}
    if problems:
        raise RefusedInput(problems)
    try:
        evaluation = evaluate(clicked, recommended, k=k, catalogue=articles)
    except NoReaders as error:
        raise RefusedInput([Problem(str(holdout), str(error))]) from error
    except EmptyCatalogue as error:
        raise RefusedInput([Problem(str(catalogue), str(error))]) from error
    click.echo(json.dumps(evaluation.as_json()))


def _by_reader(file: Path, problems: list[Problem], *, ranked: bool) -> dict[str, Sequence[str]]:
    """The articles of each reader; a `ranked` list can't have an article twice."""
    articles_of: dict[str, Sequence[str]] = {}
    for place, line in _lines(file, _ReaderArticles, problems):
        if line.reader_id in articles_of:
            problems.append(Problem(f"{place}.reader_id", f"{line.reader_id!r} is there twice"))
        if ranked and len(set(line.article_ids)) < len(line.article_ids):
            problems += _repeats(line.article_ids, f"{place}.article_ids")
        articles_of[line.reader_id] = line.article_ids
    return articles_of


def _repeats(article_ids: Sequence[str], path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, article_id in enumerate(article_ids):
        if article_id in seen:
            yield Problem(f"{path}.{index}", f"{article_id!r} is there twice")
        seen.add(article_id)


def _lines(file: Path, kind: type[Line], problems: list[Problem]) -> Iterator[tuple[str, Line]]:
    """Each line that is a `kind`, with its place `file:number`; notes what is wrong in others, blank ones aside."""
    with file.open("rb") as lines:
        for number, text in enumerate(lines, 1):
            if text.isspace():
                continue
            place = f"{file}:{number}"
            try:
                line = kind.model_validate_json(text.rstrip(b"\r\n"))
            except ValidationError as error:
                problems += _in_line(place, error)
            else:
                yield place, line


def _in_line(place: str, error: ValidationError) -> Iterator[Problem]:
    for found in reject_of(None, error).errors:
        path = place if found.path == "$" else f"{place}.{found.path}"
        # The JSON parser sees one line alone, and calls it line 1.
        yield Problem(path, found.message.replace(" at line 1 column ", " at column "))
