"""What a mapping can fill: the fields of the model, those of its parts under dotted names (`image.url`)."""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple


class Target(NamedTuple):
    """A field of the model: whether it holds several values, a time, or numbers, and whether every record needs it."""

    several: bool
    is_time: bool
    is_number: bool
    required: bool


def targets(model: type) -> Mapping[str, Target]:
    """The fields of a dataclass and of the dataclasses in it, by name."""
    return dict(_fields(model))


def _fields(model: type) -> Iterator[tuple[str, Target]]:
    hints = typing.get_type_hints(model)
    for field in dataclasses.fields(model):
        kind = _without_none(hints[field.name])
        if dataclasses.is_dataclass(kind):
            # A part that is not there needs none of its fields.
            yield from (
                (f"{field.name}.{name}", inner._replace(required=False))
                for name, inner in _fields(typing.cast(type, kind))
            )
        else:
            given = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
            yield (
                field.name,
                Target(
                    several=typing.get_origin(kind) is tuple,
                    is_time=kind is datetime,
                    is_number=kind in (int, float),
                    required=not given,
                ),
            )


def _without_none(hint: Any) -> Any:
    """`X` of `X | None`."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(kind for kind in typing.get_args(hint) if kind is not type(None))
    return hint
