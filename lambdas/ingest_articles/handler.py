"""Kinesis stream of articles: stored, told to the models, put on or taken off the just-published shelf."""

import os
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.consumer import SIDE_BY_SIDE, counters_with, deadline_of, payloads_of, settle_each
from lambdas.observability import logger, metrics
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.awaiting import AwaitingArticleTable
from newsrec.aws.just_published import JustPublishedTable
from newsrec.aws.personalize_events import PersonalizeEvents
from newsrec.aws.queues import SqsDeadLetters
from newsrec.ingestion.articles import ArticleIngestion


def _ingestion(context: LambdaContext) -> ArticleIngestion:
    deadline = deadline_of(context)
    return ArticleIngestion(
        events=PersonalizeEvents(items_dataset_arn=os.environ["ITEMS_DATASET_ARN"]),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"]),
        just_published=JustPublishedTable(os.environ["JUST_PUBLISHED_TABLE"]),
        awaiting=AwaitingArticleTable(os.environ["AWAITING_ARTICLE_TABLE"]),
        counters=counters_with(deadline),
        dead_letters=SqsDeadLetters(os.environ["DEAD_LETTER_QUEUE_URL"], stream="articles"),
        executor=SIDE_BY_SIDE,
        deadline=deadline,
    )


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    batch = _ingestion(context).ingest(payloads_of(event), now=datetime.now(UTC))
    return settle_each(event, context, batch)
