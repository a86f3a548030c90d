"""From the text of a filter to its syntax tree."""

from functools import lru_cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Transformer, UnexpectedEOF, UnexpectedInput
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
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return f"Could not create filter. Invalid Expression: it ends too early, after {text[-40:]!r}"
    expected: set[str] = set()
    if isinstance(error, UnexpectedToken):
        expected = error.accepts or set()
    elif isinstance(error, UnexpectedCharacters):
        expected = error.allowed or set()
    names = ", ".join(sorted(_WORDS.get(name, name) for name in expected))
    return invalid_at(text, error.pos_in_stream or 0, f"expected {names}" if names else "unexpected text")


_WORDS = {
    "ACTION": "INCLUDE or EXCLUDE",
    "SUBJECT": "ItemID",
    "DATASET": "a dataset (Items, Interactions, ...)",
    "COMPARISON": "a comparison",
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a quoted string",
    "DOLLAR": "a $placeholder",
    "CURRENTUSER": "CurrentUser",
    "CURRENTITEM": "CurrentItem",
    "LPAR": "(",
    "RPAR": ")",
    "DOT": ".",
    "COMMA": ",",
    "VBAR": "|",
    "$END": "the end",
}


class _ToSyntax(Transformer[Token, Filter]):
    """Every method is named after the grammar's rule that it turns into a piece of syntax."""

    def filter(self, children: list[Expression]) -> Filter:
        return Filter(tuple(children))

    def expression(
        self,
        children: tuple[Token, Token, tuple[tuple[Condition, ...], ...], tuple[Condition, ...] | None],
    ) -> Expression:
        action, subject, alternatives, user_conditions = children
        return Expression(cast(Action, action.upper()), subject.upper(), alternatives, user_conditions or ())

    def if_clause(self, children: list[Condition]) -> tuple[Condition, ...]:
        return tuple(children)

    def disjunction(self, children: list[tuple[Condition, ...]]) -> tuple[tuple[Condition, ...], ...]:
        return tuple(children)

    def conjunction(self, children: list[Condition]) -> tuple[Condition, ...]:
        return tuple(children)

    def membership(self, children: tuple[Field, Token | None, tuple[Scalar, ...] | CurrentItem]) -> Membership:
        field, negation, values = children
        return Membership(field, values, negation is not None)

    def comparison(self, children: tuple[Field, Token, Scalar | CurrentItem]) -> Comparing:
        field, comparison, operand = children
        return Comparing(field, cast(Comparison, comparison.value), operand)

    def values(self, children: list[Scalar]) -> tuple[Scalar, ...]:
        return tuple(children)

    def field(self, children: tuple[Token, Token]) -> Field:
        dataset, name = children
        return Field(dataset.upper(), name.upper(), dataset.start_pos or 0)

    def user_field(self, children: tuple[Token]) -> Field:
        return Field("CURRENTUSER", children[0].upper(), children[0].start_pos or 0)

    def current_item(self, children: tuple[Token]) -> CurrentItem:
        return CurrentItem(children[0].upper(), children[0].start_pos or 0)

    def placeholder(self, children: tuple[Token]) -> Placeholder:
        return Placeholder(children[0].value)

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
