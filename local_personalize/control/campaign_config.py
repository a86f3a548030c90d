"""What a campaign, or a batch inference job, may say about how its recipe ranks."""

from collections.abc import Mapping
from typing import Any

from local_personalize.errors import InvalidInputError
from local_personalize.recipes.catalogue import RecipeEntry
from local_personalize.recipes.parameters import Check, number

EXPLORING = "aws-user-personalization"
EXPLORATION: Mapping[str, Check] = {
    "explorationWeight": number(0.0, 1.0),
    "explorationItemAgeCutOff": number(1.0, 36_500.0),
}


def check_campaign_config(config: Mapping[str, Any], entry: RecipeEntry, place: str) -> None:
    """InvalidInputError, with the member at `place`, if the recipe cannot be told so."""
    if config.get("rankingInfluence"):
        raise InvalidInputError(f"{place}.rankingInfluence: the recipe {entry.name} does not have it")
    exploration: Mapping[str, str] = config.get("itemExplorationConfig") or {}
    if exploration and entry.name != EXPLORING:
        raise InvalidInputError(f"{place}.itemExplorationConfig: the recipe {entry.name} does not have it")
    for name, value in exploration.items():
        member = f"{place}.itemExplorationConfig.{name}"
        if name not in EXPLORATION:
            raise InvalidInputError(f"{member}: there is no such parameter, only {' and '.join(EXPLORATION)}")
        if expected := EXPLORATION[name](value):
            raise InvalidInputError(f"{member}: expected {expected}, not {value!r}")
