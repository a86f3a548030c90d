"""The parameters of recipes, which travel as strings in a solution's configuration."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from local_personalize.errors import InvalidInputError

Place = Literal["algorithmHyperParameters", "featureTransformationParameters"]
PLACES: tuple[Place, ...] = ("algorithmHyperParameters", "featureTransformationParameters")
Config = Mapping[str, Mapping[str, str]]
"""The solutionConfig of a solution."""
Check = Callable[[str], str | None]
"""Tells of a value what was expected in its place; None of one that is right."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a recipe: where it stands, what it is when it is not given, and which values it may have."""

    place: Place
    name: str
    default: str
    check: Check

    def value(self, config: Config) -> str:
        """The parameter's value, in lower case."""
        return config.get(self.place, {}).get(self.name, self.default).lower()


def one_of(*values: str) -> Check:
    """Allows these values, whatever their case."""
    return lambda value: None if value.lower() in values else f"one of {', '.join(values)}"


def whole_number(least: int, most: int) -> Check:
    """Allows whole numbers within these bounds."""

    def check(value: str) -> str | None:
        is_right = value.isascii() and value.isdecimal() and len(value) < 10 and least <= int(value) <= most
        return None if is_right else f"a whole number from {least} to {most}"

    return check


def number(least: float, most: float) -> Check:
    """Allows numbers within these bounds."""

    def check(value: str) -> str | None:
        try:
            is_right = isfinite(float(value)) and least <= float(value) <= most
        except ValueError:
            is_right = False
        return None if is_right else f"a number from {least:g} to {most:g}"

    return check


def check_parameters(parameters: Iterable[Parameter], config: Config) -> None:
    """InvalidInputError if a configuration has a parameter that there is not, or one with a wrong value."""
    known = {(parameter.place, parameter.name): parameter for parameter in parameters}
    for place in PLACES:
        for name, value in config.get(place, {}).items():
            parameter = known.get((place, name))
            if parameter is None:
                raise InvalidInputError(f"solutionConfig.{place}: the recipe has no parameter {name}")
            if (expected := parameter.check(value)) is not None:
                raise InvalidInputError(f"solutionConfig.{place}.{name}: expected {expected}, got {value!r}")
