"""What a readable filter must also keep to: subjects, datasets, columns, quotas, placeholders."""

from collections.abc import Iterator, Mapping
from typing import Literal

from local_personalize.filters.parser import FilterSyntaxError, invalid_at
from local_personalize.filters.syntax import (
    Comparing,
    Condition,
    CurrentItem,
    Expression,
    Field,
    Filter,
    Membership,
    Placeholder,
)

ColumnType = Literal["string", "number", "boolean", "textual"]
Columns = Mapping[str, Mapping[str, ColumnType]]
"""Column types by dataset (ITEMS, USERS, INTERACTIONS) and column name."""

FIELDS_PER_FILTER = 10
DATASETS_OF_ITEMS = ("ITEMS", "INTERACTIONS")
ORDERINGS = ("<", "<=", ">", ">=")


def check_filter(filter: Filter, text: str, columns: Columns) -> None:
    """Raise FilterSyntaxError, with the place in `text`, unless the filter can be applied to these datasets."""
    for expression in filter.expressions:
        _check_expression(expression, text, columns)
    if len(fields_of(filter)) > FIELDS_PER_FILTER:
        raise FilterSyntaxError(f"Could not create filter. It uses more than {FIELDS_PER_FILTER} distinct fields")


def fields_of(filter: Filter) -> frozenset[tuple[str, str]]:
    """The distinct dataset columns a filter uses."""
    return frozenset(
        (condition.field.dataset.replace("CURRENTUSER", "USERS"), condition.field.name)
        for expression in filter.expressions
        for condition in expression.conditions + expression.user_conditions
    )


def _check_expression(expression: Expression, text: str, columns: Columns) -> None:
    if expression.subject != "ITEMID":
        raise FilterSyntaxError(
            f"Could not create filter. {expression.subject} filters are not built in local_personalize, only ItemID"
        )
    for condition in expression.conditions:
        if condition.field.dataset != expression.dataset:
            problem = f"all conditions of one expression must use one dataset, here {expression.dataset}"
            raise FilterSyntaxError(invalid_at(text, condition.field.position, problem))
        if condition.field.dataset not in DATASETS_OF_ITEMS:
            problem = "an ItemID expression can only use Items or Interactions"
            raise FilterSyntaxError(invalid_at(text, condition.field.position, problem))
    for condition in expression.conditions + expression.user_conditions:
        for problem, position in _problems(condition, columns):
            raise FilterSyntaxError(invalid_at(text, position, problem))
        _refuse_placeholders_with_not_in(condition)


def _problems(condition: Condition, columns: Columns) -> Iterator[tuple[str, int]]:
    field = condition.field
    if field.dataset == "INTERACTIONS":
        yield from _interaction_problems(condition)
    else:
        yield from _column_problems(condition, columns)
    if _has_asterisk(condition) and field.dataset != "INTERACTIONS":
        yield "* can only be used with Interactions.EVENT_TYPE", field.position


def _interaction_problems(condition: Condition) -> Iterator[tuple[str, int]]:
    field = condition.field
    if field.name != "EVENT_TYPE":
        yield "only EVENT_TYPE of the Interactions dataset can be filtered by", field.position
    elif isinstance(condition, Comparing) and condition.comparison != "=":
        yield "event types can only be tested with IN, NOT IN and =", field.position
    if isinstance(condition, Membership) and isinstance(condition.values, CurrentItem):
        yield "an item has no event type", condition.values.position


def _column_problems(condition: Condition, columns: Columns) -> Iterator[tuple[str, int]]:
    field = condition.field
    dataset = "USERS" if field.dataset == "CURRENTUSER" else field.dataset
    if dataset not in columns:
        yield f"the dataset group has no {dataset} dataset", field.position
        return
    yield from _column_type_problems(field, columns[dataset])
    if isinstance(condition, Comparing) and condition.comparison in ORDERINGS:
        if columns[dataset].get(field.name) == "string":
            yield f"{condition.comparison} compares numbers, and {field.name} is a string", field.position
        elif isinstance(condition.operand, str):
            yield f"{condition.comparison} needs a number", field.position
    operand = condition.values if isinstance(condition, Membership) else condition.operand
    if isinstance(operand, CurrentItem) and operand.name not in columns.get("ITEMS", {}):
        yield f"the Items dataset has no column {operand.name}", operand.position


def _column_type_problems(field: Field, columns: Mapping[str, ColumnType]) -> Iterator[tuple[str, int]]:
    match columns.get(field.name):
        case None:
            yield f"the dataset has no column {field.name}", field.position
        case "boolean" | "textual" as unusable:
            yield f"{field.name} is a {unusable} field, which filters cannot use", field.position
        case _:
            pass


def _has_asterisk(condition: Condition) -> bool:
    return isinstance(condition, Membership) and isinstance(condition.values, tuple) and "*" in condition.values


def _refuse_placeholders_with_not_in(condition: Condition) -> None:
    if isinstance(condition, Membership) and condition.negated and isinstance(condition.values, tuple):
        for value in condition.values:
            if isinstance(value, Placeholder):
                raise FilterSyntaxError(
                    f"Could not create filter. Invalid input symbol: ${value.name}. "
                    "Placeholders are not allowed with NOT_IN operator."
                )
