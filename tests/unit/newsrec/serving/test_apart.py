"""What travels between the API and the postprocessing function."""

from dataclasses import fields, replace

from newsrec.model import Source
from newsrec.serving.apart import Document, finished_document, recommend_apart, to_finish
from newsrec.serving.asking import Outage
from newsrec.serving.models import ModelAnswers
from newsrec.serving.ports import Ranking
from newsrec.serving.postprocess import postprocess
from newsrec.serving.recommend import recommend
from newsrec.serving.request import ListRequest
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.serving.fakes import Newsroom, request
from tests.unit.newsrec.serving.test_recommend import ids, newsroom

ANSWERS = ModelAnswers({Source.PERSONALISED: Ranking(("p0", "p1"), frozenset({"p1"})), Source.TRENDING: Ranking(())})


def test_everything_that_a_list_is_wanted_by_is_sent() -> None:
    document = to_finish(request(), ANSWERS)
    [wanted] = document["requests"]
    assert {field.name for field in fields(ListRequest)} <= wanted.keys() | document.keys()


def test_the_seed_is_sent_as_it_came_about_here() -> None:
    [wanted] = to_finish(request(), ANSWERS)["requests"]
    assert wanted["seed"] == request().randomness


def test_a_model_that_was_away_is_sent_as_null_and_an_empty_one_as_empty() -> None:
    away = replace(ANSWERS, outages=(Outage("personalised", "slow"), Outage("trending", "empty")))
    [wanted] = to_finish(request(), away)["requests"]
    assert wanted["candidates"] == {"personalised": None, "trending": []}


def finished_by(at: Newsroom, document: Document) -> Document:
    [wanted] = document["requests"]
    candidates = {
        Source(name): None if named is None else Ranking(tuple(named), frozenset(wanted["followed"]))
        for name, named in wanted["candidates"].items()
    }
    with at.sources() as sources:
        served = postprocess(request(seed=wanted["seed"]), candidates, sources)
    return {"lists": [{"in_full": finished_document(served)}]}


def test_a_list_is_the_same_wherever_it_is_finished() -> None:
    for away in (set[str](), {"trending"}, {"personalised", "history"}, {"just_published"}):
        at = newsroom(away=away)
        with at.sources() as sources:
            here = recommend(request(), sources)
            apart = recommend_apart(request(), sources, lambda document, at=at: finished_by(at, document))
        assert [replace(item, reasons=()) for item in apart.items] == [replace(item, reasons=()) for item in here.items]
        assert [[r.text for r in item.reasons] for item in apart.items] == [
            [r.text for r in item.reasons] for item in here.items
        ]
        assert (apart.reranking, apart.rest, apart.degraded) == (here.reranking, here.rest, here.degraded)


def test_a_function_that_is_away_is_marked_and_the_list_is_made_here_of_the_same_answers() -> None:
    def away(document: Document) -> Document:
        raise Unavailable("postprocess")

    at = newsroom()
    with at.sources() as sources:
        here = recommend(request(), sources)
        at.asked.clear()
        listed = recommend_apart(request(), sources, away)
    assert ids(listed) == ids(here)
    assert listed.degraded == ("postprocess",)
    assert [source for source, _ in at.asked].count("personalised") == 1
