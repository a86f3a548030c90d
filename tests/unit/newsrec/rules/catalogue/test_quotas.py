"""Kinds of article that are bounded in several ways at once."""

from typing import Any

import pytest

from newsrec.rules import RankedArticle
from tests.unit.newsrec.rules.building import article, hours_ago, outcomes, refusals, reranked, rule, shown


def fresh(article_id: str, **attributes: Any) -> RankedArticle:
    return article(article_id, **({"published_at": hours_ago(1), "news_value": 2} | attributes))


def warm(count: int) -> list[RankedArticle]:
    return [article(f"w{index}") for index in range(count)]


class TestJustPublishedQuota:
    def test_new_articles_get_their_places_from_the_first_slot_on_and_apart(self) -> None:
        document = rule("just_published_quota", min=2, first_slot=2, spread=1)
        assert shown(reranked([*warm(4), fresh("f"), fresh("g")], document, limit=4)) == ["w0", "f", "w1", "g"]

    def test_no_more_than_the_maximum_whatever_the_mode(self) -> None:
        candidates = [*warm(2), fresh("f"), *warm(9)[2:], fresh("g"), fresh("h")]
        reranking = reranked(candidates, rule("just_published_quota", max=1, min=0), limit=10)
        assert [one for one in shown(reranking) if not one.startswith("w")] == ["f"]

    def test_the_list_is_shorter_rather_than_above_the_maximum(self) -> None:
        reranking = reranked(
            [fresh("f"), fresh("g"), fresh("h"), *warm(2)], rule("just_published_quota", max=2), limit=5
        )
        assert len(shown(reranking)) == 4
        assert refusals(reranking) == {"h": "no order keeps the rule with it"}

    @pytest.mark.parametrize(
        "attributes", [{"published_at": hours_ago(3)}, {"impressions": 1000}, {"news_value": 1}, {"published_at": None}]
    )
    def test_one_that_is_old_well_known_or_unimportant_is_no_new_article(self, attributes: dict[str, Any]) -> None:
        reranking = reranked([*warm(4), fresh("f", **attributes)], rule("just_published_quota"), limit=4)
        assert (shown(reranking), outcomes(reranking)) == (["w0", "w1", "w2", "w3"], {"r0": "no_supply"})

    def test_which_articles_are_eligible_may_be_said(self) -> None:
        document = rule("just_published_quota", eligible={"source": "just_published"})
        assert "f" in shown(reranked([*warm(4), fresh("f", source="just_published")], document, limit=4))
        assert "f" not in shown(reranked([*warm(4), fresh("f")], document, limit=4))

    @pytest.mark.parametrize(("pick", "expected"), [("affinity_then_newest", "f"), ("round_robin", "h"), ("ucb", "g")])
    def test_the_pick_says_which_of_them_comes_first(self, pick: str, expected: str) -> None:
        candidates = [
            *warm(3),
            fresh("f", impressions=400, clicks=4),
            fresh("g", impressions=300, clicks=290),
            fresh("h", impressions=200, clicks=1),
        ]
        document = rule("just_published_quota", max=1, pick=pick)
        assert shown(reranked(candidates, document, limit=3)) == ["w0", "w1", expected]


def paid(article_id: str) -> RankedArticle:
    return article(article_id, sponsored=True)


def policy(**params: Any) -> dict[str, Any]:
    return rule("sponsored_policy", label="Paid content", **params)


class TestSponsoredPolicy:
    def test_paid_articles_do_not_stand_above_their_first_slot(self) -> None:
        assert shown(reranked([paid("p"), *warm(4)], policy(), limit=4)) == ["w0", "w1", "w2", "p"]

    def test_there_are_at_most_so_many_with_others_between(self) -> None:
        candidates = [paid("p"), paid("q"), *warm(8)]
        assert shown(reranked(candidates, policy(first_slot=1), limit=4)) == ["p", "w0", "w1", "w2"]
        two = policy(first_slot=1, max=2, min_gap=2)
        assert shown(reranked(candidates, two, limit=5)) == ["p", "w0", "w1", "q", "w2"]

    def test_a_paid_article_is_dropped_rather_than_moved_up(self) -> None:
        reranking = reranked([*warm(2), paid("p")], policy())
        assert (shown(reranking), refusals(reranking)) == (["w0", "w1"], {"p": "no order keeps the rule with it"})
        assert outcomes(reranking) == {"r0": "kept"}

    def test_none_stands_beside_a_tragedy(self) -> None:
        candidates = [article("t", editorial_flags=("tragedy",)), paid("p"), *warm(2)]
        assert shown(reranked(candidates, policy(first_slot=1), limit=3)) == ["t", "w0", "p"]

    def test_a_digest_has_none_unless_it_is_allowed(self) -> None:
        candidates = [*warm(3), paid("p")]
        assert shown(reranked(candidates, policy(), surface="digest")) == ["w0", "w1", "w2"]
        assert "p" in shown(reranked(candidates, policy(allow_in_digest=True), surface="digest"))
