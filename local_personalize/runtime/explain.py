"""Why a campaign ranks an item where it does."""

from typing import Any, cast

from local_personalize.errors import InvalidInputError
from local_personalize.recipes.explanation import Contribution, Explainer
from local_personalize.runtime.picks import ranked
from local_personalize.runtime.serving import Serving, find_serving
from local_personalize.service import Service
from local_personalize.wire.apis import Operation


def explain(service: Service, given: Any, get_recommendations: Operation) -> dict[str, Any]:
    """The place of `item` in the ranking that GetRecommendations starts from, and the events that gave it that place.

    The other members are those of GetRecommendations. An item that the model does not rank has no rank and no score.
    """
    wrong: list[str] = []
    get_recommendations.check_request(given, "", wrong)
    if wrong:
        raise InvalidInputError("; ".join(wrong))
    request = {name: value for name, value in cast(dict[str, Any], given).items() if value is not None}
    serving = find_serving(service, request)
    serving.check_subject(request)
    item = _item(serving, request.get("item"))
    recipe = serving.model.recipe
    if not isinstance(recipe, Explainer):
        raise InvalidInputError(f"campaignArn: the recipe {serving.entry.name} does not explain its rankings")
    query = serving.query(request)
    ranking, _ = ranked(serving, query, service.clock.now())
    scores = dict(ranking)
    place = {"rank": list(scores).index(item) + 1, "score": scores[item]} if item in scores else {}
    contributions = recipe.explain(query, item) if ranking else []
    return {"item": request["item"], **place, "contributions": [_shown(serving, part) for part in contributions]}


def _item(serving: Serving, name: Any) -> int:
    item = serving.group.items.indexes.get(name) if isinstance(name, str) else None
    if item is None:
        raise InvalidInputError(f"item: expected the id of an item of the dataset group, got {name!r}")
    return item


def _shown(serving: Serving, part: Contribution) -> dict[str, Any]:
    user = None if part.user is None else serving.group.users.names[part.user]
    item = serving.group.items.names[part.item]
    return {"kind": part.kind, "itemId": item, "userId": user, "time": part.time, "share": part.share}
