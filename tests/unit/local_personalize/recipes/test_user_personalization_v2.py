"""User-Personalization-v2 follows sessions as they happen."""

from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.user_personalization_v2 import UserPersonalizationV2

NOW = 1_700_000_000.0


def read(recipe: UserPersonalizationV2, user: int, *items: int, at: float = NOW) -> None:
    for step, item in enumerate(items):
        recipe.observe(Interaction(user, f"{user}@{at}", item, at + 10 * step))


def ranked(recipe: UserPersonalizationV2, user: int | None, history: tuple[int, ...] = ()) -> list[int]:
    return [item for item, _ in recipe.rank(Query(user=user, read=history))]


def test_what_others_read_next_in_such_a_session_comes_first() -> None:
    recipe = UserPersonalizationV2()
    for user in range(10):
        read(recipe, user, 1, 2, 3)
        read(recipe, 100 + user, 7, 8, 9)
    read(recipe, 50, 1, 2)
    assert ranked(recipe, 50)[0] == 3
    read(recipe, 51, 7)
    assert ranked(recipe, 51)[:2] == [8, 9]


def test_newer_followers_come_before_older_ones() -> None:
    recipe = UserPersonalizationV2()
    for user in range(4):
        read(recipe, user, 1, 2, at=NOW)
    for user in range(10, 13):
        read(recipe, user, 1, 3, at=NOW + 4 * 3600)
    read(recipe, 50, 1, at=NOW + 4 * 3600 + 60)
    assert ranked(recipe, 50)[0] == 3


def test_a_user_without_events_gets_what_is_read_now() -> None:
    recipe = UserPersonalizationV2()
    for user in range(5):
        read(recipe, user, 1, at=NOW)
    for user in range(5, 8):
        read(recipe, user, 2, at=NOW + 3600)
    assert ranked(recipe, None) == [2, 1]


def test_the_history_is_the_context_when_no_session_is_under_way() -> None:
    recipe = UserPersonalizationV2()
    for user in range(10):
        read(recipe, user, 1, 2)
        read(recipe, 20 + user, 3, 4)
    assert ranked(recipe, 99, history=(3,))[0] == 4


def test_without_session_ids_a_pause_of_half_an_hour_ends_a_session() -> None:
    recipe = UserPersonalizationV2()
    recipe.observe(Interaction(1, None, 1, NOW))
    recipe.observe(Interaction(1, None, 2, NOW + 1799))
    recipe.observe(Interaction(1, None, 3, NOW + 1799 + 1801))
    recipe.observe(Interaction(2, None, 1, NOW + 3601))
    recipe.observe(Interaction(3, None, 2, NOW + 3602))
    after_one, after_two = dict(recipe.rank(Query(user=2))), dict(recipe.rank(Query(user=3)))
    assert after_one[2] > 2 * after_one[3]
    assert after_two[1] > 2 * after_two[3]


def test_the_same_events_give_the_same_ranking() -> None:
    first, second = UserPersonalizationV2(), UserPersonalizationV2()
    for recipe in (first, second):
        for user in range(30):
            read(recipe, user, *((user * step) % 11 for step in range(1, 6)), at=NOW + 60 * user)
    assert first.rank(Query(user=3)) == second.rank(Query(user=3))
