"""From a source's own record to the model: a mapping per source, then one validation for all."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from newsrec.model import Article, Interaction
from newsrec.transform import globo, mind
from newsrec.transform.records import BareArticle, GenericArticle, InteractionRecord
from newsrec.transform.reject import Reject, reject_of, rejected

Record = Mapping[str, Any]
T = TypeVar("T")


class UnknownSource(ValueError):
    """A record names a source schema that is not built in."""


def _as_is(record: Record) -> Record:
    return record


@dataclass(frozen=True, slots=True)
class SourceSchema:
    """How one source's records map to the fields of an article and of an interaction."""

    article_fields: Callable[[Record], Record] = _as_is
    interaction_fields: Callable[[Record], Record] = _as_is
    article_model: type[BareArticle | GenericArticle] = BareArticle


# `bare` is the generic form of articles of which no more than an id and a time need be known.
SOURCES: Mapping[str, SourceSchema] = {
    "generic": SourceSchema(article_model=GenericArticle),
    "bare": SourceSchema(),
    "globo": SourceSchema(globo.article_fields, globo.interaction_fields),
    "mind": SourceSchema(mind.article_fields, mind.interaction_fields),
}


SOURCE_NAMES = tuple(SOURCES)


def schema_of(source: str) -> SourceSchema:
    """Raises `UnknownSource` for a name that is not in `SOURCES`."""
    try:
        return SOURCES[source]
    except KeyError:
        raise UnknownSource(f"source {source!r} is not one of {', '.join(SOURCES)}") from None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record as its source wrote it."""

    value: object
    source: str = "generic"


def read_record(line: bytes) -> SourceRecord | Reject:
    """One JSON value, taken as a generic record."""
    try:
        return SourceRecord(json.loads(line))
    except (ValueError, RecursionError) as error:
        return rejected(line.decode("utf-8", "replace"), "$", "json", f"not JSON: {error}")


def read_payload(payload: bytes) -> SourceRecord | Reject:
    """A stream record's payload: a generic record, or `{"source": NAME, "record": {...}}` for another source's own."""
    read = read_record(payload)
    if isinstance(read, Reject):
        return read
    envelope = _as_object(read.value)
    if envelope is None or set(envelope) != {"source", "record"}:
        return read
    source = str(envelope["source"])
    if source not in SOURCES:
        return rejected(envelope, "source", "enum", f"{source!r} is not one of {', '.join(SOURCES)}")
    return SourceRecord(envelope["record"], source)


def transformed(payload: bytes, to_model: Callable[[object, str], T | Reject]) -> T | Reject:
    """What a stream payload, or a line of a source file, becomes by `to_article` or `to_interaction`."""
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_model(read.value, read.source)


def to_article(record: object, source: str = "generic") -> Article | Reject:
    schema = schema_of(source)
    return _transformed(
        record, schema.article_fields, lambda fields: schema.article_model.model_validate(fields).to_model()
    )


def to_interaction(record: object, source: str = "generic") -> Interaction | Reject:
    schema = schema_of(source)
    return _transformed(
        record, schema.interaction_fields, lambda fields: InteractionRecord.model_validate(fields).to_model()
    )


def _as_object(value: object) -> Record | None:
    return cast(Record, value) if isinstance(value, Mapping) else None


def _transformed(record: object, mapping: Callable[[Record], Record], validated: Callable[[Record], T]) -> T | Reject:
    source_fields = _as_object(record)
    if source_fields is None:
        return rejected(record, "$", "object", "a record is a JSON object")
    try:
        fields = mapping(source_fields)
    except KeyError as missing:
        return rejected(record, str(missing.args[0]), "missing", "Field required")
    except (TypeError, ValueError, OverflowError, AttributeError) as error:
        return rejected(record, "$", "source_format", str(error))
    try:
        return validated(fields)
    except ValidationError as error:
        return reject_of(record, error)
