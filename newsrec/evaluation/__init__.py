"""How good recommendation lists are, measured on the articles that readers went on to click."""

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
from newsrec.evaluation.evaluation import EmptyCatalogue, Evaluation, NoReaders, RepeatedArticle, evaluate

__all__ = [
    "EmptyCatalogue",
    "Evaluation",
    "Hits",
    "NoReaders",
    "RepeatedArticle",
    "average_precision",
    "coverage",
    "evaluate",
    "hit_rate",
    "hits_in",
    "ndcg",
    "precision",
    "recall",
    "reciprocal_rank",
    "uniqueness",
]
