"""What a reader follows: what they say, and what they come back for."""

from typing import Final

from newsrec.interests import Interest, InterestKind, ReaderProfile
from newsrec.serving.ports import Follows
from newsrec.surfaces import Followed

LEAST_ENGAGEMENT: Final = 2.0
"""Faded engagements from which on a company or industry is one that the reader comes back for."""

_FROM_ENGAGEMENT: Final = (InterestKind.COMPANY, InterestKind.INDUSTRY)


def follows_of(profile: ReaderProfile, followed: Followed) -> Follows | None:
    """Up to `most_values` names, the reader's own choice first, then by engagement; None for no share or no names."""
    if not followed.share:
        return None
    preferences = profile.preferences
    chosen = [
        *(Interest(InterestKind.COMPANY, name) for name in preferences.follows_companies),
        *(Interest(InterestKind.TOPIC, name) for name in preferences.follows_topics),
    ]
    engaging = sorted(
        (-engagement, interest)
        for interest, engagement in profile.interests.items()
        if interest.kind in _FROM_ENGAGEMENT and engagement >= LEAST_ENGAGEMENT
    )
    names = list(dict.fromkeys((*chosen, *(interest for _, interest in engaging))))[: followed.most_values]

    def of(kind: InterestKind) -> tuple[str, ...]:
        return tuple(interest.name for interest in names if interest.kind is kind)

    if not names:
        return None
    return Follows(
        share=followed.share,
        companies=of(InterestKind.COMPANY),
        industries=of(InterestKind.INDUSTRY),
        topics=of(InterestKind.TOPIC),
    )
