"""Lists as a document makes them: two side by side for real readers, and why an article is on none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newsrec.experiments.assignment import assigned
from newsrec.experiments.current import experiments_in_force, surface_in_force
from newsrec.rules.decoding import InvalidDocument
from newsrec.rules.decoding import Problem as Wrong
from newsrec.serving.absence import explain_absence
from newsrec.serving.recommend import ServedList, recommend
from newsrec.serving.refusals import Refusals
from newsrec.serving.request import ListRequest
from newsrec.surfaces import Surface, read_surface
from newsroom.preview.absences import in_words
from newsroom.preview.comparison import Change, changes, outcomes
from newsroom.preview.newsroom import Newsroom
from newsroom.preview.requests import NEVER_STORED, ArticleId, Body, ReaderId, json_body, refusing, valid
from newsroom.preview.surface_desk import known_surface

MOST_READERS = 3
MOST_PLACES = 50

Told = Mapping[str, object]


class CompareRequest(Body):
    """Two documents of one surface, and readers; None is nobody in particular."""

    before: dict[str, Any]
    after: dict[str, Any]
    readers: Annotated[list[ReaderId | None], Field(min_length=1, max_length=MOST_READERS)]


class AbsenceRequest(Body):
    surface: str
    reader_id: ReaderId | None
    article_id: ArticleId
    limit: Annotated[int, Field(ge=1, le=MOST_PLACES)]


class ListDesk:
    """The routes about lists; none of them counts as having been shown to anybody."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    @property
    def routes(self) -> Sequence[Route]:
        return [
            Route("/newsroom/lists/compare", self.compare, methods=["POST"]),
            Route("/newsroom/lists/absence", self.absence, methods=["POST"]),
        ]

    async def compare(self, request: Request) -> Response:
        asked = valid(CompareRequest.model_validate, await json_body(request))
        with refusing("before"):
            before = read_surface(asked.before)
        with refusing("after"):
            after = read_surface(asked.after)
            if after.name != before.name:
                raise InvalidDocument([Wrong("name", f"must be {before.name}")])
        now = self._newsroom.clock()
        readers = [await run_in_threadpool(self._compared, before, after, reader, now) for reader in asked.readers]
        return JSONResponse({"readers": readers}, headers=NEVER_STORED)

    async def absence(self, request: Request) -> Response:
        """Why the reader's list in force is without the article."""
        asked = valid(AbsenceRequest.model_validate, await json_body(request))
        known_surface(asked.surface)
        return JSONResponse(await run_in_threadpool(self._absent, asked), headers=NEVER_STORED)

    def _compared(self, before: Surface, after: Surface, reader_id: str | None, now: datetime) -> Told:
        first, second = (self._list(surface, reader_id, now) for surface in (before, after))
        return {
            "reader_id": reader_id,
            "under": first.host and {"article_id": first.host.article_id, "title": first.host.title},
            "before": _told_list(first),
            "after": _told_list(second),
            "changes": [self._told_change(change, first, second) for change in changes(first, second)],
            "rules": list(outcomes(first, second)),
        }

    def _absent(self, asked: AbsenceRequest) -> Told:
        now = self._newsroom.clock()
        surface = self._surface_of(asked.surface, asked.reader_id, now)
        served = self._list(surface, asked.reader_id, now, asked.limit)
        return {"article_id": asked.article_id, **self._why(asked.article_id, served)}

    def _surface_of(self, name: str, reader_id: str | None, now: datetime) -> Surface:
        """What the reader gets: the variant of an experiment, or the document in force."""
        documents = self._newsroom.documents
        experiments = experiments_in_force(documents, name).value
        assignment = assigned(experiments, reader_id, now) if reader_id else None
        return assignment.surface if assignment else surface_in_force(documents, name).value

    def _list(self, surface: Surface, reader_id: str | None, now: datetime, limit: int | None = None) -> ServedList:
        """As the API makes it; a read-next box stands under what the reader read last.

        Nothing is learned from one list for the next, so that two differ by their documents alone.
        """
        host = self._read_last(reader_id) if surface.name == "read_next" and reader_id else None
        request = ListRequest(
            list_id="preview",
            surface=surface,
            limit=min(limit or surface.default_limit, surface.max_limit),
            now=now,
            reader_id=reader_id,
            exclude=frozenset([host] if host else []),
            host_article_id=host,
        )
        return recommend(request, replace(self._newsroom.sources, refusals=Refusals()))

    def _read_last(self, reader_id: str) -> str | None:
        return next((click.article_id for click in self._newsroom.clicks(reader_id)), None)

    def _told_change(self, change: Change, before: ServedList, after: ServedList) -> Told:
        article = change.item.article
        told = {
            "article_id": article.article_id,
            "title": article.title,
            "from": change.before,
            "to": change.after,
            "rules": change.rules,
            "no_longer": change.no_longer,
            "ranks": change.ranks,
        }
        lacks = after if change.after is None else before if change.before is None else None
        return {**told, "why": self._why(article.article_id, lacks) if lacks else None}

    def _why(self, article_id: str, served: ServedList) -> Told:
        absence = explain_absence(article_id, served, self._newsroom.sources)
        article = self._newsroom.sources.articles.get_many([article_id]).get(article_id)
        place = next((item.position for item in served.items if item.article.article_id == article_id), None)
        return {
            "code": absence.code,
            "sentence": in_words(absence, served.request, article),
            "rule": absence.rule,
            "rank": absence.rank,
            "place": place,
        }


def _told_list(served: ServedList) -> Told:
    return {
        "items": [
            {
                "position": item.position,
                "was": item.was,
                "source": item.source.value,
                "reason": item.reasons[0].text if item.reasons else None,
                "article": {
                    "id": item.article.article_id,
                    "title": item.article.title,
                    "short_title": item.article.short_title,
                    "title_variant": item.title_variant,
                    "topics": item.article.topics,
                    "published_at": item.article.published_at.isoformat(),
                },
            }
            for item in served.items
        ],
        "degraded": served.degraded,
        "swaps": served.reranking.displacement,
        "conflict": served.reranking.conflict,
    }
