"""`newsrec rerank`: candidates and rules on stdin, their order with an account of it on stdout."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

import click

from newsrec.cli.input import RefusedInput, noting
from newsrec.rules import Page, Placed, RankedArticle, ReaderFacts, Reranking, Rule, rerank
from newsrec.rules.decoding import InvalidDocument, JsonObject, Positive, Problem, decode, parsed, within
from newsrec.rules.documents import read_rules
from newsrec.rules.primitives import Attribute
from newsrec.rules.rule import ANYONE
from newsrec.surfaces.layout import NO_LAYOUT, Layout

MOST_ID_CHARACTERS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around the list; `host` is the article that it goes with."""

    page_ids: tuple[str, ...] = ()
    page_stories: tuple[str, ...] = ()
    host: object = None
    last_served: tuple[str, ...] = ()
    last_served_at: datetime | None = None

    def page(self) -> Page:
        """Raises `InvalidDocument` for a host that is no article."""
        return Page(
            page_ids=self.page_ids,
            page_stories=self.page_stories,
            host_attributes={} if self.host is None else _candidate(self.host, "page.host").attributes,
            last_served=self.last_served,
            last_served_at=self.last_served_at,
        )


NOTHING_AROUND = _Around()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What stands on stdin; candidates and rules are read on their own."""

    candidates: object
    rules: object
    limit: Positive
    now: datetime
    layout: Layout = NO_LAYOUT
    reader: ReaderFacts = ANYONE
    page: _Around = NOTHING_AROUND


@click.command("rerank")
def rerank_command() -> None:
    """Order candidates by rules.

    Reads {"candidates", "layout", "rules", "limit", "now", "reader", "page"} from stdin, candidates best first; layout,
    reader and page may be absent.
    """
    try:
        request, candidates, rules, page = _read(sys.stdin.buffer.read())
    except InvalidDocument as invalid:
        raise RefusedInput(invalid.problems) from invalid
    reranking = rerank(
        candidates,
        (*request.layout.rules(), *rules),
        limit=request.limit,
        now=request.now,
        surface=request.layout.surface,
        reader=request.reader,
        page=page,
    )
    click.echo(json.dumps(_answer(reranking), ensure_ascii=False))


def _read(text: bytes) -> tuple[_Request, Sequence[RankedArticle], Sequence[Rule], Page]:
    """Raises `InvalidDocument` with what is wrong in any part."""
    document = parsed(text)
    problems: list[Problem] = []
    request = noting(problems, lambda: decode(_Request, document))
    parts: JsonObject = cast(JsonObject, document) if isinstance(document, dict) else {}
    candidates = noting(problems, lambda: _candidates(parts.get("candidates", [])))
    rules = noting(problems, lambda: read_rules(parts.get("rules", [])))
    page = noting(problems, request.page.page) if request else None
    if request is None or candidates is None or rules is None or page is None:
        raise InvalidDocument(problems)
    return request, candidates, rules, page


def _candidates(document: object) -> Sequence[RankedArticle]:
    if not isinstance(document, list):
        raise InvalidDocument([Problem("candidates", "must be a list")])
    candidates: list[RankedArticle] = []
    problems: list[Problem] = []
    for index, entry in enumerate(cast(list[object], document)):
        candidate = noting(problems, lambda entry=entry, index=index: _candidate(entry, f"candidates[{index}]"))
        if candidate:
            if any(candidate.article_id == other.article_id for other in candidates):
                problems.append(Problem(f"candidates[{index}].article_id", f"{candidate.article_id} is there twice"))
            candidates.append(candidate)
    if problems:
        raise InvalidDocument(problems)
    return candidates


def _candidate(document: object, path: str) -> RankedArticle:
    if not isinstance(document, dict):
        raise InvalidDocument([Problem(path, "must be an object")])
    fields = cast(dict[str, object], document)
    problems: list[Problem] = []
    article_id = fields.get("article_id")
    if not isinstance(article_id, str) or not 0 < len(article_id) <= MOST_ID_CHARACTERS:
        problems.append(Problem(within(path, "article_id"), f"must be a text of 1 to {MOST_ID_CHARACTERS} characters"))
    attributes: dict[str, Attribute] = {}
    for name, value in fields.items():
        if value is None or isinstance(value, str | bool | int | float):
            attributes[name] = value
        elif isinstance(value, list) and all(isinstance(part, str) for part in cast(list[object], value)):
            attributes[name] = tuple(cast(list[str], value))
        else:
            problems.append(Problem(within(path, name), "must be a text, a number, true, false or a list of texts"))
    if problems:
        raise InvalidDocument(problems)
    return RankedArticle(cast(str, article_id), attributes)


def _answer(reranking: Reranking) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "items": [_item(item) for item in reranking.items],
        "swaps": [
            {"article_id": swap.article_id, "from": swap.from_position, "to": swap.to_position, "rule": swap.rule}
            for swap in reranking.swaps
        ],
        "rules": [{"id": rule.id, "outcome": rule.outcome, "detail": rule.detail} for rule in reranking.rules],
        "displacement": reranking.displacement,
    }
    return answer | dict(_remarks(reranking))


def _remarks(reranking: Reranking) -> Iterator[tuple[str, Any]]:
    """What only some answers have to say."""
    if reranking.conflict:
        yield "conflict", list(reranking.conflict)
    if reranking.refused:
        yield "refused", [asdict(refusal) for refusal in reranking.refused]
    if reranking.pins:
        yield "pins", [asdict(pin) for pin in reranking.pins]
    if reranking.status != "shown":
        yield "status", reranking.status
    if not reranking.optimal:
        yield "optimal", False
        yield "swaps_of_order", reranking.swaps_of_order
        yield "at_least", reranking.at_least


def _item(item: Placed) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "article_id": item.article_id,
        "position": item.position,
        "was": item.was,
        "fell": item.fell,
        "lifted": item.lifted,
    }
    return answer | {"title_variant": item.title_variant} if item.title_variant != "full" else answer
