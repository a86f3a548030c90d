"""First fit: per slot the best-ranked candidate that breaks no rule yet, without looking ahead or back."""

from typing import NamedTuple

from newsrec.rules.arrangement import Arrangement
from newsrec.rules.beam import swaps_of


class FirstFit(NamedTuple):
    """A full list. At a dead end the best-ranked candidate is taken, whatever rule it breaks."""

    shown: tuple[int, ...]
    swaps: int
    dead_end: bool


def first_fit(arrangement: Arrangement) -> FirstFit:
    """The pass over the rules as the reranker compiles them."""
    node, dead_end = arrangement.start, False
    for _ in arrangement.slots:
        allowed = arrangement.allowed(node)
        dead_end = dead_end or not allowed
        allowed = allowed or node.waiting
        node = arrangement.placed(node, (allowed & -allowed).bit_length() - 1)
    return FirstFit(node.shown, swaps_of(node.shown), dead_end)
