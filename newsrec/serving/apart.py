"""Lists that another process finishes: what it is sent, what it sends back, and what is done when it does not."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from newsrec.model import Article
from newsrec.rules import Reranking
from newsrec.rules.decoding import decode
from newsrec.serving.asking import Outage, Round
from newsrec.serving.merge import Offered
from newsrec.serving.models import ModelAnswers, ask_models
from newsrec.serving.recommend import ServedItem, ServedList, recommend
from newsrec.serving.request import ListRequest, Sources

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedList:
    """A `ServedList` as it travels; of its request it says only what may have changed."""

    personalised: bool
    items: tuple[ServedItem, ...]
    reranking: Reranking
    outages: tuple[Outage, ...]
    rest: tuple[Offered, ...]
    ranked: tuple[str, ...]
    host: Article | None


def recommend_apart(request: ListRequest, sources: Sources, finish: Callable[[Document], Document]) -> ServedList:
    """The list that `recommend` makes; the models are asked here, and all that follows is left to `finish`.

    That raises `Unavailable`, and then, or where it takes too long, the list is finished here. Raises `Unavailable`
    when the article store is away.
    """
    asked = Round(sources.asking)
    answers, _ = ask_models(request, sources, asked)
    document = to_finish(request, answers)
    finished = asked.answer(asked.ask("postprocess", lambda: finish(document)), None)
    if finished is None:
        return recommend(request, sources, answers, asked)
    return _served(finished, request, answers.outages)


def to_finish(request: ListRequest, answers: ModelAnswers) -> Document:
    """What the postprocessing function takes."""
    away = dict.fromkeys(outage.source for outage in answers.outages if outage.kind != "empty")
    rankings = {source.value: list(ranking.article_ids) for source, ranking in answers.rankings.items()}
    return {
        "surface": request.surface.name,
        "surface_version": request.surface.version,
        "limit": request.limit,
        "now": request.now.isoformat(),
        "in_full": True,
        "requests": [
            {
                "reader_id": request.reader_id,
                "list_id": request.list_id,
                "seed": request.randomness,
                "candidates": rankings | away,
                "followed": sorted(id for ranking in answers.rankings.values() for id in ranking.followed),
                "personalised": request.personalised,
                "topics": sorted(request.topics),
                "exclude": sorted(request.exclude),
                "page_ids": request.page_ids,
                "host_article_id": request.host_article_id,
                "experiment": request.experiment,
                "locale": request.locale,
                "country": request.country,
                "segments": request.segments,
                "entitlements": request.entitlements,
            }
        ],
    }


def finished_document(served: ServedList) -> Document:
    """The list as JSON, for whoever had it finished."""
    finished = FinishedList(
        personalised=served.request.personalised,
        items=served.items,
        reranking=served.reranking,
        outages=served.outages,
        rest=served.rest,
        ranked=served.ranked,
        host=served.host,
    )
    return json.loads(json.dumps(asdict(finished), default=str))


def _served(answer: Document, request: ListRequest, away: tuple[Outage, ...]) -> ServedList:
    """Of a model that was away the function knows no more than that."""
    finished = decode(FinishedList, answer["lists"][0]["in_full"])
    kinds = {outage.source: outage for outage in away}
    return ServedList(
        request=replace(request, personalised=finished.personalised),
        items=finished.items,
        reranking=finished.reranking,
        outages=tuple(kinds.get(outage.source, outage) for outage in finished.outages),
        rest=finished.rest,
        ranked=finished.ranked,
        host=finished.host,
    )
