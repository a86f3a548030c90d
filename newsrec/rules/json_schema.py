"""JSON Schema (2020-12) of documents, made from the dataclasses that read them, for editors' tools."""

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Any, Final, Literal, Union, cast

from newsrec.rules.catalogue import RULE_NAMES, kind_of
from newsrec.rules.decoding import CountOrShare, Length, Pattern, Range
from newsrec.rules.documents import Envelope
from newsrec.rules.predicates import COMPARISONS, Predicate

Schema = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: Final[Mapping[Any, Schema]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    int: {"type": "integer"},
    object: {},
    datetime: {"type": "string", "format": "date-time", "pattern": "(Z|[+-][0-9]{2}:?[0-9]{2})$"},
    time: {"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5]?[0-9]$"},
    timedelta: {"type": "string", "pattern": "^[1-9][0-9]{0,5}[smhdw]$"},
}


def schema_of(kind: Any, replaced: Mapping[str, Schema] = types.MappingProxyType({})) -> Schema:
    """The documents that `decode` reads as a `kind`; `replaced` are schemas for fields that are read elsewhere."""
    origin = typing.get_origin(kind)
    if kind is Predicate:
        return {"$ref": "#/$defs/predicate"}
    if origin is Annotated:
        inner, *constraints = typing.get_args(kind)
        schema = schema_of(inner)
        for constraint in constraints:
            schema |= _constrained(constraint, is_text=schema.get("type") == "string")
        return schema
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(part) for part in typing.get_args(kind)]}
    if origin is Literal:
        return {"enum": list(typing.get_args(kind))}
    if origin is tuple:
        return {"type": "array", "items": schema_of(typing.get_args(kind)[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": schema_of(typing.get_args(kind)[1])}
    if kind is types.NoneType:
        return {"type": "null"}
    return _of_dataclass(kind, replaced) if dataclasses.is_dataclass(kind) else dict(_SCALARS[kind])


def _constrained(constraint: object, *, is_text: bool) -> Schema:
    match constraint:
        case Range(minimum, maximum):
            return {"minimum": minimum} | ({} if maximum is None else {"maximum": maximum})
        case Length(minimum, maximum):
            least, most = ("minLength", "maxLength") if is_text else ("minItems", "maxItems")
            return {least: minimum} | ({} if maximum is None else {most: maximum})
        case Pattern(expression, _):
            return {"pattern": f"^(?:{expression})$"}
        case CountOrShare():
            return {"minimum": 0, "anyOf": [{"type": "integer"}, {"maximum": 1}]}
        case _:
            return {}


def _of_dataclass(kind: Any, replaced: Mapping[str, Schema]) -> Schema:
    fields = [field for field in dataclasses.fields(kind) if field.init]
    return {
        "type": "object",
        "description": " ".join(str(kind.__doc__).split()),
        "properties": {
            field.name.rstrip("_"): replaced.get(field.name) or schema_of(field.type) | _default(field)
            for field in fields
        },
        "required": [field.name.rstrip("_") for field in fields if _is_required(field)],
        "additionalProperties": False,
    }


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _default(field: "dataclasses.Field[Any]") -> Schema:
    """The default where JSON has it as it is."""
    default: object = field.default
    if isinstance(default, tuple):
        return {"default": list(cast(tuple[object, ...], default))}
    return {"default": default} if isinstance(default, str | int | float) else {}


def rules_schema() -> Schema:
    """A list of rules; it refers to the definitions."""
    return {"type": "array", "items": {"$ref": "#/$defs/rule"}}


def definitions() -> Mapping[str, Schema]:
    """What the schemas refer to: the rule, the parameters of each kind of it, and the predicate."""
    params = {name: schema_of(kind) for name in RULE_NAMES if (kind := kind_of(name))}
    envelope = schema_of(Envelope, {"rule": {"enum": list(RULE_NAMES)}})
    rule = envelope | {"allOf": [_of_rule(name, schema.pop("required")) for name, schema in params.items()]}
    return {"rule": rule, "predicate": _predicate(), **params}


def _of_rule(name: str, required: list[str]) -> Schema:
    then: Schema = {
        "properties": {
            "params": {"$ref": f"#/$defs/{name}", "required": required},
            "relax_to": {"anyOf": [{"type": "null"}, {"$ref": f"#/$defs/{name}"}]},
        }
    }
    if required:
        then["required"] = ["params"]
    return {"if": {"properties": {"rule": {"const": name}}, "required": ["rule"]}, "then": then}


def _predicate() -> Schema:
    """Either one attribute with its comparisons, or the short form."""
    scalar: Schema = {"type": ["string", "number", "boolean"]}
    comparisons: Schema = dict(_comparisons(scalar))
    here = {"$ref": "#/$defs/predicate"}
    return {
        "type": "object",
        "description": "Which articles are meant: all fields must hold.",
        "if": {"required": ["attribute"]},
        "then": {
            "properties": {"attribute": {"type": "string", "minLength": 1}, **comparisons},
            "minProperties": 2,
            "additionalProperties": False,
        },
        "else": {
            "properties": {
                "all": {"type": "array", "items": here},
                "any": {"type": "array", "items": here},
                "not": here,
                "flag": {"type": "string", "minLength": 1},
                "has": {"type": "string", "minLength": 1},
                "age_lt": comparisons["age_lt"],
                "age_gt": comparisons["age_gt"],
            },
            "patternProperties": {
                "._(lt|lte|gt|gte)$": comparisons["lt"],
                "._in$": comparisons["in"],
                "._has$": scalar,
            },
            "additionalProperties": {"anyOf": [scalar, comparisons["in"]]},
        },
    }


def _comparisons(scalar: Schema) -> Iterator[tuple[str, Schema]]:
    for operator in COMPARISONS:
        match operator:
            case "eq" | "has":
                yield operator, scalar
            case "in":
                yield operator, {"type": "array", "items": scalar}
            case "age_lt" | "age_gt":
                yield operator, schema_of(timedelta)
            case _:
                yield operator, {"type": ["string", "number"]}
