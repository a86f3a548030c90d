"""What transforming a record costs, against pydantic validating the same record into a plain model.

The plain model has the same fields with the same types and no rule beside them: texts aren't cleaned, ids have no
limits, times aren't in UTC. For Globo's clicks it holds their own columns, since without a mapping there is nothing
more. Records are parsed JSON in both cases. Each round times both, one after the other, over all records; ratios are
per round, so that what slows the machine down slows both.
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import click
from pydantic import AwareDatetime, BaseModel

from newsrec.model import Article, Interaction
from newsrec.transform import Reject, to_article, to_interaction

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
TOPICS = ("business", "local", "politics", "science", "sports")
ROUNDS = 5


class PlainImage(BaseModel):
    url: str
    alt: str = ""
    width: int | None = None
    height: int | None = None


class PlainArticle(BaseModel):
    article_id: str
    published_at: AwareDatetime
    title: str
    url: str
    topics: list[str]
    abstract: str | None = None
    authors: list[str] = []
    companies: list[str] = []
    language: str | None = None
    word_count: int | None = None
    image: PlainImage | None = None
    status: Literal["published", "withdrawn", "draft"] = "published"


class PlainContext(BaseModel):
    region: str | None = None
    device: str | None = None
    referrer: str | None = None


class PlainInteraction(BaseModel):
    event_id: str
    session_id: str
    article_id: str
    type: Literal["impression", "click", "read", "share", "hide", "show_fewer"]
    occurred_at: AwareDatetime
    reader_id: str | None = None
    dwell_seconds: float | None = None
    context: PlainContext = PlainContext()


class PlainGloboClick(BaseModel):
    user_id: int
    session_id: int
    article_id: int
    timestamp_ms: int
    region: int | None = None
    device_group: int | None = None
    referrer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same records for both; ours must accept all of them."""

    name: str
    records: Sequence[Mapping[str, Any]]
    ours: Callable[[Mapping[str, Any]], Article | Interaction | Reject]
    plain: type[BaseModel]


def article(number: int, *, title: str, abstract: str) -> dict[str, Any]:
    return {
        "article_id": f"a{number}",
        "published_at": (START + timedelta(seconds=number)).isoformat(),
        "title": title,
        "url": f"https://news.example.com/local/a{number}",
        "topics": [TOPICS[number % 5], TOPICS[number // 5 % 5]],
        "abstract": abstract,
        "authors": ["M. Keller"],
        "companies": ["Acme"],
        "language": "en",
        "word_count": 300 + number % 700,
        "image": {"url": f"/images/{number}.jpg", "alt": "The bridge at night", "width": 1200, "height": 800},
        "status": "published",
    }


def clean_article(number: int) -> dict[str, Any]:
    title = f"Harbour bridge opens {number} days late"
    return article(number, title=title, abstract="Builders blame a winter of storms; the city wants its money back.")


def marked_up_article(number: int) -> dict[str, Any]:
    title = f"Harbour bridge &amp; tunnel open <em>{number}</em> days late"
    return article(
        number, title=title, abstract="<p>Builders blame a winter of storms.</p><p>The city doesn&#39;t.</p>"
    )


def interaction(number: int) -> dict[str, Any]:
    return {
        "event_id": f"e{number}",
        "session_id": f"s{number % 997}",
        "reader_id": f"r{number % 499}",
        "article_id": f"a{number % 101}",
        "type": "read",
        "occurred_at": (START + timedelta(seconds=number)).isoformat(),
        "dwell_seconds": number % 90 + 0.5,
        "context": {"device": "phone", "region": "north", "referrer": "search"},
    }


def globo_click(number: int) -> dict[str, Any]:
    return {
        "user_id": number % 499,
        "session_id": 1_506_825_423_000_000 + number,
        "article_id": 150_000 + number % 101,
        "timestamp_ms": 1_506_826_000_026 + number,
        "region": 21,
        "device_group": 1,
        "referrer": None,
    }


def comparisons(records: int) -> Sequence[Comparison]:
    numbers = range(records)
    return (
        Comparison(
            name="generic interactions",
            records=[*map(interaction, numbers)],
            ours=to_interaction,
            plain=PlainInteraction,
        ),
        Comparison(
            name="generic articles, clean", records=[*map(clean_article, numbers)], ours=to_article, plain=PlainArticle
        ),
        Comparison(
            name="generic articles, HTML",
            records=[*map(marked_up_article, numbers)],
            ours=to_article,
            plain=PlainArticle,
        ),
        Comparison(
            name="Globo clicks, mapped",
            records=[*map(globo_click, numbers)],
            ours=lambda record: to_interaction(record, "globo"),
            plain=PlainGloboClick,
        ),
    )


def microseconds_each(work: Callable[[Mapping[str, Any]], object], records: Sequence[Mapping[str, Any]]) -> float:
    started = time.perf_counter()
    for record in records:
        work(record)
    return (time.perf_counter() - started) / len(records) * 1e6


def line(comparison: Comparison) -> str:
    assert not any(isinstance(comparison.ours(record), Reject) for record in comparison.records)
    rounds = [
        (
            microseconds_each(comparison.ours, comparison.records),
            microseconds_each(comparison.plain.model_validate, comparison.records),
        )
        for _ in range(ROUNDS)
    ]
    ratios = [ours / plain for ours, plain in rounds]
    ours, plain = (statistics.median(times) for times in zip(*rounds, strict=True))
    return (
        f"{comparison.name:26} {ours:7.1f} {plain:7.1f}  {statistics.median(ratios):5.2f}"
        f"  ({min(ratios):.2f} to {max(ratios):.2f})"
    )


@click.command()
@click.option("--records", default=20_000, type=click.IntRange(min=1), help="How many of each kind.")
def main(records: int) -> None:
    """Transformation per record, as a ratio to a bare pydantic validation."""
    print(f"{records:,} records of each kind, {ROUNDS} rounds; medians, in microseconds per record")
    print(f"{'':26} {'ours':>7} {'pydantic':>7}  {'ratio':>5}  (spread)")
    for comparison in comparisons(records):
        print(line(comparison))


if __name__ == "__main__":
    main()
