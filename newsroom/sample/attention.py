"""What draws a reader's eye: an article's pull, its age, the reader's tastes and the article read just before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsroom.sample.companies import COMPANIES, INDUSTRIES
from newsroom.sample.readers import SampleReader

Records = Sequence[Mapping[str, Any]]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# The share of clicks on articles younger than this many hours, a little less than measured on a news portal (3.4 %
# under 1 h, 56 % under 24 h, 81 % under 48 h): within a session readers go on to neighbours, which are fresh ones.
_AGE_HOURS: Final = np.array((0.0, 1.0, 2.0, 4.0, 12.0, 24.0, 48.0, 72.0, 120.0, 192.0, np.inf))
_AGE_SHARE: Final = np.diff((0.0, 0.031, 0.050, 0.095, 0.285, 0.515, 0.785, 0.885, 0.960, 0.988, 1.0))
_LIFETIMES: Final = {"short": 2.0, "standard": 4.0, "long": 8.0, "evergreen": 24.0}
_LINKS: Final = 4
_LINK_BOOST: Final = 60.0


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles as columns, in order of publication: `published` in hours after the first day began."""

    published: Floats
    pull: Floats
    decay_hours: Floats
    topic: NDArray[np.int64]
    subtopic: NDArray[np.int64]
    story: NDArray[np.int64]
    company: Flags
    industry: Flags


def _codes(values: Sequence[object]) -> NDArray[np.int64]:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _membership(records: Records, column: str, names: tuple[str, ...]) -> Flags:
    return np.array([[name in record.get(column, ()) for name in names] for record in records])


def tabulate(records: Records, start: datetime, rng: np.random.Generator) -> Articles:
    """The records as columns, each with a pull (log-normal: a few articles are read by everyone) and a life span."""
    news_value = np.array([record["news_value"] for record in records], dtype=np.float64)
    spans = np.array([_LIFETIMES[str(record["lifetime"])] for record in records])
    topics = [tuple(record["topics"]) for record in records]
    return Articles(
        published=np.array(
            [(datetime.fromisoformat(str(each["published_at"])) - start).total_seconds() / 3600 for each in records]
        ),
        pull=np.exp(0.6 * rng.standard_normal(len(records)) + 0.15 * news_value),
        decay_hours=spans * np.exp(0.8 * rng.standard_normal(len(records))),
        topic=_codes([pair[0] for pair in topics]),
        subtopic=_codes(list(topics)),
        story=_codes([record.get("story_cluster_id", record["article_id"]) for record in records]),
        company=_membership(records, "companies", tuple(company.name for company in COMPANIES)),
        industry=_membership(records, "industries", tuple(INDUSTRIES)),
    )


def appeal(records: Records, table: Articles, readers: tuple[SampleReader, ...]) -> Floats:
    """How much more each reader (row) likes each article (column) than an indifferent reader would."""
    topics = [record["topics"][0] for record in records]
    rows = np.empty((len(readers), len(records)))
    names = {
        topic: np.array([topic == each for each in topics])
        for topic in {*topics, *(topic for reader in readers for topic in reader.topics)}
    }
    companies = {company.name: index for index, company in enumerate(COMPANIES)}
    industries = {name: index for index, name in enumerate(INDUSTRIES)}
    for row, reader in zip(rows, readers, strict=True):
        row[:] = 0.35
        for rank, topic in enumerate(reader.topics):
            row[names[topic]] = 3.0 / (1 + 0.4 * rank)
        for industry in reader.industries:
            row[table.industry[:, industries[industry]]] += 4.0
        for company in reader.companies:
            row[table.company[:, companies[company]]] += 24.0
    return rows


def freshness(table: Articles, now_hours: float) -> Floats:
    """Each article's pull at a moment, zero before publication; its age decides, before `age_factors` are applied."""
    age = now_hours - table.published
    return np.where(age >= 0, table.pull * np.exp(-np.maximum(age, 0.0) / table.decay_hours), 0.0)


def age_bins(table: Articles, now_hours: float) -> NDArray[np.int64]:
    """The age class of each article at a moment."""
    return np.searchsorted(_AGE_HOURS[1:-1], now_hours - table.published, side="right")


def age_factors(table: Articles, moments: Floats, mean_appeal: Floats) -> Floats:
    """One factor per age class such that clicks at these moments have the measured ages (proportional fitting)."""
    mass = np.zeros((len(moments), len(_AGE_SHARE)))
    for row, moment in zip(mass, moments, strict=True):
        row[:] = np.bincount(age_bins(table, moment), freshness(table, moment) * mean_appeal, len(_AGE_SHARE))
    reached = mass.sum(axis=0) > 0
    wanted = np.where(reached, _AGE_SHARE, 0.0) / _AGE_SHARE[reached].sum()
    factors = np.where(reached, 1.0, 0.0)
    for _ in range(60):
        weighted = mass * factors
        share = (weighted / np.maximum(weighted.sum(axis=1, keepdims=True), 1e-12)).mean(axis=0)
        factors[reached] *= wanted[reached] / share[reached]
        factors /= factors.max()
    return factors


def relations(table: Articles, rng: np.random.Generator) -> Floats:
    """How much more each article (column) is read right after each other one (row).

    Same story, company, sub-topic and topic count, and most of all the links on the article's page.
    """
    companies = table.company.astype(np.float64)
    related = (
        1.0
        + 30.0 * (table.story[:, None] == table.story)
        + 10.0 * (companies @ companies.T > 0)
        + 5.0 * (table.subtopic[:, None] == table.subtopic)
        + 2.0 * (table.topic[:, None] == table.topic)
    )
    gaps = table.published[:, None] - table.published
    weights = np.where((gaps > -24) & (gaps < 48), table.pull * related, 0.0)
    np.fill_diagonal(weights, 0.0)
    running = np.cumsum(weights, axis=1)
    for article, row in enumerate(running):
        linked = np.searchsorted(row, rng.random(_LINKS) * row[-1], side="right")
        related[article, np.minimum(linked, len(row) - 1)] *= _LINK_BOOST
    return related
