from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from newsrec.model import Article, Source
from newsrec.serving.merge import merge
from tests.unit.newsrec.records import article

MIX = {Source.PERSONALISED: 0.7, Source.TRENDING: 0.3}


def articles(prefix: str, count: int) -> Sequence[Article]:
    return [article(f"{prefix}{number}") for number in range(count)]


def test_the_mix_holds_in_every_prefix_while_both_sources_supply() -> None:
    merged = merge({Source.PERSONALISED: articles("p", 70), Source.TRENDING: articles("t", 30)}, MIX)
    personalised = 0
    for place, candidate in enumerate(merged, start=1):
        personalised += candidate.source is Source.PERSONALISED
        assert abs(personalised - 0.7 * place) < 1


def test_an_article_of_both_sources_is_placed_once_and_remembers_both() -> None:
    merged = merge({Source.PERSONALISED: [article("x")], Source.TRENDING: [article("x"), article("y")]}, MIX)
    assert [(candidate.article.article_id, candidate.source) for candidate in merged] == [
        ("x", Source.PERSONALISED),
        ("y", Source.TRENDING),
    ]
    assert merged[0].also_from == (Source.TRENDING,)


def test_a_source_that_runs_dry_leaves_its_places_to_the_other() -> None:
    merged = merge({Source.PERSONALISED: articles("p", 1), Source.TRENDING: articles("t", 3)}, MIX)
    assert [candidate.article.article_id for candidate in merged] == ["p0", "t0", "t1", "t2"]


def test_a_source_without_a_share_comes_after_all_that_have_one() -> None:
    merged = merge({Source.POPULAR: articles("c", 2), Source.TRENDING: articles("t", 3)}, MIX)
    assert [candidate.article.article_id for candidate in merged] == ["t0", "t1", "t2", "c0", "c1"]


@given(
    st.lists(st.integers(0, 30), unique=True, max_size=20),
    st.lists(st.integers(0, 30), unique=True, max_size=20),
    st.floats(0, 1),
)
def test_nothing_is_lost_invented_or_doubled_and_each_source_keeps_its_order(
    personalised: list[int], trending: list[int], share: float
) -> None:
    ranked = {
        Source.PERSONALISED: [article(str(number)) for number in personalised],
        Source.TRENDING: [article(str(number)) for number in trending],
    }
    merged = merge(ranked, {Source.PERSONALISED: share, Source.TRENDING: 1 - share})
    ids = [candidate.article.article_id for candidate in merged]
    assert sorted(ids) == sorted({str(number) for number in [*personalised, *trending]})
    for source, given_order in ((Source.PERSONALISED, personalised), (Source.TRENDING, trending)):
        placed = [candidate.article.article_id for candidate in merged if candidate.source is source]
        assert placed == [str(number) for number in given_order if str(number) in placed]
