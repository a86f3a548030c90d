"""What a method's rankings were worth: places of the clicked articles, and figures made of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

LIST_LENGTH = 20
SHOWN = 10
FRESH = 2 * 3600.0
AGES: Mapping[str, tuple[float, float]] = {
    "under 1 h": (0.0, 1.0),
    "1 to 2 h": (1.0, 2.0),
    "2 to 12 h": (2.0, 12.0),
    "12 to 48 h": (12.0, 48.0),
    "over 48 h": (48.0, float("inf")),
}
RESAMPLES = 1000
FIGURES = ("hr@10", "mrr@10", "hr@20")


@dataclass(slots=True)
class Scores:
    """The place of every clicked article in a method's list of 20, 0 where it is not in it."""

    places: list[int] = field(default_factory=list)
    last_places: list[int] = field(default_factory=list)
    recommended: set[int] = field(default_factory=set)
    shown: int = 0
    fresh: int = 0

    def add(self, ranking: Sequence[int], article: int, read: Mapping[int, None]) -> list[int]:
        """Keep the place of the article among what its reader has not read; the list that would be shown."""
        unread = _first(ranking, read)
        self.places.append(_place(unread, article))
        return unread[:SHOWN]

    def add_last(self, ranking: Sequence[int], article: int, session: Mapping[int, None]) -> None:
        """Keep the place of a session's last article among all that the session has not had."""
        self.last_places.append(_place(_first(ranking, session), article))

    def figures(self) -> dict[str, float]:
        """Hit rates and reciprocal rank as means over the clicks."""
        return {**_figures(np.array(self.places)), "n": len(self.places)}


def _first(ranking: Sequence[int], without: Mapping[int, None]) -> list[int]:
    found: list[int] = []
    for item in ranking:
        if item not in without:
            found.append(item)
            if len(found) == LIST_LENGTH:
                break
    return found


def _place(items: Sequence[int], article: int) -> int:
    return items.index(article) + 1 if article in items else 0


def _gains(places: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Hit at 10, reciprocal rank at 10 and hit at 20 of every click."""
    top = (places > 0) & (places <= SHOWN)
    return np.column_stack([top, np.where(top, 1 / np.maximum(places, 1), 0.0), places > 0]).astype(np.float64)


def _figures(places: npt.NDArray[np.int64]) -> dict[str, float]:
    if not len(places):
        return dict.fromkeys(FIGURES, 0.0)
    return dict(zip(FIGURES, _gains(places).mean(axis=0).tolist(), strict=True))


def gain_over(
    ours: Scores, theirs: Scores, sessions: Sequence[int], seed: int = 0
) -> dict[str, tuple[float, float, float]]:
    """The ratio of each figure to the reference's, with its 95 % interval: sessions drawn anew, pairs kept together."""
    _, of_session = np.unique(sessions, return_inverse=True)
    mine, other = (_summed(_gains(np.array(scores.places)), of_session) for scores in (ours, theirs))
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(mine), np.full(len(mine), 1 / len(mine)), size=RESAMPLES)
    ratios = (drawn @ mine) / (drawn @ other)
    low, high = np.percentile(ratios, [2.5, 97.5], axis=0)
    middle = mine.sum(axis=0) / other.sum(axis=0)
    return {name: (float(middle[i]), float(low[i]), float(high[i])) for i, name in enumerate(FIGURES)}


def _summed(gains: npt.NDArray[np.float64], groups: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.column_stack([np.bincount(groups, column).astype(np.float64) for column in gains.T])


def by_age(scores: Scores, ages: Sequence[float]) -> dict[str, dict[str, float]]:
    """The figures by the age of the clicked article, `ages` in seconds since its first click."""
    hours, places = np.array(ages) / 3600.0, np.array(scores.places)
    rows = {name: (low <= hours) & (hours < high) for name, (low, high) in AGES.items()}
    return {name: {**_figures(places[chosen]), "n": int(chosen.sum())} for name, chosen in rows.items()}


def last_click_figures(scores: Scores, hours: Sequence[int]) -> dict[str, float]:
    """NDCG@20 and HR@20 of the sessions' last clicks, as means over hours of the hours' means."""
    places, of_hour = np.array(scores.last_places), np.array(hours)
    gains = np.where(places > 0, 1 / np.log2(1 + np.maximum(places, 1)), 0.0)
    in_hour: Iterable[npt.NDArray[np.bool_]] = [of_hour == hour for hour in np.unique(of_hour)]
    means = [(gains[rows].mean(), (places[rows] > 0).mean()) for rows in in_hour]
    ndcg, hits = np.mean(means, axis=0).tolist() if means else (0.0, 0.0)
    return {"ndcg@20": ndcg, "hr@20": hits, "n": len(places)}
