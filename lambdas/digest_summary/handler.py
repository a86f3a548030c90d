"""Last step of the digest machine: what became of every reader of the audience."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, get_args

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from newsrec.aws.digest_ledger import DigestLedger
from newsrec.aws.files import Files
from newsrec.digest.batches import (
    BatchFailure,
    BatchOutcomes,
    OutcomeName,
    RunFolder,
    document,
    failure_of,
    outcomes_of,
)
from newsrec.digest.planning import Decided
from newsrec.digest.summary import SettledBatch, summarise
from newsrec.rules.decoding import decode

SIDE_BY_SIDE = ThreadPoolExecutor(max_workers=16)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """`{"folder": PREFIX, "failure": TEXT or null}` of the run; answers the figures and where the whole summary is."""
    files, folder = Files(os.environ["DATA_BUCKET"]), RunFolder(event["folder"])
    decided = decode(Decided, files.read_json(folder.plan))
    summary = summarise(
        decided,
        _settled(decided, files, folder),
        DigestLedger(os.environ["DIGEST_LEDGER_TABLE"]),
        machine_failure=event["failure"],
        now=datetime.now(UTC),
    )
    files.write_json(folder.summary, document(summary))
    for name in get_args(OutcomeName):
        metrics.add_metric(f"Digest{name.title().replace('_', '')}", MetricUnit.Count, summary.counts[name])
    logger.info("digest summarised", headline=summary.headline, counts=summary.counts)
    where = f"s3://{files.bucket}/{folder.summary}"
    return {
        "complete": summary.complete,
        "headline": f"{summary.headline}; {where}",
        "counts": summary.counts,
        "summary": where,
    }


def _settled(decided: Decided, files: Files, folder: RunFolder) -> list[SettledBatch]:
    """The batches of the plan with the files that they left, read side by side."""
    written = {*files.keys(folder.outcomes), *files.keys(folder.failures)}

    def settled(number: int, reader_ids: tuple[str, ...]) -> SettledBatch:
        batch = folder.batch(number)
        outcomes, failure = outcomes_of(batch), failure_of(batch)
        return SettledBatch(
            key=batch,
            reader_ids=reader_ids,
            outcomes=decode(BatchOutcomes, files.read_json(outcomes)).outcomes if outcomes in written else (),
            failure=decode(BatchFailure, files.read_json(failure)) if failure in written else None,
        )

    return list(SIDE_BY_SIDE.map(settled, itertools.count(1), decided.batches))
