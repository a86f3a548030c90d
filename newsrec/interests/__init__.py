"""What a reader engages with: companies, industries and topics, counted so that old engagement fades."""

from newsrec.interests.engagement import Interest, InterestKind, engagement_of, faded, forward_weight
from newsrec.interests.profile import FORGOTTEN, NOBODY, ReadArticle, ReaderProfile

__all__ = [
    "FORGOTTEN",
    "NOBODY",
    "Interest",
    "InterestKind",
    "ReadArticle",
    "ReaderProfile",
    "engagement_of",
    "faded",
    "forward_weight",
]
