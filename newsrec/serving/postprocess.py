"""What the API does with a list after the models answered, for callers that asked the models themselves."""

from collections.abc import Mapping
from typing import Final

from newsrec.model import Source
from newsrec.serving.asking import Outage
from newsrec.serving.models import marked
from newsrec.serving.ports import Ranking
from newsrec.serving.recommend import ServedList, recommend
from newsrec.serving.request import ListRequest, Sources

Candidates = Mapping[Source, Ranking | None]
"""What each model answered; None for one that was asked and did not answer."""

_MODELS: Final = (Source.PERSONALISED, Source.TRENDING)


def postprocess(request: ListRequest, candidates: Candidates, sources: Sources) -> ServedList:
    """The list that `recommend` would make, had the models answered it with `candidates`.

    A model that is not among the candidates counts as one that had nothing to say. Raises `Unavailable` when the
    article store is away.
    """
    given = {source: candidates[source] for source in _MODELS if source in candidates}
    away = tuple(Outage(source.value, "error") for source, ranking in given.items() if ranking is None)
    rankings = {source: ranking for source, ranking in given.items() if ranking is not None}
    return recommend(request, sources, marked(rankings, away, request))
