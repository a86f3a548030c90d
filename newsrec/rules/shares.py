"""Shares of a list in whole places: what is at most rounds down, what is at least rounds up."""

import math

# Keeps a product that is whole but for the arithmetic, such as 0.29 * 100, from being rounded away from itself.
_MARGIN = 1e-9


def at_most(share: float, places: int) -> int:
    return math.floor(share * places + _MARGIN)


def at_least(share: float, places: int) -> int:
    return math.ceil(share * places - _MARGIN)


def wanted(count_or_share: float, places: int) -> int:
    """A count as it is, a share as so many places."""
    return at_least(count_or_share, places) if count_or_share < 1 else int(count_or_share)
