"""PutEvents: interactions as they happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_personalize.control.avro import Column
from local_personalize.control.datasets import find_dataset, schema_of
from local_personalize.control.kinds import EVENT_TRACKER
from local_personalize.control.registry import ACTIVE
from local_personalize.errors import InvalidInputError
from local_personalize.events.properties import (
    LARGEST,
    Columns,
    columns_by_property,
    parse_properties,
    squeezed,
    to_columns,
)
from local_personalize.service import Call, Service
from local_personalize.store.database import ATTRIBUTION_SOURCE, Event, StreamedEvent

RESERVED = frozenset({"userid", "sessionid", "eventtype", "timestamp", "recommendationid", "impression"})
EVENT_VALUE = Column("EVENT_VALUE", frozenset({"null", "float"}), categorical=False, textual=False, item_name=False)
LONGEST_ID = 256
LATEST_TIME = 253_402_300_799
"""The end of the year 9999, in epoch seconds."""


def put_events(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Keep events that are not known yet, and let every model of the group learn from them."""
    del call
    reading = _reading(service, request)
    events = [
        reading.event(given, f"eventList.{position}.member")
        for position, given in enumerate(request["eventList"], start=1)
    ]
    group_arn = reading.group_arn
    with service.database.transaction():
        sequences = [service.database.add_event(group_arn, event) for event in events]
    new = [
        _streamed(sequence, event, event.item)
        for sequence, event in zip(sequences, events, strict=True)
        if sequence is not None and event.item is not None
    ]
    service.learn(group_arn, new)
    return {}


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the events of one request have in common."""

    service: Service
    group_arn: str
    session: str
    user: str
    schema: str
    columns: Columns
    received: float

    def event(self, given: Mapping[str, Any], place: str) -> Event:
        """One event; it was shown among the items it says itself, else among those of the answer it names."""
        time: float = given["sentAt"]
        if not 0 <= time <= LATEST_TIME:
            raise InvalidInputError(f"{place}.sentAt: expected epoch seconds from 0 to {LATEST_TIME}, got {time}")
        fields = self._fields(given.get("properties"), f"{place}.properties")
        item, value = fields.pop("ITEM_ID", None), fields.pop("EVENT_VALUE", None)
        if item is not None and not 1 <= len(item) <= LONGEST_ID:
            raise InvalidInputError(f"{place}.properties.itemId: expected a string of 1 to {LONGEST_ID} characters")
        if given.get("eventValue") is not None:
            value = given["eventValue"]
            if not abs(value) <= LARGEST["float"]:
                raise InvalidInputError(f"{place}.eventValue: too large for float")
        recommendation_id: str | None = given.get("recommendationId")
        answer = self.service.recommendations.find(self.group_arn, recommendation_id or "")
        source: str | None = (given.get("metricAttribution") or {}).get("eventAttributionSource", answer.campaign)
        if source:
            fields[ATTRIBUTION_SOURCE] = source
        return Event(
            user=self.user,
            session=self.session,
            item=given.get("itemId") or item,
            time=int(time),
            type=given["eventType"],
            value=value,
            event_id=given.get("eventId"),
            recommendation_id=recommendation_id,
            impression=tuple(given.get("impression") or answer.items),
            fields=fields,
            received=self.received,
        )

    def _fields(self, text: str | None, place: str) -> dict[str, Any]:
        properties = parse_properties(text, place)
        for name in properties:
            if squeezed(name) in RESERVED:
                raise InvalidInputError(f"{place}.{name}: this key is not allowed in properties")
        return to_columns(properties, self.columns, self.schema, place)


def _reading(service: Service, request: Mapping[str, Any]) -> _Reading:
    tracking_id: str = request["trackingId"]
    trackers = service.registry.all(EVENT_TRACKER, trackingId=tracking_id, status=ACTIVE)
    if not trackers:
        raise InvalidInputError(f"trackingId: there is no ACTIVE event tracker with the id {tracking_id}")
    group_arn: str = trackers[0]["datasetGroupArn"]
    dataset = find_dataset(service.registry, group_arn, "INTERACTIONS")
    if dataset is None:
        raise InvalidInputError("trackingId: the Interactions dataset of its dataset group was deleted")
    schema = schema_of(service.registry, dataset)
    return _Reading(
        service=service,
        group_arn=group_arn,
        session=request["sessionId"],
        user=request.get("userId", request["sessionId"]),
        schema=schema.name,
        columns={squeezed(EVENT_VALUE.name): EVENT_VALUE, **columns_by_property(schema)},
        received=service.clock.now(),
    )


def _streamed(sequence: int, event: Event, item: str) -> StreamedEvent:
    return StreamedEvent(
        sequence,
        event.user,
        event.session,
        item,
        min(event.time, int(event.received)),
        event.type.lower(),
        event.value,
        event.fields,
        event.received,
        event.impression,
    )
