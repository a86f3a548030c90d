"""The list as a whole."""

import pytest

from tests.unit.newsrec.rules.building import apart, article, on_topics, outcomes, reranked, rule, shown


class TestMinItems:
    def test_a_list_has_no_more_than_its_maximum(self) -> None:
        assert shown(reranked(on_topics("ABCD"), rule("min_items", max=3))) == ["a0", "a1", "a2"]

    @pytest.mark.parametrize(("when_short", "status", "expected"), [("hide", "hidden", []), ("short", "short", ["a0"])])
    def test_one_that_is_too_short_is_hidden_or_shown_as_it_is(
        self, when_short: str, status: str, expected: list[str]
    ) -> None:
        reranking = reranked(on_topics("A"), rule("min_items", when_short=when_short))
        assert (reranking.status, shown(reranking)) == (status, expected)
        assert (outcomes(reranking), reranking.rules[0].detail) == ({"r0": "unmet"}, "1 of at least 3 articles")

    def test_or_filled_up_from_sources_that_were_kept_back(self) -> None:
        candidates = [*on_topics("AB"), article("l", source="latest"), article("m", source="latest")]
        reranking = reranked(candidates, rule("min_items"))
        assert (shown(reranking), outcomes(reranking)) == (["a0", "a1", "l", "m"], {"r0": "relaxed"})

    def test_which_stay_back_where_the_list_is_long_enough(self) -> None:
        candidates = [*on_topics("ABC"), article("l", source="latest")]
        reranking = reranked(candidates, rule("min_items"))
        assert (shown(reranking), reranking.status) == (["a0", "a1", "a2"], "shown")

    def test_what_fills_up_passes_the_same_filters(self) -> None:
        candidates = [*on_topics("AB"), article("l", source="latest", status="draft"), article("m", source="latest")]
        reranking = reranked(candidates, rule("min_items"), rule("published_and_not_withdrawn"))
        assert shown(reranking) == ["a0", "a1", "m"]


def test_any_hard_rule_may_fall_back_on_what_was_kept_back() -> None:
    candidates = [*on_topics("AAB"), article("f", topic="C", source="fallback")]
    reranking = reranked(candidates, apart(on_unmet="fall_back", distance=2), limit=3)
    assert shown(reranking) == ["a0", "a2", "f"]


class TestMaxDisplacement:
    def test_softer_rules_are_given_up_before_an_article_falls_too_far(self) -> None:
        lifting = rule("slot_requires", mode="soft", slot=1, predicate={"topic": "Z"}) | {"priority": 0}
        limited = rule("max_displacement", max_rise=2)
        assert shown(reranked(on_topics("ABZ"), lifting, limited)) == ["a2", "a0", "a1"]
        reranking = reranked(on_topics("ABCZ"), lifting, limited)
        assert (shown(reranking), outcomes(reranking)) == (
            ["a0", "a1", "a2", "a3"],
            {"r0": "dropped", "r1": "kept"},
        )

    def test_filters_and_pins_move_articles_as_far_as_they_like(self) -> None:
        candidates = [*(article(f"d{n}", status="draft") for n in range(5)), *on_topics("ABC")]
        pinned = rule("pin_article", article_id="a2", slot=1, until="2030-01-01T00:00:00Z")
        limited = rule("max_displacement", mode="hard", max_fall=1, max_rise=1)
        assert shown(reranked(candidates, rule("published_and_not_withdrawn"), pinned, limited)) == ["a2", "a0", "a1"]
