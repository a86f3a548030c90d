"""What each desk of the sample newsroom writes about."""

from typing import Final

from newsroom.sample.desks.business import BUSINESS
from newsroom.sample.desks.culture import CULTURE
from newsroom.sample.desks.health import HEALTH
from newsroom.sample.desks.local import LOCAL
from newsroom.sample.desks.politics import POLITICS
from newsroom.sample.desks.science import SCIENCE
from newsroom.sample.desks.sponsored import SPONSORED
from newsroom.sample.desks.sport import SPORT
from newsroom.sample.desks.technology import TECHNOLOGY
from newsroom.sample.desks.world import WORLD
from newsroom.sample.frames import Desk

DESKS: Final[tuple[Desk, ...]] = (
    POLITICS,
    BUSINESS,
    TECHNOLOGY,
    SCIENCE,
    HEALTH,
    CULTURE,
    SPORT,
    WORLD,
    LOCAL,
    SPONSORED,
)

__all__ = ["DESKS", "SPONSORED"]
