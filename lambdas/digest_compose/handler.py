"""Composes the mails of one batch of readers from their finished lists; holds back what does not pass its checks."""

import json
import os
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from lambdas.signing import signing_key
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.files import Files
from newsrec.digest.batches import Batch, document, mails_of
from newsrec.digest.composing import Composer, ReaderLists
from newsrec.digest.definition import load
from newsrec.digest.publisher import Publisher
from newsrec.rules.decoding import decode


def _composer(digest_id: str, now: datetime) -> Composer:
    return Composer(
        digest=load(digest_id),
        publisher=decode(Publisher, json.loads(os.environ["PUBLISHER"])),
        unsubscribe_address=os.environ["UNSUBSCRIBE_ADDRESS"],
        key=signing_key(now),
    )


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """`{"batch": KEY, "lists": [...]}`, the lists as the postprocessing answers them."""
    now, files = datetime.now(UTC), Files(os.environ["DATA_BUCKET"])
    batch = decode(Batch, files.read_json(event["batch"]))
    lists = decode(ReaderLists, {"lists": event["lists"]}).lists
    ids = chain.from_iterable((item.article_id for item in one.items) for one in lists)
    articles = ArticlesTable(os.environ["ARTICLES_TABLE"]).get_many(ids)
    composed = _composer(batch.edition.digest_id, now).compose_batch(batch, lists, articles, now)
    files.write_json(mails_of(event["batch"]), document(composed))
    counts = {"batch": event["batch"], "mails": len(composed.mails), "held_back": len(composed.held_back)}
    logger.info("mails composed", counts=counts)
    return counts
