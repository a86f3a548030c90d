"""Several rankings into one, by article ids alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final, TypeVar

from newsrec.model import Source
from newsrec.surfaces.surface import Merge

Ranker = TypeVar("Ranker")

FUSION_OFFSET: Final = 60
"""What is added to a rank in reciprocal-rank fusion, so that the very first places don't decide alone (Cormack et al.,
"Reciprocal Rank Fusion Outperforms Condorcet and Individual Rank Learning Methods", SIGIR 2009)."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An article that a source put forward; `also_from` are the others that named it, `followed` as in `Candidate`."""

    article_id: str
    source: Source
    also_from: tuple[Source, ...] = ()
    followed: bool = False


def merge(
    ranked: Mapping[Source, Sequence[str]], mix: Mapping[Source, float], method: Merge = "mix"
) -> Sequence[Offered]:
    """All articles of the rankings once, by the surface's mix.

    An article that several sources name remembers all of them. By `mix` it is placed by the first that reaches it; by
    `reciprocal_rank` articles stand in the order of the sum of `share / (60 + rank)` over the sources that name them,
    and the source that adds most counts as the one that placed them. A source without a share in the mix comes after
    all that have one.
    """
    named_by: dict[str, list[Source]] = {}
    for source, ids in ranked.items():
        for article_id in dict.fromkeys(ids):
            named_by.setdefault(article_id, []).append(source)
    placed = interleave(ranked, mix) if method == "mix" else _fused(ranked, mix)
    return [
        Offered(article_id, source, tuple(other for other in named_by[article_id] if other is not source))
        for article_id, source in placed
    ]


def interleave(ranked: Mapping[Ranker, Sequence[str]], shares: Mapping[Ranker, float]) -> Iterator[tuple[str, Ranker]]:
    """All ids once, each with who placed it: among the first n there are less than one more or less than n shares.

    That holds for every n up to which all have something left; one that runs dry leaves its places to the rest, in
    the proportion of their shares, and shares are shares of those that have anything at all. The next place goes to
    the one whose next half place is due first: Webster's method, which keeps to the quota for up to three (Balinski
    and Young, "Fair Representation", 1982).
    """
    waiting = {ranker: list(reversed(ids)) for ranker, ids in ranked.items() if ids}
    placed = dict.fromkeys(waiting, 0)
    taken: set[str] = set()

    def due(ranker: Ranker) -> tuple[float, float]:
        share = shares.get(ranker, 0)
        return ((placed[ranker] + 0.5) / share, -share) if share > 0 else (inf, 0)

    while True:
        for ids in waiting.values():
            while ids and ids[-1] in taken:
                ids.pop()
        supplied = [ranker for ranker, ids in waiting.items() if ids]
        if not supplied:
            return
        ranker = min(supplied, key=due)
        article_id = waiting[ranker].pop()
        yield article_id, ranker
        taken.add(article_id)
        placed[ranker] += 1


def _fused(ranked: Mapping[Source, Sequence[str]], mix: Mapping[Source, float]) -> Iterator[tuple[str, Source]]:
    scores: dict[str, float] = {}
    best: dict[str, tuple[float, float, Source]] = {}
    for source, ids in ranked.items():
        share = mix.get(source, 0)
        for rank, article_id in enumerate(dict.fromkeys(ids), start=1):
            closeness = 1 / (FUSION_OFFSET + rank)
            scores[article_id] = scores.get(article_id, 0) + share * closeness
            if article_id not in best or (share * closeness, closeness) > best[article_id][:2]:
                best[article_id] = (share * closeness, closeness, source)
    for article_id in sorted(scores, key=lambda one: (-scores[one], -best[one][1])):
        yield article_id, best[article_id][2]
