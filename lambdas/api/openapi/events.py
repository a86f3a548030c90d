"""What a website reports: the generic interaction record, less what browsers may not say."""

from typing import Any, Final

from pydantic import TypeAdapter

from lambdas.api.openapi.parameters import Json
from lambdas.api.parameters import MOST_EVENTS
from newsrec.serving.events import FIELDS, LEAST_VISIBLE_MS
from newsrec.transform.records import InteractionRecord

REFERENCE: Final = "#/components/schemas/{model}"


def events_body() -> Json:
    """The body of `POST /events`."""
    # Anything else in the list is refused by itself, so it does not make the request wrong.
    event = {"anyOf": [{"$ref": REFERENCE.format(model="Event")}, {}]}
    events = {"type": "array", "items": event, "minItems": 1, "maxItems": MOST_EVENTS}
    schema: Json = {
        "type": "object",
        "properties": {"events": events},
        "required": ["events"],
        "additionalProperties": False,
    }
    # `navigator.sendBeacon` sends the same as plain text.
    content: Json = {"application/json": {"schema": schema}, "text/plain": {"schema": {"type": "string"}}}
    return {"required": True, "content": content}


def event_schemas() -> Json:
    """By name, what an event may hold, and the schemas that it refers to."""
    record = TypeAdapter[Any](InteractionRecord).json_schema(ref_template=REFERENCE)
    kept = {name: schema for name, schema in record["properties"].items() if name in FIELDS}
    kept["occurred_at"] = {"type": "string", "format": "date-time", "description": "Of the last 24 hours."}
    kept["impression_id"] |= {"description": "That of the article in the list where the reader saw it."}
    kept["visible_ms"] = {
        "type": "number",
        "minimum": 0,
        "description": f"How long it was in view; an impression counts from {LEAST_VISIBLE_MS} ms on.",
    }
    required = [name for name in record["required"] if name != "session_id"]
    event = {"type": "object", "properties": kept, "required": required, "additionalProperties": False}
    return {**record["$defs"], "Event": event}
