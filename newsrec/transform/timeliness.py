"""Whether an interaction comes at a time at which it can be true and is still of use."""

from datetime import datetime, timedelta

from newsrec.model import Interaction
from newsrec.transform.generic import interaction_record
from newsrec.transform.reject import Reject, rejected

CLOCK_SKEW = timedelta(minutes=5)
"""How far a reader's clock may be ahead of ours."""

OLDEST_STREAMED = timedelta(days=30)
"""How long after it happened a streamed interaction still counts."""


def timely(interaction: Interaction, *, arrived: datetime, oldest: timedelta = OLDEST_STREAMED) -> Interaction | Reject:
    """The interaction, unless it happened after it arrived, clock skew apart, or more than `oldest` before.

    `arrived` carries a zone and is a property of the delivery, not the present time: a re-delivery is judged alike.
    """
    if interaction.occurred_at - arrived > CLOCK_SKEW:
        return _refused(interaction, "in_the_future", f"is more than {CLOCK_SKEW} after it arrived ({arrived})")
    if arrived - interaction.occurred_at > oldest:
        return _refused(interaction, "too_late", f"is more than {oldest.days} days before it arrived ({arrived})")
    return interaction


def _refused(interaction: Interaction, rule: str, message: str) -> Reject:
    return rejected(interaction_record(interaction), "occurred_at", rule, message)
