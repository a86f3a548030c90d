"""The API's outside systems, made from its environment once per container."""

import os
from functools import cache

from lambdas.table_sources import sources_with
from newsrec.aws.personalize_runtime import Campaign
from newsrec.aws.queues import RecordStream
from newsrec.aws.secrets import secret_text
from newsrec.serving.gather import Sources


@cache
def sources() -> Sources:
    unread = os.environ["UNREAD_FILTER_ARN"]
    return sources_with(
        personalised=Campaign(campaign_arn=os.environ["PERSONALISED_CAMPAIGN_ARN"], filter_arn=unread),
        trending=Campaign(campaign_arn=os.environ["TRENDING_CAMPAIGN_ARN"], filter_arn=unread),
    )


@cache
def interactions_stream() -> RecordStream:
    return RecordStream(os.environ["INTERACTIONS_STREAM_NAME"])


@cache
def signing_key() -> str:
    """The secret that reader tokens, cursors, impressions and anonymous ids are signed with."""
    return secret_text(os.environ["READER_TOKEN_SECRET_NAME"])
