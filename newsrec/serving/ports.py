"""The sources that a list is made from, as serving needs them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from newsrec.interests import ReaderProfile
from newsrec.model import Article
from newsrec.serving.just_published import ColdArticle


class Model(Protocol):
    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        """Article ids, best first. Raises `Unavailable`."""
        ...


class Readers(Protocol):
    def profile(self, reader_id: str, now: datetime) -> ReaderProfile:
        """Raises `Unavailable`."""
        ...


class Popular(Protocol):
    def most_clicked(self, now: datetime, *, most: int) -> Sequence[str]:
        """Article ids by recent clicks. Raises `Unavailable`."""
        ...


class Shelf(Protocol):
    def published_after(self, time: datetime) -> Sequence[ColdArticle]:
        """The just-published articles, newest first. Raises `Unavailable`."""
        ...


class Articles(Protocol):
    def get_many(self, article_ids: Iterable[str]) -> Mapping[str, Article]:
        """The known ones among these. Raises `Unavailable`."""
        ...
