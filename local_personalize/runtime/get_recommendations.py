"""GetRecommendations: the items a campaign recommends now."""

from itertools import chain, islice
from typing import Any

from local_personalize.errors import InvalidInputError
from local_personalize.runtime.filtering import admission
from local_personalize.runtime.metadata import metadata_columns
from local_personalize.runtime.picks import predicted_items, ranked, relevant, unread
from local_personalize.runtime.promotions import promotion_of
from local_personalize.runtime.serving import RANKING, find_serving
from local_personalize.service import Call, Service

DEFAULT_RESULTS, MOST_RESULTS = 25, 500


def get_recommendations(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """The best items that the filter admits, popular ones where these do not suffice, and promoted ones among them."""
    del call
    serving = find_serving(service, request)
    entry = serving.entry
    if entry.recipe_type == RANKING:
        raise InvalidInputError(
            f"campaignArn: the recipe {entry.name} ranks given items; ask with GetPersonalizedRanking"
        )
    serving.check_subject(request)
    count = request.get("numResults", DEFAULT_RESULTS)
    if count > MOST_RESULTS:
        raise InvalidInputError(f"numResults: {count} is more than {MOST_RESULTS}")
    columns = metadata_columns(service, serving, request, count)
    admitted = admission(service, serving, request, request)
    promoting = promotion_of(service, serving, request)
    found = ranked(serving, serving.query(request), service.clock.now())
    others = relevant(serving, found, admitted)
    if promoting is None:
        picks = list(islice(others, count))
    else:
        promotion, promoted = promoting
        picks = promotion.among(chain(relevant(serving, found, promoted), unread(serving, promoted)), others, count)
    return {
        "itemList": predicted_items(service, serving, picks, columns),
        "recommendationId": serving.remember(service, [pick.item for pick in picks]),
    }
