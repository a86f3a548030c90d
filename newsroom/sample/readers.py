"""The sample newsroom's readers: what each likes, and how often each comes."""

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsroom.sample.companies import COMPANIES, INDUSTRIES
from newsroom.sample.vocabulary import FIRST_NAMES, LAST_NAMES

# Measured on a news portal: the share of readers who came in at most this many sessions within twelve days.
_SESSIONS: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 30, 50)
_SESSIONS_SHARE: Final = (
    0.0, 0.445, 0.643, 0.755, 0.825, 0.872, 0.904, 0.928, 0.945, 0.967, 0.990, 0.9967, 0.99946, 1.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleReader:
    """An invented reader; `tastes` says in one line what the reader likes, favourites first."""

    reader_id: str
    name: str
    tastes: str
    topics: tuple[str, ...]
    companies: tuple[str, ...]
    industries: tuple[str, ...]


def make_readers(count: int, topics: dict[str, float], chooser: random.Random) -> tuple[SampleReader, ...]:
    """Readers with one to four favourite topics (each as likely as its share) and some companies they follow."""
    return tuple(_reader(f"r-{number:05d}", topics, chooser) for number in range(1, count + 1))


def _reader(reader_id: str, topics: dict[str, float], chooser: random.Random) -> SampleReader:
    wanted = chooser.choices((1, 2, 3, 4), (15, 40, 30, 15))[0]
    favourites = tuple(
        sorted(topics, key=lambda topic: chooser.random() ** (1 / topics[topic]), reverse=True)[:wanted],
    )
    followed = chooser.choices((0, 1, 2, 3), (35, 30, 22, 13))[0]
    companies = tuple(each.name for each in chooser.sample(COMPANIES, followed))
    industries = tuple(chooser.sample(tuple(INDUSTRIES), 1)) if chooser.random() < 0.3 else ()
    name = f"{chooser.choice(FIRST_NAMES)} {chooser.choice(LAST_NAMES)}"
    tastes = f"Reads {_listed(favourites)}"
    if companies or industries:
        tastes += f"; follows {_listed((*companies, *(f'the {name} industry' for name in industries)))}"
    return SampleReader(reader_id, name, tastes, favourites, companies, industries)


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def sessions_per_reader(count: int) -> NDArray[np.int64]:
    """How many sessions each reader has, most first; the same for every seed, because it is the measured curve."""
    quantiles = (np.arange(count)[::-1] + 0.5) / count
    return np.ceil(np.interp(quantiles, _SESSIONS_SHARE, _SESSIONS)).astype(np.int64)
