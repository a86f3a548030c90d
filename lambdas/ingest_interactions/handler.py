"""Kinesis stream of interactions: told to the models, counted for readers and articles."""

import os
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.consumer import SIDE_BY_SIDE, arrivals_of, counters_with, deadline_of, payloads_of, settle_each
from lambdas.observability import logger, metrics
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.awaiting import AwaitingArticleTable
from newsrec.aws.forgotten import ForgottenReadersTable
from newsrec.aws.personalize_events import PersonalizeEvents
from newsrec.aws.queues import SqsDeadLetters
from newsrec.ingestion.interactions import InteractionIngestion


def _ingestion(context: LambdaContext) -> InteractionIngestion:
    deadline = deadline_of(context)
    return InteractionIngestion(
        events=PersonalizeEvents(tracking_id=os.environ["TRACKING_ID"]),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"]),
        counters=counters_with(deadline),
        awaiting=AwaitingArticleTable(os.environ["AWAITING_ARTICLE_TABLE"]),
        forgotten=ForgottenReadersTable(os.environ["READER_INTERESTS_TABLE"]),
        dead_letters=SqsDeadLetters(os.environ["DEAD_LETTER_QUEUE_URL"], stream="interactions"),
        executor=SIDE_BY_SIDE,
        deadline=deadline,
    )


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    batch = _ingestion(context).ingest(payloads_of(event), arrived=arrivals_of(event), now=datetime.now(UTC))
    return settle_each(event, context, batch)
