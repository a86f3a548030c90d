"""Why an article is not on a page: for editors who miss it."""

from dataclasses import dataclass
from typing import Literal

from newsrec.interests import NOBODY
from newsrec.serving.asking import Round
from newsrec.serving.gather import look_up
from newsrec.serving.models import profile_of
from newsrec.serving.recommend import ServedList
from newsrec.serving.request import Sources
from newsrec.serving.showable import WhyNot, why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What keeps one article out of one list.

    `shown`: nothing does. `refused`: a rule says that it may not be shown, `rule` and `detail` tell which and why.
    `outranked`: it was a candidate, at the place `rank` (1 is the best) before the rules; `rule` is one that lifted
    others over it. `no_candidate`: it may be shown, but no source named it. Else it may not be shown at all.
    """

    article_id: str
    code: Literal["shown", "refused", "outranked", "no_candidate"] | WhyNot
    rank: int | None = None
    rule: str | None = None
    detail: str = ""


def explain_absence(article_id: str, served: ServedList, sources: Sources) -> Absence:
    """Raises `Unavailable` when the article store is away."""
    if any(item.article.article_id == article_id for item in served.items):
        return Absence(article_id=article_id, code="shown")
    for refusal in served.reranking.refused:
        if refusal.article_id == article_id:
            return Absence(article_id=article_id, code="refused", rule=refusal.rule, detail=refusal.reason)
    if article_id in served.ranked:
        return _outranked(article_id, served)
    request, asked = served.request, Round(sources.asking)
    history = profile_of(request, sources, asked)
    article = look_up([article_id], sources, asked).get(article_id)
    profile = asked.answer(history, NOBODY) if history else NOBODY
    return Absence(article_id=article_id, code=why_not(article, request, profile.read_ids) or "no_candidate")


def _outranked(article_id: str, served: ServedList) -> Absence:
    rank = served.ranked.index(article_id) + 1
    lifted_over = {item.article.article_id for item in served.items if item.was > rank}
    rules = (swap.rule for swap in served.reranking.swaps if swap.article_id in lifted_over)
    return Absence(article_id=article_id, code="outranked", rank=rank, rule=next(rules, None))
