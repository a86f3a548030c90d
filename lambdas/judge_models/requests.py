"""What the training machine asks to be judged."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CandidateModel(_Strict):
    """A trained model behind its candidate campaign, and the campaign that readers are served by, if it exists."""

    model: str
    candidate_campaign_arn: str
    serving_campaign_arn: str
    metrics: dict[str, float]


class JudgementRequest(_Strict):
    run: str
    holdout_from: AwareDatetime
    models: Annotated[tuple[CandidateModel, ...], Field(min_length=1)]

    @property
    def folder(self) -> str:
        """The key prefix of the run's files."""
        return f"training/{self.run}"
