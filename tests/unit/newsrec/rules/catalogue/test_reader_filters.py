"""Articles that are refused, or put at the end, for what is known of the reader."""

from datetime import timedelta
from typing import Any

import pytest

from newsrec.rules import ReaderFacts
from tests.unit.newsrec.rules.building import NOW, article, hours_ago, outcomes, refusals, reranked, rule, shown

YESTERDAY = NOW - timedelta(days=1)
THREE = [article("a", topic="sport", author="Ada"), article("b", topic="news"), article("c", topic="money")]


class TestNotAlreadyRead:
    def test_what_was_read_within_the_window_is_refused(self) -> None:
        reader = ReaderFacts(read={"a": NOW - timedelta(days=29), "b": NOW - timedelta(days=31)})
        assert shown(reranked(THREE, rule("not_already_read"), reader=reader)) == ["b", "c"]

    def test_of_a_read_story_every_article_counts_as_read_where_the_rule_says_so(self) -> None:
        candidates = [article("a", story_cluster_id="storm"), article("b")]
        reader = ReaderFacts(read_clusters={"storm": YESTERDAY})
        assert shown(reranked(candidates, rule("not_already_read"), reader=reader)) == ["a", "b"]
        assert shown(reranked(candidates, rule("not_already_read", match="cluster"), reader=reader)) == ["b"]

    def test_an_update_makes_an_article_new_again(self) -> None:
        candidates = [article("a", updated_at=hours_ago(1)), article("b")]
        reader = ReaderFacts(read={"a": YESTERDAY})
        assert shown(reranked(candidates, rule("not_already_read"), reader=reader)) == ["a", "b"]
        assert shown(reranked(candidates, rule("not_already_read", updated_again=False), reader=reader)) == ["b"]

    def test_where_it_is_soft_what_was_read_stands_at_the_end(self) -> None:
        reader = ReaderFacts(read={"a": YESTERDAY})
        assert shown(reranked(THREE, rule("not_already_read", mode="soft"), reader=reader)) == ["b", "c", "a"]

    def test_what_was_read_is_shown_rather_than_an_empty_box(self) -> None:
        reader = ReaderFacts(read=dict.fromkeys("abc", YESTERDAY))
        reranking = reranked(THREE, rule("not_already_read"), reader=reader)
        assert (shown(reranking), outcomes(reranking)) == (["a", "b", "c"], {"r0": "relaxed"})


class TestReaderExclusions:
    @pytest.mark.parametrize(
        "reader",
        [
            ReaderFacts(muted_topics=("sport",)),
            ReaderFacts(muted_authors=("Ada",)),
            ReaderFacts(muted_sources=("wire",)),
        ],
    )
    def test_what_the_reader_muted_is_refused(self, reader: ReaderFacts) -> None:
        candidates = [article("a", topic="sport", author="Ada", publisher="wire"), article("b", topic="news")]
        assert shown(reranked(candidates, rule("reader_exclusions"), reader=reader)) == ["b"]

    def test_a_secondary_topic_counts_too(self) -> None:
        candidates = [article("a", topics=("news", "sport")), article("b")]
        reader = ReaderFacts(muted_topics=("sport",))
        assert refusals(reranked(candidates, rule("reader_exclusions"), reader=reader)) == {"a": "muted sport"}

    def test_what_is_to_be_shown_fewer_stands_at_the_end_for_a_fortnight(self) -> None:
        recently = ReaderFacts(shown_fewer={"sport": NOW - timedelta(days=13)})
        long_ago = ReaderFacts(shown_fewer={"sport": NOW - timedelta(days=15)})
        assert shown(reranked(THREE, rule("reader_exclusions"), reader=recently)) == ["b", "c", "a"]
        assert shown(reranked(THREE, rule("reader_exclusions"), reader=long_ago)) == ["a", "b", "c"]

    @pytest.mark.parametrize(("strength", "expected"), [("remove", ["c"]), ("demote", ["c", "a", "b"])])
    def test_one_strength_may_be_given_to_both(self, strength: str, expected: list[str]) -> None:
        reader = ReaderFacts(muted_topics=("sport",), shown_fewer={"b": YESTERDAY})
        assert shown(reranked(THREE, rule("reader_exclusions", strength=strength), reader=reader)) == expected

    def test_what_everyone_must_know_may_pass_a_muted_topic_but_no_muted_author(self) -> None:
        candidates = [article("a", topic="sport", news_value=5), article("b", topic="news")]
        document = rule("reader_exclusions", must_know_overrides=True)
        assert shown(reranked(candidates, document, reader=ReaderFacts(muted_topics=("sport",)))) == ["a", "b"]
        by_ada = [article("a", author="Ada", news_value=5), article("b")]
        assert shown(reranked(by_ada, document, reader=ReaderFacts(muted_authors=("Ada",)))) == ["b"]


