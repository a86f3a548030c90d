"""The API's outside systems, made from its environment once per container."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.personalize_runtime import Campaign
from newsrec.aws.popular import ArticleClicksTable
from newsrec.aws.queues import RecordStream
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.aws.secrets import secret_text
from newsrec.serving.gather import Sources

CALLS_AT_ONCE = 4
"""Both models, the reader's history and the just-published shelf are asked side by side."""


@cache
def sources() -> Sources:
    unread = os.environ["UNREAD_FILTER_ARN"]
    return Sources(
        personalised=Campaign(campaign_arn=os.environ["PERSONALISED_CAMPAIGN_ARN"], filter_arn=unread),
        trending=Campaign(campaign_arn=os.environ["TRENDING_CAMPAIGN_ARN"], filter_arn=unread),
        readers=ReaderInterestsTable(os.environ["READER_INTERESTS_TABLE"]),
        popular=ArticleClicksTable(os.environ["ARTICLE_CLICKS_TABLE"]),
        shelf=JustPublishedTable(os.environ["JUST_PUBLISHED_TABLE"]),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"]),
        executor=ThreadPoolExecutor(max_workers=CALLS_AT_ONCE),
    )


@cache
def interactions_stream() -> RecordStream:
    return RecordStream(os.environ["INTERACTIONS_STREAM_NAME"])


@cache
def signing_key() -> str:
    """The secret that reader tokens, cursors, impressions and anonymous ids are signed with."""
    return secret_text(os.environ["READER_TOKEN_SECRET_NAME"])
