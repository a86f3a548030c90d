"""GetRecommendations: the items a campaign recommends now."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

from local_personalize.control.kinds import CAMPAIGN, FILTER, Kind
from local_personalize.control.registry import ACTIVE, Resource
from local_personalize.errors import InvalidInputError, ResourceNotFoundError, not_built
from local_personalize.filters.evaluation import Admits, FilterValueError, bind, parse_values
from local_personalize.filters.parser import parse_filter
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.recipes.model import Model, Query
from local_personalize.runtime.reader import GroupReader
from local_personalize.service import Call, Service
from local_personalize.store.group import GroupData

DEFAULT_RESULTS, MOST_RESULTS = 25, 500
CONTEXT_ITEMS = 10


def get_recommendations(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The best items for the user that the filter admits, popular ones where these do not suffice."""
    del call
    campaign = _campaign(service, request)
    version = service.registry.by_arn[campaign["solutionVersionArn"]]
    entry, config = recipe_entry(version["recipeArn"]), version.document.get("solutionConfig", {})
    user_id: str | None = request.get("userId")
    if entry.needs_user and user_id is None:
        raise InvalidInputError(f"userId: the recipe {entry.name} needs a user")
    count = request.get("numResults", DEFAULT_RESULTS)
    if count > MOST_RESULTS:
        raise InvalidInputError(f"numResults: {count} is more than {MOST_RESULTS}")
    group = service.group(version["datasetGroupArn"])
    admitted = _filter(service, request, campaign, group, user_id)
    pickup = min(service.delays.item_pickup, entry.longest_pickup(config))
    known_since = max(version["trainedAt"], service.clock.now() - pickup)
    first_seen = group.first_seen

    def admits(item: int) -> bool:
        return first_seen[item] <= known_since and admitted(item)

    model = service.models[version.arn]
    user = group.users.indexes.get(user_id) if user_id is not None else None
    read = (
        [item for _, item, _ in islice(group.histories.newest_first(user), CONTEXT_ITEMS)] if user is not None else []
    )
    context = {name.upper(): value for name, value in request.get("context", {}).items()}
    query = Query(user=user, read=read[::-1], context=group.context(context, model.columns))
    ranked = islice(((item, score) for item, score in model.recipe.rank(query) if admits(item)), count)
    scored = list(ranked)
    total = sum(score for _, score in scored)
    items: list[dict[str, Any]] = [{"itemId": group.items.names[item]} for item, _ in scored]
    if entry.has_scores:
        for item, (_, score) in zip(items, scored, strict=True):
            item["score"] = score / total
    popular = _popular(model, {item for item, _ in scored}, admits)
    padding = ({"itemId": group.items.names[item]} for item in islice(popular, count - len(items)))
    items += [{**item, "reason": ["Popular item"]} for item in padding] if entry.has_scores else padding
    return {"itemList": items, "recommendationId": f"RID-{uuid4()}"}


def _campaign(service: Service, request: dict[str, Any]) -> Resource:
    for member in ("recommenderArn", "promotions", "metadataColumns"):
        if request.get(member):
            raise not_built(member)
    if "campaignArn" not in request:
        raise InvalidInputError("campaignArn: a campaign is needed")
    return _active(service, CAMPAIGN, request["campaignArn"])


def _active(service: Service, kind: Kind, arn: str) -> Resource:
    resource = service.registry.get(kind, arn)
    if resource.status != ACTIVE:
        raise ResourceNotFoundError(f"{kind.noun} {arn} is not ACTIVE but {resource.status}")
    return resource


def _filter(
    service: Service, request: dict[str, Any], campaign: Resource, group: GroupData, user_id: str | None
) -> Admits:
    if "filterArn" not in request:
        if request.get("filterValues"):
            raise InvalidInputError("filterValues: there is no filterArn that they belong to")
        return lambda _: True
    resource = _active(service, FILTER, request["filterArn"])
    if resource["datasetGroupArn"] != campaign["datasetGroupArn"]:
        raise InvalidInputError("filterArn: the filter belongs to another dataset group than the campaign")
    reader = GroupReader(group, user_id) if user_id is not None else None
    try:
        given = parse_values(request.get("filterValues", {}))
        return bind(parse_filter(resource["filterExpression"]), given, reader, group.item_attributes)
    except FilterValueError as error:
        raise InvalidInputError(str(error)) from error


def _popular(model: Model, without: set[int], admits: Admits) -> Iterator[int]:
    """All items in order of popularity; the order is extended only as far as it is asked for."""
    seen, count, size = 0, 256, len(model.popular.counts)
    while seen < size:
        best = model.popular.best(count)
        yield from (item for item in best[seen:] if item not in without and admits(item))
        if len(best) < count:
            return
        seen, count = count, min(size, count * 8)
