"""What is known of a reader, told to the reader: sorted for people, with titles where there are any."""

from collections.abc import Mapping, Sequence

from newsrec.interests import InterestKind, ReaderProfile
from newsrec.model import Article


def interests_by_kind(profile: ReaderProfile) -> Mapping[str, Mapping[str, float]]:
    """Faded counts by name, the largest first."""
    return {kind.value: _of_kind(profile, kind) for kind in InterestKind}


def opened(profile: ReaderProfile, articles: Mapping[str, Article]) -> Sequence[Mapping[str, object]]:
    """The opened articles, the newest first; an article without a title, or one that is gone, has none."""
    latest = sorted(profile.reads, key=lambda read: read.read_at, reverse=True)
    return [
        {
            "article_id": read.article_id,
            "title": articles[read.article_id].title if read.article_id in articles else None,
            "read_at": read.read_at.isoformat(),
        }
        for read in latest
    ]


def _of_kind(profile: ReaderProfile, kind: InterestKind) -> Mapping[str, float]:
    of_kind = [(interest.name, count) for interest, count in profile.interests.items() if interest.kind is kind]
    return dict(sorted(of_kind, key=lambda interest: (-interest[1], interest[0])))
