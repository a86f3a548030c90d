"""The shares of a list."""

import pytest

from newsrec.rules import RankedArticle, ReaderFacts
from newsrec.rules.shares import at_least, at_most
from tests.unit.newsrec.rules.building import article, outcomes, reranked, rule, shown


def from_sources(sources: str) -> list[RankedArticle]:
    """One article per letter: P personalised, T trending, J just published."""
    names = {"P": "personalised", "T": "trending", "J": "just_published"}
    return [article(f"{letter}{rank}", source=names[letter]) for rank, letter in enumerate(sources)]


@pytest.mark.parametrize(
    ("share", "places", "most", "least"), [(0.3, 10, 3, 3), (0.3, 9, 2, 3), (0.29, 100, 29, 29), (0.5, 0, 0, 0)]
)
def test_a_maximum_rounds_down_and_a_minimum_rounds_up(share: float, places: int, most: int, least: int) -> None:
    assert (at_most(share, places), at_least(share, places)) == (most, least)


class TestSourceMix:
    def test_each_source_has_its_share_of_the_list_as_it_is(self) -> None:
        document = rule("source_mix", shares={"trending": {"max": 0.3}, "personalised": {"min": 0.5}})
        assert shown(reranked(from_sources("TTTPPP"), document, limit=4)) == ["T0", "P3", "P4", "P5"]

    def test_a_share_may_be_one_of_the_first_places(self) -> None:
        document = rule("source_mix", shares={"trending": {"max": 0.5, "first_n": 2}})
        assert shown(reranked(from_sources("TTTP"), document)) == ["T0", "P3", "T1", "T2"]

    def test_a_pattern_is_followed_and_a_source_that_ran_dry_is_skipped(self) -> None:
        document = rule("source_mix", pattern=["personalised", "trending"])
        assert shown(reranked(from_sources("PPPPTT"), document)) == ["P0", "T4", "P1", "T5", "P2", "P3"]


def locked(article_ids: str, access: str) -> list[RankedArticle]:
    return [
        article(one, access="subscriber" if kind == "L" else "free")
        for one, kind in zip(article_ids, access, strict=True)
    ]


class TestPaywalledShare:
    def test_locked_articles_have_at_most_their_share(self) -> None:
        assert shown(reranked(locked("abcd", "LLFF"), rule("paywalled_share"), limit=3)) == ["a", "c", "d"]

    def test_and_at_least_another(self) -> None:
        document = rule("paywalled_share", min=0.5, max=1.0)
        assert shown(reranked(locked("abcd", "FFFL"), document, limit=2)) == ["a", "d"]

    def test_none_is_first_where_the_rule_says_so(self) -> None:
        assert shown(reranked(locked("abc", "LFF"), rule("paywalled_share", never_first=True)))[0] == "b"

    def test_it_is_not_for_subscribers(self) -> None:
        reranking = reranked(
            locked("ab", "LF"), rule("paywalled_share", max=0), reader=ReaderFacts(segments=("subscriber",))
        )
        assert shown(reranking) == ["a", "b"]
        assert reranking.rules[0].detail == "inactive: not for this reader's segments"


REGIONAL = [article("a"), article("b"), article("c"), article("d", region="AG"), article("e", region="ZH")]


class TestLocalShare:
    def test_articles_of_the_readers_region_have_their_share(self) -> None:
        reader = ReaderFacts(home_region="ZH")
        assert shown(reranked(REGIONAL, rule("local_share", first_n=3), reader=reader, limit=3)) == [
            "a",
            "b",
            "e",
        ]

    def test_the_regions_beside_it_count_where_the_rule_says_so(self) -> None:
        reader = ReaderFacts(home_region="ZH", neighbouring_regions=("AG",))
        document = rule("local_share", radius="neighbouring", min=0.6, max=1.0)
        assert shown(reranked(REGIONAL, document, reader=reader, limit=3)) == ["a", "d", "e"]

    def test_without_a_known_region_it_is_inactive_and_says_so(self) -> None:
        reranking = reranked(REGIONAL, rule("local_share"))
        assert shown(reranking) == ["a", "b", "c", "d", "e"]
        assert reranking.rules[0].detail == "inactive: the reader's region is not known"


def on_desks(desks: str) -> list[RankedArticle]:
    return [article(f"{desk}{rank}", desk=desk) for rank, desk in enumerate(desks)]


class TestTargetDistribution:
    @pytest.mark.parametrize(
        ("strength", "expected"), [(1.0, ["D0", "D1", "W4", "W5"]), (0.0, ["D0", "D1", "D2", "D3"])]
    )
    def test_the_list_comes_near_the_target_as_strongly_as_it_says(self, strength: float, expected: list[str]) -> None:
        document = rule("target_distribution", attribute="desk", target={"D": 0.5, "W": 0.5}, strength=strength)
        assert shown(reranked(on_desks("DDDDWW"), document, limit=4)) == expected

    def test_the_target_may_be_the_pool_or_the_readers_history(self) -> None:
        of_pool = rule("target_distribution", attribute="desk", target="pool", strength=1)
        assert shown(reranked(on_desks("DDWW"), of_pool, limit=2)) == ["D0", "W2"]
        of_reader = rule("target_distribution", attribute="desk", target="reader_history", strength=1)
        reader = ReaderFacts(history={"desk": {"W": 1.0}})
        assert shown(reranked(on_desks("DDWW"), of_reader, limit=2, reader=reader)) == ["W2", "W3"]
        assert outcomes(reranked(on_desks("DDWW"), of_reader, limit=2)) == {"r0": "dropped"}
