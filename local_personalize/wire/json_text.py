"""JSON as the standard has it: no NaN, no lone surrogates, and not nested deeper than can be read."""

import json
from typing import Any, NoReturn, cast


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def parse_json(text: str) -> Any:
    """The value that the text is; ValueError if it is none."""
    try:
        value: Any = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            _refuse_lone_surrogates(value)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    """The members, and members of members, that have a value; ValueError if they are nested too deeply."""
    try:
        return _members_without_nulls(members)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _members_without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    return {name: _without_nulls(value) for name, value in members.items() if value is not None}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return _members_without_nulls(cast(dict[str, Any], value))
    return [_without_nulls(element) for element in cast(list[Any], value)] if isinstance(value, list) else value


def _refuse_lone_surrogates(value: Any) -> None:
    json.dumps(value, ensure_ascii=False).encode()
