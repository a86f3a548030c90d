from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.interests import Interest, InterestKind, ReadArticle, ReaderProfile, engagement_of, faded
from newsrec.interests.engagement import HALF_LIFE, forward_weight
from newsrec.model import InteractionType
from tests.unit.newsrec.records import NOW, article, click

COMPANY = Interest(InterestKind.COMPANY, "Acme")


def test_an_engagement_now_counts_one_and_a_half_life_ago_a_half() -> None:
    assert faded(forward_weight(NOW), NOW) == pytest.approx(1)
    assert faded(forward_weight(NOW - HALF_LIFE), NOW) == pytest.approx(1 / 2)


@given(st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=30), st.randoms())
def test_the_order_in_which_engagements_arrive_does_not_matter(minutes_ago: list[int], order: object) -> None:
    weights = [forward_weight(NOW - timedelta(minutes=minutes)) for minutes in minutes_ago]
    shuffled = list(weights)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sum(weights, Decimal(0)) == sum(shuffled, Decimal(0))
    expected = sum(0.5 ** (timedelta(minutes=minutes) / HALF_LIFE) for minutes in minutes_ago)
    assert faded(sum(weights, Decimal(0)), NOW) == pytest.approx(expected)


def test_a_click_counts_for_each_company_industry_and_topic_once() -> None:
    of_article = article(companies=("Acme", "Bolt"), industries=("Energy",), topics=("business", "business"))
    engaged = engagement_of(click(), of_article)
    assert {str(interest.kind) + ":" + interest.name for interest in engaged} == {
        "company:Acme",
        "company:Bolt",
        "industry:Energy",
        "topic:business",
    }


@pytest.mark.parametrize("kind", [InteractionType.IMPRESSION, InteractionType.HIDE, InteractionType.SHOW_FEWER])
def test_seeing_or_hiding_an_article_is_no_engagement(kind: InteractionType) -> None:
    assert engagement_of(click(type=kind), article(companies=("Acme",))) == {}


def test_a_profile_knows_what_was_read_within_a_time() -> None:
    def read(article_id: str, days_ago: int) -> ReadArticle:
        return ReadArticle(article_id, NOW - timedelta(days=days_ago), (COMPANY,))

    profile = ReaderProfile(reads=(read("a", 1), read("b", 30), read("c", 40)))
    assert [one.article_id for one in profile.read_within(timedelta(days=30), NOW)] == ["a", "b"]
    assert profile.read_ids == {"a", "b", "c"}
