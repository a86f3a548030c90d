"""The rules that editors may write, each a thin parametrisation of a primitive."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, NamedTuple, Protocol

from newsrec.rules.decoding import Count, Length, Name, Positive, Range
from newsrec.rules.primitives import (
    MultiValued,
    PrefixMaximum,
    Primitive,
    RankedArticle,
    SlotPredicate,
    Spacing,
    groups_of,
    matching,
)
from newsrec.rules.title_length import graphemes

Mode = Literal["hard", "soft"]
Slots = Positive | Annotated[tuple[Positive, ...], Length(1)]
"""One slot or several, 1 is the first."""


def slots_of(slot: Slots) -> tuple[int, ...]:
    return (slot,) if isinstance(slot, int) else slot


class Params(Protocol):
    """What a rule demands; the name of its type and whether it is hard unless the document says otherwise."""

    name: ClassVar[str]
    mode: ClassVar[Mode]
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]

    def primitive(self, articles: Sequence[RankedArticle]) -> Primitive:
        """The rule over these candidates."""
        ...

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Parameters that can't hold together: field and message."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPerAttribute:
    """Of one value of an attribute at most `max` in the first `first_n` slots."""

    name: ClassVar[str] = "max_per_attribute"
    mode: ClassVar[Mode] = "hard"

    attribute: Name
    max: Count = 2
    first_n: Positive | None = None
    multi_valued: MultiValued = "primary"

    def primitive(self, articles: Sequence[RankedArticle]) -> PrefixMaximum:
        return PrefixMaximum(groups_of(articles, self.attribute, self.multi_valued), self.max, self.first_n)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAdjacentSame:
    """No two of one value within `distance` slots of each other; 1 means next to each other."""

    name: ClassVar[str] = "no_adjacent_same"
    mode: ClassVar[Mode] = "soft"

    attribute: Name = "topic"
    distance: Positive = 1
    multi_valued: MultiValued = "primary"
    layout: Literal["linear"] = "linear"

    def primitive(self, articles: Sequence[RankedArticle]) -> Spacing:
        return Spacing(groups_of(articles, self.attribute, self.multi_valued), self.distance)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return iter(())


class _AspectRatio(NamedTuple):
    """A constraint: `5:3`, width before height, both whole numbers above 0."""

    def complaint(self, value: str) -> str | None:
        width, _, height = value.partition(":")
        if all(part.isascii() and part.isdigit() and int(part) for part in (width, height)):
            return None
        return "must be a ratio such as 5:3"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotImage:
    """The article in a slot has an image of one of the aspect ratios, wide enough, with a text alternative."""

    name: ClassVar[str] = "slot_image"
    mode: ClassVar[Mode] = "hard"

    slot: Slots
    aspect_ratios: Annotated[tuple[Annotated[str, _AspectRatio()], ...], Length(1)] = ("5:3",)
    tolerance: Annotated[float, Range(0)] = 0.01
    min_width_px: Positive = 400
    require_alt: bool = True

    def primitive(self, articles: Sequence[RankedArticle]) -> SlotPredicate:
        fitting = matching(articles, self._fits)
        return SlotPredicate(slots_of(self.slot), fitting, fitting)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        return iter(())

    @property
    def ratios(self) -> tuple[float, ...]:
        """Width by height."""
        parts = (ratio.partition(":") for ratio in self.aspect_ratios)
        return tuple(int(width) / int(height) for width, _, height in parts)

    def _fits(self, article: RankedArticle) -> bool:
        width, height = article.attributes.get("image_width"), article.attributes.get("image_height")
        alt = article.attributes.get("image_alt")
        if not (isinstance(width, int | float) and isinstance(height, int | float) and height > 0):
            return False
        has_alt = isinstance(alt, str) and bool(alt.strip())
        # The margin keeps a ratio that is exactly on the edge of the tolerance inside it.
        in_shape = any(abs(width / height - ratio) <= self.tolerance + 1e-9 for ratio in self.ratios)
        return width >= self.min_width_px and in_shape and (has_alt or not self.require_alt)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTitleLength:
    """The title in a slot has from `min_chars` to `max_chars` graphemes; the short title may stand in for it."""

    name: ClassVar[str] = "slot_title_length"
    mode: ClassVar[Mode] = "hard"

    slot: Slots
    min_chars: Count = 0
    max_chars: Positive = 90
    measure: Literal["graphemes"] = "graphemes"
    use_variants: bool = True

    def primitive(self, articles: Sequence[RankedArticle]) -> SlotPredicate:
        return SlotPredicate(
            slots_of(self.slot),
            matching(articles, self._has_length("title")),
            matching(articles, self._has_length("short_title")) if self.use_variants else 0,
        )

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.min_chars > self.max_chars:
            yield "min_chars", f"must not be above max_chars, {self.max_chars}"

    def _has_length(self, attribute: str) -> Callable[[RankedArticle], bool]:
        def fits(article: RankedArticle) -> bool:
            title = article.attributes.get(attribute)
            return isinstance(title, str) and self.min_chars <= graphemes(title) <= self.max_chars

        return fits


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (MaxPerAttribute, NoAdjacentSame, SlotImage, SlotTitleLength)
}
