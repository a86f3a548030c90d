"""What a website reports of its readers: each event checked, then put as a generic record into the stream."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from newsrec.model import Interaction, InteractionType
from newsrec.serving.identity import Identity
from newsrec.serving.signing import BadSignature, SigningKey, list_of_impression
from newsrec.transform import Reject, to_interaction

OLDEST = timedelta(hours=24)
AHEAD = timedelta(minutes=5)
LEAST_VISIBLE_MS = 1000
"""An impression is half an article in view for a second: the usual convention of viewability."""

FIELDS = frozenset(
    {
        "event_id",
        "type",
        "article_id",
        "occurred_at",
        "session_id",
        "impression_id",
        "visible_ms",
        "dwell_seconds",
        "read_share",
        "context",
    }
)
"""What a browser may say; who it is comes from its credential, and the list from its impression."""

COUNTED_WITHOUT_READER = frozenset({InteractionType.IMPRESSION, InteractionType.CLICK})


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """An event that is not kept; a retryable one may be sent again as it is."""

    index: int
    code: str
    message: str
    retryable: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedEvents:
    """Generic interaction records by the index of their event in the request, and the events that were refused.

    `repeats` leads from the index of an event that is in the request twice to that of the first.
    """

    records: Mapping[int, Mapping[str, Any]]
    repeats: Mapping[int, int]
    rejected: Sequence[RejectedEvent]


def receive(events: Sequence[object], identity: Identity, *, now: datetime, key: SigningKey) -> ReceivedEvents:
    """Checks each event by itself; `identity` must name a reader or an anonymous id unless it forbids profiling.

    Of a reader who does not agree to profiling, only clicks and impressions are kept, without any id.
    """
    records: dict[int, Mapping[str, Any]] = {}
    repeats: dict[int, int] = {}
    rejected: list[RejectedEvent] = []
    first: dict[str, int] = {}
    for index, event in enumerate(events):
        try:
            interaction, record = _received(event, identity, now=now, key=key)
        except _Refused as refused:
            rejected.append(RejectedEvent(index, refused.code, refused.message))
            continue
        if first.setdefault(interaction.event_id, index) != index:
            repeats[index] = first[interaction.event_id]
        elif identity.profiling:
            records[index] = record
        elif interaction.type in COUNTED_WITHOUT_READER:
            records[index] = _without_reader(record)
    return ReceivedEvents(records, repeats, rejected)


class EventStream(Protocol):
    """The stream of interactions."""

    def put(self, records: Sequence[tuple[str, Mapping[str, Any]]]) -> Sequence[int]:
        """Puts (partition key, record) pairs; answers the indexes of those refused. Raises `Unavailable`."""
        ...


def stream_events(
    received: ReceivedEvents, stream: EventStream, partition_key: Callable[[Mapping[str, Any]], str]
) -> Sequence[RejectedEvent]:
    """Puts what was received into the stream; answers the events that it did not take. Raises `Unavailable`."""
    indexes = list(received.records)
    keyed = [(partition_key(record), record) for record in received.records.values()]
    refused = {indexes[place] for place in stream.put(keyed)} if keyed else set[int]()
    refused |= {index for index, first in received.repeats.items() if first in refused}
    return [RejectedEvent(index, "throttled", "send it again", retryable=True) for index in sorted(refused)]


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def _received(
    event: object, identity: Identity, *, now: datetime, key: SigningKey
) -> tuple[Interaction, Mapping[str, Any]]:
    """Raises `_Refused`."""
    if not isinstance(event, Mapping):
        raise _Refused("object", "an event is a JSON object")
    sent = dict(cast(Mapping[str, Any], event))
    if unknown := sorted(sent.keys() - FIELDS):
        raise _Refused("unknown_field", f"{unknown[0]}: is not a field of an event")
    visible_ms = sent.pop("visible_ms", None)
    record = sent | _who(identity, sent)
    interaction = to_interaction(record)
    if isinstance(interaction, Reject):
        error = interaction.errors[0]
        raise _Refused(error.rule, f"{error.path}: {error.message}")
    if not now - OLDEST <= interaction.occurred_at <= now + AHEAD:
        raise _Refused("out_of_range", "occurred_at: must lie in the last 24 hours")
    _require_visible(interaction, visible_ms)
    if interaction.impression_id:
        try:
            record["list_id"] = list_of_impression(
                interaction.impression_id,
                interaction.article_id,
                reader_id=identity.reader_id,
                at=interaction.occurred_at,
                key=key,
            )
        except BadSignature as error:
            raise _Refused("invalid_impression", f"impression_id: {error}") from None
    return interaction, record


def _who(identity: Identity, sent: Mapping[str, Any]) -> dict[str, Any]:
    if not identity.profiling:
        # Only for the check: `_without_reader` says whose the event is.
        return {"session_id": "not profiled"}
    if identity.anonymous:
        return {"session_id": identity.reader_id}
    return {"session_id": sent.get("session_id", identity.reader_id), "reader_id": identity.reader_id}


def _require_visible(interaction: Interaction, visible_ms: object) -> None:
    """A website that does not say how long has applied the convention itself."""
    if visible_ms is None:
        return
    if not isinstance(visible_ms, int | float) or isinstance(visible_ms, bool) or not visible_ms >= 0:
        raise _Refused("out_of_range", "visible_ms: must be a number of milliseconds from 0")
    if interaction.type is InteractionType.IMPRESSION and visible_ms < LEAST_VISIBLE_MS:
        raise _Refused("not_viewable", f"visible_ms: an impression counts from {LEAST_VISIBLE_MS} ms on")


def _without_reader(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the counters of articles need; a session of its own, so that no two events are one reader's."""
    event_id = record["event_id"]
    kept = {name: record[name] for name in ("event_id", "type", "article_id", "occurred_at")}
    session_id = f"event-{uuid.uuid5(uuid.NAMESPACE_OID, event_id).hex}"
    return kept | {"session_id": session_id, "aggregate_only": True}
