"""Which recipes there are: those that can be trained here, and the names of those that cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from local_personalize.errors import InvalidInputError, ResourceNotFoundError, not_built
from local_personalize.recipes.items import Items
from local_personalize.recipes.model import Recipe
from local_personalize.recipes.parameters import Config, Parameter, check_parameters, number, one_of, whole_number
from local_personalize.recipes.personalized_ranking_v2 import PersonalizedRankingV2
from local_personalize.recipes.popularity_count import PopularityCount
from local_personalize.recipes.similar_items import SimilarItems
from local_personalize.recipes.trending_now import TrendingNow
from local_personalize.recipes.user_personalization import UserPersonalization
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

ARN_PREFIX = "arn:aws:personalize:::recipe/"
INTERVALS: Mapping[str, float] = {
    "30 minutes": 1800.0,
    "1 hour": 3600.0,
    "2 hours": 7200.0,
    "3 hours": 10800.0,
    "1 day": 86400.0,
}
INTERVAL = Parameter("featureTransformationParameters", "trend_discovery_frequency", "2 hours", one_of(*INTERVALS))
RECENCY_BIAS = Parameter("algorithmHyperParameters", "apply_recency_bias", "true", one_of("true", "false"))

NEURAL = (
    Parameter("algorithmHyperParameters", "hidden_dimension", "149", whole_number(32, 256)),
    Parameter("algorithmHyperParameters", "bptt", "32", whole_number(2, 32)),
    Parameter("algorithmHyperParameters", "recency_mask", "True", one_of("true", "false")),
    Parameter("featureTransformationParameters", "min_user_history_length_percentile", "0.0", number(0.0, 1.0)),
    Parameter("featureTransformationParameters", "max_user_history_length_percentile", "0.99", number(0.0, 1.0)),
)
"""Of the service's network, which is not what learns here: they are checked, and shape nothing."""


@dataclass(frozen=True, slots=True)
class RecipeEntry:
    """One recipe of the service.

    `needs` says what a request has to be about; `has_scores` whether answers tell them. `learns_live` is whether
    streamed events teach it, or only the next training. `context` is whether it learns from context columns, `batch`
    whether batch jobs may use it. `untrained` makes its state for a configuration that is right; `longest_pickup`
    bounds, in seconds, how long a new item has to wait.
    """

    name: str
    recipe_type: str
    description: str
    needs: Literal["user", "item"] | None
    has_scores: bool
    learns_live: bool
    promotions: bool
    metadata: Literal["always", "on request"]
    batch: bool
    context: bool
    parameters: tuple[Parameter, ...]
    untrained: Callable[[Config, Items], Recipe]
    longest_pickup: Callable[[Config], float] = lambda _: float("inf")

    @property
    def arn(self) -> str:
        """The recipe's ARN."""
        return ARN_PREFIX + self.name

    def check(self, config: Config) -> None:
        """InvalidInputError if a solution's configuration is wrong."""
        check_parameters(self.parameters, config)
        if RECENCY_BIAS in self.parameters and RECENCY_BIAS.value(config) == "false":
            raise not_built("apply_recency_bias=false")

    def build(self, config: Config, items: Items) -> Recipe:
        """The recipe's untrained state, for these items; InvalidInputError if the configuration is wrong."""
        self.check(config)
        return self.untrained(config, items)


def recipe_entry(arn: str) -> RecipeEntry:
    """The entry of a recipe; ResourceNotFoundError, or InvalidInputError for one that is not built or not there now."""
    name = arn.removeprefix(ARN_PREFIX)
    if name in WITHDRAWN:
        raise InvalidInputError(
            f"The recipe {name} is no longer available; aws-user-personalization-v2 is in its place"
        )
    if name in ELSEWHERE:
        raise not_built(f"The recipe {name}")
    entry = next((entry for entry in RECIPES if entry.arn == arn), None)
    if entry is None:
        raise ResourceNotFoundError(f"Could not find recipe with given arn: {arn}")
    return entry


RECIPES = (
    RecipeEntry(
        name="aws-trending-now",
        recipe_type="USER_PERSONALIZATION",
        description="Items whose interactions are growing, refreshed with every event.",
        needs=None,
        has_scores=False,
        learns_live=True,
        promotions=True,
        metadata="on request",
        batch=False,
        context=False,
        parameters=(INTERVAL,),
        untrained=lambda config, _: TrendingNow(INTERVALS[INTERVAL.value(config)]),
        longest_pickup=lambda config: INTERVALS[INTERVAL.value(config)],
    ),
    RecipeEntry(
        name="aws-user-personalization-v2",
        recipe_type="USER_PERSONALIZATION",
        description="Items a user will interact with next, learned from sessions as they happen.",
        needs="user",
        has_scores=True,
        learns_live=True,
        promotions=True,
        metadata="always",
        batch=True,
        context=True,
        parameters=(RECENCY_BIAS,),
        untrained=lambda _, __: UserPersonalizationV2(),
    ),
    RecipeEntry(
        name="aws-user-personalization",
        recipe_type="USER_PERSONALIZATION",
        description="Items a user will interact with next, and new items explored among them.",
        needs="user",
        has_scores=True,
        learns_live=True,
        promotions=True,
        metadata="on request",
        batch=True,
        context=True,
        parameters=NEURAL,
        untrained=lambda _, items: UserPersonalization(items),
    ),
    RecipeEntry(
        name="aws-personalized-ranking-v2",
        recipe_type="PERSONALIZED_RANKING",
        description="Given items in the order in which a user will like them.",
        needs="user",
        has_scores=True,
        learns_live=True,
        promotions=False,
        metadata="always",
        batch=True,
        context=True,
        parameters=(RECENCY_BIAS,),
        untrained=lambda _, __: PersonalizedRankingV2(),
    ),
    RecipeEntry(
        name="aws-similar-items",
        recipe_type="RELATED_ITEMS",
        description="Items that the users of an item interact with too, and items with the same attributes.",
        needs="item",
        has_scores=False,
        learns_live=False,
        promotions=True,
        metadata="on request",
        batch=True,
        context=False,
        parameters=(),
        untrained=lambda _, items: SimilarItems(items),
    ),
    RecipeEntry(
        name="aws-popularity-count",
        recipe_type="USER_PERSONALIZATION",
        description="Items that most users interacted with, as of the training.",
        needs="user",
        has_scores=False,
        learns_live=False,
        promotions=True,
        metadata="on request",
        batch=True,
        context=False,
        parameters=(),
        untrained=lambda _, __: PopularityCount(),
    ),
)

ELSEWHERE = frozenset(
    f"aws-{name}"
    for name in (
        "personalized-ranking",
        "sims",
        "semantic-similarity",
        "next-best-action",
        "item-affinity",
        "item-attribute-affinity",
    )
)
WITHDRAWN = frozenset(("aws-hrnn", "aws-hrnn-metadata", "aws-hrnn-coldstart"))
