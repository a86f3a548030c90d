"""A mapping's rule made into a function, once, that takes a field's value out of each record."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from string import Formatter
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from newsrec.transform.cleaning import without_markup
from newsrec.transform.mapping_rules import Each, TargetRule
from newsrec.transform.reject import FieldError
from newsrec.transform.source import Record, Unmapped
from newsrec.transform.targets import Target

Filling = Callable[[Record], object]
"""The value for a field, or None if the record has none. Raises `Unmapped`."""

Step = Callable[[Any], Any]

_UNREADABLE: Final = (ValueError, TypeError, OverflowError, OSError, RecursionError)


class _NotListed(ValueError):
    """A value that a rule's `values` doesn't know."""


def compiled(rule: TargetRule, target: Target) -> Filling:
    """What fills `target` by `rule`."""
    path = rule.sources[0] if rule.sources else "$"
    read, convert = _origin(rule), _several(rule, target) if target.several else _single(rule, target)

    def fill(record: Record) -> object:
        try:
            value = convert(found) if (found := read(record)) is not None else None
        except _NotListed as unknown:
            raise Unmapped(FieldError(path, "enum", str(unknown))) from None
        except _UNREADABLE as error:
            raise Unmapped(FieldError(path, "source_format", str(error))) from None
        if value is not None:
            return value
        if rule.required:
            raise Unmapped(FieldError(path, "missing", "Field required"))
        return rule.default

    return fill


def _origin(rule: TargetRule) -> Callable[[Record], Any]:
    """What the rule works on; texts that are blank are as good as absent."""
    if rule.template:
        parts = [(text, _reader(name) if name else None) for text, name, _, _ in Formatter().parse(rule.template)]
        return lambda record: _filled_in(record, parts)
    if rule.value is not None:
        return lambda _: rule.value
    readers = [_reader(path) for path in rule.sources]
    if rule.all_:
        return lambda record: [value for read in readers if (value := read(record)) is not None]
    first, *others = readers
    if not others:
        return first
    return lambda record: next((value for read in readers if (value := read(record)) is not None), None)


def _reader(path: str) -> Callable[[Any], Any]:
    parts = path.split(".")
    if len(parts) == 1:
        return lambda record: _unless_blank(record.get(path))

    def read(value: Any) -> Any:
        for part in parts:
            if isinstance(value, Mapping):
                value = cast(Mapping[str, Any], value).get(part)
            elif isinstance(value, list) and part.isdecimal() and len(part) < 10:
                value = next(iter(cast(list[Any], value)[int(part) :]), None)
            else:
                return None
        return _unless_blank(value)

    return read


def _unless_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _filled_in(record: Record, parts: list[tuple[str, Callable[[Any], Any] | None]]) -> str | None:
    values = [(text, read(record) if read else "") for text, read in parts]
    if any(value is None for _, value in values):
        return None
    if not all(isinstance(value, str | int | float) for _, value in values):
        raise ValueError("a template takes texts and numbers only")
    return "".join(f"{text}{value}" for text, value in values)


def _single(rule: TargetRule, target: Target) -> Step:
    steps = [*_reading(rule), *_writing(rule, target)]
    if len(steps) == 1:
        return steps[0]

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value)
        return value

    return convert


def _several(rule: TargetRule, target: Target) -> Step:
    reading, writing = _reading(rule), _writing(rule, target)

    def convert(value: Any) -> list[Any] | None:
        values = cast(list[Any], value) if isinstance(value, list) else [value]
        for step in reading:
            values = [step(one) for one in values]
        values = [one for whole in values for one in _spread(whole, rule)]
        for step in writing:
            values = [step(one) for one in values]
        return [one for one in values if _unless_blank(one) is not None] or None

    return convert


def _spread(value: Any, rule: TargetRule) -> list[Any]:
    if rule.split is not None and isinstance(value, str):
        return value.split(rule.split)
    values = cast(list[Any], value) if isinstance(value, list) else [value]
    return [_picked(one, rule.each) for one in values if _is_meant(one, rule.each)] if rule.each else values


def _is_meant(value: Any, each: Each) -> bool:
    if not isinstance(value, dict):
        raise TypeError("not a list of objects")
    return all(_reader(path)(value) == wanted for path, wanted in each.where.items())


def _picked(value: Any, each: Each) -> Any:
    return _reader(each.path)(value)


def _reading(rule: TargetRule) -> list[Step]:
    """What is done to a value as the source writes it."""
    steps: list[Step] = []
    if rule.json_:
        steps.append(json.loads)
    if rule.html:
        steps.append(lambda text: without_markup(text) if isinstance(text, str) else text)
    return steps


def _writing(rule: TargetRule, target: Target) -> list[Step]:
    """What makes a value of it that the field can hold."""
    steps: list[Step] = []
    if rule.values:
        steps.append(lambda value: _listed(value, rule))
    if rule.time:
        formats, zone = rule.time, ZoneInfo(rule.zone) if rule.zone else None
        steps.append(lambda value: _time(value, formats, zone))
    elif not target.is_number and not target.is_time:
        steps.append(_text)
    return steps


def _text(value: Any) -> Any:
    """Numbers as texts; what is neither is left for the validation to refuse."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _listed(value: Any, rule: TargetRule) -> Any:
    name = value if isinstance(value, str) else json.dumps(value)
    if name in rule.values:
        return rule.values[name]
    if rule.default is None:
        raise _NotListed(f"{name!r} is not one of {', '.join(rule.values)}")
    return rule.default


def _time(value: Any, formats: tuple[str, ...], zone: ZoneInfo | None) -> datetime:
    for written in formats:
        try:
            time = _time_as(value, written)
        except _UNREADABLE:
            continue
        if time.tzinfo is None and zone is None:
            raise ValueError(f"{value!r} has no zone")
        return time if time.tzinfo else time.replace(tzinfo=zone)
    raise ValueError(f"{value!r} is not a time written as {' or '.join(formats)}")


def _time_as(value: Any, written: str) -> datetime:
    if isinstance(value, bool):
        raise TypeError("a truth value is no time")
    match written:
        case "epoch_seconds":
            return datetime.fromtimestamp(float(value), UTC)
        case "epoch_milliseconds":
            return datetime.fromtimestamp(float(value) / 1000, UTC)
        case "iso":
            return datetime.fromisoformat(value)
        case _:
            return datetime.strptime(value, written)
