"""Amazon Personalize's runtime side: a deployed model is asked for a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import epoch
from newsrec.unavailable import Unavailable

ANSWER_SECONDS = 0.5
"""How long a list that a reader waits for may wait for a model; a slower one is left out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One deployed model, asked through the filter that leaves out what may not or need not be shown."""

    campaign_arn: str
    filter_arn: str
    answer_seconds: float = ANSWER_SECONDS
    attempts: int = 1

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        """Article ids, best first. Raises `Unavailable` when the model is slow, throttled or absent."""
        runtime = client(
            "personalize-runtime",
            connect_seconds=self.answer_seconds,
            read_seconds=self.answer_seconds,
            attempts=self.attempts,
        )
        try:
            answer = runtime.get_recommendations(
                campaignArn=self.campaign_arn,
                userId=reader_id,
                numResults=most,
                filterArn=self.filter_arn,
                filterValues={"PUBLISHED_AFTER": str(epoch(published_after))},
            )
        except OutsideError as error:
            raise Unavailable(error_code(error)) from error
        return [item["itemId"] for item in answer["itemList"]]
