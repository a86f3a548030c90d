"""Checks made from botocore shapes: required members, types, lengths, ranges, patterns, enums."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

Check = Callable[[Any, str, list[str]], None]
"""Takes a value and the place it stands at, and adds what is wrong with it to a list."""


def check_for(shape: Shape | None, *, closed: bool = False) -> Check:
    """The check of a shape.

    With `closed`, as for answers, structure members that the shape lacks are wrong, and patterns are left alone: the
    models hold some answers to the pattern of another kind of ARN.
    """
    return _Checks(closed).of(shape) if shape is not None else _anything


def _anything(value: Any, place: str, wrong: list[str]) -> None:
    del value, place, wrong


class _Checks:
    def __init__(self, closed: bool) -> None:
        self.closed = closed
        self.made: dict[str, Check] = {}

    def of(self, shape: Shape) -> Check:
        if shape.name not in self.made:
            self.made[shape.name] = self._later(shape.name)  # for shapes that contain themselves
            self.made[shape.name] = self._make(shape)
        return self.made[shape.name]

    def _later(self, name: str) -> Check:
        def check(value: Any, place: str, wrong: list[str]) -> None:
            self.made[name](value, place, wrong)

        return check

    def _make(self, shape: Shape) -> Check:
        match shape.type_name:
            case "structure":
                return self._structure(cast(StructureShape, shape))
            case "list":
                return self._list(cast(ListShape, shape))
            case "map":
                return self._map(cast(MapShape, shape))
            case "string":
                return _string(cast(StringShape, shape), with_pattern=not self.closed)
            case "integer" | "long":
                return _number(shape, int, "an integer")
            case "float" | "double":
                return _number(shape, (int, float), "a number")
            case "boolean":
                return _boolean
            case "timestamp":
                return _timestamp
            case unknown:
                raise TypeError(f"no check for the shape type {unknown}")

    def _structure(self, shape: StructureShape) -> Check:
        members = {name: self.of(member) for name, member in shape.members.items()}
        required = tuple(shape.required_members)

        def check(value: Any, place: str, wrong: list[str]) -> None:
            if not isinstance(value, dict):
                wrong.append(_wrong_type(place, "a structure"))
                return
            given = cast(dict[str, Any], value)
            wrong.extend(
                f"Value null at '{_at(place, name)}' failed to satisfy constraint: Member must not be null"
                for name in required
                if given.get(name) is None
            )
            for name, member in given.items():
                if name in members:
                    if member is not None:
                        members[name](member, _at(place, name), wrong)
                elif self.closed:
                    wrong.append(f"'{_at(place, name)}' is no member of {shape.name}")

        return check

    def _list(self, shape: ListShape) -> Check:
        member = self.of(shape.member)
        bounds = _length(shape)

        def check(value: Any, place: str, wrong: list[str]) -> None:
            if not isinstance(value, list):
                wrong.append(_wrong_type(place, "a list"))
                return
            elements = cast(list[Any], value)
            bounds(len(elements), elements, place, wrong)
            for position, element in enumerate(elements, start=1):
                member(element, f"{place}.{position}.member", wrong)

        return check

    def _map(self, shape: MapShape) -> Check:
        key_check, value_check = self.of(shape.key), self.of(shape.value)
        bounds = _length(shape)

        def check(value: Any, place: str, wrong: list[str]) -> None:
            if not isinstance(value, dict):
                wrong.append(_wrong_type(place, "a map"))
                return
            entries = cast(dict[str, Any], value)
            bounds(len(entries), entries, place, wrong)
            for key, entry in entries.items():
                key_check(key, f"{place}.key", wrong)
                value_check(entry, f"{place}.{key}.member", wrong)

        return check


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _wrong_type(place: str, expected: str) -> str:
    return f"Value at '{place}' failed to satisfy constraint: Member must be {expected}"


def _failed(value: Any, place: str, rule: str) -> str:
    return f"Value '{value}' at '{place}' failed to satisfy constraint: Member must {rule}"


def _length(shape: Shape) -> Callable[[int, Any, str, list[str]], None]:
    metadata: Mapping[str, Any] = shape.metadata
    least, most = metadata.get("min", 0), metadata.get("max", math.inf)

    def check(length: int, value: Any, place: str, wrong: list[str]) -> None:
        if length < least:
            wrong.append(_failed(value, place, f"have length greater than or equal to {least}"))
        if length > most:
            wrong.append(_failed(value, place, f"have length less than or equal to {most}"))

    return check


def _string(shape: StringShape, *, with_pattern: bool) -> Check:
    bounds = _length(shape)
    pattern_text: str | None = shape.metadata.get("pattern") if with_pattern else None
    pattern = re.compile(_in_python(pattern_text)) if pattern_text else None
    enum = shape.enum

    def check(value: Any, place: str, wrong: list[str]) -> None:
        if not isinstance(value, str):
            wrong.append(_wrong_type(place, "a string"))
            return
        bounds(len(value), value, place, wrong)
        if pattern is not None and not pattern.fullmatch(value):
            wrong.append(_failed(value, place, f"satisfy regular expression pattern: {pattern_text}"))
        if enum and value not in enum:
            wrong.append(_failed(value, place, f"satisfy enum value set: [{', '.join(enum)}]"))

    return check


def _in_python(pattern: str) -> str:
    """A Java pattern with its character classes as Python writes them."""
    pattern = pattern.replace("(s3|http|https)://", "(s3|http|https|file)://")  # data may lie on this machine too
    pattern = re.sub(r"(?<![\[}])\\p\{ASCII\}", r"[\\x00-\\x7F]", pattern)
    for name, members in (("ASCII", r"\x00-\x7F"), ("L", r"\w"), ("N", r"\d"), ("Z", r"\s")):
        pattern = pattern.replace(f"\\p{{{name}}}", members)
    return pattern


def _number(shape: Shape, types: type | tuple[type, ...], expected: str) -> Check:
    least, most = shape.metadata.get("min", -math.inf), shape.metadata.get("max", math.inf)

    def check(value: Any, place: str, wrong: list[str]) -> None:
        if not isinstance(value, types) or isinstance(value, bool):
            wrong.append(_wrong_type(place, expected))
            return
        if value < least:
            wrong.append(_failed(value, place, f"have value greater than or equal to {least}"))
        if value > most:
            wrong.append(_failed(value, place, f"have value less than or equal to {most}"))

    return check


def _boolean(value: Any, place: str, wrong: list[str]) -> None:
    if not isinstance(value, bool):
        wrong.append(_wrong_type(place, "a boolean"))


def _timestamp(value: Any, place: str, wrong: list[str]) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        wrong.append(_wrong_type(place, "a timestamp in epoch seconds"))
