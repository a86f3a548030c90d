"""JSON documents into frozen dataclasses, with every mistake named by its path.

Plain Python on purpose: surface documents are read while a request waits for a cold start.
"""

import dataclasses
import json
import math
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import Enum
from typing import Annotated, Any, Final, Literal, NamedTuple, Never, Protocol, TypeVar, Union, cast

T = TypeVar("T")


class Problem(NamedTuple):
    """One mistake in a document: where it is (`rules[0].params.max`) and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class InvalidDocument(ValueError):
    """A document that can't be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Constraint(Protocol):
    """What `Annotated` adds to a type."""

    def complaint(self, value: Any) -> str | None: ...


class Readable(Protocol):
    """A type that reads documents in its own way."""

    def from_document(self, document: object, path: str) -> Any:
        """Raises `InvalidDocument`."""
        ...


class Range(NamedTuple):
    """Both ends may be reached."""

    minimum: float
    maximum: float | None = None

    def complaint(self, value: float) -> str | None:
        if value < self.minimum:
            return f"must be at least {self.minimum:g}"
        if self.maximum is not None and value > self.maximum:
            return f"must be at most {self.maximum:g}"
        return None


class Length(NamedTuple):
    minimum: int
    maximum: int | None = None

    def complaint(self, value: Sequence[object]) -> str | None:
        if len(value) < self.minimum:
            return "must not be empty" if self.minimum == 1 else f"must have at least {self.minimum} entries"
        if self.maximum is not None and len(value) > self.maximum:
            return f"must have at most {self.maximum} entries" if self.maximum else "must be empty"
        return None


class Pattern(NamedTuple):
    """The whole text matches the regular expression; `described` says what such a text is."""

    expression: str
    described: str

    def complaint(self, value: str) -> str | None:
        return None if re.fullmatch(self.expression, value) else f"must be {self.described}"


class CountOrShare(NamedTuple):
    """A whole number from 1 on is a count, and what is below 1 is a share."""

    def complaint(self, value: float) -> str | None:
        if value < 0 or (value > 1 and not float(value).is_integer()):
            return "must be a whole number, or a share below 1"
        return None


Name = Annotated[str, Length(1, 256)]
Count = Annotated[int, Range(0)]
Positive = Annotated[int, Range(1)]
Share = Annotated[float, Range(0, 1)]
JsonObject = Mapping[str, object]

_INVALID: Final = object()  # what a part that could not be read is replaced by; it never leaves this module


