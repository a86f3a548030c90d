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


def schema_of(source: str) -> SourceSchema:
    """Raises `UnknownSource` for a name that is not in `SOURCES`."""
    try:
        return SOURCES[source]
    except KeyError:
        raise UnknownSource(f"source {source!r} is not one of {', '.join(SOURCES)}") from None


def read_payload(payload: bytes) -> tuple[object, str] | Reject:
    """A stream record's payload as (record, source).

    A payload is a generic record, or `{"source": NAME, "record": {...}}` for another source's own form.
    """
    try:
        parsed: object = json.loads(payload)
    except ValueError as error:
        return rejected(payload.decode("utf-8", "replace"), "$", "json", f"not JSON: {error}")
    envelope: Record = cast(Record, parsed) if isinstance(parsed, dict) else {}
    if set(envelope) == {"source", "record"}:
        source = str(envelope["source"])
        if source not in SOURCES:
            return rejected(envelope, "source", "enum", f"{source!r} is not one of {', '.join(SOURCES)}")
        return envelope["record"], source
    return cast(object, parsed), "generic"


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


def _transformed(record: object, mapping: Callable[[Record], Record], validated: Callable[[Record], T]) -> T | Reject:
    if not isinstance(record, Mapping):
        return rejected(record, "$", "object", "a record is a JSON object")
    record = cast(Record, record)
    try:
        fields = mapping(record)
    except KeyError as missing:
        return rejected(record, str(missing.args[0]), "missing", "Field required")
    except (TypeError, ValueError) as error:
        return rejected(record, "$", "source_format", str(error))
    try:
        return validated(fields)
    except ValidationError as error:
        return reject_of(record, error)
