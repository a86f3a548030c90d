"""Where promoted items stand among the others."""

from hypothesis import given
from hypothesis import strategies as st

from local_personalize.runtime.picks import Pick
from local_personalize.runtime.promotions import Promotion


def picks(kind: str, count: int) -> list[Pick]:
    return [Pick(f"{kind}{number}", 1.0) for number in range(count)]


def mixed(percent: int, promoted: int, others: int, count: int, seed: str = "mary") -> list[Pick]:
    return Promotion("new", percent, seed).among(picks("new", promoted), picks("other", others), count)


@given(st.integers(1, 100), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.text())
def test_each_kind_keeps_its_order_and_as_much_is_promoted_as_there_is_up_to_the_share(
    percent: int, promoted: int, others: int, count: int, seed: str
) -> None:
    found = mixed(percent, promoted, others, count, seed)
    new = [pick.item for pick in found if pick.promotion]
    rest = [pick.item for pick in found if not pick.promotion]
    share = max(1, round(count * percent / 100)) if count else 0
    assert new == [f"new{number}" for number in range(min(promoted, share))]
    assert rest == [f"other{number}" for number in range(min(others, count - len(new)))]
    assert found == mixed(percent, promoted, others, count, seed)


def test_promoted_items_say_so() -> None:
    (pick,) = (pick for pick in mixed(10, 5, 10, 10) if pick.promotion)
    assert pick == Pick("new0", 1.0, "Promoted item", "new")


def test_an_item_of_both_kinds_is_picked_once_and_promoted() -> None:
    both = picks("item", 6)
    found = Promotion("new", 50, "mary").among([*both[3:], *both[3:]], both, 6)
    assert sorted(pick.item for pick in found) == [pick.item for pick in both]
    assert {pick.item for pick in found if pick.promotion} == {"item3", "item4", "item5"}


def test_places_differ_from_user_to_user() -> None:
    places = {tuple(bool(pick.promotion) for pick in mixed(20, 10, 30, 20, f"user {number}")) for number in range(20)}
    assert len(places) > 10
