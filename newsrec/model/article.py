"""An article as the newsroom describes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

JUST_PUBLISHED_FOR = timedelta(hours=2)
"""How long an article counts as just published: until the models pick up new items."""


class ArticleStatus(StrEnum):
    """In the order in which they prevail when two descriptions are of the same time."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    url: str
    alt: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """Who paid for the article, and the label that readers must see with it."""

    sponsor: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article; `topics[0]` is its main topic and `companies[0]` its main company.

    A source may know no more than an id and a time, so all else is optional. Times carry a zone.
    """

    article_id: str
    published_at: datetime
    title: str | None = None
    url: str | None = None
    topics: tuple[str, ...] = ()
    short_title: str | None = None
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    language: str | None = None
    word_count: int | None = None
    media_type: str | None = None
    image: Image | None = None
    status: ArticleStatus = ArticleStatus.PUBLISHED
    embargo_until: datetime | None = None
    expires_at: datetime | None = None
    updated_at: datetime | None = None
    news_value: int | None = None
    lifetime: str | None = None
    access: str | None = None
    sponsored: Sponsor | None = None
    story_cluster_id: str | None = None
    editorial_flags: tuple[str, ...] = ()
    allowed_countries: tuple[str, ...] = ()

    @property
    def version_time(self) -> datetime:
        """When this description of the article was made: the later of two descriptions counts."""
        return self.updated_at or self.published_at

    @property
    def version(self) -> str:
        """Orders the descriptions of one article: the greatest counts, in whatever order they come.

        The later one is greater; of the same time the one that withdraws, then one by its content.
        """
        prevails = list(ArticleStatus).index(self.status)
        content = sha256(repr(self).encode()).hexdigest()[:16]
        return f"{self.version_time.isoformat(timespec='microseconds')}#{prevails}#{content}"

    def may_be_shown(self, now: datetime) -> bool:
        """Published, not withdrawn, past its embargo and not expired."""
        return (
            self.status is ArticleStatus.PUBLISHED
            and self.published_at <= now
            and (self.embargo_until is None or self.embargo_until <= now)
            and (self.expires_at is None or now < self.expires_at)
        )

    def age(self, at: datetime) -> timedelta:
        return at - self.published_at
