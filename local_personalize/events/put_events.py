"""PutEvents: interactions as they happen."""

from collections.abc import Mapping
from typing import Any

from local_personalize.control.avro import DatasetSchema
from local_personalize.control.datasets import find_dataset, schema_of
from local_personalize.control.kinds import EVENT_TRACKER
from local_personalize.errors import InvalidInputError
from local_personalize.events.properties import parse_properties, to_columns
from local_personalize.service import Call, Service
from local_personalize.store.database import Event, StreamedEvent

RESERVED = frozenset({"userid", "sessionid", "eventtype", "timestamp", "recommendationid", "impression"})


def put_events(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Keep events that are not known yet, and let every model of the group learn from them."""
    del call
    trackers = service.registry.all(EVENT_TRACKER, trackingId=request["trackingId"])
    if not trackers:
        raise InvalidInputError(f"trackingId: there is no event tracker with the id {request['trackingId']}")
    group_arn: str = trackers[0]["datasetGroupArn"]
    dataset = find_dataset(service.registry, group_arn, "INTERACTIONS")
    if dataset is None:
        raise InvalidInputError("trackingId: the Interactions dataset of its dataset group was deleted")
    schema = schema_of(service.registry, dataset)
    received = service.clock.now()
    events = [
        _event(given, request, schema, received, f"eventList.{position}.member")
        for position, given in enumerate(request["eventList"], start=1)
    ]
    with service.database.transaction():
        sequences = [service.database.add_event(group_arn, event) for event in events]
    for sequence, event in zip(sequences, events, strict=True):
        if sequence is not None and event.item is not None:
            service.learn(group_arn, _streamed(sequence, event, event.item))
    return {}


def _event(
    given: Mapping[str, Any], request: Mapping[str, Any], schema: DatasetSchema, received: float, place: str
) -> Event:
    properties = parse_properties(given.get("properties"), f"{place}.properties")
    for name in properties:
        if name.lower() in RESERVED:
            raise InvalidInputError(f"{place}.properties.{name}: this key is not allowed in properties")
    item = given.get("itemId", properties.pop("itemId", None))
    value = given.get("eventValue", properties.pop("eventValue", None))
    if item is not None and not (isinstance(item, str) and 1 <= len(item) <= 256):
        raise InvalidInputError(f"{place}.properties.itemId: expected a string of 1 to 256 characters")
    if value is not None and (not isinstance(value, (int, float)) or isinstance(value, bool)):
        raise InvalidInputError(f"{place}.properties.eventValue: expected a number")
    fields = to_columns(properties, schema, f"{place}.properties")
    return Event(
        user=request.get("userId", request["sessionId"]),
        session=request["sessionId"],
        item=item,
        time=int(given["sentAt"]),
        type=given["eventType"],
        value=value,
        event_id=given.get("eventId"),
        recommendation_id=given.get("recommendationId"),
        impression=tuple(given.get("impression", ())),
        fields=fields,
        received=received,
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
    )
