"""Counts that fade without ever being rewritten.

An engagement at time t adds `2 ** ((t - LANDMARK) / HALF_LIFE)` to its count; a count read at time T is divided by
`2 ** ((T - LANDMARK) / HALF_LIFE)`. Additions commute, so late and re-ordered events end in the same count (forward
decay: Cormode et al., "Forward Decay: A Practical Time Decay Model for Streaming Systems", ICDE 2009).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal
from enum import StrEnum

from newsrec.model import Article, Interaction, InteractionType

LANDMARK = datetime(2026, 1, 1, tzinfo=UTC)
HALF_LIFE = timedelta(days=14)
"""With these two a count stays within the 38 digits and 10**125 of a DynamoDB number until the year 2042."""

_STORED_PRECISION = Context(prec=16)
_WEIGHT_OF_TYPE: Mapping[InteractionType, float] = {
    InteractionType.CLICK: 1.0,
    InteractionType.READ: 1.0,
    InteractionType.SHARE: 2.0,
}


class InterestKind(StrEnum):
    COMPANY = "company"
    INDUSTRY = "industry"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, order=True)
class Interest:
    """Something that articles are about and readers come back for."""

    kind: InterestKind
    name: str


def interests_of(article: Article) -> tuple[Interest, ...]:
    """Everything that engaging with this article counts for, each once."""
    named = (
        (InterestKind.COMPANY, article.companies),
        (InterestKind.INDUSTRY, article.industries),
        (InterestKind.TOPIC, article.topics),
    )
    return tuple(dict.fromkeys(Interest(kind, name) for kind, names in named for name in names))


def engagement_of(interaction: Interaction, article: Article) -> Mapping[Interest, Decimal]:
    """What one interaction adds to its reader's counts; nothing for impressions, for hiding, and without profiling."""
    weight = _WEIGHT_OF_TYPE.get(interaction.type)
    if weight is None or interaction.aggregate_only:
        return {}
    added = forward_weight(interaction.occurred_at, weight)
    return dict.fromkeys(interests_of(article), added)


def forward_weight(at: datetime, weight: float = 1.0) -> Decimal:
    return _STORED_PRECISION.create_decimal_from_float(weight * 2 ** ((at - LANDMARK) / HALF_LIFE))


def faded(count: Decimal, now: datetime) -> float:
    """A stored count as of `now`: one engagement a half-life ago is worth a half."""
    return float(count) * 2 ** ((LANDMARK - now) / HALF_LIFE)
