"""Who may serve: what a candidate must not be, said in sentences."""

from dataclasses import replace

from newsrec.evaluation import Evaluation
from newsrec.training.gate import Gate, verdict

GATE = Gate(k=10, least_readers=25, least_answered=0.95, most_loss=0.2)
GOOD = Evaluation(
    k=10,
    readers=100,
    mean_average_precision=0.2,
    ndcg=0.3,
    mrr=0.3,
    precision=0.05,
    recall=0.4,
    hit_rate=0.5,
    coverage=0.1,
    uniqueness=0.6,
)


def objections(candidate: Evaluation | None, serving: Evaluation | None, *, answered: float = 1.0) -> tuple[str, ...]:
    return verdict(GATE, candidate, serving, answered=answered).reasons


def test_where_nothing_serves_a_model_that_answers_and_hits_may() -> None:
    assert verdict(GATE, GOOD, None, answered=1.0).passed


def test_a_loss_within_the_margin_passes_and_one_beyond_it_does_not() -> None:
    assert objections(replace(GOOD, mean_average_precision=0.161), GOOD) == ()
    [map_lost] = objections(replace(GOOD, mean_average_precision=0.159), GOOD)
    assert map_lost == "MAP@10 is 0.1590 and that of the model that serves 0.2000"
    [hits_lost] = objections(replace(GOOD, hit_rate=0.39), GOOD)
    assert hits_lost.startswith("hit rate@10 is 0.3900")


def test_readers_without_a_list_are_an_objection() -> None:
    [reason] = objections(GOOD, None, answered=0.94)
    assert "94%" in reason


def test_too_few_readers_replace_nothing_that_serves() -> None:
    few = replace(GOOD, readers=24)
    assert objections(few, None) == ()
    [reason] = objections(few, replace(GOOD, readers=24))
    assert "24 readers" in reason


def test_a_holdout_without_clicks_replaces_nothing_that_serves() -> None:
    assert objections(None, None) == ()
    assert len(objections(None, GOOD)) == 1


def test_a_model_that_never_hits_serves_nobody() -> None:
    assert objections(replace(GOOD, hit_rate=0.0, mean_average_precision=0.0), None) != ()


def test_every_objection_is_named() -> None:
    worse = replace(GOOD, hit_rate=0.1, mean_average_precision=0.01)
    assert len(objections(worse, GOOD, answered=0.5)) == 3
