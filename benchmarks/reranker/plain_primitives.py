"""Each primitive read straight off its definition, over a whole order: slow, the reference for the search."""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from benchmarks.reranker.plain_rules import Order, swaps
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
)


def fewest(size: int, slots: Sequence[int], primitives: Sequence[Primitive]) -> Order | None:
    """The order with the fewest swaps of all that keep the primitives, by trying every order."""
    orders = (order for order in permutations(range(size), len(slots)) if kept(primitives, slots, order))
    return min((Order(order, swaps(order, size)) for order in orders), key=lambda order: order.swaps, default=None)


def kept(primitives: Sequence[Primitive], slots: Sequence[int], order: Sequence[int]) -> bool:
    """Whether the candidates in these slots break none of the primitives."""
    standing = dict(zip(slots, order, strict=True))
    return all(_kept(primitive, standing) for primitive in primitives) and _titles_fit(primitives, standing)


def _kept(primitive: Primitive, standing: dict[int, int]) -> bool:
    match primitive:
        case SlotPredicate():
            return True
        case PrefixMaximum(groups, maximum, first_n):
            return all(_count(group, _first(standing, first_n)) <= maximum for group in groups)
        case WindowMaximum(groups, maximum, window):
            windows = ([standing.get(slot) for slot in range(start, start + window)] for start in range(1, 60))
            return all(_count(group, shown) <= maximum for shown in windows for group in groups)
        case Spacing(groups, distance, columns):
            near = _near(standing, distance, columns)
            return not any(group >> one & group >> other & 1 for one, other in near for group in groups)
        case Apart(first, second, distance, columns):
            near = [pair for one, other in _near(standing, distance, columns) for pair in ((one, other), (other, one))]
            return not any(first >> one & second >> other & 1 for one, other in near)
        case Minimum(group, minimum, first_n):
            return _count(group, _first(standing, first_n)) >= minimum
        case MinDistinct(groups, minimum, first_n):
            return sum(_count(group, _first(standing, first_n)) > 0 for group in groups) >= minimum
        case Pinned(candidate, slot):
            return all((there == slot) == (standing[there] == candidate) for there in standing)
        case Displacement(max_fall, max_rise, held):
            return all(
                held >> candidate & 1
                or ((max_fall is None or fall <= max_fall) and (max_rise is None or rise <= max_rise))
                for candidate, fall, rise in _moves(list(standing.values()))
            )


def _titles_fit(primitives: Sequence[Primitive], standing: dict[int, int]) -> bool:
    """In each slot one of the two titles satisfies all its predicates."""
    for slot, candidate in standing.items():
        here = [
            primitive for primitive in primitives if isinstance(primitive, SlotPredicate) and slot in primitive.slots
        ]
        with_title = all(predicate.with_title >> candidate & 1 for predicate in here)
        if not with_title and not all(predicate.with_short_title >> candidate & 1 for predicate in here):
            return False
    return True


def _first(standing: dict[int, int], first_n: int | None) -> Sequence[int]:
    return [candidate for slot, candidate in standing.items() if first_n is None or slot <= first_n]


def _count(group: int, shown: Sequence[int | None]) -> int:
    return sum(candidate is not None and bool(group >> candidate & 1) for candidate in shown)


def _near(standing: dict[int, int], distance: int, columns: int) -> Iterator[tuple[int, int]]:
    for one, other in combinations(standing, 2):
        across = abs((one - 1) % columns - (other - 1) % columns)
        down = abs((one - 1) // columns - (other - 1) // columns)
        if (abs(one - other) if columns == 1 else across + down) <= distance:
            yield standing[one], standing[other]


def _moves(shown: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Per shown candidate the worse ones before it and the better ones that are not."""
    for place, candidate in enumerate(shown):
        worse = sum(other > candidate for other in shown[:place])
        yield candidate, worse, candidate - (place - worse)
