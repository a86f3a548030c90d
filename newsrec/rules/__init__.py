"""Rules on a list of articles, and the reranker that applies them by swapping neighbours.

Documents are read by `newsrec.rules.documents` and checked against each other by `newsrec.rules.checking`.
"""

from newsrec.rules.primitives import RankedArticle
from newsrec.rules.reranking import DuplicateCandidate, Placed, Reranking, RuleOutcome, Swap, rerank
from newsrec.rules.rule import Rule

__all__ = ["DuplicateCandidate", "Placed", "RankedArticle", "Reranking", "Rule", "RuleOutcome", "Swap", "rerank"]
