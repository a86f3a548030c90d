"""What callers of the postprocessing send, and what they get back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from newsrec.model import Source
from newsrec.serving.gather import ListRequest
from newsrec.serving.postprocess import Candidates
from newsrec.serving.recommend import ServedList
from newsrec.surfaces import load

Id = Annotated[str, StringConstraints(min_length=1, max_length=256)]
ModelName = Literal["personalised", "trending"]
Ranking: TypeAlias = tuple[Id, ...] | None
"""Article ids, best first; null for a model that did not answer."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReaderRequest(_Strict):
    """One reader's list; `list_id` seeds what is random in it, `exclude` holds articles that must not be in it."""

    reader_id: Id
    list_id: Id
    candidates: dict[ModelName, Ranking] = Field(default_factory=dict[ModelName, Ranking])
    exclude: frozenset[Id] = frozenset()


class Requests(_Strict):
    """Lists of one surface; `candidates` holds the rankings that all readers share."""

    surface: Id
    limit: Annotated[int, Field(ge=1, le=50)]
    requests: tuple[ReaderRequest, ...]
    candidates: dict[ModelName, Ranking] = Field(default_factory=dict[ModelName, Ranking])
    now: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))

    def each(self) -> list[tuple[ListRequest, Candidates]]:
        """Raises `newsrec.surfaces.UnknownSurface`."""
        surface = load(self.surface)
        return [
            (
                ListRequest(
                    list_id=request.list_id,
                    surface=surface,
                    limit=self.limit,
                    now=self.now,
                    reader_id=request.reader_id,
                    exclude=request.exclude,
                ),
                {Source(name): ids for name, ids in (self.candidates | request.candidates).items()},
            )
            for request in self.requests
        ]


def list_answer(served: ServedList) -> Mapping[str, Any]:
    return {
        "reader_id": served.request.reader_id,
        "list_id": served.request.list_id,
        "items": [
            {
                "article_id": item.article.article_id,
                "source": item.source.value,
                "reason": {"code": item.reason.code, "text": item.reason.text},
                "title_variant": item.title_variant,
            }
            for item in served.items
        ],
        "degraded": list(served.degraded),
    }
