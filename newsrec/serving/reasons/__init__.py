"""Why a reader sees an article: only what really placed it there, and only what can be proven from stored data."""

from collections.abc import Iterator, Sequence

from newsrec.model import Candidate, Reason, Source
from newsrec.serving.reasons.grounds import Cause, Grounds, PlacedBy, Proven, Reasoning
from newsrec.serving.reasons.placement import by_source, important, local, ordered
from newsrec.serving.reasons.reading import from_reading
from newsrec.serving.reasons.wording import worded

__all__ = ["Cause", "Grounds", "PlacedBy", "Reasoning", "reasons_for"]

PRIORITY = (
    *("sponsored", "editors_choice", "breaking"),
    *("follows_company", "follows_topic", "reads_company", "continues_story"),
    *("reads_industry", "reads_topic", "reads_author", "important_today"),
    *("trending", "popular", "just_published", "local", "new_for_you"),
    *("similar_readers", "not_personalised"),
)
"""Codes of reasons, the first of those that hold is shown."""


def reasons_for(
    candidate: Candidate, grounds: Grounds, placed_by: Sequence[PlacedBy] = (), *, language: str = "en"
) -> tuple[Reason, ...]:
    """Everything that placed the article, the reason that is shown first; none where nothing can be proven.

    `placed_by` are the rules that put it where it stands.
    """
    proven = sorted(_proven(candidate, placed_by, grounds), key=lambda one: PRIORITY.index(one.code))
    return tuple(worded(one.code, one.names, one.evidence, form=one.form, language=language) for one in proven)


def _proven(candidate: Candidate, placed_by: Sequence[PlacedBy], grounds: Grounds) -> Iterator[Proven]:
    if sponsored := candidate.article.sponsored:
        yield Proven(code="sponsored", names={"sponsor": sponsored.sponsor}, evidence={"sponsor": sponsored.sponsor})
        return
    if orders := list(ordered(candidate, placed_by, grounds)):
        yield from orders
        return
    found = [
        *from_reading(candidate, placed_by, grounds),
        *important(candidate, placed_by, grounds),
        *by_source(candidate, grounds),
        *local(candidate, placed_by, grounds),
    ]
    yield from found
    if not grounds.profiled:
        yield Proven(code="not_personalised")
    elif not found and candidate.source is Source.PERSONALISED and grounds.history.opened and not candidate.followed:
        yield Proven(code="similar_readers", evidence={"articles_read": grounds.history.opened})
