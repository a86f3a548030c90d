"""What a reader did with an article."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class InteractionType(StrEnum):
    IMPRESSION = "impression"
    CLICK = "click"
    READ = "read"
    SHARE = "share"
    HIDE = "hide"
    SHOW_FEWER = "show_fewer"


OPENED = frozenset({InteractionType.CLICK, InteractionType.READ, InteractionType.SHARE})
"""Types that mean the reader opened the article."""

TOLD_TO_MODELS = OPENED | {InteractionType.HIDE}
"""Types that Amazon Personalize is told of: an impression alone is no event there, and its filter knows `hide`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where the reader was when it happened; values are the newsroom's own category codes."""

    region: str | None = None
    device: str | None = None
    referrer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    event_id: str
    session_id: str
    article_id: str
    type: InteractionType
    occurred_at: datetime
    reader_id: str | None = None
    dwell_seconds: float | None = None
    read_share: float | None = None
    list_id: str | None = None
    impression_id: str | None = None
    context: Context = field(default_factory=Context)
    aggregate_only: bool = False
    """Of a reader who does not agree to profiling: counted for its article, told to no model, kept for no reader."""

    @property
    def reader_key(self) -> str:
        """Whom the interaction counts for: the reader, or the anonymous session."""
        return self.reader_id or self.session_id

    @property
    def is_told_to_models(self) -> bool:
        """Whether Amazon Personalize hears of it."""
        return self.type in TOLD_TO_MODELS and not self.aggregate_only

    @property
    def is_kept_as_read(self) -> bool:
        """Whether the reader's history says that they opened the article."""
        return self.type in OPENED and not self.aggregate_only
