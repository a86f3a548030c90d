"""The sources that a list is made from, as serving needs them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsrec.interests import ReaderProfile
from newsrec.model import Article
from newsrec.serving.just_published import ColdArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """What a reader follows, by the names that articles carry, and the share of the answer that is kept for it."""

    share: float
    companies: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a model is asked: `most` articles for a reader that the reader has not opened, younger than a moment.

    With `topics` only articles on one of them.
    """

    reader_id: str
    published_after: datetime
    most: int
    topics: frozenset[str] = frozenset()
    follows: Follows | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """A model's answer, best first; `followed` are those of it that came in places kept for what the reader follows."""

    article_ids: tuple[str, ...]
    followed: frozenset[str] = frozenset()


class Model(Protocol):
    """A model that is asked for readers in bulk, with nothing to choose."""

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        """Article ids, best first. Raises `Unavailable`."""
        ...


class Recommender(Protocol):
    """A model as a list asks it."""

    def ask(self, question: Question) -> Ranking:
        """Raises `Unavailable`."""
        ...


class Readers(Protocol):
    def profile(self, reader_id: str, now: datetime) -> ReaderProfile:
        """Raises `Unavailable`."""
        ...


class Popular(Protocol):
    def most_clicked(self, now: datetime, *, most: int) -> Mapping[str, float]:
        """The articles clicked most right now with their clicks, the most clicked first. Raises `Unavailable`."""
        ...


class Shelf(Protocol):
    def published_after(self, time: datetime) -> Sequence[ColdArticle]:
        """The just-published articles, newest first. Raises `Unavailable`."""
        ...


class Articles(Protocol):
    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        """The known ones among these. Raises `Unavailable`."""
        ...
