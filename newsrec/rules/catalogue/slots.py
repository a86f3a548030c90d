"""Rules about who may stand in named slots."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from newsrec.rules.claims import AtLeast, Claim
from newsrec.rules.decoding import Count, Length, Name, Pattern, Positive, Range
from newsrec.rules.predicates import Predicate
from newsrec.rules.primitives import Primitive, RankedArticle, SlotPredicate, matching
from newsrec.rules.roles import SlotRule, beyond
from newsrec.rules.rule import Mode, OnUnmet, Params, Pool
from newsrec.rules.title_length import Measure, measured

Slots = Positive | Annotated[tuple[Positive, ...], Length(1)]
"""One slot or several, 1 is the first."""
AspectRatio = Annotated[str, Pattern("0*[1-9][0-9]*:0*[1-9][0-9]*", "a ratio such as 5:3")]


def _in_one_slot(field: str, one: SlotRule, other: SlotRule) -> Iterator[tuple[str, str]]:
    for slot in sorted({*one.slot_numbers} & {*other.slot_numbers}):
        yield field, f"can't hold in slot {slot} together with"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotImage(SlotRule):
    """The article in a slot has an image of one of the aspect ratios, wide enough, with a text alternative.

    Where it is `croppable`, an image with a focal point may be cut to the ratio if enough of its width is left. An
    image that the newsroom has no rights to is none; where nothing is known of the rights, it has them. With
    `placeholder_allowed` any article may stand in a slot that none of the next `look_ahead` ones would fit.
    """

    name: ClassVar[str] = "slot_image"
    mode: ClassVar[Mode] = "hard"

    slot: Slots
    aspect_ratios: Annotated[tuple[AspectRatio, ...], Length(1)] = ("5:3",)
    tolerance: Annotated[float, Range(0)] = 0.01
    min_width_px: Positive = 400
    require_alt: bool = True
    require_rights: bool = True
    croppable: bool = True
    look_ahead: Positive = 10
    placeholder_allowed: bool = False

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        fitting = matching(pool.articles, self._fits)
        for slot in self.slot_numbers:
            near = fitting & ((1 << slot - 1 + self.look_ahead) - 1)
            if near or not self.placeholder_allowed:
                yield SlotPredicate((slot,), fitting, fitting)

    @property
    def ratios(self) -> tuple[float, ...]:
        """Width by height."""
        parts = (ratio.partition(":") for ratio in self.aspect_ratios)
        return tuple(int(width) / int(height) for width, _, height in parts)

    def disagrees(self, other: Params) -> Iterator[tuple[str, str]]:
        if isinstance(other, SlotImage):
            margin = self.tolerance + other.tolerance + 1e-9
            if all(abs(one - another) > margin for one in self.ratios for another in other.ratios):
                yield from _in_one_slot("aspect_ratios", self, other)

    def _fits(self, article: RankedArticle) -> bool:
        attributes = article.attributes
        width, height = attributes.get("image_width"), attributes.get("image_height")
        if not (isinstance(width, int | float) and isinstance(height, int | float) and height > 0):
            return False
        if self.require_rights and attributes.get("image_rights") is False:
            return False
        alt = attributes.get("image_alt")
        if self.require_alt and not (isinstance(alt, str) and alt.strip()):
            return False
        croppable = self.croppable and attributes.get("image_focal_point") is not None
        return any(self._in_shape(width, height, ratio, croppable) for ratio in self.ratios)

    def _in_shape(self, width: float, height: float, ratio: float, croppable: bool) -> bool:
        # The margin keeps a ratio that is exactly on the edge of the tolerance inside it.
        if abs(width / height - ratio) <= self.tolerance + 1e-9:
            return width >= self.min_width_px
        return croppable and min(width, height * ratio) >= self.min_width_px


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTitleLength(SlotRule):
    """The title in a slot is from `min_chars` to `max_chars` long; the short title may stand in for it.

    The length is counted in graphemes, or estimated in pixels of text 16 pixels high.
    """

    name: ClassVar[str] = "slot_title_length"
    mode: ClassVar[Mode] = "hard"

    slot: Slots
    min_chars: Count = 0
    max_chars: Positive = 90
    measure: Measure = "graphemes"
    use_variants: bool = True

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        yield SlotPredicate(
            self.slot_numbers,
            matching(pool.articles, self._has_length("title")),
            matching(pool.articles, self._has_length("short_title")) if self.use_variants else 0,
        )

    def contradictions(self) -> Iterator[tuple[str, str]]:
        if self.min_chars > self.max_chars:
            yield "min_chars", f"must not be above max_chars, {self.max_chars}"

    def disagrees(self, other: Params) -> Iterator[tuple[str, str]]:
        if isinstance(other, SlotTitleLength) and self.measure == other.measure:
            if self.min_chars > other.max_chars:
                yield from _in_one_slot("min_chars", self, other)
            elif other.min_chars > self.max_chars:
                yield from _in_one_slot("max_chars", self, other)

    def _has_length(self, attribute: str) -> Callable[[RankedArticle], bool]:
        def fits(article: RankedArticle) -> bool:
            title = article.attributes.get(attribute)
            return isinstance(title, str) and self.min_chars <= measured(title, self.measure) <= self.max_chars

        return fits


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotMediaType(SlotRule):
    """The article in a slot is of one of the types, short enough; or else of one of the `fallback_types`.

    Where nothing is known of captions, it has them.
    """

    name: ClassVar[str] = "slot_media_type"
    mode: ClassVar[Mode] = "hard"

    slot: Slots
    types: Annotated[tuple[Name, ...], Length(1)] = ("video",)
    max_duration_s: Positive | None = None
    require_captions: bool = True
    fallback_types: tuple[Name, ...] = ()

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        fitting = matching(pool.articles, self._fits) or matching(
            pool.articles, lambda article: article.attributes.get("media_type") in self.fallback_types
        )
        yield SlotPredicate(self.slot_numbers, fitting, fitting)

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - it names its slots
        types = Predicate("in", "media_type", (*self.types, *self.fallback_types))
        yield AtLeast("types", types, len(set(self.slot_numbers)), max(self.slot_numbers))

    def _fits(self, article: RankedArticle) -> bool:
        duration = article.attributes.get("duration_s")
        too_long = (
            self.max_duration_s is not None and isinstance(duration, int | float) and duration > self.max_duration_s
        )
        captioned = not self.require_captions or article.attributes.get("captions") is not False
        return article.attributes.get("media_type") in self.types and not too_long and captioned


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRequires(SlotRule):
    """The article in a slot matches."""

    name: ClassVar[str] = "slot_requires"
    mode: ClassVar[Mode] = "hard"

    slot: Slots
    predicate: Predicate

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        fitting = pool.matching(self.predicate)
        yield SlotPredicate(self.slot_numbers, fitting, fitting)

    def claims(self, length: int | None) -> Iterator[Claim]:  # noqa: ARG002 - it names its slots
        yield AtLeast("predicate", self.predicate, len(set(self.slot_numbers)), max(self.slot_numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservedSlot(Params):
    """Slots for the articles of one source, or for those that match; then for the ranking, or for nothing.

    `local` are the articles of the reader's own region.
    """

    name: ClassVar[str] = "reserved_slot"
    mode: ClassVar[Mode] = "hard"

    slots: Annotated[tuple[Positive, ...], Length(1)]
    source: Literal["editors", "just_published", "trending", "local"] | Predicate
    fallback: Literal["ranking", "leave_empty"] = "ranking"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        reserved = self._reserved(pool)
        slots = sorted(slot for slot in set(self.slots) if slot <= pool.length)
        if self.fallback == "ranking":
            slots = slots[: reserved.bit_count()]
        if slots:
            yield SlotPredicate(tuple(slots), reserved, reserved)

    @property
    def own_on_unmet(self) -> OnUnmet | None:
        return "leave_empty" if self.fallback == "leave_empty" else "drop_rule"

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:
        return beyond("slots", self.slots, length)

    def lacking(self, pool: Pool) -> str | None:
        found, slots = self._reserved(pool).bit_count(), sum(slot <= pool.length for slot in set(self.slots))
        return f"articles for {found} of {slots} slots" if found < slots else None

    def _reserved(self, pool: Pool) -> int:
        if isinstance(self.source, Predicate):
            return pool.matching(self.source)
        if self.source == "local":
            region = pool.situation.reader.home_region
            return pool.matching(Predicate("eq", "region", region)) if region else 0
        return pool.matching(Predicate("eq", "source", self.source))


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (SlotImage, SlotTitleLength, SlotMediaType, SlotRequires, ReservedSlot)
}
