"""What reasons rest on: everything that is known, and proven, at the moment a list is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from newsrec.interests import NOBODY, ReaderProfile
from newsrec.interests.audience import AverageReader
from newsrec.model import Candidate, Source
from newsrec.serving.reasons.history import History
from newsrec.serving.reasons.sensitivity import SENSITIVE, Sensitivity

UTC = ZoneInfo("UTC")


class Cause(StrEnum):
    """Why a rule puts articles where they would not stand without it."""

    EDITORS_CHOICE = "editors_choice"
    BREAKING = "breaking"
    IMPORTANCE = "importance"
    REGION = "region"
    VARIETY = "variety"


@dataclass(frozen=True, slots=True)
class PlacedBy:
    """A rule that put one article in its place."""

    rule_id: str
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoning:
    """What is the same for all lists: what the newsroom says, and what is known of its readers as a whole.

    `average` answers at once; None where too little is known of readers to make an average.
    """

    sensitivity: Sensitivity = SENSITIVE
    time_zone: ZoneInfo = UTC
    average: Callable[[], AverageReader | None] = lambda: None


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What holds for every article of one list.

    A list that is not `profiled` is nobody's: nothing in it is due to what a reader did. In a `fused` list every source
    that names an article moves it, otherwise only the one that placed it. `clicks` has the clicks of right now by
    article and is None where they are not known.
    """

    now: datetime
    profile: ReaderProfile = NOBODY
    profiled: bool = False
    fused: bool = False
    clicks: Mapping[str, float] | None = None
    reasoning: Reasoning = Reasoning()

    @property
    def profiling(self) -> bool:
        """Whether anything may be concluded from what the reader did or said."""
        return self.profiled and self.profile.preferences.personalised and not self.profile.forgotten

    @cached_property
    def history(self) -> History:
        """What may be concluded from the reader's reads."""
        return History.of(self.profile.reads if self.profiling else (), self.now, self.reasoning.sensitivity)

    def sources_of(self, candidate: Candidate) -> frozenset[Source]:
        """The sources that brought the article to its place."""
        return frozenset({candidate.source, *(candidate.also_from if self.fused else ())})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A reason before it is put into words: `names` is what its sentence names, `form` which of its sentences it is."""

    code: str
    evidence: Mapping[str, object] = field(default_factory=dict[str, object])
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    form: str = ""
