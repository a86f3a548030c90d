"""Filters evaluated slowly, item by item, in the words of the guide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from local_personalize.filters.syntax import Comparing, Condition, CurrentItem, Expression, Filter, Placeholder, Scalar

Attribute = float | Sequence[str]
"""A number, or categories."""


class Refused(Exception):
    """The request does not fit the filter."""


@dataclass
class Situation:
    """Who asks, about which item, with which values, and what there is."""

    items: Sequence[Mapping[str, Attribute]]
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    user: Mapping[str, Attribute] | None = None
    events: Sequence[tuple[str, int]] = ()
    seed: Mapping[str, Attribute] | None = None


def admitted(filter: Filter, situation: Situation) -> list[int]:
    """The items that are in any INCLUDE, if there is one that counts, and in no EXCLUDE."""
    used = [name for expression in filter.expressions for name in placeholders(expression)]
    if any(name not in used for name in situation.values):
        raise Refused
    active = [expression for expression in filter.expressions if is_active(expression, situation)]
    for expression in active:
        refuse_what_is_lacking(expression, situation)
    includes = [expression for expression in active if expression.action == "INCLUDE"]
    excludes = [expression for expression in active if expression.action == "EXCLUDE"]
    return [
        item
        for item in range(len(situation.items))
        if (not includes or any(applies(expression, item, situation) for expression in includes))
        and not any(applies(expression, item, situation) for expression in excludes)
    ]


def placeholders(expression: Expression) -> list[str]:
    return [
        operand.name
        for condition in expression.conditions + expression.user_conditions
        for operand in condition.operands
        if isinstance(operand, Placeholder)
    ]


def is_active(expression: Expression, situation: Situation) -> bool:
    """Every value is given, and the IF holds for the user."""
    if any(name not in situation.values for name in placeholders(expression)):
        if expression.action == "INCLUDE":
            raise Refused
        return False
    if expression.user_conditions and situation.user is None:
        raise Refused
    answers = [holds(condition, situation.user or {}, situation) for condition in expression.user_conditions]
    return all(answers)


def refuse_what_is_lacking(expression: Expression, situation: Situation) -> None:
    for condition in expression.conditions:
        compared_with(condition, situation)
        if condition.field.dataset == "INTERACTIONS" and situation.user is None:
            raise Refused


def applies(expression: Expression, item: int, situation: Situation) -> bool:
    """Any of the groups of conditions joined by OR holds with all its conditions."""
    return any(
        all(holds_of_item(condition, item, situation) for condition in conditions)
        for conditions in expression.alternatives
    )


def holds_of_item(condition: Condition, item: int, situation: Situation) -> bool:
    if condition.field.dataset != "INTERACTIONS":
        return holds(condition, situation.items[item], situation)
    wanted = [str(value).lower() for value in compared_with(condition, situation)]
    types = [type for type, touched in situation.events if touched == item]
    if is_negative(condition):
        return any(type.lower() not in wanted and "*" not in wanted for type in types)
    return any(type.lower() in wanted or "*" in wanted for type in types)


def holds(condition: Condition, attributes: Mapping[str, Attribute], situation: Situation) -> bool:
    value = attributes.get(condition.field.name)
    wanted = compared_with(condition, situation)
    if isinstance(condition, Comparing) and condition.comparison not in ("=", "!="):
        return isinstance(value, float) and any(
            {
                "<": value < float(number),
                "<=": value <= float(number),
                ">": value > float(number),
                ">=": value >= float(number),
            }[condition.comparison]
            for number in wanted
        )
    if value is None:
        return is_negative(condition)
    if isinstance(value, (int, float)):
        found = any(value == float(number) for number in wanted if is_number(str(number)))
    else:
        found = any(category == other for category in value for other in wanted)
    return found != is_negative(condition)


def is_negative(condition: Condition) -> bool:
    return condition.comparison == "!=" if isinstance(condition, Comparing) else condition.negated


def is_number(text: str) -> bool:
    return bool(text) and text[0] in "-0123456789"


def compared_with(condition: Condition, situation: Situation) -> list[str | float]:
    found: list[str | float] = []
    for operand in condition.operands:
        found += values_of(operand, situation)
    if isinstance(condition, Comparing) and isinstance(condition.operand, Placeholder):
        ordered = condition.comparison not in ("=", "!=")
        if len(found) != 1 or (ordered and not is_number(str(found[0]))):
            raise Refused
    return found


def values_of(operand: Scalar | CurrentItem, situation: Situation) -> Sequence[str | float]:
    match operand:
        case CurrentItem():
            if situation.seed is None:
                raise Refused
            value = situation.seed.get(operand.name, ())
            return [value] if isinstance(value, (int, float)) else value
        case Placeholder():
            return situation.values[operand.name]
        case _:
            return [operand]
