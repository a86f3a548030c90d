"""A reader's reads, counted once for all articles of a list."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsrec.interests import Interest, ReadArticle
from newsrec.serving.reasons.sensitivity import Sensitivity

RECENTLY: Final = timedelta(days=30)
AUTHOR_RECENTLY: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How many different articles the reader opened in the last 30 days, and of each author in the last 60.

    `about`, `by` and `stories` leave out the reads that were about something sensitive: from them nothing is concluded.
    `opened` has them all.
    """

    opened: int
    about: Mapping[Interest, int]
    by: Mapping[str, int]
    stories: Mapping[str, Sequence[ReadArticle]]

    @classmethod
    def of(cls, reads: Sequence[ReadArticle], now: datetime, sensitivity: Sensitivity) -> "History":
        about: Counter[Interest] = Counter()
        by: Counter[str] = Counter()
        stories: defaultdict[str, list[ReadArticle]] = defaultdict(list)
        opened = 0
        named = {interest.name for read in reads for interest in read.interests}
        sensitive = {name for name in named if sensitivity.names(name)}
        for read in reads:
            telling = not any(interest.name in sensitive for interest in read.interests)
            if telling and now - read.read_at <= AUTHOR_RECENTLY:
                by.update(set(read.authors))
            if now - read.read_at > RECENTLY:
                continue
            opened += 1
            if telling:
                about.update(read.interests)
                if read.story_cluster_id:
                    stories[read.story_cluster_id].append(read)
        return cls(opened=opened, about=about, by=by, stories=stories)
