"""The end of a function's time, and how near to it an outside call may still begin."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from newsrec.unavailable import Unavailable

LONGEST_CALL_SECONDS = 22
"""What a call takes at most with its time-outs, its retries and their back-off (`newsrec/aws/clients.py`)."""


@dataclass(frozen=True, slots=True)
class Deadline:
    seconds_left: Callable[[], float]

    def allow_call(self) -> None:
        """Raises `Unavailable` when a call that begins now might be cut off."""
        if self.seconds_left() < LONGEST_CALL_SECONDS:
            raise Unavailable("the function's time is nearly over")


UNHURRIED = Deadline(lambda: inf)
"""For whoever is not cut off."""
