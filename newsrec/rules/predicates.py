"""Small typed expressions over the attributes of an article: what rule documents say about which articles they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from newsrec.rules.decoding import InvalidDocument, JsonObject, Problem, decode, within
from newsrec.rules.primitives import Attribute, RankedArticle

COMPARISONS: Final = ("eq", "in", "lt", "lte", "gt", "gte", "has", "age_lt", "age_gt")
_SHORTHAND: Final = ("lt", "lte", "gt", "gte", "in", "has")
PUBLISHED: Final = "published_at"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A comparison of one attribute, or `all`, `any` or `not` of its parts."""

    operator: str
    attribute: str = ""
    operand: Any = None
    parts: tuple["Predicate", ...] = ()

    def holds(self, article: RankedArticle, now: datetime | None) -> bool:
        """Whether it is true of the article; a comparison with an attribute that it lacks never is."""
        match self.operator:
            case "all":
                return all(part.holds(article, now) for part in self.parts)
            case "any":
                return any(part.holds(article, now) for part in self.parts)
            case "not":
                return not self.parts[0].holds(article, now)
            case "flag":
                return has_flag(article, self.operand)
            case "age_lt" | "age_gt":
                age = age_of(article, now, self.attribute)
                return age is not None and (age < self.operand if self.operator == "age_lt" else age > self.operand)
            case _:
                return self._compares(article.attributes.get(self.attribute))

    def _compares(self, value: Attribute) -> bool:
        if value is None:
            return False
        match self.operator:
            case "present":
                return value not in ("", ())
            case "eq" | "has":
                return self.operand in value if isinstance(value, tuple) else bool(value == self.operand)
            case "in":
                return any(one in self.operand for one in (value if isinstance(value, tuple) else (value,)))
            case _:
                return _ordered(value, self.operator, self.operand)

    def attributes(self) -> Iterator[str]:
        """The names of the attributes it asks about."""
        if self.attribute:
            yield self.attribute
        for part in self.parts:
            yield from part.attributes()

    @property
    def verdict(self) -> bool | None:
        """What it says of every article where it is empty somewhere: `None` for one that asks."""
        verdicts = [part.verdict for part in self.parts]
        match self.operator:
            case "all":
                return False if False in verdicts else True if all(verdict for verdict in verdicts) else None
            case "any":
                return True if True in verdicts else False if all(v is False for v in verdicts) else None
            case "not":
                return None if verdicts[0] is None else not verdicts[0]
            case _:
                return None

    @classmethod
    def from_document(cls, document: object, path: str) -> "Predicate":
        """Raises `InvalidDocument` for what is no predicate."""
        if not isinstance(document, dict):
            raise InvalidDocument([Problem(path, "must be an object")])
        fields = cast(JsonObject, document)
        if "attribute" in fields:
            parts = _comparisons(fields, path)
        else:
            parts = tuple(_written(name, value, within(path, name)) for name, value in fields.items())
        return parts[0] if len(parts) == 1 else cls("all", parts=parts)


def has_flag(article: RankedArticle, flag: str) -> bool:
    """Whether the newsroom set the flag, in `editorial_flags` or as an attribute of its own."""
    flags = article.attributes.get("editorial_flags")
    return bool(flags and isinstance(flags, tuple) and flag in flags) or article.attributes.get(flag) is True


def instant_of(article: RankedArticle, *attributes: str) -> datetime | None:
    """The time in the first of the attributes that has one with a zone."""
    for name in attributes:
        value = article.attributes.get(name)
        if isinstance(value, str):
            try:
                instant = datetime.fromisoformat(value)
            except ValueError:
                continue
            if instant.tzinfo:
                return instant
    return None


def age_of(article: RankedArticle, now: datetime | None, *attributes: str) -> timedelta | None:
    """The time since that attribute, or since publication; unknown where it or the present is."""
    instant = instant_of(article, *(attributes or (PUBLISHED,)))
    return None if now is None or instant is None else now - instant


def _ordered(value: Attribute, operator: str, operand: float | str) -> bool:
    if (
        isinstance(value, bool)
        or not isinstance(value, str | int | float)
        or isinstance(value, str) != isinstance(operand, str)
    ):
        return False
    one, other = cast(float, value), cast(float, operand)
    match operator:
        case "lt":
            return one < other
        case "lte":
            return one <= other
        case "gt":
            return one > other
        case _:
            return one >= other


def _comparisons(fields: JsonObject, path: str) -> tuple[Predicate, ...]:
    """The form with `attribute` and its comparisons written out."""
    attribute = fields["attribute"]
    problems = (
        [] if isinstance(attribute, str) and attribute else [Problem(within(path, "attribute"), "must be a text")]
    )
    problems += [
        Problem(within(path, name), f"must be attribute or one of {', '.join(COMPARISONS)}")
        for name in fields
        if name not in ("attribute", *COMPARISONS)
    ]
    if len(fields) == 1:
        problems.append(Problem(path, f"must have one of {', '.join(COMPARISONS)}"))
    if problems:
        raise InvalidDocument(problems)
    return tuple(
        _comparison(str(attribute), name, value, within(path, name))
        for name, value in fields.items()
        if name != "attribute"
    )


def _written(name: str, value: object, path: str) -> Predicate:
    """One field of the short form."""
    match name:
        case "all" | "any":
            if not isinstance(value, list):
                raise InvalidDocument([Problem(path, "must be a list")])
            parts = cast(list[object], value)
            return Predicate(
                name, parts=tuple(Predicate.from_document(part, f"{path}[{i}]") for i, part in enumerate(parts))
            )
        case "not":
            return Predicate("not", parts=(Predicate.from_document(value, path),))
        case "flag":
            return Predicate("flag", operand=_text(value, path))
        case "has":
            return Predicate("present", _text(value, path))
        case "age_lt" | "age_gt":
            return _comparison(PUBLISHED, name, value, path)
        case _:
            attribute, _, operator = name.rpartition("_")
            if attribute and operator in _SHORTHAND:
                return _comparison(attribute, operator, value, path)
            return _comparison(name, "in" if isinstance(value, list) else "eq", cast(object, value), path)


def _comparison(attribute: str, operator: str, value: object, path: str) -> Predicate:
    match operator:
        case "age_lt" | "age_gt":
            return Predicate(operator, attribute, decode(timedelta, value, path))
        case "in":
            if not isinstance(value, list) or not all(_is_scalar(one) for one in cast(list[object], value)):
                raise InvalidDocument([Problem(path, "must be a list of texts, numbers, true or false")])
            return Predicate(operator, attribute, tuple(cast(list[object], value)))
        case "eq" | "has":
            if not _is_scalar(value):
                raise InvalidDocument([Problem(path, "must be a text, a number, true or false")])
            return Predicate(operator, attribute, value)
        case _:
            if not isinstance(value, str | int | float) or isinstance(value, bool):
                raise InvalidDocument([Problem(path, "must be a number or a text")])
            return Predicate(operator, attribute, value)


def _is_scalar(value: object) -> bool:
    return isinstance(value, str | int | float)


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidDocument([Problem(path, "must be a text")])
    return value
