"""What the deployed product makes its lists from, for lists that are made here and shown to editors only."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.average_reader import AverageReaderFile
from newsrec.aws.clients import client, outage_kind
from newsrec.aws.deployment import StackOutputs
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.personalize_runtime import Campaign
from newsrec.aws.popular import ArticleClicksTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.serving.asking import MOST_CALLS, Asking, TimeBudget
from newsrec.serving.kept import KeptPopular, KeptShelf
from newsrec.serving.reasons import Reasoning
from newsrec.serving.reasons.average import KeptAverage
from newsrec.serving.refusals import Refusals
from newsrec.serving.request import Sources
from newsroom.failure import StepFailed

PATIENCE_SECONDS = 5.0
"""Editors wait longer than readers, and rather see no list than one without its models."""
PATIENT = TimeBudget(
    **dict.fromkeys(("personalised", "trending", "history", "just_published", "popular", "articles"), PATIENCE_SECONDS),
    whole=2 * PATIENCE_SECONDS,
)


def sources_of(outputs: StackOutputs) -> Sources:
    """The tables and models that the API of these stacks asks. Raises `StepFailed` where there is no API."""
    environment = _environment_of_api(outputs)
    executor = ThreadPoolExecutor(MOST_CALLS)
    return Sources(
        personalised=_campaign(environment["PERSONALISED_CAMPAIGN_ARN"], environment),
        trending=_campaign(environment["TRENDING_CAMPAIGN_ARN"], environment),
        readers=ReaderInterestsTable(outputs.reader_interests_table_name),
        popular=KeptPopular(ArticleClicksTable(outputs.article_clicks_table_name), executor, time.monotonic),
        shelf=KeptShelf(JustPublishedTable(outputs.just_published_table_name), executor, time.monotonic),
        articles=ArticlesTable(outputs.articles_table_name),
        asking=Asking(executor, clock=time.monotonic, pause=lambda: None, kind_of=outage_kind, budget=PATIENT),
        refusals=Refusals(),
        reasoning=Reasoning(
            average=KeptAverage(AverageReaderFile(outputs.data_bucket_name).read, executor, time.monotonic)
        ),
    )


def _environment_of_api(outputs: StackOutputs) -> Mapping[str, str]:
    """The settings of the function that answers for lists: the one that has every filter, on these tables."""
    pages = client("lambda").get_paginator("list_functions").paginate()
    environments = (
        function.get("Environment", {}).get("Variables", {}) for page in pages for function in page["Functions"]
    )
    for environment in environments:
        if "FOLLOWED_FILTER_ARN" in environment and environment["ARTICLES_TABLE"] == outputs.articles_table_name:
            return environment
    raise StepFailed("there is no function that makes lists")


def _campaign(arn: str, environment: Mapping[str, str]) -> Campaign:
    return Campaign(
        campaign_arn=arn,
        filter_arn=environment["UNREAD_FILTER_ARN"],
        topics_filter_arn=environment["TOPICS_FILTER_ARN"],
        followed_filter_arn=environment["FOLLOWED_FILTER_ARN"],
        answer_seconds=PATIENCE_SECONDS,
        attempts=2,
    )
