"""The gate before an import: each check, its figure, its limit, and when it is not made at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsrec.training.data_quality import Figures, Limits, figures_of, judged

NOW = datetime(2026, 3, 10, tzinfo=UTC)
GOOD = Figures(
    increment=False,
    as_of=NOW,
    read=1000,
    rejected=10,
    duplicates=20,
    usable=900,
    first=NOW - timedelta(days=10),
    last=NOW - timedelta(hours=1),
    readers=200,
    articles=100,
    most_of_one_reader=40,
    most_of_one_article=90,
    absent={"DEVICE": 90, "REGION": 0},
)
STRICT = Limits(newest_within_hours=6, least_span_hours=48, most_absent={"DEVICE": 0.2})


def failed(figures: Figures, last_good: Figures | None = None, limits: Limits = STRICT) -> list[str]:
    return [str(check) for check in judged(figures, last_good, limits).failed]


def test_what_is_as_it_should_be_passes_every_check() -> None:
    report = judged(GOOD, GOOD, STRICT)
    assert report.failed == ()
    assert [check.name for check in report.checks] == [
        "usable records",
        "rejects",
        "duplicates",
        "records of one reader",
        "records of one article",
        "records without DEVICE",
        "records without DEVICE beside 10.0% last time",
        "records without REGION beside 0.0% last time",
        "newest record",
        "oldest to newest record",
        "readers",
        "articles",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"usable": 449, "absent": {}},
            "usable records: 449 are usable, at least 50% of the last good run's 900 are needed",
        ),
        ({"rejected": 201}, "rejects: 201 of 1000 (20.1%), at most 20.0% are allowed"),
        ({"duplicates": 500}, "duplicates: 500 of 990 (50.5%), at most 50.0% are allowed"),
        ({"most_of_one_reader": 451}, "records of one reader: 451 of 900 (50.1%), at most 50.0% are allowed"),
        ({"most_of_one_article": 900}, "records of one article: 900 of 900 (100.0%), at most 50.0% are allowed"),
        ({"absent": {"DEVICE": 181}}, "records without DEVICE: 181 of 900 (20.1%), at most 20.0% are allowed"),
        (
            {"absent": {"REGION": 271}},
            "records without REGION beside 0.0% last time: 271 of 900 (30.1%), at most 30.0% are allowed",
        ),
        ({"last": NOW - timedelta(hours=7)}, "newest record: is of 2026-03-09 17:00, may be 6 hours before the run"),
        (
            {"first": NOW - timedelta(hours=48)},
            "oldest to newest record: are 47.0 hours, at least 48 hours are needed",
        ),
        ({"readers": 0}, "readers: 0 are there, at least 1 are needed"),
        ({"articles": 0}, "articles: 0 are there, at least 1 are needed"),
    ],
)
def test_a_figure_beyond_its_limit_is_named_with_both(changed: dict[str, Any], said: str) -> None:
    assert failed(replace(GOOD, **changed), GOOD) == [said]


def test_a_figure_at_its_limit_passes() -> None:
    at_limits = replace(
        GOOD, usable=450, rejected=200, duplicates=400, most_of_one_reader=225, absent={"DEVICE": 90}, readers=1
    )
    assert failed(at_limits, GOOD) == []


def test_shares_of_few_records_are_not_judged() -> None:
    few = replace(GOOD, read=99, rejected=98, duplicates=1, usable=1, absent={"DEVICE": 1}, most_of_one_reader=1)
    assert failed(few) == []


def test_an_increment_has_no_usual_size_and_may_be_empty() -> None:
    empty = replace(GOOD, increment=True, usable=0, readers=0, articles=0, first=None, last=None)
    assert failed(empty, GOOD) == []
    assert failed(GOOD, replace(GOOD, increment=True, usable=9000)) == []


def test_a_limit_of_none_switches_its_check_off() -> None:
    off = Limits(
        least_of_last=None,
        most_rejected=None,
        most_duplicates=None,
        most_absent_above_last=None,
        most_of_one_reader=None,
        most_of_one_article=None,
    )
    assert [check.name for check in judged(GOOD, GOOD, off).checks] == ["readers", "articles"]


def test_articles_have_no_readers_and_no_duplicates() -> None:
    articles = replace(GOOD, readers=None, most_of_one_reader=None, most_of_one_article=None, duplicates=None)
    names = {check.name for check in judged(articles, GOOD, Limits()).checks}
    assert not names & {"readers", "records of one reader", "records of one article", "duplicates"}


def test_figures_are_read_from_a_summary() -> None:
    summary = {
        "read": 1000,
        "rejected": 10,
        "duplicates": 20,
        "imported": 700,
        "held_out": 200,
        "window": {"first": "2026-02-28T00:00:00.000000+00:00", "last": "2026-03-09T23:00:00.000000+00:00"},
        "figures": {
            "readers": 200,
            "articles": 100,
            "most_of_one_reader": 40,
            "most_of_one_article": 90,
            "absent": {"DEVICE": 90, "REGION": 0},
        },
        "parameters": {"since_last": False, "as_of": "2026-03-10T00:00:00+00:00"},
    }
    assert figures_of(summary) == GOOD
