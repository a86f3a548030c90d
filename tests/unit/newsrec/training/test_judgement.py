"""What candidates are asked, and what becomes of their answers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsrec.training.gate import Gate
from newsrec.training.judgement import Serving, asked, judge, sampled
from tests.unit.newsrec.records import NOW

GATE = Gate(k=3, least_readers=2)
holdouts = st.dictionaries(st.text(min_size=1), st.lists(st.text(min_size=1), max_size=3), max_size=30)


class Model:
    def __init__(self) -> None:
        self.questions: list[tuple[str, datetime, int]] = []

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        self.questions.append((reader_id, published_after, most))
        return [f"of {reader_id}", "a2", "a3"][:most]


@given(holdouts, st.integers(1, 20), st.randoms())
def test_the_sample_is_the_same_in_whatever_order_the_holdout_comes(holdout, most, random) -> None:  # type: ignore[no-untyped-def]
    entries = list(holdout.items())
    random.shuffle(entries)
    drawn = sampled(entries, most)
    assert drawn == sampled(holdout.items(), most)
    assert len(drawn) == min(most, sum(map(bool, holdout.values())))
    assert all(holdout[reader] == articles for reader, articles in drawn.items())


def test_readers_are_asked_about_as_of_the_start_of_the_holdout() -> None:
    model = Model()
    with ThreadPoolExecutor(2) as executor:
        lists = asked(model, ["r1", "r2"], holdout_from=NOW, gate=GATE, executor=executor)
    assert lists == {"r1": ["of r1", "a2", "a3"], "r2": ["of r2", "a2", "a3"]}
    oldest = NOW - timedelta(hours=72)
    assert sorted(model.questions) == [("r1", oldest, 3), ("r2", oldest, 3)]


def test_both_models_are_measured_on_the_same_readers() -> None:
    holdout = {"r1": ["a1"], "r2": ["a9"]}
    judged = judge(
        "trending-now",
        holdout,
        {"r1": ["a1"], "r2": []},
        Serving({"r1": ["a2"], "r2": ["a9"]}, trained_until=NOW),
        holdout_from=NOW,
        gate=GATE,
        offline_metrics={"coverage": 0.5},
    )
    assert judged.candidate is not None and judged.serving is not None
    assert (judged.candidate.readers, judged.serving.readers) == (2, 2)
    assert (judged.candidate.hit_rate, judged.serving.hit_rate) == (1 / 2, 1 / 2)
    assert not judged.verdict.passed  # half of the readers got nothing
    assert judged.as_json()["offline_metrics"] == {"coverage": 0.5}


def test_without_readers_there_is_nothing_to_measure() -> None:
    judged = judge("trending-now", {}, {}, None, holdout_from=NOW, gate=GATE, offline_metrics={})
    assert (judged.candidate, judged.verdict.passed) == (None, True)


def test_what_was_trained_on_the_holdout_is_no_measure_and_stays() -> None:
    lists = {"r1": ["a1"], "r2": ["a9"]}
    knowing = Serving(lists, trained_until=NOW + timedelta(seconds=1))
    judged = judge("trending-now", lists, lists, knowing, holdout_from=NOW, gate=GATE, offline_metrics={})
    [reason] = judged.verdict.reasons
    assert "the holdout must begin later" in reason
