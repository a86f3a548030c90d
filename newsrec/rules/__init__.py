"""Rules on a list of articles, and the reranker that applies them by swapping neighbours.

Documents are read by `newsrec.rules.documents` and checked against each other by `newsrec.rules.checking`.
"""

from newsrec.rules.account import Placed, Swap
from newsrec.rules.admission import Refused
from newsrec.rules.outcomes import RuleOutcome
from newsrec.rules.preparation import PinReport, pinned_ids
from newsrec.rules.primitives import RankedArticle
from newsrec.rules.reranking import DuplicateCandidate, Reranking, rerank
from newsrec.rules.rule import Page, ReaderFacts, Rule, Situation

__all__ = [
    "DuplicateCandidate",
    "Page",
    "PinReport",
    "Placed",
    "RankedArticle",
    "ReaderFacts",
    "Refused",
    "Reranking",
    "Rule",
    "RuleOutcome",
    "Situation",
    "Swap",
    "pinned_ids",
    "rerank",
]
