from datetime import timedelta

import pytest

from newsrec.model import Candidate, Preferences, Source, Sponsor
from newsrec.serving.reasons import Cause, Grounds, PlacedBy, reasons_for
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.reasons.readers import ABOUT_ACME, codes, company, grounds, reads

PINNED = PlacedBy("pin-1", Cause.EDITORS_CHOICE)
BREAKING = PlacedBy("breaking-first", Cause.BREAKING)
IMPORTANT = PlacedBy("hard-news", Cause.IMPORTANCE)
FROM_HOME = PlacedBy("local-news", Cause.REGION)
AT = grounds(*reads(9, company("Acme")))
NOBODY_S = Grounds(now=NOW)


def test_paid_content_says_so_and_nothing_else() -> None:
    paid = article(sponsored=Sponsor(sponsor="Acme", label="Paid content"), companies=("Acme",))
    [reason] = reasons_for(Candidate(article=paid, source=Source.PERSONALISED), AT, [PINNED])
    assert (reason.code, reason.text) == ("sponsored", "Paid content by Acme")


def test_a_pin_is_the_reason_and_what_would_have_been_one_without_it_is_not() -> None:
    [reason] = reasons_for(Candidate(article=ABOUT_ACME, source=Source.PERSONALISED), AT, [PINNED])
    assert (reason.code, reason.evidence) == ("editors_choice", {"rule": "pin-1"})


@pytest.mark.parametrize(
    ("flags", "minutes_old", "rules", "holds"),
    [
        (("breaking",), 179, [BREAKING], True),
        (("breaking",), 180, [BREAKING], False),
        ((), 1, [BREAKING], False),
        (("breaking",), 1, [], False),
    ],
    ids=["young and flagged", "too old", "not flagged", "not placed for it"],
)
def test_breaking_news_is_flagged_under_three_hours_old_and_placed_for_it(
    flags: tuple[str, ...], minutes_old: int, rules: list[PlacedBy], holds: bool
) -> None:
    of = article("new", editorial_flags=flags, published_at=NOW - timedelta(minutes=minutes_old))
    assert ("breaking" in codes(of, AT, placed_by=rules)) == holds


@pytest.mark.parametrize(("news_value", "hours_old", "holds"), [(4, 23, True), (3, 1, False), (5, 24, False)])
def test_an_important_story_of_today_is_one_where_a_rule_for_news_value_lifted_it(
    news_value: int, hours_old: int, holds: bool
) -> None:
    of = article("new", news_value=news_value, published_at=NOW - timedelta(hours=hours_old))
    assert ("important_today" in codes(of, AT, placed_by=[IMPORTANT])) == holds
    assert "important_today" not in codes(of, AT)


@pytest.mark.parametrize("source", [Source.TRENDING, Source.POPULAR])
def test_much_read_is_what_has_five_clicks_where_clicks_are_known(source: Source) -> None:
    def of(clicks: dict[str, float] | None) -> list[str]:
        return codes(ABOUT_ACME, grounds(clicks=clicks), source)

    assert of(None) == of({"new": 5}) == [source.value]
    assert of({"new": 4.9}) == of({}) == []


def test_just_published_is_what_is_no_older_than_an_hour() -> None:
    def of(minutes_old: int) -> list[str]:
        young = article("new", published_at=NOW - timedelta(minutes=minutes_old))
        return codes(young, grounds(), Source.JUST_PUBLISHED)

    assert of(60) == ["just_published"]
    assert of(61) == []


def test_local_news_are_those_of_the_region_that_the_reader_set_where_a_rule_for_it_lifted_them() -> None:
    of = article("new", places=("Harwick",))
    at_home = grounds(preferences=Preferences(home_region="Harwick"))
    [_, local] = reasons_for(Candidate(article=of, source=Source.TRENDING), at_home, [FROM_HOME])
    assert (local.code, local.text) == ("local", "From Harwick")
    elsewhere = grounds(preferences=Preferences(home_region="Elsewhere"))
    for at, rules in ((at_home, []), (elsewhere, [FROM_HOME]), (grounds(), [FROM_HOME])):
        assert "local" not in codes(of, at, Source.TRENDING, rules)


def test_a_list_that_is_nobody_s_says_so_where_no_source_says_more() -> None:
    assert codes(ABOUT_ACME, NOBODY_S, Source.TRENDING) == ["trending", "not_personalised"]
    old = article("new", published_at=NOW - timedelta(minutes=90))
    assert codes(old, NOBODY_S, Source.JUST_PUBLISHED) == ["not_personalised"]
