"""The order with the fewest swaps: a first valid one by lifting, then two searches that try to beat it.

Effort is counted in candidates looked at, never in time, so that the same input always gives the same order.
"""

import heapq
import sys
from collections.abc import Iterator
from itertools import count, islice
from typing import NamedTuple

from newsrec.rules.arrangement import Arrangement, Node

QUICK_EFFORT = 10_000
ANY_ORDER_EFFORT = 60_000
BEST_ORDER_EFFORT = 12_000
BEAM_NODES = 5
BEAM_CHOICES = 3


class Found(NamedTuple):
    """Who stands in the slots, in their order; `optimal` when no order with fewer swaps exists."""

    shown: tuple[int, ...]
    swaps: int
    optimal: bool


class NotFound(NamedTuple):
    """No order; `proven` when none exists, else the effort ended first."""

    proven: bool


def fewest_swaps(arrangement: Arrangement) -> Found | NotFound:
    """A proven optimum where the effort suffices, else the best order that was seen on the way."""
    first = any_order(arrangement)
    if isinstance(first, NotFound) or first.optimal:
        return first
    best = _best(arrangement, first)
    return best if best.optimal else _beam(arrangement, best.swaps) or best


def any_order(arrangement: Arrangement, effort: int = ANY_ORDER_EFFORT) -> Found | NotFound:
    """An order that is seldom far from the best; most of the effort goes only into arrangements with many dead ends."""
    lifted = _lifted(arrangement, min(effort, QUICK_EFFORT))
    if isinstance(lifted, Found) or lifted.proven:
        return lifted
    return _beam(arrangement, sys.maxsize) or _lifted(arrangement, effort)


def _lifted(arrangement: Arrangement, effort: int) -> Found | NotFound:
    """The order by lifting the best-ranked candidate that may stand in each slot, stepping back from dead ends."""
    start = arrangement.start
    lower_bound = arrangement.swaps_to_come(start)
    if lower_bound is None:
        return NotFound(proven=True)
    shown: list[int] = []
    path: list[tuple[Node, Iterator[int]]] = [(start, _choices(arrangement, start))]
    dead: set[object] = set()
    while path:
        node, choices = path[-1]
        if node.depth == len(arrangement.slots):
            swaps = _swaps(arrangement, shown)
            return Found(tuple(shown), swaps, optimal=swaps == lower_bound)
        for candidate in choices:
            following = arrangement.placed(node, candidate)
            effort -= following.waiting.bit_count() + 1
            if arrangement.key(following) not in dead and arrangement.swaps_to_come(following) is not None:
                shown.append(candidate)
                path.append((following, _choices(arrangement, following)))
                break
        else:
            dead.add(arrangement.key(node))
            path.pop()
            if shown:
                shown.pop()
        if effort < 0:
            return NotFound(proven=False)
    return NotFound(proven=True)


def _choices(arrangement: Arrangement, node: Node) -> Iterator[int]:
    return arrangement.choices(node) if node.depth < len(arrangement.slots) else iter(())


def _swaps(arrangement: Arrangement, shown: list[int]) -> int:
    node, swaps = arrangement.start, 0
    for candidate in shown:
        swaps += arrangement.cost(node, candidate)
        node = arrangement.placed(node, candidate)
    return swaps


class _Path(NamedTuple):
    """The candidates placed so far, the latest first."""

    candidate: int
    before: "_Path | None"


def _beam(arrangement: Arrangement, fewer_than: int) -> Found | None:
    """A good order, by filling slot after slot and going on from the few most promising starts only."""
    beam: list[tuple[int, int, tuple[int, ...], Node]] = [(0, 0, (), arrangement.start)]
    for _ in arrangement.slots:
        following: dict[object, tuple[int, int, tuple[int, ...], Node]] = {}
        for _, swaps, shown, node in beam:
            for candidate in islice(arrangement.choices(node), BEAM_CHOICES):
                so_far = swaps + arrangement.cost(node, candidate)
                child = arrangement.placed(node, candidate)
                key = arrangement.key(child)
                if so_far >= fewer_than or (key in following and following[key][1] <= so_far):
                    continue
                to_come = arrangement.swaps_to_come(child)
                if to_come is not None and so_far + to_come < fewer_than:
                    following[key] = (so_far + to_come, so_far, (*shown, candidate), child)
        beam = sorted(following.values())[:BEAM_NODES]
    return Found(beam[0][2], beam[0][1], optimal=False) if beam else None


def _best(arrangement: Arrangement, best: Found) -> Found:
    """The fewest swaps, by always going on from the start of an order that promises them, as far as the effort goes."""
    effort = BEST_ORDER_EFFORT
    tickets = count()
    fewest: dict[object, int] = {}
    queue: list[tuple[int, int, int, int, Node, _Path | None, int, Iterator[int]]] = []

    def offer(promised: int, swaps: int, node: Node, path: _Path | None, choices: Iterator[int]) -> None:
        """Queues the next choice at a node by the swaps it promises, of equal ones the fullest list first."""
        candidate = next(choices, None)
        if candidate is not None:
            promised = max(promised, swaps + arrangement.cost(node, candidate))
            if promised < best.swaps:
                entry = (promised, -node.depth, next(tickets), swaps, node, path, candidate, choices)
                heapq.heappush(queue, entry)

    offer(0, 0, arrangement.start, None, _choices(arrangement, arrangement.start))
    while queue and queue[0][0] < best.swaps:
        if effort < 0:
            return best
        promised, _, _, swaps, node, path, candidate, choices = heapq.heappop(queue)
        offer(promised, swaps, node, path, choices)
        swaps += arrangement.cost(node, candidate)
        following = arrangement.placed(node, candidate)
        key = arrangement.key(following)
        if fewest.get(key, swaps + 1) <= swaps:
            continue
        fewest[key] = swaps
        effort -= following.waiting.bit_count() + 1
        to_come = arrangement.swaps_to_come(following)
        if to_come is None or swaps + to_come >= best.swaps:
            continue
        if following.depth == len(arrangement.slots):
            best = Found(_unwound(_Path(candidate, path)), swaps, optimal=False)
        else:
            offer(swaps + to_come, swaps, following, _Path(candidate, path), _choices(arrangement, following))
    return Found(best.shown, best.swaps, optimal=True)


def _unwound(path: _Path | None) -> tuple[int, ...]:
    shown: list[int] = []
    while path:
        shown.append(path.candidate)
        path = path.before
    return tuple(reversed(shown))
