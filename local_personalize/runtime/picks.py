"""The items of an answer, from their choice to their form on the wire."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from local_personalize.recipes.exploration import DEFAULT_AGE_CUTOFF, DEFAULT_WEIGHT, Exploration, explorer
from local_personalize.recipes.model import Query, Ranking
from local_personalize.runtime.filtering import Admission
from local_personalize.runtime.metadata import MetadataColumns
from local_personalize.runtime.serving import Serving
from local_personalize.service import Service


class Pick(NamedTuple):
    """An item of an answer, by its id; one that the model did not rank has no score."""

    item: str
    score: float | None = None
    reason: str | None = None
    promotion: str | None = None


class Ranked(NamedTuple):
    """A model's ranking, and which of its items are there for exploration."""

    ranking: Ranking
    explored: frozenset[int] = frozenset()


def ranked(serving: Serving, query: Query, now: float) -> Ranked:
    """The model's ranking at `now`, in epoch seconds; none around an item that it has never seen."""
    if serving.entry.needs == "item" and query.item is None:
        return Ranked([])
    exploring = explorer(serving.model.recipe)
    if exploring is None:
        return Ranked(serving.model.recipe.rank(query))
    found = exploring.rank_exploring(query, _exploration(serving), now)
    return Ranked([(one.item, one.score) for one in found], frozenset(one.item for one in found if one.explored))


def relevant(serving: Serving, found: Ranked, admission: Admission) -> Iterator[Pick]:
    """The admitted items by relevance: as the model ranks them, then popular ones."""
    names, explored = serving.group.items.names, found.explored
    picked: set[int] = set()
    admits = admission.one_by_one()
    for item, score in found.ranking:
        if admits(item):
            picked.add(item)
            yield Pick(names[item], score, "Exploration" if item in explored else None)
    for items in serving.popular():
        yield from (Pick(names[item], reason="Popular item") for item in admission.among(items) if item not in picked)


def unread(serving: Serving, admission: Admission) -> Iterator[Pick]:
    """The admitted items, those first that came last: what there is besides the relevant ones."""
    names = serving.group.items.names
    yield from (Pick(names[item]) for item in reversed(admission.among(range(len(serving.group.first_seen)))))


def predicted_items(
    service: Service, serving: Serving, picks: Sequence[Pick], columns: MetadataColumns | None
) -> list[dict[str, Any]]:
    """The picks as the API shows them; scores sum to 1, and recipes without scores give no reasons either."""
    items: list[dict[str, Any]] = [{"itemId": pick.item} for pick in picks]
    if serving.entry.has_scores:
        total = sum(pick.score for pick in picks if pick.score is not None)
        for item, pick in zip(items, picks, strict=True):
            if pick.score is not None:
                item["score"] = pick.score / total
            if pick.reason is not None:
                item["reason"] = [pick.reason]
    for item, pick in zip(items, picks, strict=True):
        if pick.promotion is not None:
            item["promotionName"] = pick.promotion
    if columns is not None:
        for item, metadata in zip(items, columns.of(service, [pick.item for pick in picks]), strict=True):
            if metadata:
                item["metadata"] = metadata
    return items


def _exploration(serving: Serving) -> Exploration:
    config = serving.campaign.document.get("campaignConfig", {}).get("itemExplorationConfig", {})
    return Exploration(
        float(config.get("explorationWeight", DEFAULT_WEIGHT)),
        float(config.get("explorationItemAgeCutOff", DEFAULT_AGE_CUTOFF)),
    )
