"""Which variant a reader gets, and how a list says so wherever it is spoken of again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from newsrec.experiments.experiment import Experiment, Variant
from newsrec.surfaces import Surface

_MARK: Final = "~"
_POINTS: Final = 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The variant that a reader gets of a running experiment."""

    experiment_id: str
    variant: str
    surface: Surface


class Exposure(NamedTuple):
    """That a list was made by a variant of an experiment."""

    experiment_id: str
    variant: str


def assigned(experiments: Sequence[Experiment], reader_id: str, now: datetime) -> Assignment | None:
    """The reader's place in the experiment that runs, if one does; the same at any time of it, wherever it is asked."""
    for experiment in experiments:
        if experiment.runs(now):
            variant = variant_of(experiment, reader_id)
            return Assignment(experiment_id=experiment.id, variant=variant.name, surface=variant.surface)
    return None


def variant_of(experiment: Experiment, reader_id: str) -> Variant:
    """By a hash of reader and salt: uniform, and independent of what readers get in experiments with other salts."""
    digest = hashlib.sha256(f"{experiment.salt}\0{reader_id}".encode(errors="surrogatepass")).digest()
    left = int.from_bytes(digest[:8], "big") / _POINTS
    for variant in experiment.variants[:-1]:
        left -= variant.share
        if left < 0:
            return variant
    return experiment.variants[-1]


def marked(list_id: str, exposure: Exposure | None) -> str:
    """The id of a list, with the variant that made it: whoever signs the id signs that too."""
    return _MARK.join((list_id, *exposure)) if exposure else list_id


def exposure_of(list_id: str | None) -> Exposure | None:
    """The variant that made the list, if its id names one."""
    parts = (list_id or "").split(_MARK)
    return Exposure(parts[1], parts[2]) if len(parts) == 3 and all(parts) else None
