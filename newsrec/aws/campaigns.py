"""Amazon Personalize's campaigns as resources."""

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.unavailable import Unavailable


def is_serving(campaign_arn: str) -> bool:
    """Whether the campaign exists and answers, be it with an older version during an update. Raises `Unavailable`."""
    try:
        campaign = client("personalize").describe_campaign(campaignArn=campaign_arn)["campaign"]
    except OutsideError as error:
        if error_code(error) == "ResourceNotFoundException":
            return False
        raise Unavailable(f"DescribeCampaign: {error}") from error
    return campaign["status"] == "ACTIVE"
