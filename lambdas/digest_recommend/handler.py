"""Asks the models what to put into the mails of one batch of readers."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from lambdas.surfaces import surfaces
from newsrec.aws.digest_ledger import DigestLedger
from newsrec.aws.files import Files
from newsrec.aws.personalize_runtime import Campaign
from newsrec.digest.batches import Batch
from newsrec.digest.candidates import postprocess_request
from newsrec.digest.definition import load
from newsrec.rules.decoding import decode

SIDE_BY_SIDE = ThreadPoolExecutor(max_workers=8)
PATIENCE = 5.0
"""Seconds for a model to answer: nobody waits in front of a screen."""


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """`{"batch": KEY}` to what the postprocessing takes."""
    batch = decode(Batch, Files(os.environ["DATA_BUCKET"]).read_json(event["batch"]))
    digest = load(batch.edition.digest_id)
    request = postprocess_request(
        batch,
        digest,
        surfaces().as_of(digest.surface, batch.surface_revision),
        personalised=_campaign(os.environ["PERSONALISED_CAMPAIGN_ARN"]),
        trending=_campaign(os.environ["TRENDING_CAMPAIGN_ARN"]),
        ledger=DigestLedger(os.environ["DIGEST_LEDGER_TABLE"]),
        executor=SIDE_BY_SIDE,
        now=datetime.now(UTC),
    )
    logger.info("candidates gathered", batch=event["batch"], readers=len(batch.readers))
    return request


def _campaign(arn: str) -> Campaign:
    return Campaign(campaign_arn=arn, filter_arn=os.environ["UNREAD_FILTER_ARN"], answer_seconds=PATIENCE, attempts=4)
