"""Which recipes there are: those that can be trained here, and the names of those that cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from local_personalize.errors import InvalidInputError, ResourceNotFoundError, not_built
from local_personalize.recipes.model import Recipe
from local_personalize.recipes.trending_now import TrendingNow
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

ARN_PREFIX = "arn:aws:personalize:::recipe/"
INTERVALS: Mapping[str, float] = {
    "30 minutes": 1800.0,
    "1 hour": 3600.0,
    "2 hours": 7200.0,
    "3 hours": 10800.0,
    "1 day": 86400.0,
}
DEFAULT_INTERVAL = "2 hours"
Config = Mapping[str, Mapping[str, str]]
"""The solutionConfig of a solution."""


@dataclass(frozen=True, slots=True)
class RecipeEntry:
    """One recipe of the service.

    `build` makes its untrained state from a solution's configuration; InvalidInputError if that is wrong.
    `longest_pickup` bounds, in seconds, how long a new item has to wait.
    """

    name: str
    recipe_type: str
    description: str
    needs_user: bool
    needs: Literal["user", "item"] | None
    has_scores: bool
    learns_live: bool
    promotions: bool
    metadata: Literal["always", "on request"]
    build: Callable[[Config], Recipe]
    longest_pickup: Callable[[Config], float]

    @property
    def arn(self) -> str:
        """The recipe's ARN."""
        return ARN_PREFIX + self.name


def recipe_entry(arn: str) -> RecipeEntry:
    """The entry of a recipe; ResourceNotFoundError, or InvalidInputError for one that is not built."""
    name = arn.removeprefix(ARN_PREFIX)
    if name in ELSEWHERE:
        raise not_built(f"The recipe {name}")
    entry = next((entry for entry in RECIPES if entry.arn == arn), None)
    if entry is None:
        raise ResourceNotFoundError(f"Could not find recipe with given arn: {arn}")
    return entry


def _user_personalization(config: Config) -> UserPersonalizationV2:
    parameters = config.get("algorithmHyperParameters", {})
    _refuse_unknown(parameters, {"apply_recency_bias": ("true", "false")}, "algorithmHyperParameters")
    if parameters.get("apply_recency_bias", "true").lower() == "false":
        raise not_built("apply_recency_bias=false")
    return UserPersonalizationV2()


def _interval(config: Config) -> float:
    parameters = config.get("featureTransformationParameters", {})
    _refuse_unknown(parameters, {"trend_discovery_frequency": tuple(INTERVALS)}, "featureTransformationParameters")
    return INTERVALS[parameters.get("trend_discovery_frequency", DEFAULT_INTERVAL).lower()]


def _refuse_unknown(given: Mapping[str, str], allowed: Mapping[str, tuple[str, ...]], place: str) -> None:
    for name, value in given.items():
        if name not in allowed:
            raise InvalidInputError(f"solutionConfig.{place}: the recipe has no parameter {name}")
        if value.lower() not in allowed[name]:
            raise InvalidInputError(f"solutionConfig.{place}.{name}: {value!r} is none of {', '.join(allowed[name])}")


RECIPES = (
    RecipeEntry(
        name="aws-trending-now",
        recipe_type="USER_PERSONALIZATION",
        description="Items whose interactions are growing, refreshed with every event.",
        needs_user=False,
        needs=None,
        has_scores=False,
        learns_live=True,
        promotions=True,
        metadata="on request",
        build=lambda config: TrendingNow(_interval(config)),
        longest_pickup=_interval,
    ),
    RecipeEntry(
        name="aws-user-personalization-v2",
        recipe_type="USER_PERSONALIZATION",
        description="Items a user will interact with next, learned from sessions as they happen.",
        needs_user=True,
        needs="user",
        has_scores=True,
        learns_live=True,
        promotions=True,
        metadata="always",
        build=_user_personalization,
        longest_pickup=lambda _: float("inf"),
    ),
)

ELSEWHERE = frozenset(
    f"aws-{name}"
    for name in (
        "user-personalization",
        "personalized-ranking-v2",
        "personalized-ranking",
        "popularity-count",
        "similar-items",
        "sims",
        "semantic-similarity",
        "next-best-action",
        "item-affinity",
        "item-attribute-affinity",
    )
)
