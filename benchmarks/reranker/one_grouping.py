"""The exact optimum where every candidate is in one group and the rules know nothing but the groups.

Exchanging two of a group for the better-ranked one saves swaps and breaks no rule, so that only the sequence of groups
is open: dynamic programming over how many of each are taken and which came last. A step costs the candidates of other
groups that still wait and rank better.
"""

from functools import cache
from math import inf

from benchmarks.reranker.cases import PrimitiveCase
from newsrec.rules.constraints import members
from newsrec.rules.primitives import PrefixMaximum, Spacing


def fewest_swaps(case: PrimitiveCase) -> int | None:
    """Of a case with one spacing and maxima over the same groups; `None` where no order keeps them."""
    spacing = next(primitive for primitive in case.primitives if isinstance(primitive, Spacing))
    maxima = [primitive for primitive in case.primitives if isinstance(primitive, PrefixMaximum)]
    groups = [members(group) for group in spacing.groups]
    length = len(case.slots)

    def may_come(group: int, taken: tuple[int, ...], last: tuple[int, ...]) -> bool:
        slot = sum(taken) + 1
        full = any(
            taken[group] >= maximum.maximum for maximum in maxima if maximum.first_n is None or slot <= maximum.first_n
        )
        return taken[group] < len(groups[group]) and group not in last and not full

    @cache
    def cheapest(taken: tuple[int, ...], last: tuple[int, ...]) -> float:
        if sum(taken) == length:
            return 0
        best = inf
        for group in range(len(groups)):
            if may_come(group, taken, last):
                candidate = groups[group][taken[group]]
                better = sum(
                    other < candidate for ranks, count in zip(groups, taken, strict=True) for other in ranks[count:]
                )
                following = tuple(count + (index == group) for index, count in enumerate(taken))
                best = min(best, better + cheapest(following, (group, *last)[: spacing.distance]))
        return best

    swaps = cheapest((0,) * len(groups), ())
    return None if swaps == inf else int(swaps)
