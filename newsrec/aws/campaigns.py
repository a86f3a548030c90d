"""Amazon Personalize's campaigns as resources."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.unavailable import Unavailable

TRAINED_UNTIL: Final = "trained-until"
"""The tag of a solution version that says when the holdout of its run began; `training.asl.json` sets it."""


@dataclass(frozen=True, slots=True)
class ServingModel:
    """What a campaign answers with; `trained_until` is None for a version that no training run made."""

    trained_until: datetime | None


def serving_model(campaign_arn: str) -> ServingModel | None:
    """None where the campaign does not exist or does not answer yet. Raises `Unavailable`."""
    personalize: Any = client("personalize")
    try:
        campaign = personalize.describe_campaign(campaignArn=campaign_arn)["campaign"]
        if campaign["status"] != "ACTIVE":
            return None
        tags = personalize.list_tags_for_resource(resourceArn=campaign["solutionVersionArn"])["tags"]
    except OutsideError as error:
        if error_code(error) == "ResourceNotFoundException":
            return None
        raise Unavailable(f"campaign {campaign_arn}: {error}") from error
    until = next((tag["tagValue"] for tag in tags if tag["tagKey"] == TRAINED_UNTIL), None)
    return ServingModel(datetime.fromisoformat(until) if until else None)
