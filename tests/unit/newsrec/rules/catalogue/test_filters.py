"""Articles that are refused for what they are."""

from datetime import timedelta
from typing import Any

import pytest

from newsrec.rules import Page, RankedArticle, ReaderFacts
from tests.unit.newsrec.rules.building import (
    NOW,
    article,
    hours_ago,
    on_topics,
    outcomes,
    refusals,
    reranked,
    rule,
    shown,
)


def refused(one: RankedArticle, document: dict[str, Any], **situation: Any) -> bool:
    """Whether a list without the article is what the rule leaves of the article and another."""
    return shown(reranked([one, article("other", language="en")], document, **situation)) == ["other"]


class TestPublishedAndNotWithdrawn:
    @pytest.mark.parametrize(("status", "expected"), [("published", False), ("withdrawn", True), ("draft", True)])
    def test_only_published_articles_are_shown(self, status: str, expected: bool) -> None:
        assert refused(article("a", status=status), rule("published_and_not_withdrawn")) is expected

    def test_an_article_that_says_nothing_of_its_status_is_published(self) -> None:
        assert not refused(article("a"), rule("published_and_not_withdrawn"))

    def test_other_statuses_may_be_allowed(self) -> None:
        assert not refused(article("a", status="draft"), rule("published_and_not_withdrawn", statuses=["draft"]))


class TestPublishWindow:
    @pytest.mark.parametrize(
        ("attributes", "expected"),
        [
            ({"embargo_until": hours_ago(0)}, False),
            ({"embargo_until": hours_ago(-0.01)}, True),
            ({"expires_at": hours_ago(0)}, True),
            ({"expires_at": hours_ago(-0.01)}, False),
            ({}, False),
        ],
    )
    def test_the_end_of_the_embargo_is_included_and_the_expiry_is_not(
        self, attributes: dict[str, str], expected: bool
    ) -> None:
        assert refused(article("a", **attributes), rule("publish_window")) is expected

    def test_clocks_may_differ_without_an_embargo_being_broken(self) -> None:
        just_over = article("a", embargo_until=hours_ago(0.01))
        assert refused(just_over, rule("publish_window", clock_skew_s=60))
        assert not refused(just_over, rule("publish_window", clock_skew_s=30))

    def test_either_end_may_be_left_out(self) -> None:
        assert not refused(article("a", embargo_until=hours_ago(-1)), rule("publish_window", respect_embargo=False))
        assert not refused(article("a", expires_at=hours_ago(1)), rule("publish_window", respect_expiry=False))


class TestGeography:
    @pytest.mark.parametrize(
        ("country", "unknown", "expected"),
        [
            ("CH", "deny_restricted", False),
            ("FR", "deny_restricted", True),
            (None, "deny_restricted", True),
            (None, "allow", False),
        ],
    )
    def test_an_article_for_some_countries_is_for_their_readers(
        self, country: str | None, unknown: str, expected: bool
    ) -> None:
        reader = ReaderFacts(country=country)
        restricted = article("a", allowed_countries=("CH", "AT"))
        assert refused(restricted, rule("geography", unknown_reader=unknown), reader=reader) is expected

    def test_an_article_without_countries_is_for_all(self) -> None:
        assert not refused(article("a", allowed_countries=()), rule("geography"))


class TestEditorialRisk:
    @pytest.mark.parametrize("flag", ["active_court_case", "graphic", "unverified", "recalled"])
    def test_risky_articles_are_refused(self, flag: str) -> None:
        assert refused(article("a", editorial_flags=("live", flag)), rule("editorial_risk"))

    def test_other_flags_may_be_named(self) -> None:
        document = rule("editorial_risk", exclude_flags=["satire"])
        assert refused(article("a", editorial_flags=("satire",)), document)
        assert not refused(article("a", editorial_flags=("graphic",)), document)

    def test_what_is_unsuitable_for_children_is_refused_for_a_young_audience(self) -> None:
        unsuitable = article("a", editorial_flags=("unsuitable_under_16",))
        assert refused(unsuitable, rule("editorial_risk", audience_under_16=True))
        assert not refused(unsuitable, rule("editorial_risk"))

    def test_where_review_is_required_an_article_without_flags_of_any_kind_is_refused(self) -> None:
        document = rule("editorial_risk", require_reviewed=True)
        reviewed = article("b", editorial_flags=())
        assert shown(reranked([article("a"), reviewed], document)) == ["b"]


class TestNoDuplicateArticle:
    def test_what_the_page_shows_already_is_refused(self) -> None:
        document = rule("no_duplicate_article", page_ids=["a"])
        assert refused(article("a"), document)
        assert refused(article("b"), document, page=Page(page_ids=("b",)))

    def test_the_article_that_is_being_read_is_refused(self) -> None:
        host = Page(host_attributes={"article_id": "a"})
        assert refused(article("a"), rule("no_duplicate_article"), page=host)

    def test_within_a_list_only_the_page_does_not_matter(self) -> None:
        assert not refused(article("a"), rule("no_duplicate_article", scope="list", page_ids=["a"]))


