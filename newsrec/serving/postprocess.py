"""What the API does with a list after the models answered, for callers that asked the models themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsrec.model import Source
from newsrec.serving.gather import ListRequest, Sources
from newsrec.serving.recommend import ServedList, recommend
from newsrec.unavailable import Unavailable

Candidates = Mapping[Source, Sequence[str] | None]
"""Article ids per model, best first; None for a model that was asked and did not answer."""


@dataclass(frozen=True, slots=True)
class AnsweredModel:
    """A model that was asked already."""

    article_ids: Sequence[str] | None

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:  # noqa: ARG002
        if self.article_ids is None:
            raise Unavailable("the model did not answer")
        return self.article_ids[:most]


def postprocess(request: ListRequest, candidates: Candidates, sources: Sources) -> ServedList:
    """The list that `recommend` would make, had the models answered it with `candidates`.

    A model that is not among the candidates counts as one that had nothing to say. Raises `Unavailable` when the
    article store is away.
    """
    answered = {source: AnsweredModel(candidates.get(source, ())) for source in (Source.PERSONALISED, Source.TRENDING)}
    return recommend(
        request, replace(sources, personalised=answered[Source.PERSONALISED], trending=answered[Source.TRENDING])
    )
