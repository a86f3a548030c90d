"""What is known of one reader when a list is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsrec.interests.engagement import Interest


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that the reader opened, with what it was about at that time."""

    article_id: str
    read_at: datetime
    interests: tuple[Interest, ...] = ()


@dataclass(frozen=True, slots=True)
class ReaderProfile:
    """A reader's opened articles of the last weeks and faded counts per interest."""

    reads: tuple[ReadArticle, ...] = ()
    interests: Mapping[Interest, float] = field(default_factory=dict[Interest, float])

    @property
    def read_ids(self) -> frozenset[str]:
        return frozenset(read.article_id for read in self.reads)

    def articles_about(self, interest: Interest, *, within: timedelta, now: datetime) -> int:
        """How many different articles about it the reader opened in the time before `now`."""
        return len(
            {read.article_id for read in self.reads if interest in read.interests and now - read.read_at <= within}
        )


NOBODY = ReaderProfile()
"""The profile of a reader of whom nothing is known or may be used."""
