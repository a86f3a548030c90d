"""Kinesis stream of interactions: told to the models, counted for readers and articles."""

import os
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.consumer import SIDE_BY_SIDE, payloads_of, settle_each
from lambdas.observability import logger, metrics
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.counters import Counters
from newsrec.aws.personalize_events import PersonalizeEvents
from newsrec.aws.queues import SqsDeadLetters
from newsrec.ingestion.interactions import InteractionIngestion


def _ingestion() -> InteractionIngestion:
    return InteractionIngestion(
        events=PersonalizeEvents(tracking_id=os.environ["TRACKING_ID"]),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"]),
        counters=Counters(
            reader_interests=os.environ["READER_INTERESTS_TABLE"],
            just_published=os.environ["JUST_PUBLISHED_TABLE"],
            article_clicks=os.environ["ARTICLE_CLICKS_TABLE"],
        ),
        dead_letters=SqsDeadLetters(os.environ["DEAD_LETTER_QUEUE_URL"], stream="interactions"),
        executor=SIDE_BY_SIDE,
    )


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    batch = _ingestion().ingest(payloads_of(event))
    return settle_each(event, context, batch)
