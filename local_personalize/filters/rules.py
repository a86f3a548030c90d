"""What a readable filter must also keep to: subjects, datasets, columns, quotas, placeholders."""

from collections.abc import Iterator, Mapping
from typing import Literal

from local_personalize.filters.evaluation import number_in
from local_personalize.filters.parser import FilterSyntaxError, invalid_at
from local_personalize.filters.syntax import (
    ORDERINGS,
    Comparing,
    Condition,
    CurrentItem,
    Expression,
    Field,
    Filter,
    Membership,
    Placeholder,
    Scalar,
)

ColumnType = Literal["string", "number", "boolean", "textual"]
Columns = Mapping[str, Mapping[str, ColumnType]]
"""Column types by dataset (ITEMS, USERS, INTERACTIONS) and column name."""

FIELDS_PER_FILTER = 10
DATASETS_OF_ITEMS = ("ITEMS", "INTERACTIONS")
IDENTIFIERS = ("ITEM_ID", "USER_ID")
OTHER_SUBJECTS = {"USERID": "UserID filters (of user segments)", "ACTIONID": "ActionID filters (of actions)"}


def check_filter(filter: Filter, text: str, columns: Columns) -> None:
    """Raise FilterSyntaxError, with the place in `text`, unless the filter can be applied to these datasets."""
    for expression in filter.expressions:
        if expression.subject in OTHER_SUBJECTS:
            subject = OTHER_SUBJECTS[expression.subject]
            raise FilterSyntaxError(f"Could not create filter. {subject} are not built in local_personalize")
        for problem, position in _problems(expression, columns):  # what comes after the first problem supposes none
            raise FilterSyntaxError(invalid_at(text, position, problem))
        _refuse_placeholders_with_not_in(expression)
    if len(fields_of(filter)) > FIELDS_PER_FILTER:
        raise FilterSyntaxError(f"Could not create filter. It uses more than {FIELDS_PER_FILTER} distinct fields")


def fields_of(filter: Filter) -> frozenset[tuple[str, str]]:
    """The distinct dataset columns a filter uses."""
    found: set[tuple[str, str]] = set()
    for expression in filter.expressions:
        for condition in expression.conditions + expression.user_conditions:
            found.add((_dataset(condition.field), condition.field.name))
            found |= {("ITEMS", operand.name) for operand in condition.operands if isinstance(operand, CurrentItem)}
    return frozenset(found)


def _dataset(field: Field) -> str:
    return "USERS" if field.dataset == "CURRENTUSER" else field.dataset


def _problems(expression: Expression, columns: Columns) -> Iterator[tuple[str, int]]:
    for condition in expression.conditions:
        if condition.field.dataset != expression.dataset:
            problem = f"all conditions of one expression must use one dataset, here {expression.dataset}"
            yield problem, condition.field.position
        if condition.field.dataset not in DATASETS_OF_ITEMS:
            yield "an ItemID expression can only use Items or Interactions", condition.field.position
    for condition in expression.conditions + expression.user_conditions:
        yield from _condition_problems(condition, columns)
    for condition in expression.user_conditions:
        if isinstance(condition, Comparing) and condition.comparison == "!=":
            yield "CurrentUser can be tested with IN, NOT IN, =, <, <=, > and >=, not with !=", condition.field.position


def _condition_problems(condition: Condition, columns: Columns) -> Iterator[tuple[str, int]]:
    field = condition.field
    if field.dataset == "INTERACTIONS":
        yield from _interaction_problems(condition)
    elif "*" in condition.operands:
        yield "* can only be used with Interactions.EVENT_TYPE", field.position
    dataset = _dataset(field)
    if dataset not in columns:
        yield f"the dataset group has no {dataset} dataset", field.position
        return
    yield from _column_problems(field, columns[dataset])
    column_type = columns[dataset][field.name]
    if isinstance(condition, Comparing) and condition.comparison in ORDERINGS and column_type == "string":
        yield f"{condition.comparison} compares numbers, and {field.name} is a string", field.position
    for operand in condition.operands:
        yield from _operand_problems(field, column_type, operand, columns)


def _interaction_problems(condition: Condition) -> Iterator[tuple[str, int]]:
    field = condition.field
    if field.name != "EVENT_TYPE":
        yield "only EVENT_TYPE of the Interactions dataset can be filtered by", field.position
    elif isinstance(condition, Comparing) and condition.comparison != "=":
        yield "event types can only be tested with IN, NOT IN and =", field.position
    for operand in condition.operands:
        if isinstance(operand, CurrentItem):
            yield "an item has no event type", operand.position


def _column_problems(field: Field | CurrentItem, columns: Mapping[str, ColumnType]) -> Iterator[tuple[str, int]]:
    match columns.get(field.name):
        case None:
            yield f"the dataset has no column {field.name}", field.position
        case "boolean" | "textual" as unusable:
            yield f"{field.name} is a {unusable} field, which filters cannot use", field.position
        case _:
            if field.name in IDENTIFIERS:
                yield f"filters by {field.name} are not built in local_personalize", field.position


def _operand_problems(
    field: Field, column_type: ColumnType, operand: Scalar | CurrentItem, columns: Columns
) -> Iterator[tuple[str, int]]:
    match operand:
        case CurrentItem():
            items = columns.get("ITEMS", {})
            yield from _column_problems(operand, items)
            if items[operand.name] != column_type:
                yield (
                    f"{field.name} is a {column_type}, and {operand.name} is a {items[operand.name]}",
                    operand.position,
                )
        case str() if column_type == "number" and number_in(operand) is None:
            yield f'{field.name} is a number, and "{operand}" is a string', field.position
        case float() if column_type == "string":
            yield f"{field.name} is a string, and {operand:.15g} has no quotes around it", field.position
        case _:
            pass


def _refuse_placeholders_with_not_in(expression: Expression) -> None:
    for condition in expression.conditions + expression.user_conditions:
        for operand in condition.operands:
            if isinstance(condition, Membership) and condition.negated and isinstance(operand, Placeholder):
                raise FilterSyntaxError(
                    f"Could not create filter. Invalid input symbol: ${operand.name}. "
                    "Placeholders are not allowed with NOT_IN operator."
                )
