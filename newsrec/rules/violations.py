"""Whether a primitive is broken by an order: the plain reading of each, without the shortcuts of the search."""

from collections.abc import Callable, Mapping, Sequence

from newsrec.rules.primitives import (
    Apart,
    Displacement,
    MinDistinct,
    Minimum,
    Pinned,
    PrefixMaximum,
    Primitive,
    SlotPredicate,
    Spacing,
    WindowMaximum,
    mask_of,
    steps_between,
)


def refused(primitive: Primitive, slots: Sequence[int], before: Sequence[int]) -> int:
    """Who may not stand in the next slot after these candidates (of those that don't stand yet).

    What has to come is missed by all others from the slot on after which too few are left for it.
    """
    slot = slots[len(before)]
    match primitive:
        case SlotPredicate():
            return ~primitive.fitting if slot in primitive.slots else 0
        case PrefixMaximum(groups, maximum, first_n):
            return _crowded(groups, mask_of(before), maximum) if first_n is None or slot <= first_n else 0
        case WindowMaximum(groups, maximum, window):
            return _crowded(groups, _standing(before, slots, lambda other: slot - other < window), maximum)
        case Spacing(groups, distance, columns):
            near = _standing(before, slots, lambda other: steps_between(slot, other, columns) <= distance)
            return _crowded(groups, near, 1)
        case Apart(first, second, distance, columns):
            near = _standing(before, slots, lambda other: steps_between(slot, other, columns) <= distance)
            return (second if first & near else 0) | (first if second & near else 0)
        case Minimum(group, minimum, first_n):
            counted, coming = _prefix(slots, before, first_n)
            missing = minimum - (group & mask_of(counted)).bit_count()
            return 0 if missing < coming or missing <= 0 else ~group if missing == coming else -1
        case MinDistinct(groups, minimum, first_n):
            counted, coming = _prefix(slots, before, first_n)
            absent = [group for group in groups if not group & mask_of(counted)]
            return _too_few_new(absent, minimum - (len(groups) - len(absent)), coming, _most_shared(groups))
        case Pinned(candidate, pinned_slot):
            return ~(1 << candidate) if slot == pinned_slot else 1 << candidate
        case Displacement(max_fall, max_rise, held):
            return _too_far(before, max_fall, max_rise) & ~held


def broken(primitives: Mapping[str, Sequence[Primitive]], slots: Sequence[int], order: Sequence[int], kept: int) -> str:
    """The rule that this order breaks first, its first `kept` places breaking none; or else the first rule."""
    for place in range(kept, len(order)):
        for id, parts in primitives.items():
            if any(refused(primitive, slots, order[:place]) >> order[place] & 1 for primitive in parts):
                return id
    return next(iter(primitives))


def _prefix(slots: Sequence[int], before: Sequence[int], first_n: int | None) -> tuple[Sequence[int], int]:
    """Who stands in the first slots, and how many of these are still to be filled."""
    length = len(slots) if first_n is None else sum(slot <= first_n for slot in slots)
    return before[:length], max(0, length - len(before))


def _most_shared(groups: Sequence[int]) -> int:
    """In how many of the groups one candidate may be."""
    everyone = max(groups, default=0).bit_length()
    return max((sum(group >> candidate & 1 for group in groups) for candidate in range(everyone)), default=0)


def _standing(order: Sequence[int], slots: Sequence[int], counts: Callable[[int], bool]) -> int:
    """Who of the order stands in a slot that counts."""
    return mask_of(candidate for candidate, slot in zip(order, slots, strict=False) if counts(slot))


def _crowded(groups: Sequence[int], standing: int, maximum: int) -> int:
    """The groups of which so many stand there."""
    crowded = 0
    for group in groups:
        if (group & standing).bit_count() >= maximum:
            crowded |= group
    return crowded


def _too_few_new(absent: Sequence[int], missing: int, coming: int, most_shared: int) -> int:
    """Who brings too few of the groups that are absent for the others to bring the rest of those missing."""
    if missing <= 0 or missing <= (coming - 1) * most_shared:
        return 0
    everyone = max(absent, default=0).bit_length()
    enough = mask_of(
        candidate
        for candidate in range(everyone)
        if sum(group >> candidate & 1 for group in absent) + (coming - 1) * most_shared >= missing
    )
    return ~enough


def _too_far(before: Sequence[int], max_fall: int | None, max_rise: int | None) -> int:
    """Whom more worse-ranked candidates stand before than may, or who would be lifted over more better-ranked ones."""
    placed = sorted(before)
    too_far = 0
    if max_fall is not None and len(placed) > max_fall:
        too_far |= (1 << placed[-1 - max_fall]) - 1
    if max_rise is not None:
        reached = max_rise
        for candidate in placed:
            reached += candidate <= reached
        too_far |= -1 << reached + 1
    return too_far
