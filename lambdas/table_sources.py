"""The sources of a list, made from a function's environment once per container."""

import json
import os
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from random import uniform
from typing import Final
from zoneinfo import ZoneInfo

from newsrec.aws.articles import ArticlesTable
from newsrec.aws.average_reader import AverageReaderFile
from newsrec.aws.clients import Patience, outage_kind
from newsrec.aws.dynamodb import tables
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.popular import ArticleClicksTable
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.rules.decoding import decode
from newsrec.serving.asking import MOST_CALLS, Asking, TimeBudget
from newsrec.serving.kept import KeptPopular, KeptShelf
from newsrec.serving.ports import Recommender
from newsrec.serving.reasons import Reasoning
from newsrec.serving.reasons.average import KeptAverage
from newsrec.serving.reasons.sensitivity import DEFAULT_TERMS, Sensitivity
from newsrec.serving.refusals import Refusals
from newsrec.serving.request import Sources

LONGEST_PAUSE_SECONDS: Final = 0.03


def sources_with(*, personalised: Recommender | None = None, trending: Recommender | None = None) -> Sources:
    """Raises `newsrec.rules.decoding.InvalidDocument` for a `TIME_BUDGET` that is none."""
    executor = ThreadPoolExecutor(max_workers=MOST_CALLS)
    budget = decode(TimeBudget, json.loads(os.environ.get("TIME_BUDGET") or "{}"), "TIME_BUDGET")
    patience = _patience(budget)
    tables(patience)
    return Sources(
        personalised=personalised,
        trending=trending,
        readers=ReaderInterestsTable(os.environ["READER_INTERESTS_TABLE"], patience),
        popular=KeptPopular(ArticleClicksTable(os.environ["ARTICLE_CLICKS_TABLE"], patience), executor, time.monotonic),
        shelf=KeptShelf(JustPublishedTable(os.environ["JUST_PUBLISHED_TABLE"], patience), executor, time.monotonic),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"], patience),
        asking=Asking(
            executor,
            clock=time.monotonic,
            pause=lambda: time.sleep(uniform(0, LONGEST_PAUSE_SECONDS)),
            kind_of=outage_kind,
            budget=budget,
        ),
        refusals=Refusals(),
        reasoning=_reasoning(executor),
    )


def _patience(budget: TimeBudget) -> Patience:
    """As long as a list waits for any table; it tries again by itself where there is time."""
    seconds = max(budget.history, budget.just_published, budget.popular, budget.articles)
    return Patience(connect_seconds=seconds, read_seconds=seconds, attempts=1)


def _reasoning(executor: Executor) -> Reasoning:
    terms, bucket = os.environ.get("SENSITIVE_TERMS"), os.environ.get("DATA_BUCKET")
    return Reasoning(
        sensitivity=Sensitivity((*DEFAULT_TERMS, *(terms.split(",") if terms else ()))),
        time_zone=ZoneInfo(os.environ.get("SITE_TIME_ZONE", "Etc/UTC")),
        average=KeptAverage(AverageReaderFile(bucket).read, executor, time.monotonic) if bucket else lambda: None,
    )
