"""Whether a primitive is broken by an order: the plain reading of each, without the shortcuts of the search."""

from collections.abc import Mapping, Sequence

from newsrec.rules.primitives import PrefixMaximum, Primitive, SlotPredicate, mask_of


def forbids(primitive: Primitive, slots: Sequence[int], order: Sequence[int]) -> bool:
    """Whether the last of these candidates may not stand in its slot after the others."""
    *before, last = order
    slot = slots[len(before)]
    if isinstance(primitive, SlotPredicate):
        return slot in primitive.slots and not primitive.fitting >> last & 1
    groups = [group for group in primitive.groups if group >> last & 1]
    if isinstance(primitive, PrefixMaximum):
        if primitive.first_n is not None and slot > primitive.first_n:
            return False
        placed = mask_of(before)
        return any((group & placed).bit_count() >= primitive.maximum for group in groups)
    near = mask_of(
        other for other, other_slot in zip(before, slots, strict=False) if slot - other_slot <= primitive.distance
    )
    return any(group & near for group in groups)


def broken(primitives: Mapping[str, Primitive], slots: Sequence[int], order: Sequence[int]) -> str:
    """The rule that this order breaks first, or else the first rule."""
    for count in range(1, len(order) + 1):
        for id, primitive in primitives.items():
            if forbids(primitive, slots, order[:count]):
                return id
    return next(iter(primitives))
