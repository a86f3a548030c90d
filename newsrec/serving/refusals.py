"""How much of what is offered to a surface is refused: learned, so that enough is asked for the next time."""

from math import ceil
from typing import Final

from newsrec.surfaces import Surface

MOST_ASKED: Final = 500
"""What a model gives at most in one answer."""
MOST_REFUSED: Final = 2 / 3
"""A surface that refuses more asks for no more than three times its over-fetch."""

_WEIGHT_OF_A_LIST: Final = 0.05


class Refusals:
    """A running share per surface; none is refused until lists have shown it."""

    def __init__(self) -> None:
        self._shares: dict[str, float] = {}

    def to_ask_for(self, surface: Surface, limit: int) -> int:
        """How many candidates each model is asked for, so that after the refusals the surface's over-fetch is left."""
        refused = min(self._shares.get(surface.name, 0), MOST_REFUSED)
        return min(ceil(surface.overfetch * limit / (1 - refused)), MOST_ASKED)

    def learn(self, surface: Surface, *, offered: int, refused: int) -> None:
        """Counts one list in which `refused` of the `offered` candidates were left out on its way to its last place."""
        if offered:
            before = self._shares.get(surface.name, 0)
            self._shares[surface.name] = before + _WEIGHT_OF_A_LIST * (refused / offered - before)
