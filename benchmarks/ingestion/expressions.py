"""Condition and update expressions of DynamoDB, each parsed once and then called for every item."""

import operator
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Transformer, v_args

Value: TypeAlias = Mapping[str, Any]
"""A typed value as it is on the wire: `{"N": "7"}`."""
Item: TypeAlias = dict[str, Value]
Request: TypeAlias = Mapping[str, Any]
"""What an operation, or a write of a transaction, was asked for: it says what placeholders stand for."""
Condition: TypeAlias = Callable[[Item, Request], bool]
Update: TypeAlias = Callable[[Item, Request], None]

_NUMBERS = Context(prec=38)
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


def holds(expression: str | None, item: Item, request: Request) -> bool:
    """Whether the item, empty when there is none, meets the condition."""
    return expression is None or _condition(expression)(item, request)


def updated(expression: str, item: Item, request: Request) -> Item:
    """The item after the update; the one given stays as it is."""
    after = dict(item)
    _update(expression)(after, request)
    return after


def _name(written: str, request: Request) -> str:
    return request["ExpressionAttributeNames"][written] if written.startswith("#") else written


def _value(written: str, request: Request) -> Value:
    return request["ExpressionAttributeValues"][written]


def _comparable(value: Value) -> tuple[str, Any]:
    [(kind, content)] = value.items()
    return kind, Decimal(content) if kind == "N" else content


def _sum(one: Value | None, other: Value) -> Value:
    return {"N": str(_NUMBERS.add(Decimal(one["N"]), Decimal(other["N"])))} if one else {"N": other["N"]}


@v_args(inline=True)
class _Conditions(Transformer[Any, Condition]):
    path = str

    def either(self, one: Condition, other: Condition) -> Condition:
        return lambda item, request: one(item, request) or other(item, request)

    def both(self, one: Condition, other: Condition) -> Condition:
        return lambda item, request: one(item, request) and other(item, request)

    def exists(self, path: str) -> Condition:
        return lambda item, request: _name(path, request) in item

    def missing(self, path: str) -> Condition:
        return lambda item, request: _name(path, request) not in item

    def compared(self, path: str, comparison: str, written: str) -> Condition:
        compare = _COMPARISONS[comparison]

        def test(item: Item, request: Request) -> bool:
            found = item.get(_name(path, request))
            if found is None:
                return comparison == "<>"
            (kind, content), (other_kind, other) = _comparable(found), _comparable(_value(written, request))
            return compare(content, other) if kind == other_kind else comparison == "<>"

        return test


@v_args(inline=True)
class _Updates(Transformer[Any, Update]):
    path = str

    def assigned(self, path: str, written: str) -> Update:
        def assign(item: Item, request: Request) -> None:
            item[_name(path, request)] = _value(written, request)

        return assign

    def added(self, path: str, written: str) -> Update:
        def add(item: Item, request: Request) -> None:
            name = _name(path, request)
            item[name] = _sum(item.get(name), _value(written, request))

        return add

    def remove(self, *paths: str) -> Update:
        def remove(item: Item, request: Request) -> None:
            for path in paths:
                item.pop(_name(path, request), None)

        return remove

    def update(self, *steps: Update) -> Update:
        def update(item: Item, request: Request) -> None:
            for step in steps:
                step(item, request)

        return update

    set = add = update


_GRAMMAR = (Path(__file__).parent / "expressions.lark").read_text()
_CONDITIONS = Lark(_GRAMMAR, parser="lalr", start="condition", transformer=_Conditions())
_UPDATES = Lark(_GRAMMAR, parser="lalr", start="update", transformer=_Updates())


@cache
def _condition(expression: str) -> Condition:
    return _CONDITIONS.parse(expression)  # type: ignore[return-value]


@cache
def _update(expression: str) -> Update:
    return _UPDATES.parse(expression)  # type: ignore[return-value]
