"""Whose events are whose."""

from hypothesis import given
from hypothesis import strategies as st

from local_personalize.store.database import StreamedEvent
from local_personalize.store.identity import joined


def event(number: int, user: str, session: str) -> StreamedEvent:
    return StreamedEvent(number, user, session, f"a{number}", number, "click", None, {}, float(number))


def users(*pairs: tuple[str, str]) -> list[str]:
    return [event.user for event in joined([event(number, *pair) for number, pair in enumerate(pairs)])]


def test_what_a_visitor_did_before_logging_in_belongs_to_the_account() -> None:
    assert users(("s1", "s1"), ("s1", "s1"), ("mary", "s1")) == ["mary"] * 3


def test_what_is_done_in_the_session_after_logging_out_belongs_to_the_account_too() -> None:
    assert users(("mary", "s1"), ("s1", "s1")) == ["mary", "mary"]


def test_a_session_without_a_user_stays_anonymous() -> None:
    assert users(("s1", "s1"), ("mary", "s2")) == ["s1", "mary"]


def test_of_several_users_in_one_session_the_first_has_what_nobody_claimed() -> None:
    assert users(("s1", "s1"), ("mary", "s1"), ("paul", "s1"), ("s1", "s1")) == ["mary", "mary", "paul", "mary"]


@given(st.lists(st.tuples(st.sampled_from(["s1", "s2", "mary", "paul"]), st.sampled_from(["s1", "s2"]))))
def test_joining_changes_nothing_but_users_and_is_done_once(pairs: list[tuple[str, str]]) -> None:
    events = [event(number, *pair) for number, pair in enumerate(pairs)]
    once = joined(events)
    assert [one._replace(user="") for one in once] == [one._replace(user="") for one in events]
    assert joined(once) == once
