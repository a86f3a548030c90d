"""What stands behind a campaign at the moment of a request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from local_personalize.control.kinds import CAMPAIGN, Kind
from local_personalize.control.registry import ACTIVE, Resource
from local_personalize.errors import InvalidInputError, ResourceNotFoundError, not_built
from local_personalize.events.properties import squeezed
from local_personalize.recipes.catalogue import RecipeEntry, recipe_entry
from local_personalize.recipes.model import Model, Query
from local_personalize.recipes.parameters import Config
from local_personalize.service import Service
from local_personalize.store.events import NOTHING
from local_personalize.store.group import GroupData

SUBJECTS = {"user": "userId", "item": "itemId"}
RANKING = "PERSONALIZED_RANKING"
NEWEST_READ = 10
FIRST_POPULAR = 256


@dataclass(frozen=True, slots=True)
class Serving:
    """A campaign, the model it serves and the data of its dataset group.

    Items first seen after `known_since`, in epoch seconds, are too new for its answers.
    """

    campaign: Resource
    entry: RecipeEntry
    model: Model
    group: GroupData
    known_since: float

    def knows(self, item: int) -> bool:
        """Whether an item has been there long enough."""
        return self.group.first_seen[item] <= self.known_since

    def check_subject(self, request: Mapping[str, Any]) -> None:
        """InvalidInputError if the request lacks the user or item that the recipe needs."""
        member = SUBJECTS[self.entry.needs] if self.entry.needs else None
        if member is not None and not request.get(member):
            raise InvalidInputError(f"{member}: the recipe {self.entry.name} needs one")

    def seed(self, request: Mapping[str, Any]) -> int | None:
        """The item that related ones are asked for, if the recipe is about such and the item is known."""
        return self.group.items.indexes.get(request["itemId"]) if self.entry.needs == "item" else None

    def query(self, request: Mapping[str, Any]) -> Query:
        """What the model is asked: by the user's history, by an item, or by neither, as its recipe needs.

        Context names stand for columns of the interactions whatever their case and underscores; the model knows
        nothing of others, nor of values that no event had, and both are ignored.
        """
        context = self._context(request["context"]) if request.get("context") else (NOTHING,) * len(self.model.columns)
        if self.entry.needs == "item":
            return Query(item=self.seed(request), context=context)
        user = self.group.users.indexes.get(request["userId"]) if self.entry.needs == "user" else None
        if user is None:
            return Query(context=context)
        newest = [item for _, item, _ in islice(self.group.histories.newest_first(user), NEWEST_READ)]
        return Query(user=user, read=newest[::-1], context=context)

    def popular(self) -> Iterator[list[int]]:
        """All items in order of popularity, part by part."""
        counts = self.model.popular
        seen, wanted, size = 0, FIRST_POPULAR, len(counts.counts)
        while seen < size:
            best = counts.best(wanted)
            yield best[seen:]
            if len(best) < wanted:
                return
            seen, wanted = wanted, min(size, wanted * 8)

    def remember(self, service: Service, items: Sequence[str]) -> str:
        """The recommendationId under which an answer is remembered."""
        return service.recommendations.add(self.group.arn, self.campaign.arn, items)

    def _context(self, given: Mapping[str, str]) -> tuple[int, ...]:
        values = {squeezed(name): value for name, value in given.items()}
        contexts = self.group.contexts
        return tuple(
            contexts[column].indexes.get(values.get(squeezed(column), ""), NOTHING) if column in contexts else NOTHING
            for column in self.model.columns
        )


def find_serving(service: Service, request: Mapping[str, Any]) -> Serving:
    """The campaign of a request; ResourceNotFoundError if there is no ACTIVE one."""
    if "recommenderArn" in request:
        raise not_built("recommenderArn")
    if "campaignArn" not in request:
        raise InvalidInputError("campaignArn: a campaign is needed")
    campaign = active(service, CAMPAIGN, request["campaignArn"])
    version = service.registry.by_arn[campaign["solutionVersionArn"]]
    return serving_of(service, campaign, version, service.models[version.arn])


def serving_of(service: Service, campaign: Resource, version: Resource, model: Model) -> Serving:
    """What answers with the model of a version, as a campaign, or what has a `campaignConfig` like one, tells it to."""
    entry = recipe_entry(version["recipeArn"])
    known_since = _known_since(service, entry, version)
    return Serving(campaign, entry, model, service.group(version["datasetGroupArn"]), known_since)


def active(service: Service, kind: Kind, arn: str) -> Resource:
    """The resource of that ARN, if it serves requests."""
    resource = service.registry.get(kind, arn)
    if resource.status != ACTIVE:
        raise ResourceNotFoundError(f"{kind.noun} {arn} is not ACTIVE but {resource.status}")
    return resource


def _known_since(service: Service, entry: RecipeEntry, version: Resource) -> float:
    """When an item has to have been there: at the training, or for recipes that pick up new ones, a delay ago."""
    trained: float = version["trainedAt"]
    if entry.recipe_type == RANKING or not entry.learns_live:
        return trained
    config: Config = version.document.get("solutionConfig", {})
    return max(trained, service.clock.now() - min(service.delays.item_pickup, entry.longest_pickup(config)))
