"""A list made from candidates that the caller gathered is the list that the API would have made."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from newsrec.model import Source
from newsrec.serving.ports import Ranking
from newsrec.serving.postprocess import postprocess
from newsrec.serving.recommend import ServedList, recommend
from tests.unit.newsrec.records import article
from tests.unit.newsrec.serving.fakes import Newsroom, request

IDS = [f"a{number}" for number in range(12)]
ARTICLES = [article(article_id, topics=(f"topic {article_id}",)) for article_id in IDS]
rankings = st.lists(st.sampled_from(IDS), unique=True)


def postprocessed(newsroom: Newsroom, candidates: Mapping[Source, Sequence[str] | None]) -> ServedList:
    rankings = {source: None if ids is None else Ranking(tuple(ids)) for source, ids in candidates.items()}
    with newsroom.sources() as sources:
        return postprocess(request(), rankings, sources)


@given(rankings, rankings, rankings)
def test_it_is_the_list_of_the_api_had_the_models_answered_so(
    personalised: Sequence[str], trending: Sequence[str], popular: Sequence[str]
) -> None:
    newsroom = Newsroom(ARTICLES, personalised=personalised, trending=trending, popular=popular)
    with newsroom.sources() as sources:
        asked = recommend(request(), sources)
    silent = Newsroom(ARTICLES, popular=popular)
    candidates = {Source.PERSONALISED: personalised, Source.TRENDING: trending}
    assert postprocessed(silent, candidates) == asked


def test_no_model_is_asked_again() -> None:
    newsroom = Newsroom(ARTICLES, personalised=IDS, trending=IDS)
    postprocessed(newsroom, {Source.PERSONALISED: IDS[:3], Source.TRENDING: IDS[3:6]})
    assert {"personalised", "trending"}.isdisjoint(source for source, _ in newsroom.asked)


def test_a_model_that_did_not_answer_the_caller_is_marked() -> None:
    listed = postprocessed(Newsroom(ARTICLES), {Source.PERSONALISED: None, Source.TRENDING: IDS})
    assert listed.degraded == (Source.PERSONALISED,)
    assert len(listed.items) == 5


def test_a_model_that_the_caller_did_not_ask_is_not_marked() -> None:
    assert postprocessed(Newsroom(ARTICLES), {Source.TRENDING: IDS}).degraded == ()
