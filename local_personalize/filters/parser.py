"""From the text of a filter to its syntax tree."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from local_personalize.filters.syntax import (
    Action,
    Comparing,
    Comparison,
    Condition,
    CurrentItem,
    Expression,
    Field,
    Filter,
    Membership,
    Placeholder,
    Scalar,
)


class FilterSyntaxError(ValueError):
    """The expression cannot be read; the message quotes the place."""


@lru_cache(maxsize=1000)
def parse_filter(text: str) -> Filter:
    """Read a filter expression."""
    try:
        return cast(Filter, _ToSyntax().transform(_PARSER.parse(text)))
    except UnexpectedInput as error:
        raise FilterSyntaxError(_explain(error, text)) from error


def invalid_at(text: str, position: int, problem: str) -> str:
    """A message that quotes the expression from `position` on."""
    return (
        f"Could not create filter. Invalid Expression: {problem} at character {position + 1}: {text[position:][:40]!r}"
    )


def _explain(error: UnexpectedInput, text: str) -> str:
    expected: set[str] = set()
    if isinstance(error, UnexpectedToken):
        expected = error.accepts or error.expected
    elif isinstance(error, UnexpectedCharacters):
        expected = error.allowed
    names = " or ".join(sorted({_WORDS.get(name, name.strip("_")) for name in expected}))
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return f"Could not create filter. Invalid Expression: it ends too early, expected {names} after {text[-40:]!r}"
    return invalid_at(text, error.pos_in_stream or 0, f"expected {names}")


_WORDS = {
    "ACTION": "INCLUDE or EXCLUDE",
    "SUBJECT": "ItemID",
    "DATASET": "a dataset (Items, Interactions)",
    "COMPARISON": "a comparison (=, !=, <, <=, >, >=)",
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a quoted string",
    "PLACEHOLDER": "a $placeholder",
    "ASTERISK": '"*"',
    "CURRENT_USER": "CurrentUser",
    "CURRENT_ITEM": "CurrentItem",
    "LPAR": "'('",
    "RPAR": "')'",
    "DOT": "'.'",
    "COMMA": "','",
    "VBAR": "'|'",
    "$END": "the end",
}


class _ToSyntax(Transformer[Token, Filter]):
    """Every method is named after the grammar's rule that it turns into a piece of syntax."""

    def filter(self, children: Sequence[Expression]) -> Filter:
        return Filter(tuple(children))

    def expression(
        self,
        children: tuple[Token, Token, tuple[tuple[Condition, ...], ...], tuple[Condition, ...] | None],
    ) -> Expression:
        action, subject, alternatives, user_conditions = children
        return Expression(cast(Action, action.upper()), subject.upper(), alternatives, user_conditions or ())

    def if_clause(self, children: Sequence[Condition]) -> tuple[Condition, ...]:
        return tuple(children)

    def disjunction(self, children: Sequence[tuple[Condition, ...]]) -> tuple[tuple[Condition, ...], ...]:
        return tuple(children)

    def conjunction(self, children: Sequence[Condition]) -> tuple[Condition, ...]:
        return tuple(children)

    def membership(self, children: tuple[Field, Token | None, tuple[Scalar, ...] | CurrentItem]) -> Membership:
        field, negation, values = children
        return Membership(field, values, negation is not None)

    def comparison(self, children: tuple[Field, Token, Scalar | CurrentItem]) -> Comparing:
        field, comparison, operand = children
        return Comparing(field, cast(Comparison, comparison.value), operand)

    def list(self, children: Sequence[Scalar]) -> tuple[Scalar, ...]:
        return tuple(children)

    def field(self, children: tuple[Token, Token]) -> Field:
        dataset, name = children
        return Field(dataset.upper(), name.upper(), dataset.start_pos or 0)

    user_field = field

    def current_item(self, children: tuple[Token, Token]) -> CurrentItem:
        current_item, name = children
        return CurrentItem(name.upper(), current_item.start_pos or 0)

    def placeholder(self, children: tuple[Token]) -> Placeholder:
        return Placeholder(children[0][1:])

    def asterisk(self, children: tuple[Token]) -> str:
        return str(children[0])

    def string(self, children: tuple[Token]) -> str:
        return children[0][1:-1]

    def number(self, children: tuple[Token]) -> float:
        return float(children[0])


_PARSER = Lark(
    (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8"),
    start="filter",
    parser="lalr",
    propagate_positions=True,
    maybe_placeholders=True,
)
