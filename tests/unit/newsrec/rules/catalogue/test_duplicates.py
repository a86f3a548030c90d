"""Of several copies of a story one is shown."""

from hypothesis import given
from hypothesis import strategies as st

from newsrec.rules import RankedArticle
from newsrec.rules.catalogue.duplicates import NearDuplicate
from tests.unit.newsrec.rules.building import article, hours_ago, refusals, reranked, rule, shown

STORM = "Storm hits the coast and closes three harbours tonight"
UPDATED = "Storm hits the coast and closes three harbours"


def test_copies_share_a_story_a_url_or_a_title() -> None:
    candidates = [
        article("a", story_cluster_id="storm"),
        article("b", story_cluster_id="storm"),
        article("c", url="https://www.example.org/x/?utm=1"),
        article("d", url="https://example.org/x"),
        article("e", title="A Title!"),
        article("f", title="a title"),
        article("g"),
    ]
    reranking = reranked(candidates, rule("near_duplicate"))
    assert shown(reranking) == ["a", "c", "e", "g"]
    assert refusals(reranking) == {"b": "copy of a", "d": "copy of c", "f": "copy of e"}


def test_similar_titles_are_copies_and_others_are_not() -> None:
    candidates = [article("a", title=STORM), article("b", title=UPDATED), article("c", title="Storm closes harbours")]
    assert shown(reranked(candidates, rule("near_duplicate"))) == ["a", "c"]
    assert shown(reranked(candidates, rule("near_duplicate", title_similarity=0.95))) == ["a", "b", "c"]


def test_the_newer_copy_takes_the_place_of_the_better_ranked() -> None:
    candidates = [
        article("a", title=STORM, updated_at=hours_ago(3)),
        article("b", title="Other"),
        article("c", title=UPDATED, updated_at=hours_ago(1)),
    ]
    reranking = reranked(candidates, rule("near_duplicate", keep="newest"))
    assert [(item.article_id, item.was) for item in reranking.items] == [("c", 3), ("b", 2)]
    assert [swap.rule for swap in reranking.swaps] == ["r0"] * 3


def test_the_longest_copy_may_be_kept() -> None:
    candidates = [article("a", title=STORM, word_count=100), article("b", title=STORM, word_count=900)]
    assert shown(reranked(candidates, rule("near_duplicate", keep="longest"))) == ["b"]


def test_where_it_is_soft_copies_stand_at_the_end() -> None:
    candidates = [article("a", title=STORM), article("b", title=STORM), article("c", title="Other")]
    assert shown(reranked(candidates, rule("near_duplicate", mode="soft"))) == ["a", "c", "b"]


WORDS = st.lists(
    st.sampled_from(["storm", "coast", "harbour", "night", "closes", "three", "ships"]), min_size=1, max_size=7
)


@given(st.lists(WORDS.map(" ".join), max_size=8), st.sampled_from([0.5, 0.7, 0.85, 1.0]))
def test_two_titles_are_copies_just_where_enough_of_their_words_are_common(
    titles: list[str], similarity: float
) -> None:
    candidates = [RankedArticle(str(index), {"title": title}) for index, title in enumerate(titles)]
    sets = NearDuplicate(title_similarity=similarity, also=()).copies(candidates)
    together = {frozenset((one, other)) for members in sets for one in members for other in members if one != other}
    for one, title in enumerate(titles):
        for other in range(one):
            common, either = (
                set(title.split()) & set(titles[other].split()),
                set(title.split()) | set(titles[other].split()),
            )
            if len(common) / len(either) >= similarity:
                assert frozenset((one, other)) in together
    if len(titles) == 2 and together:
        one, other = (set(title.split()) for title in titles)
        assert len(one & other) / len(one | other) >= similarity
