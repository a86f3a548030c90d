"""Filters made at random as syntax trees, and written as text in all the ways there are."""

import string
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from local_personalize.filters.syntax import (
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

COMPARISONS: Sequence[Any] = ("=", "!=", "<", "<=", ">", ">=")
SUBJECTS = {"ITEMID": "ItemID", "USERID": "UserID", "ACTIONID": "ActionID"}
KEYWORDS = ("in", "not", "and", "or", "if", "where", "Items", "CurrentUser", "include", "ItemID", "5", "1e5")

names = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=8) | st.sampled_from(KEYWORDS)
columns = names.map(str.upper)
placeholders = names.map(Placeholder)
strings = st.text(max_size=8).filter(lambda text: not ('"' in text and "'" in text)) | st.just("*")
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6).map(float)
scalars = st.one_of(strings, numbers, placeholders)
lists = st.lists(scalars, min_size=1, max_size=4).map(tuple)
current_items = columns.map(CurrentItem)


def conditions(fields: st.SearchStrategy[Field], *others: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Membership, fields, st.one_of(lists, *others), st.booleans()),
        st.builds(Comparing, fields, st.sampled_from(COMPARISONS), st.one_of(scalars, *others)),
    )


def tuples_of(elements: st.SearchStrategy[Any], least: int = 1, most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(elements, min_size=least, max_size=most).map(tuple)


datasets = st.sampled_from(("ITEMS", "INTERACTIONS", "USERS", "ACTIONS", "ACTION_INTERACTIONS"))
filters = st.builds(
    Filter,
    tuples_of(
        st.builds(
            Expression,
            st.sampled_from(("INCLUDE", "EXCLUDE")),
            st.sampled_from(tuple(SUBJECTS)),
            tuples_of(tuples_of(conditions(st.builds(Field, datasets, columns), current_items))),
            tuples_of(conditions(st.builds(Field, st.just("CURRENTUSER"), columns)), least=0),
        )
    ),
)


def text_of(filter: Filter) -> str:
    """The filter as the guide would write it."""
    return "".join(tokens_of(filter)).strip()


@st.composite
def texts_of(draw: st.DrawFn, filter: Filter) -> str:
    """The filter with blanks, line breaks, upper and lower case, and quotes at will."""
    return "".join(_varied(draw, token) for token in tokens_of(filter))


def _varied(draw: st.DrawFn, token: str) -> str:
    if token == " ":
        return draw(st.sampled_from((" ", "  ", "\n", "\t ")))
    if token in ("(", ")", ",", "|") or token in COMPARISONS:
        return draw(st.sampled_from(("", " ", "\n"))) + token + draw(st.sampled_from(("", " ")))
    if token[0] == '"' and "'" not in token:
        quote = draw(st.sampled_from("\"'"))
        return f"{quote}{token[1:-1]}{quote}"
    if token[0] in "\"'$":
        return token
    return draw(st.sampled_from((token, token.lower(), token.upper(), token.swapcase())))


def tokens_of(filter: Filter) -> list[str]:
    tokens: list[str] = []
    for number, expression in enumerate(filter.expressions):
        tokens += [" ", "|", " "] if number else []
        tokens += [expression.action, " ", SUBJECTS[expression.subject], " ", "WHERE", " "]
        for position, alternative in enumerate(expression.alternatives):
            tokens += [" ", "OR", " "] if position else []
            tokens += _joined(alternative)
        if expression.user_conditions:
            tokens += [" ", "IF", " ", *_joined(expression.user_conditions)]
    return tokens


def _joined(conditions: Sequence[Condition]) -> list[str]:
    tokens: list[str] = []
    for position, condition in enumerate(conditions):
        tokens += [" ", "AND", " "] if position else []
        tokens += _condition_tokens(condition)
    return tokens


def _condition_tokens(condition: Condition) -> list[str]:
    field = [condition.field.dataset.capitalize().replace("Currentuser", "CurrentUser"), ".", condition.field.name]
    if isinstance(condition, Comparing):
        return [*field, " ", condition.comparison, " ", *_operand_tokens(condition.operand)]
    operator = [" ", "NOT", " ", "IN", " "] if condition.negated else [" ", "IN", " "]
    if isinstance(condition.values, CurrentItem):
        return [*field, *operator, *_operand_tokens(condition.values)]
    listed: list[str] = []
    for position, value in enumerate(condition.values):
        listed += [","] if position else []
        listed += _operand_tokens(value)
    return [*field, *operator, "(", *listed, ")"]


def _operand_tokens(operand: Scalar | CurrentItem) -> list[str]:
    match operand:
        case CurrentItem():
            return ["CurrentItem", ".", operand.name]
        case Placeholder():
            return [f"${operand.name}"]
        case str():
            return [f"'{operand}'" if '"' in operand else f'"{operand}"']
        case _:
            return [f"{operand!r}"]
