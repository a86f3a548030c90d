"""Records that are well-formed and still can never be processed."""

from collections.abc import Mapping

from newsrec.model import Interaction
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW, PACE_WINDOW
from newsrec.transform import FieldError, Reject, interaction_record


def too_fast(interaction: Interaction) -> Reject:
    """One click more than a reader can make."""
    message = f"the reader clicked {MOST_CLICKS_PER_WINDOW} times already in these {PACE_WINDOW.seconds} seconds"
    return Reject(interaction_record(interaction), (FieldError("occurred_at", "too_fast", message),))


def refused(record: Mapping[str, object], refusal: Exception) -> Reject:
    """What an outside system says it will never take."""
    return Reject(record, (FieldError("$", "refused", str(refusal)),))
