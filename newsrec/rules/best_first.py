"""Exact searches over beginnings: any order with steps back from dead ends, and the order with the fewest swaps.

Effort is counted in candidates looked at, never in time, so that the same input always gives the same order.
"""

import heapq
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from newsrec.rules.arrangement import Arrangement, Node
from newsrec.rules.bounds import LowerBound


class Exhausted(NamedTuple):
    """Nothing was found: no order exists where that is `proven`, else the effort ended first."""

    proven: bool


def lifted(arrangement: Arrangement, bound: LowerBound, effort: int) -> tuple[int, ...] | Exhausted:
    """The order by lifting the best-ranked candidate that may stand in each place, stepping back from dead ends."""
    start = arrangement.start
    if bound.swaps_to_come(start) is None:
        return Exhausted(proven=True)
    path: list[tuple[Node, Iterator[int]]] = [(start, _choices(arrangement, start))]
    dead: set[object] = set()
    while path:
        node, choices = path[-1]
        if len(node.shown) == len(arrangement.slots):
            return node.shown
        for candidate in choices:
            following = arrangement.placed(node, candidate)
            effort -= following.waiting.bit_count() + 1
            if arrangement.key(following) not in dead and bound.swaps_to_come(following) is not None:
                path.append((following, _choices(arrangement, following)))
                break
        else:
            dead.add(arrangement.key(node))
            path.pop()
        if effort < 0:
            return Exhausted(proven=False)
    return Exhausted(proven=True)


class Found(NamedTuple):
    """Who stands in the slots, in their order, and the swaps that no order can do without."""

    shown: tuple[int, ...]
    swaps: int
    at_least: int

    @property
    def optimal(self) -> bool:
        return self.swaps == self.at_least


def best_first(arrangement: Arrangement, bound: LowerBound, best: Found, effort: int) -> Found:
    """The fewest swaps, by always going on from the start of an order that promises them, as far as the effort goes."""
    tickets = count()
    fewest: dict[object, int] = {}
    queue: list[tuple[int, int, int, int, Node, int, Iterator[int]]] = []

    def offer(promised: int, swaps: int, node: Node, choices: Iterator[int]) -> None:
        """Queues the next choice at a node by the swaps it promises, of equal ones the fullest list first."""
        candidate = next(choices, None)
        if candidate is not None:
            promised = max(promised, swaps + arrangement.cost(node, candidate))
            if promised < best.swaps:
                heapq.heappush(queue, (promised, -len(node.shown), next(tickets), swaps, node, candidate, choices))

    offer(best.at_least, 0, arrangement.start, _choices(arrangement, arrangement.start))
    while queue and queue[0][0] < best.swaps:
        if effort < 0:
            return best._replace(at_least=max(best.at_least, queue[0][0]))
        promised, _, _, swaps, node, candidate, choices = heapq.heappop(queue)
        offer(promised, swaps, node, choices)
        swaps += arrangement.cost(node, candidate)
        following = arrangement.placed(node, candidate)
        key = arrangement.key(following)
        if fewest.get(key, swaps + 1) <= swaps:
            continue
        fewest[key] = swaps
        effort -= following.waiting.bit_count() + 1
        to_come = bound.swaps_to_come(following)
        if to_come is None or swaps + to_come >= best.swaps:
            continue
        if len(following.shown) == len(arrangement.slots):
            best = Found(following.shown, swaps, best.at_least)
        else:
            offer(max(promised, swaps + to_come), swaps, following, _choices(arrangement, following))
    return best._replace(at_least=best.swaps)


def _choices(arrangement: Arrangement, node: Node) -> Iterator[int]:
    return arrangement.choices(node) if len(node.shown) < len(arrangement.slots) else iter(())
