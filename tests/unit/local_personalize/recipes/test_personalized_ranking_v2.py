"""Personalized-Ranking-v2 scores given items by what User-Personalization-v2 learns."""

from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.personalized_ranking_v2 import PersonalizedRankingV2
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

NOW = 1_700_000_000.0
QUERY = Query(user=50, read=(1,))


def taught(recipe: UserPersonalizationV2) -> UserPersonalizationV2:
    for user in range(10):
        for step, item in enumerate((1, 2) if user < 7 else (3, 4)):
            recipe.observe(Interaction(user, None, item, NOW + step))
    recipe.observe(Interaction(50, None, 1, NOW + 60))
    return recipe


def test_what_follows_the_newest_item_has_the_highest_score() -> None:
    scores = taught(PersonalizedRankingV2()).score(QUERY, [3, 4, 2])
    assert max(scores, key=lambda item: scores[item]) == 2


def test_items_that_nobody_touched_have_no_score() -> None:
    assert taught(PersonalizedRankingV2()).score(QUERY, [2, 77]).keys() == {2}


def test_the_order_is_that_of_user_personalization() -> None:
    ranking = [item for item, _ in taught(UserPersonalizationV2()).rank(QUERY)]
    scores = taught(PersonalizedRankingV2()).score(QUERY, sorted(ranking))
    assert sorted(ranking, key=lambda item: -scores[item]) == ranking
