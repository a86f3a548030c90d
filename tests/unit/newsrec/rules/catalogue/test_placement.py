"""Articles that are put in a slot."""

from datetime import timedelta
from typing import Any

import pytest

from newsrec.rules import Page, PinReport, ReaderFacts, Situation, pinned_ids
from tests.unit.newsrec.rules.building import (
    NOW,
    article,
    cap,
    hours_ago,
    on_topics,
    outcomes,
    reranked,
    rule,
    rules_of,
    shown,
)

LATER = hours_ago(-10)


def pin(article_id: str, slot: int, **params: Any) -> dict[str, Any]:
    return rule("pin_article", article_id=article_id, slot=slot, **({"until": LATER} | params))


class TestPinArticle:
    def test_a_pinned_article_is_held_in_its_slot(self) -> None:
        reranking = reranked(on_topics("ABC"), pin("a2", 1))
        assert shown(reranking) == ["a2", "a0", "a1"]
        assert reranking.pins == (PinReport("a2", 1, "held"),)

    def test_a_pin_may_hold_an_article_down(self) -> None:
        assert shown(reranked(on_topics("ABC"), pin("a0", 3))) == ["a1", "a2", "a0"]

    @pytest.mark.parametrize(
        ("document", "situation", "reason"),
        [
            (pin("a2", 1, until=hours_ago(0)), {}, f"ended at {NOW.isoformat()}"),
            (
                pin("a2", 1) | {"params": {**pin("a2", 1)["params"], "from": hours_ago(-1)}},
                {},
                "starts at 2025-03-01T09",
            ),
            (pin("a2", 1, segments=["subscriber"]), {}, "not for this reader's segments"),
            (pin("a2", 1), {"reader": ReaderFacts(read={"a2": NOW})}, "read by this reader"),
            (pin("zz", 1), {}, "not among the candidates"),
            (pin("a2", 4), {}, "the list has 3 slots"),
        ],
    )
    def test_a_pin_that_can_not_be_held_leaves_its_slot_to_the_ranking(
        self, document: dict[str, Any], situation: dict[str, Any], reason: str
    ) -> None:
        reranking = reranked(on_topics("ABC"), document, **situation)
        assert shown(reranking) == ["a0", "a1", "a2"]
        assert [report.state for report in reranking.pins] == ["pin_released"]
        assert reranking.pins[0].reason.startswith(reason)
        assert outcomes(reranking) == {"r0": "no_supply"}

    def test_a_pinned_article_that_a_filter_refuses_is_released(self) -> None:
        candidates = [article("a"), article("b", embargo_until=hours_ago(-1))]
        reranking = reranked(candidates, pin("b", 1), rule("publish_window"))
        assert shown(reranking) == ["a"]
        assert reranking.pins[0].reason == f"embargo until {hours_ago(-1)} (r1)"

    def test_a_pin_may_be_kept_though_the_reader_has_read_it(self) -> None:
        reader = ReaderFacts(read={"a2": NOW})
        reranking = reranked(on_topics("ABC"), pin("a2", 1, if_read="keep"), rule("not_already_read"), reader=reader)
        assert shown(reranking) == ["a2", "a0", "a1"]

    def test_what_is_pinned_does_not_stand_at_the_end_though_another_rule_wants_it_there(self) -> None:
        reader = ReaderFacts(read={"a1": NOW, "a0": NOW})
        soft = rule("not_already_read", mode="soft")
        reranking = reranked(on_topics("ABC"), pin("a1", 1, if_read="keep"), soft, reader=reader)
        assert (shown(reranking), outcomes(reranking)) == (["a1", "a2", "a0"], {"r0": "kept", "r1": "kept"})

    def test_the_articles_that_pins_ask_for_now_are_known_before_there_are_candidates(self) -> None:
        rules = rules_of(pin("a", 1), pin("b", 2, until=hours_ago(1)), pin("c", 3) | {"when": {"surfaces": ["digest"]}})
        assert pinned_ids(rules, Situation(now=NOW, surface="home")) == ("a",)

    def test_of_two_pins_on_a_slot_the_more_important_is_held(self) -> None:
        reranking = reranked(on_topics("ABC"), pin("a1", 1) | {"priority": 9}, pin("a2", 1) | {"priority": 1})
        assert shown(reranking)[0] == "a2"
        assert [report.state for report in reranking.pins] == ["held", "pin_released"]

    def test_of_copies_the_pinned_one_is_kept(self) -> None:
        candidates = [article("a", story_cluster_id="s"), article("b"), article("c", story_cluster_id="s")]
        assert shown(reranked(candidates, pin("c", 1), rule("near_duplicate"))) == ["c", "b"]


class TestBreakingOverride:
    def breaking(self, hours: float) -> Any:
        return article("z", topic="A", editorial_flags=("breaking",), published_at=hours_ago(hours))

    def test_a_breaking_article_takes_the_slot_and_suspends_rules(self) -> None:
        document = rule("breaking_override", suspend=["topic-cap"])
        reranking = reranked([*on_topics("AAB"), self.breaking(1)], cap(1) | {"id": "topic-cap"}, document, limit=3)
        assert shown(reranking) == ["z", "a0", "a1"]
        assert outcomes(reranking) == {"topic-cap": "dropped", "r1": "kept"}
        assert reranking.rules[0].detail == "suspended by r1"

    def test_without_one_that_is_young_enough_nothing_is_suspended(self) -> None:
        document = rule("breaking_override", suspend=["topic-cap"])
        reranking = reranked([*on_topics("AAB"), self.breaking(4)], cap(1) | {"id": "topic-cap"}, document, limit=2)
        assert shown(reranking) == ["a0", "a2"]
        assert outcomes(reranking) == {"topic-cap": "kept", "r1": "kept"}


class TestStickyOrder:
    def page(self, minutes: int) -> Page:
        return Page(last_served=("a2", "gone", "a0"), last_served_at=NOW - timedelta(minutes=minutes))

    def test_for_a_while_the_slots_keep_what_the_reader_saw(self) -> None:
        assert shown(reranked(on_topics("ABCD"), rule("sticky_order"), page=self.page(9))) == ["a2", "a1", "a0", "a3"]
        only_first = rule("sticky_order", slots=[1])
        assert shown(reranked(on_topics("ABCD"), only_first, page=self.page(9))) == ["a2", "a0", "a1", "a3"]

    def test_after_that_the_order_is_new(self) -> None:
        assert shown(reranked(on_topics("ABCD"), rule("sticky_order"), page=self.page(11))) == ["a0", "a1", "a2", "a3"]

    def test_something_breaking_ends_it(self) -> None:
        candidates = [*on_topics("ABC"), article("z", editorial_flags=("breaking",))]
        assert shown(reranked(candidates, rule("sticky_order"), page=self.page(1))) == ["a0", "a1", "a2", "z"]

    def test_without_a_last_list_it_is_inactive_and_says_so(self) -> None:
        (outcome,) = reranked(on_topics("AB"), rule("sticky_order")).rules
        assert outcome.detail == "inactive: the list that the reader saw last is not known"
