"""From a source's own record to the model: a mapping per source, then one validation for all."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any, Final, TypeVar, cast

from pydantic import ValidationError

from newsrec.model import Article, Interaction
from newsrec.transform.records import bare_article, generic_article, interaction
from newsrec.transform.reject import BrokenRules, Reject, reject_of, rejected

Record = Mapping[str, Any]
T = TypeVar("T")

# Batch jobs import from an archive, where there is no folder to look into.
_DOCUMENTS: Final = files("newsrec.transform") / "sources"


class UnknownSource(ValueError):
    """A record names a source schema that is not built in."""


class Unmapped(BrokenRules):
    """A source's record that its mapping can't read."""


def _as_is(record: Record) -> Record:
    return record


@dataclass(frozen=True, slots=True)
class SourceSchema:
    """How one source's records map to the fields of an article and of an interaction; the mappings raise `Unmapped`."""

    article_fields: Callable[[Record], Record] = _as_is
    interaction_fields: Callable[[Record], Record] = _as_is
    article: Callable[[Record], Article] = bare_article


# `bare` is the generic form of articles of which no more than an id and a time need be known.
_GENERIC_FORMS: Final = {"generic": SourceSchema(article=generic_article), "bare": SourceSchema()}

SOURCE_NAMES: Final = (*_GENERIC_FORMS, *sorted(PurePath(document.name).stem for document in _DOCUMENTS.iterdir()))


@cache
def schema_of(source: str) -> SourceSchema:
    """Raises `UnknownSource` for a name that is not in `SOURCE_NAMES`."""
    if source not in SOURCE_NAMES:
        raise UnknownSource(f"source {source!r} is not one of {', '.join(SOURCE_NAMES)}")
    if source in _GENERIC_FORMS:
        return _GENERIC_FORMS[source]
    from newsrec.transform.mapping import read_mapping  # noqa: PLC0415 - generic records need none of it

    return read_mapping((_DOCUMENTS / f"{source}.json").read_bytes())


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
    if source not in SOURCE_NAMES:
        return rejected(envelope, "source", "enum", f"{source!r} is not one of {', '.join(SOURCE_NAMES)}")
    return SourceRecord(envelope["record"], source)


def transformed(payload: bytes, to_model: Callable[[object, str], T | Reject]) -> T | Reject:
    """What a stream payload, or a line of a source file, becomes by `to_article` or `to_interaction`."""
    read = read_payload(payload)
    return read if isinstance(read, Reject) else to_model(read.value, read.source)


def to_article(record: object, source: str | SourceSchema = "generic") -> Article | Reject:
    """The article that a source's record describes. Raises `UnknownSource`."""
    schema = source if isinstance(source, SourceSchema) else schema_of(source)
    return _transformed(record, schema.article_fields, schema.article)


def to_interaction(record: object, source: str | SourceSchema = "generic") -> Interaction | Reject:
    """The interaction that a source's record tells of. Raises `UnknownSource`."""
    schema = source if isinstance(source, SourceSchema) else schema_of(source)
    return _transformed(record, schema.interaction_fields, interaction)


def _as_object(value: object) -> Record | None:
    return cast(Record, value) if isinstance(value, dict) else None


def _transformed(record: object, mapping: Callable[[Record], Record], validated: Callable[[Record], T]) -> T | Reject:
    source_fields = _as_object(record)
    if source_fields is None:
        return rejected(record, "$", "object", "a record is a JSON object")
    try:
        return validated(mapping(source_fields))
    except Unmapped as unmapped:
        return Reject(record, unmapped.errors)
    except ValidationError as error:
        return reject_of(record, error)
