"""GetPersonalizedRanking: given items in the order a user will like them."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from local_personalize.errors import InvalidInputError
from local_personalize.recipes.model import Scorer
from local_personalize.runtime.filtering import filter_selection
from local_personalize.runtime.metadata import metadata_columns
from local_personalize.runtime.picks import Pick, predicted_items
from local_personalize.runtime.serving import RANKING, Serving, find_serving
from local_personalize.service import Call, Service

MOST_ITEMS = 500


def get_personalized_ranking(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The given items that the filter admits: those the model can score, best first, then the others as given.

    An item that is given more than once is ranked once.
    """
    del call
    serving = find_serving(service, request)
    if serving.entry.recipe_type != RANKING:
        raise InvalidInputError(
            f"campaignArn: the recipe {serving.entry.name} does not rank given items; ask with GetRecommendations"
        )
    given: list[str] = request["inputList"]
    if len(given) > MOST_ITEMS:
        raise InvalidInputError(f"inputList: {len(given)} items are more than {MOST_ITEMS}")
    columns = metadata_columns(service, serving, request, len(given))
    picks = ranked_as_given(service, serving, request, given)
    return {
        "personalizedRanking": predicted_items(service, serving, picks, columns),
        "recommendationId": serving.remember(service, [pick.item for pick in picks]),
    }


def ranked_as_given(service: Service, serving: Serving, request: Mapping[str, Any], given: Sequence[str]) -> list[Pick]:
    """The given items that the request's filter admits, best first, then those that the model cannot score."""
    items = serving.group.items.indexes
    nowhere = len(serving.group.item_attributes)
    names = list(dict.fromkeys(given))
    selection = filter_selection(service, serving, request, request)
    if selection is not None:
        admits = selection.admits([*serving.group.item_attributes, None])
        names = [name for name in names if admits(items.get(name, nowhere))]
    known = [items[name] for name in names if name in items and serving.knows(items[name])]
    scores = cast(Scorer, serving.model.recipe).score(serving.query(request), known)
    picks = [Pick(name, scores.get(items.get(name, nowhere))) for name in names]
    return sorted(picks, key=lambda pick: -(pick.score or 0.0))
