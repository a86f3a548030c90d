"""Reranking read straight off the rules' definitions: slow, without any shortcut, the reference for the real one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import inf

from newsrec.rules import RankedArticle, Rule
from newsrec.rules.catalogue.maxima import MaxPerAttribute
from newsrec.rules.catalogue.neighbours import NoAdjacentSame
from newsrec.rules.catalogue.slots import SlotImage, SlotTitleLength
from newsrec.rules.primitives import Attribute


@dataclass(frozen=True, slots=True)
class Order:
    """The ranks of the shown candidates, slot by slot, and the swaps that lead there."""

    shown: tuple[int, ...]
    swaps: int


def satisfied(rules: Sequence[Rule], shown: Sequence[RankedArticle]) -> bool:
    """Whether the articles in slots 1, 2, ... break none of the rules."""
    return all(_holds(rule, shown) for rule in rules) and _titles_fit(rules, shown)


def swaps(shown: Sequence[int], size: int) -> int:
    """Pairs in the other order, over all candidates: the shown ones first, the others in their old order."""
    order = [*shown, *(rank for rank in range(size) if rank not in shown)]
    return sum(earlier > later for earlier, later in combinations(order, 2))


def optimum(candidates: Sequence[RankedArticle], rules: Sequence[Rule], limit: int) -> Order | None:
    """The order with the fewest swaps of all that satisfy the rules, by trying every order."""
    best: Order | None = None
    for shown in permutations(range(len(candidates)), min(limit, len(candidates))):
        needed = swaps(shown, len(candidates))
        if needed < (best.swaps if best else inf) and satisfied(rules, [candidates[rank] for rank in shown]):
            best = Order(shown, needed)
    return best


def _holds(rule: Rule, shown: Sequence[RankedArticle]) -> bool:
    match rule.params:
        case MaxPerAttribute() as cap:
            counted = [value for article in shown[: cap.first_n] for value in _values(article, cap.attribute)]
            return all(counted.count(value) <= cap.max for value in counted)
        case NoAdjacentSame() as spacing:
            values = [set(_values(article, spacing.attribute)) for article in shown]
            return not any(values[one] & values[other] for one, other in _near(len(shown), spacing.distance))
        case SlotImage() as image:
            return all(_has_image(image, shown[slot - 1]) for slot in image.slot_numbers if slot <= len(shown))
        case _:
            return True


def _titles_fit(rules: Sequence[Rule], shown: Sequence[RankedArticle]) -> bool:
    for slot, article in enumerate(shown, start=1):
        lengths = [
            rule.params
            for rule in rules
            if isinstance(rule.params, SlotTitleLength) and slot in rule.params.slot_numbers
        ]
        if not any(all(_title_fits(params, article, variant) for params in lengths) for variant in ("title", "short")):
            return False
    return True


def _title_fits(params: SlotTitleLength, article: RankedArticle, variant: str) -> bool:
    """The titles here are plain letters, each one grapheme."""
    if variant == "short" and not params.use_variants:
        return False
    title = article.attributes.get("title" if variant == "title" else "short_title")
    return isinstance(title, str) and params.min_chars <= len(title) <= params.max_chars


def _has_image(params: SlotImage, article: RankedArticle) -> bool:
    width, height = article.attributes.get("image_width"), article.attributes.get("image_height")
    if not isinstance(width, int) or not isinstance(height, int) or width < params.min_width_px:
        return False
    shapes = [float(ratio.split(":")[0]) / float(ratio.split(":")[1]) for ratio in params.aspect_ratios]
    in_shape = any(shape - params.tolerance <= width / height <= shape + params.tolerance for shape in shapes)
    return in_shape and (not params.require_alt or bool(article.attributes.get("image_alt")))


def _near(length: int, distance: int) -> Iterator[tuple[int, int]]:
    return ((one, other) for one, other in combinations(range(length), 2) if other - one <= distance)


def _values(article: RankedArticle, attribute: str) -> Sequence[object]:
    """Only the first of several values counts, as in rules that do not say otherwise."""
    value: Attribute = article.attributes.get(attribute)
    if isinstance(value, tuple):
        return value[:1]
    return () if value is None else (value,)
