"""What is known of one reader when a list is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsrec.interests.engagement import Interest
from newsrec.model import NO_PREFERENCES, Preferences


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that the reader opened, with what was known of it at that time: its interests, authors and story."""

    article_id: str
    read_at: datetime
    interests: tuple[Interest, ...] = ()
    authors: tuple[str, ...] = ()
    story_cluster_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReaderProfile:
    """A reader's opened articles of the last weeks, faded counts per interest, and what they said they want.

    Of a reader who had themselves forgotten nothing else is known.
    """

    reads: tuple[ReadArticle, ...] = ()
    interests: Mapping[Interest, float] = field(default_factory=dict[Interest, float])
    preferences: Preferences = NO_PREFERENCES
    forgotten: bool = False

    @property
    def read_ids(self) -> frozenset[str]:
        return frozenset(read.article_id for read in self.reads)

    def read_within(self, time: timedelta, now: datetime) -> Sequence[ReadArticle]:
        """The articles that the reader opened in the time before `now`."""
        return [read for read in self.reads if now - read.read_at <= time]


NOBODY = ReaderProfile()
"""The profile of a reader of whom nothing is known or may be used."""

FORGOTTEN = ReaderProfile(forgotten=True)
