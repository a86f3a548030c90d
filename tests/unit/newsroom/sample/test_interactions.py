"""The click stream: records that hold, and readers who follow their tastes."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any

from newsrec.model import Interaction
from newsrec.transform import to_interaction
from newsroom.sample import SampleNewsroom

from .conftest import NOW


def clicks(sample: SampleNewsroom) -> list[dict[str, Any]]:
    return [row for row in sample.interactions if row["type"] == "click"]


def test_every_interaction_is_accepted_by_the_transformation(sample: SampleNewsroom) -> None:
    assert all(isinstance(to_interaction(row), Interaction) for row in sample.interactions)


def test_there_are_about_thirty_thousand_clicks_of_three_thousand_readers(sample: SampleNewsroom) -> None:
    assert 27_000 < len(clicks(sample)) < 33_000
    assert len({row["reader_id"] for row in clicks(sample) if "reader_id" in row}) == len(sample.readers) == 3000


def test_event_ids_are_unique_and_references_resolve(sample: SampleNewsroom) -> None:
    articles = {record["article_id"] for record in sample.articles}
    readers = {reader.reader_id for reader in sample.readers}
    assert len({row["event_id"] for row in sample.interactions}) == len(sample.interactions)
    assert {row["article_id"] for row in sample.interactions} <= articles
    assert {row["reader_id"] for row in sample.interactions if "reader_id" in row} <= readers


def test_interactions_come_in_time_order_after_publication_and_up_to_just_before_now(sample: SampleNewsroom) -> None:
    published = {r["article_id"]: datetime.fromisoformat(str(r["published_at"])) for r in sample.articles}
    times = [datetime.fromisoformat(str(row["occurred_at"])) for row in sample.interactions]
    assert times == sorted(times)
    assert NOW - timedelta(minutes=3) < times[-1] < NOW
    assert times[0] >= NOW - timedelta(days=14)
    assert all(time > published[row["article_id"]] for time, row in zip(times, sample.interactions, strict=True))


def test_a_reader_opens_an_article_once(sample: SampleNewsroom) -> None:
    opened = Counter((row["reader_id"], row["article_id"]) for row in clicks(sample) if "reader_id" in row)
    assert max(opened.values()) == 1


def test_about_every_seventh_session_is_anonymous_and_each_session_has_one_reader(sample: SampleNewsroom) -> None:
    readers: dict[str, set[object]] = defaultdict(set)
    for row in sample.interactions:
        readers[str(row["session_id"])].add(row.get("reader_id"))
    assert max(map(len, readers.values())) == 1
    assert 0.12 < sum(None in each for each in readers.values()) / len(readers) < 0.18


def test_a_read_follows_its_click_after_the_time_spent(sample: SampleNewsroom) -> None:
    clicked = {(r["session_id"], r["article_id"]): datetime.fromisoformat(r["occurred_at"]) for r in clicks(sample)}
    reads: list[dict[str, Any]] = [row for row in sample.interactions if row["type"] == "read"]
    assert 0.2 < len(reads) / len(clicked) < 0.5
    for row in reads:
        spent = datetime.fromisoformat(row["occurred_at"]) - clicked[row["session_id"], row["article_id"]]
        assert abs(spent.total_seconds() - row["dwell_seconds"]) < 0.01


def test_the_first_readers_are_the_most_active(sample: SampleNewsroom) -> None:
    sessions: dict[str, set[object]] = defaultdict(set)
    for row in clicks(sample):
        sessions[str(row.get("reader_id"))].add(row["session_id"])
    counts = [len(sessions[reader.reader_id]) for reader in sample.readers]
    assert counts == sorted(counts, reverse=True)
    assert sample.readers[0].reader_id == "r-00001"


def test_readers_open_their_favourite_topics_and_companies_far_more_often_than_others_do(
    sample: SampleNewsroom,
) -> None:
    records = {str(record["article_id"]): record for record in sample.articles}
    rows = [records[row["article_id"]] for row in clicks(sample)]
    topics = Counter(record["topics"][0] for record in rows)  # type: ignore[index]
    companies = Counter(name for record in rows for name in record.get("companies", ()))  # type: ignore[attr-defined]
    readers = {reader.reader_id: reader for reader in sample.readers}
    liked = expected = followed = by_chance = 0.0
    for row in clicks(sample):
        if "reader_id" in row:
            reader, record = readers[row["reader_id"]], records[row["article_id"]]
            liked += record["topics"][0] in reader.topics  # type: ignore[index]
            expected += sum(topics[topic] for topic in reader.topics) / len(rows)
            followed += any(name in reader.companies for name in record.get("companies", ()))  # type: ignore[attr-defined]
            by_chance += sum(companies[name] for name in reader.companies) / len(rows)
    assert liked / expected > 1.5
    assert followed / by_chance > 3


def test_what_is_read_next_can_be_learnt_from_what_others_read_next(sample: SampleNewsroom) -> None:
    followers: dict[str, Counter[str]] = defaultdict(Counter)
    popular: Counter[str] = Counter()
    last: dict[str, str] = {}
    hits = popular_hits = tested = 0
    for row in clicks(sample):
        session, article = row["session_id"], row["article_id"]
        if session in last:
            before = last[session]
            hits += article in dict(followers[before].most_common(10))
            popular_hits += article in dict(popular.most_common(10)) if tested % 10 == 0 else 0
            tested += 1
            followers[before][article] += 1
        popular[article] += 1
        last[session] = article
    assert hits / tested > 0.2
    assert hits > 3 * 10 * popular_hits
