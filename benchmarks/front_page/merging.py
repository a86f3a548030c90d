"""The first question: which mix of the sources, merged how, holds the next click."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from benchmarks.front_page.gains import Gains
from benchmarks.front_page.moments import Moment
from newsrec.model import Source
from newsrec.serving.merge import merge
from newsrec.surfaces.surface import Merge

LIST_LENGTHS: Final = (10, 20)
FIGURES: Final = ("hr@10", "mrr@10", "hr@20")
REFERENCE: Final = "70/30/0 exact mix"
"""What all others are compared with: the mix of the two models."""
_SOURCES: Final = (Source.PERSONALISED, Source.TRENDING, Source.POPULAR)
MIXES: Final[tuple[tuple[int, int, int], ...]] = (
    *((100, 0, 0), (0, 100, 0), (0, 0, 100)),
    *((90, 0, 10), (80, 0, 20), (70, 0, 30), (50, 0, 50)),
    *((90, 10, 0), (80, 20, 0), (70, 30, 0), (50, 50, 0)),
    *((80, 10, 10), (70, 15, 15), (60, 20, 20)),
)
"""Shares of User-Personalization, Trending-Now and popular now, in hundredths."""


@dataclass(frozen=True, slots=True)
class Merging:
    """A mix and a method, and what the lists that it makes were worth: hits in 10 and 20, reciprocal rank in 10."""

    shares: tuple[int, int, int]
    method: Merge
    gains: Mapping[str, Gains] = field(default_factory=lambda: {name: Gains() for name in FIGURES})

    @property
    def name(self) -> str:
        return f"{'/'.join(map(str, self.shares))} {'exact mix' if self.method == 'mix' else 'fused ranks'}"

    @property
    def mix(self) -> Mapping[Source, float]:
        return {source: share / 100 for source, share in zip(_SOURCES, self.shares, strict=True) if share}

    def score(self, moment: Moment) -> None:
        """Only sources with a share are asked."""
        mix = self.mix
        ranked = {source: moment.ranked[source] for source in mix}
        merged = [offered.article_id for offered in merge(ranked, mix, self.method)][: max(LIST_LENGTHS)]
        place = merged.index(moment.clicked) + 1 if moment.clicked in merged else 0
        top = 0 < place <= 10
        for name, gain in zip(FIGURES, (top, 1 / place if top else 0.0, place > 0), strict=True):
            self.gains[name].add(float(gain), moment.session)


def mergings() -> list[Merging]:
    """Every mix by both methods; one source alone is the same by either."""
    alone = [Merging(shares, "mix") for shares in MIXES if 100 in shares]
    both: Iterable[Merge] = ("mix", "reciprocal_rank")
    return [*alone, *(Merging(shares, method) for method in both for shares in MIXES if 100 not in shares)]
