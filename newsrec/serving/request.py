"""What a list is made for, and what it is made from."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from newsrec.serving.asking import Asking
from newsrec.serving.ports import Articles, Popular, Readers, Recommender, Shelf
from newsrec.serving.reasons import Reasoning
from newsrec.serving.refusals import Refusals
from newsrec.surfaces import Surface

NOBODY_ID: Final = "nobody"
"""Whom the trending model is asked for when nobody is known; its filter wants some reader."""

SETTLED_FOR: Final = timedelta(minutes=5)
"""How long what is random in a reader's lists stays as it is, so that a reload does not shuffle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """Which list is wanted, by whom and when.

    `page_ids` is what earlier pages of the same list showed, `host_article_id` the article that the list stands under.
    `country` is the reader's as the edge of the network tells it, `segments` are the groups of readers that rules
    name, and `entitlements` the products whose locked articles the reader may open.
    What is random in the list comes from `seed`; where none is given, from the reader, the surface and the time.
    `experiment` is its id and the variant that the surface is of, `locale` the BCP 47 tag of what it is worded in.
    """

    list_id: str
    surface: Surface
    limit: int
    now: datetime
    reader_id: str | None = None
    personalised: bool = True
    topics: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()
    page_ids: tuple[str, ...] = ()
    host_article_id: str | None = None
    seed: str | None = None
    experiment: tuple[str, str] | None = None
    locale: str = "en"
    country: str | None = None
    segments: tuple[str, ...] = ()
    entitlements: tuple[str, ...] = ()

    @property
    def profiled_reader(self) -> str | None:
        """The reader whose history may be used, if any."""
        return self.reader_id if self.personalised else None

    @property
    def published_after(self) -> datetime:
        """Since when an article must have been published to be a candidate."""
        return self.now - timedelta(hours=self.surface.max_age_hours)

    @property
    def randomness(self) -> str:
        """The seed of what is random."""
        window = int(self.now.timestamp() // SETTLED_FOR.total_seconds())
        return self.seed or f"{self.reader_id or NOBODY_ID}#{self.surface.name}#{window}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where lists come from; a model that is None is one that this process does not ask."""

    personalised: Recommender | None
    trending: Recommender | None
    readers: Readers
    popular: Popular
    shelf: Shelf
    articles: Articles
    asking: Asking
    refusals: Refusals
    reasoning: Reasoning = field(default_factory=Reasoning)