class TestMaxAge:
    @pytest.mark.parametrize(
        ("hours", "lifetime", "expected"),
        [
            (48, None, False),
            (48.1, None, True),
            (12.1, "short", True),
            (48.1, "long", False),
            (24 * 14.1, "long", True),
            (24 * 400, "evergreen", False),
        ],
    )
    def test_the_age_is_bounded_by_lifetime(self, hours: float, lifetime: str | None, expected: bool) -> None:
        old = article("a", published_at=hours_ago(hours), lifetime=lifetime)
        assert refused(old, rule("max_age")) is expected

    def test_a_document_names_its_own_lifetimes(self) -> None:
        document = rule("max_age", default="6h", by_lifetime={"evergreen": None})
        assert refused(article("a", published_at=hours_ago(7), lifetime="long"), document)

    def test_the_clock_may_start_with_the_last_substantial_update(self) -> None:
        updated = article("a", published_at=hours_ago(60), last_substantial_update=hours_ago(1))
        assert refused(updated, rule("max_age"))
        assert not refused(updated, rule("max_age", clock="last_substantial_update"))

    def test_an_article_of_unknown_age_is_not_too_old(self) -> None:
        assert not refused(article("a"), rule("max_age"))

    def test_ages_are_doubled_once_rather_than_showing_nothing(self) -> None:
        candidates = [article("a", published_at=hours_ago(60)), article("b", published_at=hours_ago(100))]
        reranking = reranked(candidates, rule("max_age"))
        assert (shown(reranking), outcomes(reranking)) == (["a"], {"r0": "relaxed"})

    def test_the_rule_may_be_dropped_rather_than_showing_nothing(self) -> None:
        old = [article("a", published_at=hours_ago(500))]
        reranking = reranked(old, rule("max_age") | {"on_unmet": "drop_rule"})
        assert (shown(reranking), outcomes(reranking)) == (["a"], {"r0": "dropped"})

    def test_where_it_is_soft_old_articles_stand_at_the_end(self) -> None:
        candidates = [article("a", published_at=hours_ago(60)), article("b"), article("c")]
        assert shown(reranked(candidates, rule("max_age", mode="soft"))) == ["b", "c", "a"]


class TestAccessAllowed:
    def test_locked_products_are_hidden_from_those_without_them(self) -> None:
        locked = article("a", products=("e-paper",))
        document = rule("access_allowed", hide_if_not_entitled=["e-paper"])
        assert refused(locked, document)
        assert not refused(locked, document, reader=ReaderFacts(entitlements=("e-paper",)))
        assert refused(article("a", access="e-paper"), document)


class TestPageDedup:
    def test_the_lower_module_loses_what_a_higher_one_shows(self) -> None:
        page = Page(page_ids=("a",), page_stories=("storm",))
        document = rule("page_dedup", surfaces=["home.top", "home.foryou"])
        assert refused(article("a"), document, page=page)
        assert not refused(article("b", story_cluster_id="storm"), document, page=page)
        by_story = rule("page_dedup", surfaces=["home.top", "home.foryou"], match="story")
        assert refused(article("b", story_cluster_id="storm"), by_story, page=page)


def test_each_refused_article_has_one_reason_that_of_the_filter_asked_first() -> None:
    candidates = [
        article("a", status="withdrawn", expires_at=hours_ago(1), published_at=hours_ago(100)),
        article("b", expires_at=hours_ago(1), published_at=hours_ago(100), editorial_flags=("graphic",)),
        article("c", editorial_flags=("graphic",), published_at=hours_ago(100)),
        article("d"),
    ]
    documents = [rule("max_age"), rule("editorial_risk"), rule("publish_window"), rule("published_and_not_withdrawn")]
    reranking = reranked(candidates, *documents)
    assert [(one.article_id, one.rule) for one in reranking.refused] == [("a", "r3"), ("b", "r2"), ("c", "r1")]
    assert reranking.refused[1].reason == f"expired at {(NOW - timedelta(hours=1)).isoformat()}"


def test_what_is_refused_falls_out_one_swap_at_a_time_each_for_its_rule() -> None:
    candidates = [article("a", status="draft"), article("b"), article("c", status="draft"), article("d")]
    reranking = reranked(candidates, rule("published_and_not_withdrawn"))
    assert (shown(reranking), reranking.displacement) == (["b", "d"], 3)
    assert {swap.rule for swap in reranking.swaps} == {"r0"}
    assert reranking.rules[0].detail == "refused 2 articles; asked for 3 swaps"


def test_filters_come_before_the_rules_about_order() -> None:
    candidates = [article("a", topic="A", status="draft"), *on_topics("AB")]
    capped = rule("max_per_attribute", attribute="topic", max=1)
    reranking = reranked(candidates, rule("published_and_not_withdrawn"), capped)
    assert (shown(reranking), refusals(reranking)) == (["a0", "a1"], {"a": "status draft"})


def test_a_candidate_list_of_refused_articles_is_empty_and_no_conflict() -> None:
    reranking = reranked(
        [article("a", status="draft")],
        rule("published_and_not_withdrawn"),
        rule("slot_requires", slot=1, predicate={"topic": "A"}),
    )
    assert (shown(reranking), reranking.conflict) == ([], ())
