"""What starts the digest machine, as it hands it on to be planned."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DigestInput(_Strict):
    """The machine's own input; a start without `scheduled_at` was scheduled for when it began.

    `audience` is the file of subscribers; `time_zone` limits the run to the subscribers of that zone.
    """

    digest: str
    scheduled_at: AwareDatetime | None = None
    audience: Annotated[str, Field(pattern=r"^s3://[^/]+/.+$")] | None = None
    time_zone: str | None = None


class PlanRequest(_Strict):
    run: str
    started_at: AwareDatetime
    input: DigestInput

    @property
    def scheduled_at(self) -> datetime:
        return self.input.scheduled_at or self.started_at