def parsed(text: str | bytes) -> object:
    """A JSON document; raises `InvalidDocument` for what is none, and for numbers that JSON does not have."""
    try:
        return json.loads(text, parse_constant=_refused_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise InvalidDocument([Problem("$", f"is not JSON: {error}")]) from error


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is beyond the numbers that are read")
    return number


def _refused_constant(name: str) -> Never:
    raise ValueError(f"{name} is not a JSON number")


def decode(kind: type[T], document: object, path: str = "") -> T:
    """`document` as a `kind`, a dataclass; raises `InvalidDocument` with all that is wrong."""
    problems: list[Problem] = []
    value = _decoded(kind, document, path, problems)
    if problems:
        raise InvalidDocument(problems)
    return cast(T, value)


def within(path: str, name: str) -> str:
    """The path of a field of the object at `path`."""
    return f"{path}.{name}" if path else name


def _decoded(kind: Any, value: object, path: str, problems: list[Problem]) -> Any:
    origin = typing.get_origin(kind)
    if origin is Annotated:
        return _constrained(kind, value, path, problems)
    if origin in (Union, types.UnionType):
        return _one_of(typing.get_args(kind), value, path, problems)
    if origin is Literal:
        choices = typing.get_args(kind)
        return value if value in choices else _refuse(problems, path, f"must be one of {', '.join(map(str, choices))}")
    if origin is tuple:
        return _tuple(typing.get_args(kind)[0], value, path, problems)
    if origin is Mapping:
        return _mapping(typing.get_args(kind)[1], value, path, problems)
    if hasattr(kind, "from_document"):
        return _own_reading(cast(Readable, kind), value, path, problems)
    if dataclasses.is_dataclass(kind):
        return _dataclass(cast(type, kind), value, path, problems)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(kind, value, path, problems)
    return _scalar(kind, value, path, problems)


def _refuse(problems: list[Problem], path: str, message: str) -> Any:
    problems.append(Problem(path or "$", message))
    return _INVALID


def _member(kind: type[Enum], value: object, path: str, problems: list[Problem]) -> Any:
    members = {member.value: member for member in kind}
    member = members.get(value) if isinstance(value, str) else None
    return _refuse(problems, path, f"must be one of {', '.join(members)}") if member is None else member


def _constrained(kind: Any, value: object, path: str, problems: list[Problem]) -> Any:
    inner, *constraints = typing.get_args(kind)
    decoded = _decoded(inner, value, path, problems)
    if decoded is not _INVALID:
        for constraint in cast(list[Constraint], constraints):
            if complaint := constraint.complaint(decoded):
                return _refuse(problems, path, complaint)
    return decoded


def _one_of(kinds: Sequence[Any], value: object, path: str, problems: list[Problem]) -> Any:
    """`None` where allowed, a list as the tuple and an object as the object among the kinds, all else as the first."""
    if value is None and type(None) in kinds:
        return None
    wanted = _is_tuple if isinstance(value, list) else _is_object if isinstance(value, dict) else _is_scalar
    kind = next(filter(wanted, kinds), kinds[0])
    return _decoded(kind, cast(object, value), path, problems)


def _is_tuple(kind: Any) -> bool:
    return typing.get_origin(typing.get_args(kind)[0] if typing.get_origin(kind) is Annotated else kind) is tuple


def _is_object(kind: Any) -> bool:
    return typing.get_origin(kind) is Mapping or dataclasses.is_dataclass(kind)


def _is_scalar(kind: Any) -> bool:
    return not _is_tuple(kind) and not _is_object(kind)


def _own_reading(kind: Readable, value: object, path: str, problems: list[Problem]) -> Any:
    try:
        return kind.from_document(value, path)
    except InvalidDocument as invalid:
        problems += invalid.problems
        return _INVALID


def _tuple(inner: Any, value: object, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, list):
        return _refuse(problems, path, "must be a list")
    entries = [
        _decoded(inner, entry, f"{path}[{index}]", problems) for index, entry in enumerate(cast(list[object], value))
    ]
    return _INVALID if _INVALID in entries else tuple(entries)


def _mapping(inner: Any, value: object, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(problems, path, "must be an object")
    entries = {
        name: _decoded(inner, entry, within(path, name), problems)
        for name, entry in cast(dict[str, object], value).items()
    }
    return _INVALID if _INVALID in entries.values() else entries


def _dataclass(kind: type, value: object, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(problems, path, "must be an object")
    document = cast(dict[str, object], value)
    # A field named like a Python keyword ends in an underscore (`from_`).
    fields = {field.name.rstrip("_"): field for field in dataclasses.fields(kind) if field.init}
    unknown = [name for name in document if name not in fields]
    for name in unknown:
        problems.append(Problem(within(path, name), "is not a known field"))
    decoded: dict[str, Any] = {}
    for name, field in fields.items():
        if name in document:
            decoded[field.name] = _decoded(field.type, document[name], within(path, name), problems)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            decoded[field.name] = _refuse(problems, within(path, name), "is required")
    if unknown or _INVALID in decoded.values():
        return _INVALID
    return kind(**decoded)


def _scalar(kind: Any, value: object, path: str, problems: list[Problem]) -> Any:
    if kind is object:
        return value
    described, read = _SCALARS[kind]
    decoded = read(value)
    return _refuse(problems, path, f"must be {described}") if decoded is None else decoded


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole_number(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _instant(value: object) -> datetime | None:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None


def _time_of_day(value: object) -> time | None:
    try:
        return datetime.strptime(value, "%H:%M").time() if isinstance(value, str) else None
    except ValueError:
        return None


_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def _duration(value: object) -> timedelta | None:
    if not isinstance(value, str) or not re.fullmatch("[1-9][0-9]{0,5}[smhdw]", value):
        return None
    return timedelta(seconds=int(value[:-1]) * _SECONDS[value[-1]])


_SCALARS: Final[Mapping[Any, tuple[str, Callable[[object], Any]]]] = {
    str: ("a text", _text),
    bool: ("true or false", _truth),
    float: ("a number", _number),
    int: ("a whole number", _whole_number),
    datetime: ("an ISO 8601 time with a zone", _instant),
    time: ("a time of day such as 06:30", _time_of_day),
    timedelta: ("a duration above 0 such as 90s, 10m, 48h or 30d", _duration),
}
