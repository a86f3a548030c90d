"""First step of the digest machine: which readers are due, in batches that the machine hands on one by one."""

import os
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.digest_plan.requests import PlanRequest
from lambdas.observability import logger, metrics
from lambdas.surfaces import surfaces
from newsrec.aws.digest_ledger import DigestLedger
from newsrec.aws.files import Files
from newsrec.aws.unsubscriptions import Unsubscriptions
from newsrec.digest.audience import read_audience
from newsrec.digest.batches import RunFolder, document
from newsrec.digest.definition import load
from newsrec.digest.planning import edition_of, plan_run


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Fails when the input is wrong (the error names the field) or the audience, the ledger or a file is away."""
    request = PlanRequest.model_validate(event)
    digest = load(request.input.digest)
    edition = edition_of(digest, request.scheduled_at)
    audience_at = urlsplit(request.input.audience or f"s3://{os.environ['DATA_BUCKET']}/audience/{digest.id}.jsonl")
    plan = plan_run(
        read_audience(Files(audience_at.netloc).read_lines(audience_at.path.lstrip("/"))),
        digest,
        edition,
        run=request.run,
        time_zone=request.input.time_zone,
        surface_revision=surfaces().revision(digest.surface),
        ledger=DigestLedger(os.environ["DIGEST_LEDGER_TABLE"]),
        unsubscribed=Unsubscriptions(os.environ["DIGEST_LEDGER_TABLE"]),
        now=datetime.now(UTC),
    )
    files, folder = Files(os.environ["DATA_BUCKET"]), RunFolder.of(edition, request.run)
    files.write_json(folder.plan, document(plan.decided))
    for number, batch in enumerate(plan.batches, start=1):
        files.write_json(folder.batch(number), document(batch))
    decided = plan.decided
    metrics.add_metric("DigestDue", MetricUnit.Count, decided.due)
    metrics.add_metric("DigestInvalidLines", MetricUnit.Count, len(decided.invalid_lines))
    logger.info("digest planned", edition=edition.key, due=decided.due, invalid_lines=document(decided.invalid_lines))
    return {
        "folder": folder.prefix,
        "batches_prefix": folder.batches,
        "batches": len(decided.batches),
        "due": decided.due,
    }
