"""All metrics of one set of recommendation lists."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import fmean

from newsrec.evaluation.accuracy import (
    Hits,
    average_precision,
    hit_rate,
    hits_in,
    ndcg,
    precision,
    recall,
    reciprocal_rank,
)
from newsrec.evaluation.beyond_accuracy import coverage, uniqueness


class NoReaders(ValueError):
    """The holdout has no reader with a relevant article, so there is nothing to take a mean of."""


class EmptyCatalogue(ValueError):
    """A catalogue without articles, of which no share can be covered."""


class RepeatedArticle(ValueError):
    """A recommendation list that shows an article twice, which would count it twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Metrics from 0 to 1 over the first `k` places; those of accuracy are means over `readers` readers."""

    k: int
    readers: int
    mean_average_precision: float
    ndcg: float
    mrr: float
    precision: float
    recall: float
    hit_rate: float
    coverage: float
    uniqueness: float

    def as_json(self) -> dict[str, float]:
        """With the names as the field writes them, literally `@k`; `k` says which."""
        return {
            "map@k": self.mean_average_precision,
            "ndcg@k": self.ndcg,
            "mrr@k": self.mrr,
            "precision@k": self.precision,
            "recall@k": self.recall,
            "hit_rate@k": self.hit_rate,
            "coverage@k": self.coverage,
            "uniqueness@k": self.uniqueness,
            "readers": self.readers,
            "k": self.k,
        }


def evaluate(
    holdout: Mapping[str, Sequence[str]],
    recommendations: Mapping[str, Sequence[str]],
    *,
    k: int,
    catalogue: Collection[str] | None = None,
) -> Evaluation:
    """Measures each reader's list of `recommendations`, best first, against the reader's articles in `holdout`.

    Accuracy is the mean over the readers of the holdout with at least one article; a repeated one counts once, and a
    reader who got no list has 0. Coverage and uniqueness are of all lists, also those of readers not in the holdout.
    Without a `catalogue`, it is all articles of the holdout and of the lists.

    Raises `NoReaders`, `EmptyCatalogue`, `RepeatedArticle`, and `ValueError` for a `k` below 1.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    lists = recommendations.values()
    for reader_id, recommended in recommendations.items():
        if len(set(recommended)) < len(recommended):
            raise RepeatedArticle(f"the list of {reader_id!r} has an article twice")
    hits = [
        hits_in(recommendations.get(reader_id, ()), frozenset(clicked), k)
        for reader_id, clicked in holdout.items()
        if clicked
    ]
    if not hits:
        raise NoReaders("has no reader with an article")
    known = _articles(holdout.values(), lists) if catalogue is None else frozenset(catalogue)
    if not known:
        raise EmptyCatalogue("has no article")

    def mean(metric: Callable[[Hits], float]) -> float:
        return fmean(map(metric, hits))

    return Evaluation(
        k=k,
        readers=len(hits),
        mean_average_precision=mean(average_precision),
        ndcg=mean(ndcg),
        mrr=mean(reciprocal_rank),
        precision=mean(precision),
        recall=mean(recall),
        hit_rate=mean(hit_rate),
        coverage=coverage(lists, known, k),
        uniqueness=uniqueness(lists, k),
    )


def _articles(*lists_of_lists: Collection[Sequence[str]]) -> Set[str]:
    return {article_id for lists in lists_of_lists for articles in lists for article_id in articles}