class TestSeenLimit:
    READER = ReaderFacts(impressions={"a": 4, "b": 3})

    def test_what_was_shown_often_without_a_click_stands_at_the_end(self) -> None:
        assert shown(reranked(THREE, rule("seen_limit"), reader=self.READER)) == ["b", "c", "a"]

    def test_it_may_be_removed_unless_nothing_is_left(self) -> None:
        document = rule("seen_limit", effect="remove")
        assert shown(reranked(THREE, document, reader=self.READER)) == ["b", "c"]
        reranking = reranked(THREE[:1], document, reader=self.READER)
        assert (shown(reranking), outcomes(reranking)) == (["a"], {"r0": "relaxed"})

    @pytest.mark.parametrize("attributes", [{"editorial_flags": ("breaking",)}, {"source": "editors"}])
    def test_breaking_and_pinned_articles_are_exempt(self, attributes: dict[str, Any]) -> None:
        candidates = [article("a", **attributes), article("b")]
        assert shown(reranked(candidates, rule("seen_limit"), reader=self.READER)) == ["a", "b"]


SPOKEN = [
    article("a", language="fr"),
    article("b", language="de-CH"),
    article("c"),
    article("d", language="en"),
]


def test_what_two_rules_put_at_the_end_stands_there_together() -> None:
    reader = ReaderFacts(read={"a": YESTERDAY}, impressions={"b": 9})
    documents = [rule("not_already_read", mode="soft"), rule("seen_limit") | {"priority": 1}]
    reranking = reranked(THREE, *documents, reader=reader)
    assert (shown(reranking), outcomes(reranking)) == (["c", "a", "b"], {"r0": "kept", "r1": "kept"})


class TestLanguage:
    @pytest.mark.parametrize(
        ("languages", "expected"),
        [(("de",), ["b", "c"]), (("de-CH",), ["b", "c"]), (("de-AT",), ["c"]), (("fr", "en"), ["a", "c", "d"])],
    )
    def test_only_languages_that_the_reader_accepts(self, languages: tuple[str, ...], expected: list[str]) -> None:
        document = rule("language", min_share_primary=0)
        assert shown(reranked(SPOKEN, document, reader=ReaderFacts(languages=languages))) == expected

    def test_the_sites_languages_stand_in_for_a_reader_who_names_none(self) -> None:
        assert shown(reranked(SPOKEN, rule("language", default=["en"]))) == ["c", "d"]

    def test_the_first_language_has_its_share_as_far_as_it_goes(self) -> None:
        candidates = [article("a", language="en"), article("b", language="en"), article("c", language="de")]
        reader = ReaderFacts(languages=("de", "en"))
        assert shown(reranked(candidates, rule("language"), reader=reader, limit=2)) == ["a", "c"]

    def test_without_any_known_language_the_rule_is_inactive_and_says_so(self) -> None:
        (outcome,) = reranked(SPOKEN, rule("language")).rules
        assert outcome.detail == "inactive: no language of the reader or the site is known"
