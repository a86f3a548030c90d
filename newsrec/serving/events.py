"""What a website reports of its readers: each event checked, then put as a generic record into the stream."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from newsrec.serving.identity import Identity
from newsrec.serving.signing import BadSignature, list_of_impression
from newsrec.transform import Reject, to_interaction

OLDEST = timedelta(hours=24)
AHEAD = timedelta(minutes=5)

FIELDS = frozenset(
    {
        "event_id",
        "type",
        "article_id",
        "occurred_at",
        "session_id",
        "impression_id",
        "dwell_seconds",
        "read_share",
        "context",
    }
)
"""What a browser may say; who it is comes from its credential, and the list from its impression."""


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    index: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReceivedEvents:
    """Generic interaction records by their index in the request, and the events that were refused."""

    records: Mapping[int, Mapping[str, Any]]
    rejected: Sequence[RejectedEvent]


def receive(events: Sequence[object], identity: Identity, *, now: datetime, key: str) -> ReceivedEvents:
    """Checks each event by itself; `identity` must name a reader or an anonymous id."""
    records: dict[int, Mapping[str, Any]] = {}
    rejected: list[RejectedEvent] = []
    for index, event in enumerate(events):
        outcome = _received(index, event, identity, now=now, key=key)
        if isinstance(outcome, RejectedEvent):
            rejected.append(outcome)
        else:
            records[index] = outcome
    return ReceivedEvents(records, rejected)


def _received(
    index: int, event: object, identity: Identity, *, now: datetime, key: str
) -> Mapping[str, Any] | RejectedEvent:
    if not isinstance(event, Mapping):
        return RejectedEvent(index, "object", "an event is a JSON object")
    sent = dict(cast(Mapping[str, Any], event))
    if unknown := sorted(sent.keys() - FIELDS):
        return RejectedEvent(index, "unknown_field", f"{unknown[0]}: is not a field of an event")
    who: dict[str, Any] = (
        {"session_id": identity.reader_id}
        if identity.anonymous
        else {"session_id": sent.get("session_id", identity.reader_id), "reader_id": identity.reader_id}
    )
    record = sent | who
    interaction = to_interaction(record)
    if isinstance(interaction, Reject):
        error = interaction.errors[0]
        return RejectedEvent(index, error.rule, f"{error.path}: {error.message}")
    if not now - OLDEST <= interaction.occurred_at <= now + AHEAD:
        return RejectedEvent(index, "out_of_range", "occurred_at: must lie in the last 24 hours")
    if interaction.impression_id:
        try:
            record["list_id"] = list_of_impression(interaction.impression_id, interaction.article_id, key=key)
        except BadSignature as error:
            return RejectedEvent(index, "invalid_impression", f"impression_id: {error}")
    return record
