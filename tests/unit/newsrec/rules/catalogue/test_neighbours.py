"""Who may stand near whom."""

from newsrec.rules import Page, RankedArticle
from tests.unit.newsrec.rules.building import (
    apart,
    article,
    on_topics,
    refusals,
    reranked,
    rule,
    rules_of,
    shown,
)


class TestNoAdjacentSame:
    def test_two_of_one_value_are_not_neighbours(self) -> None:
        assert shown(reranked(on_topics("AABB"), apart())) == ["a0", "a2", "a1", "a3"]

    def test_a_distance_of_two_keeps_two_others_between_them(self) -> None:
        assert shown(reranked(on_topics("ABACD"), apart(2), limit=4)) == ["a0", "a1", "a3", "a2"]

    def test_articles_without_the_attribute_may_be_neighbours(self) -> None:
        assert shown(reranked([article("a"), article("b")], apart())) == ["a", "b"]

    def test_it_is_soft_unless_it_says_otherwise(self) -> None:
        assert rules_of({"rule": "no_adjacent_same"})[0].mode == "soft"

    def test_in_a_grid_neighbours_are_above_and_below_too(self) -> None:
        grid = rule("no_adjacent_same", mode="hard", layout="grid", columns=2)
        assert shown(reranked(on_topics("ABAC"), grid)) == ["a0", "a1", "a3", "a2"]
        assert shown(reranked(on_topics("ABAC"), apart())) == ["a0", "a1", "a2", "a3"]

    def test_a_distance_of_none_forbids_nothing(self) -> None:
        assert shown(reranked(on_topics("AAB"), apart(0))) == ["a0", "a1", "a2"]


def toned(article_id: str, tone: str | None = None, flag: str | None = None) -> RankedArticle:
    return article(article_id, tone=tone, editorial_flags=(flag,) if flag else ())


class TestForbiddenNeighbours:
    RULE = rule("forbidden_neighbours", a={"flag": "tragedy"}, b={"tone": "light"})

    def test_nothing_light_stands_beside_a_tragedy(self) -> None:
        candidates = [toned("t", flag="tragedy"), toned("l", tone="light"), toned("n")]
        assert shown(reranked(candidates, self.RULE)) == ["t", "n", "l"]

    def test_the_light_article_is_dropped_and_never_the_tragedy(self) -> None:
        candidates = [toned("l", tone="light"), toned("t", flag="tragedy")]
        reranking = reranked(candidates, self.RULE)
        assert (shown(reranking), refusals(reranking)) == (["t"], {"l": "no order keeps the rule with it"})

    def test_the_article_being_read_is_neighbour_of_the_first_slot(self) -> None:
        host = Page(host_attributes={"editorial_flags": ("tragedy",)})
        candidates = [toned("l", tone="light"), toned("n")]
        assert shown(reranked(candidates, self.RULE, page=host)) == ["n", "l"]


class TestMaxSimilarity:
    def test_articles_on_much_the_same_topics_do_not_follow_one_another(self) -> None:
        candidates = [
            article("a", topics=("war", "oil", "usa", "iran")),
            article("b", topics=("war", "oil", "usa", "iran", "un")),
            article("c", topics=("tennis",)),
            article("d", topics=("war", "peace")),
        ]
        assert shown(reranked(candidates, rule("max_similarity", window=2))) == ["a", "c", "b", "d"]
        assert shown(reranked(candidates, rule("max_similarity"))) == ["a", "c", "d", "b"]
        assert shown(reranked(candidates, rule("max_similarity", max=0.95))) == ["a", "b", "c", "d"]
