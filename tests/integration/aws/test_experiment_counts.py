"""What is counted for experiments, in the transaction that counts everything else."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from newsrec.aws.counters import Counters
from newsrec.aws.dynamodb import query
from newsrec.aws.experiment_counts import ExperimentCounts
from newsrec.experiments.counts import ReaderCounts
from newsrec.ingestion.ports import Counting
from newsrec.model import Interaction, InteractionType
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW
from tests.unit.newsrec.records import NOW, article, click

pytestmark = pytest.mark.usefixtures("tables")

COUNTERS = Counters(
    reader_interests="reader-interests",
    just_published="just-published",
    article_clicks="article-clicks",
    awaiting_article="awaiting-article",
)
COUNTS = ExperimentCounts("reader-interests")
LIST = "l_1f~bigger~control"


def event(number: int, **changed: Any) -> Interaction:
    changes = {"type": InteractionType.IMPRESSION, "list_id": LIST, "event_id": f"e{number}"} | changed
    return click(f"a{number}", **changes)


def count(*interactions: Interaction) -> Sequence[Counting]:
    return [COUNTERS.count(one, article(one.article_id), now=NOW) for one in interactions]


def counted(experiment_id: str = "bigger") -> list[tuple[str, str, int, int]]:
    def figures(one: ReaderCounts) -> tuple[str, str, int, int]:
        return one.reader_id, one.variant, one.impressions, one.clicks

    return sorted(map(figures, COUNTS.of(experiment_id)))


def first_exposed(reader_id: str = "r1") -> str:
    key = {":reader": reader_id, ":entry": "experiment#bigger#control"}
    [item] = query("reader-interests", "reader_id = :reader AND entry = :entry", key, most=1)
    return item["first_exposed_at"]


def test_impressions_and_clicks_count_for_reader_and_variant() -> None:
    count(event(1), event(2), event(3, type=InteractionType.CLICK), event(4, type=InteractionType.READ))
    count(event(5, reader_id="r2", list_id="l_2f~bigger~more"), event(6, reader_id=None, session_id="anonymous-1"))
    count(event(7, list_id="l_3f"), event(8, list_id=None), event(9, list_id="l_4f~other~control"))
    assert counted() == [("anonymous-1", "control", 1, 0), ("r1", "control", 2, 1), ("r2", "more", 1, 0)]
    assert counted("other") == [("r1", "control", 1, 0)]
    assert counted("none") == []


def test_an_event_delivered_again_counts_nothing() -> None:
    events = (event(1), event(2, type=InteractionType.CLICK))
    assert count(*events, *events) == [Counting.NOW, Counting.NOW, Counting.EARLIER, Counting.EARLIER]
    assert counted() == [("r1", "control", 1, 1)]


def test_an_event_whose_article_is_not_known_counts_once_before_and_after_it_comes() -> None:
    unknown = event(1)
    COUNTERS.count(unknown, None, now=NOW)
    assert counted() == [("r1", "control", 1, 0)]
    COUNTERS.join(unknown, article(unknown.article_id))
    assert counted() == [("r1", "control", 1, 0)]


def test_of_readers_who_said_no_to_profiling_nothing_is_counted() -> None:
    count(event(1, reader_id=None, aggregate_only=True))
    assert counted() == []


def test_clicks_that_are_too_fast_count_nothing() -> None:
    clicks = [event(number, type=InteractionType.CLICK) for number in range(MOST_CLICKS_PER_WINDOW + 3)]
    assert count(*clicks)[-3:] == [Counting.TOO_FAST] * 3
    assert counted() == [("r1", "control", 0, MOST_CLICKS_PER_WINDOW)]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_first_exposure_is_the_earliest_whatever_the_order(order: Sequence[int]) -> None:
    count(*(event(minute, occurred_at=NOW + timedelta(minutes=minute)) for minute in order))
    assert first_exposed() == NOW.isoformat(timespec="microseconds")
    assert counted() == [("r1", "control", 3, 0)]
