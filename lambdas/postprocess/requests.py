"""What callers of the postprocessing send, and what they get back."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from newsrec.model import Source
from newsrec.serving.apart import finished_document
from newsrec.serving.ports import Ranking as Answer
from newsrec.serving.postprocess import Candidates
from newsrec.serving.recommend import ServedList
from newsrec.serving.request import ListRequest
from newsrec.surfaces import Surface

Id = Annotated[str, StringConstraints(min_length=1, max_length=256)]
ModelName = Literal["personalised", "trending"]
Ranking: TypeAlias = tuple[Id, ...] | None
"""Article ids, best first; null for a model that did not answer."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReaderRequest(_Strict):
    """One reader's list, or nobody's; what is random in it comes from `seed`, else from `list_id`.

    `followed` are the candidates in places kept for what the reader follows; all else is as in `ListRequest`.
    """

    reader_id: Id | None
    list_id: Id
    seed: str | None = None
    candidates: dict[ModelName, Ranking] = Field(default_factory=dict[ModelName, Ranking])
    followed: frozenset[Id] = frozenset()
    personalised: bool = True
    topics: frozenset[Id] = frozenset()
    exclude: frozenset[Id] = frozenset()
    page_ids: tuple[Id, ...] = ()
    host_article_id: Id | None = None
    experiment: tuple[Id, Id] | None = None
    locale: Annotated[str, Field(max_length=35)] = "en"
    country: Id | None = None
    segments: tuple[Id, ...] = ()
    entitlements: tuple[Id, ...] = ()


class Requests(_Strict):
    """Lists of one surface; `candidates` holds the rankings that all readers share.

    `surface_revision` is that of the surface's document; null is the one in force. Where a `surface_version` is given,
    lists are made by that one or not at all. Lists `in_full` have all that the API answers with.
    """

    surface: Id
    surface_revision: Annotated[int, Field(ge=0)] | None = None
    surface_version: Id | None = None
    in_full: bool = False
    limit: Annotated[int, Field(ge=1, le=50)]
    requests: tuple[ReaderRequest, ...]
    candidates: dict[ModelName, Ranking] = Field(default_factory=dict[ModelName, Ranking])
    now: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))

    def each(self, surface_of: Callable[[ReaderRequest], Surface]) -> list[tuple[ListRequest, Candidates]]:
        """Every reader's list, made by the surface that `surface_of` says."""
        return [(self._list(request, surface_of(request)), self._candidates(request)) for request in self.requests]

    def _list(self, request: ReaderRequest, surface: Surface) -> ListRequest:
        return ListRequest(
            list_id=request.list_id,
            surface=surface,
            limit=self.limit,
            now=self.now,
            reader_id=request.reader_id,
            personalised=request.personalised,
            topics=request.topics,
            exclude=request.exclude,
            page_ids=request.page_ids,
            host_article_id=request.host_article_id,
            seed=request.seed or request.list_id,
            experiment=request.experiment,
            locale=request.locale,
            country=request.country,
            segments=request.segments,
            entitlements=request.entitlements,
        )

    def _candidates(self, request: ReaderRequest) -> Candidates:
        answers = self.candidates | request.candidates
        return {
            Source(name): None if ids is None else Answer(ids, request.followed.intersection(ids))
            for name, ids in answers.items()
        }


def list_answer(served: ServedList, *, in_full: bool) -> Mapping[str, Any]:
    answer: dict[str, Any] = {
        "reader_id": served.request.reader_id,
        "list_id": served.request.list_id,
        "items": [
            {
                "article_id": item.article.article_id,
                "source": item.source.value,
                "reason": next(({"code": reason.code, "text": reason.text} for reason in item.reasons), None),
                "title_variant": item.title_variant,
            }
            for item in served.items
        ],
        "degraded": list(served.degraded),
    }
    return answer | {"in_full": finished_document(served)} if in_full else answer
