"""GetRecommendations of the runtime API."""

import pytest
from botocore.exceptions import ClientError

from tests.integration.local_personalize.newsroom import Newsroom


def test_recommendations_of_user_personalization_have_scores_that_sum_to_one(shared_newsroom: Newsroom) -> None:
    items = shared_newsroom.recommend(userId="r0", numResults=10)
    assert len(items) == 10
    assert sum(item["score"] for item in items) == pytest.approx(1.0)
    scores = [item["score"] for item in items]
    assert scores == sorted(scores, reverse=True)


def test_25_items_are_recommended_when_no_number_is_asked_for(shared_newsroom: Newsroom) -> None:
    assert len(shared_newsroom.recommended(userId="r0")) == 25


def test_an_event_changes_the_very_next_recommendations(shared_newsroom: Newsroom) -> None:
    shared_newsroom.click("reader of even articles", "a10")
    even = shared_newsroom.recommended(userId="reader of even articles", numResults=4)
    shared_newsroom.click("reader of odd articles", "a11")
    odd = shared_newsroom.recommended(userId="reader of odd articles", numResults=4)
    assert even[0] == "a12"
    assert odd[0] == "a13"
    assert {int(article[1:]) % 2 for article in even} == {0}
    assert {int(article[1:]) % 2 for article in odd} == {1}
