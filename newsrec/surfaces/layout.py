"""What a page's design asks of the articles in its slots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from newsrec.rules.catalogue.slots import SlotImage, SlotTitleLength
from newsrec.rules.decoding import Length, Positive
from newsrec.rules.rule import Params, Rule, SurfaceName
from newsrec.rules.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place of the page, 1 is the first: whether it shows an image, and how much room its title has."""

    slot: Positive
    image: bool = False
    min_image_width_px: Positive = 400
    aspect_ratio: str = "5:3"
    max_title_chars: Positive | None = None

    def demands(self) -> Iterator[tuple[str, Params]]:
        """What the rules must see to, each with a name."""
        if self.image:
            yield (
                "image",
                SlotImage(slot=self.slot, min_width_px=self.min_image_width_px, aspect_ratios=(self.aspect_ratio,)),
            )
        if self.max_title_chars:
            yield "title", SlotTitleLength(slot=self.slot, max_chars=self.max_title_chars)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The slots of a surface that ask for something; all others take any article."""

    surface: SurfaceName | None = None
    slots: Annotated[tuple[Slot, ...], Length(0, 50)] = ()

    def rules(self) -> tuple[Rule, ...]:
        """One hard rule per demand, called `layout-slot-1-image`; a slot that no article fits goes without it."""
        return tuple(one.rule for one in self.written())

    def written(self) -> Iterator[Written]:
        for index, slot in enumerate(self.slots):
            for name, params in slot.demands():
                rule = Rule(
                    id=f"layout-slot-{slot.slot}-{name}", params=params, mode="hard", priority=0, on_unmet="drop_rule"
                )
                yield Written(f"layout.slots[{index}]", f"layout.slots[{index}]", rule)


def written(layout: Layout, rules: Sequence[Rule], path: str = "rules") -> Sequence[Written]:
    """A layout's rules and those of the list beside it, each with its place in the document."""
    listed = (Written(f"{path}[{index}]", f"{path}[{index}].params", rule) for index, rule in enumerate(rules))
    return [*layout.written(), *listed]


NO_LAYOUT = Layout()
