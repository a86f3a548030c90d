"""The filter language as data: what an expression says, without how it was written."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Action = Literal["INCLUDE", "EXCLUDE"]
Ordering = Literal["<", "<=", ">", ">="]
Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
ORDERINGS: tuple[Ordering, ...] = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a dataset: `dataset` is one of ITEMS, INTERACTIONS, ..., or CURRENTUSER."""

    dataset: str
    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value given with each request."""

    name: str


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """The named attribute of the item a request is about."""

    name: str
    position: int = field(default=0, compare=False)


Scalar = str | float | Placeholder


@dataclass(frozen=True, slots=True)
class Membership:
    """`field IN (values)`, `field NOT IN (values)`, or IN an attribute of the current item."""

    field: Field
    values: tuple[Scalar, ...] | CurrentItem
    negated: bool

    @property
    def operands(self) -> tuple[Scalar | CurrentItem, ...]:
        """What the field is held against."""
        return (self.values,) if isinstance(self.values, CurrentItem) else self.values


@dataclass(frozen=True, slots=True)
class Comparing:
    """`field < operand` and the like."""

    field: Field
    comparison: Comparison
    operand: Scalar | CurrentItem

    @property
    def operands(self) -> tuple[Scalar | CurrentItem, ...]:
        """What the field is held against."""
        return (self.operand,)


Condition = Membership | Comparing


@dataclass(frozen=True)
class Expression:
    """INCLUDE or EXCLUDE the subjects for which any of `alternatives` holds with all its conditions.

    `user_conditions` must all hold for the user of the request, or the expression does nothing.
    """

    action: Action
    subject: str
    alternatives: tuple[tuple[Condition, ...], ...]
    user_conditions: tuple[Condition, ...]

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions on the subject."""
        return tuple(condition for alternative in self.alternatives for condition in alternative)

    @cached_property
    def dataset(self) -> str:
        """The dataset that the conditions are about."""
        return self.conditions[0].field.dataset

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """Names of the values that a request gives."""
        conditions = self.conditions + self.user_conditions
        operands = (operand for condition in conditions for operand in condition.operands)
        return frozenset(operand.name for operand in operands if isinstance(operand, Placeholder))


@dataclass(frozen=True)
class Filter:
    """What is included by any INCLUDE (all, if there is none) and excluded by no EXCLUDE."""

    expressions: tuple[Expression, ...]

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """Names of the values that a request gives."""
        return frozenset[str]().union(*(expression.placeholders for expression in self.expressions))
