"""Accuracy of one reader's list: how well it finds the articles that were relevant to the reader.

Relevance is binary, and only the first k places of a list count. Every metric is a function of the list's `Hits`, lies
between 0 and 1, and is 0 without a hit. In the formulas p_i is the place of the i-th hit.
"""

from collections.abc import Sequence, Set
from functools import cache
from math import log2
from typing import NamedTuple


class Hits(NamedTuple):
    """Where a list has relevant articles: their places from 1 to k, of how many relevant ones (at least one)."""

    places: Sequence[int]
    relevant: int
    k: int

    @property
    def most(self) -> int:
        """How many hits a perfect list has."""
        return min(self.k, self.relevant)


def hits_in(recommended: Sequence[str], relevant: Set[str], k: int) -> Hits:
    """The hits of a list, best first and without repeats, at its first `k >= 1` places; `relevant` is not empty."""
    places = [place for place, article_id in enumerate(recommended[:k], 1) if article_id in relevant]
    return Hits(places, len(relevant), k)


def average_precision(hits: Hits) -> float:
    """The precision at each hit, summed, over that of a perfect list: sum of i / p_i, over min(k, |relevant|).

    The mean over readers is MAP (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008, section 8.4);
    min(k, |relevant|) in place of |relevant| lets a list of k places reach 1.
    """
    return sum(found / place for found, place in enumerate(hits.places, 1)) / hits.most


def ndcg(hits: Hits) -> float:
    """Normalised discounted cumulative gain: sum of 1 / log2(1 + p_i), over that of a perfect list.

    A perfect list has hits at its first min(k, |relevant|) places (Järvelin, Kekäläinen: Cumulated gain-based
    evaluation of IR techniques, 2002; the discount here is log2(1 + p), which also tells place 2 from place 1).
    """
    return sum(map(_gain, hits.places)) / _perfect_gain(hits.most)


def reciprocal_rank(hits: Hits) -> float:
    """1 / p_1; the mean over readers is MRR (Voorhees: The TREC-8 question answering track report, 1999)."""
    return 1 / hits.places[0] if hits.places else 0.0


def precision(hits: Hits) -> float:
    """|hits| / k: places that a short list leaves empty are misses."""
    return len(hits.places) / hits.k


def recall(hits: Hits) -> float:
    """|hits| / |relevant|."""
    return len(hits.places) / hits.relevant


def hit_rate(hits: Hits) -> float:
    """1 if there is any hit, else 0; the mean over readers is the share of readers with a hit."""
    return 1.0 if hits.places else 0.0


@cache
def _gain(place: int) -> float:
    return 1 / log2(1 + place)


@cache
def _perfect_gain(hits: int) -> float:
    return sum(map(_gain, range(1, hits + 1)))
