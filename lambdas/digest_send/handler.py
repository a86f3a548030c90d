"""Sends the mails of one batch of readers, each at most once, whatever happened before."""

import os
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.digest_ledger import DigestLedger
from newsrec.aws.files import Files
from newsrec.aws.mailer import SesMailer
from newsrec.aws.unsubscriptions import Unsubscriptions
from newsrec.digest.batches import BatchOutcomes, ComposedBatch, document, mails_of, outcomes_of
from newsrec.digest.definition import load
from newsrec.digest.sending import Sending
from newsrec.rules.decoding import decode


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """`{"batch": KEY}`; the outcomes are in the batch's own file."""
    files = Files(os.environ["DATA_BUCKET"])
    batch = decode(ComposedBatch, files.read_json(mails_of(event["batch"])))
    ledger_table = os.environ["DIGEST_LEDGER_TABLE"]
    sending = Sending(
        digest=load(batch.edition.digest_id),
        ledger=DigestLedger(ledger_table),
        mailer=SesMailer(
            sender=os.environ["SENDER"],
            sender_name=os.environ["SENDER_NAME"],
            configuration_set=os.environ["CONFIGURATION_SET"],
        ),
        articles=ArticlesTable(os.environ["ARTICLES_TABLE"]),
        unsubscribed=Unsubscriptions(ledger_table),
        clock=partial(datetime.now, UTC),
    )
    outcomes = tuple(sending.send_batch(batch))
    files.write_json(outcomes_of(event["batch"]), document(BatchOutcomes(outcomes=outcomes)))
    sent = sum(outcome.outcome == "sent" for outcome in outcomes)
    counts = {"batch": event["batch"], "readers": len(outcomes), "sent": sent}
    logger.info("mails sent", counts=counts)
    return counts
