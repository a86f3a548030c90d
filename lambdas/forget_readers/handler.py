"""Scheduled: the models' data lose the readers who asked to be forgotten, as soon as a deletion job can begin."""

import os
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from newsrec.aws.data_deletion import DatasetGroupReaders, DeletionRequestFiles
from newsrec.aws.files import Files
from newsrec.aws.forgotten import ForgottenReadersTable
from newsrec.serving.forgetting import request_deletions


@logger.inject_lambda_context
@metrics.log_metrics
def handler(_event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    now = datetime.now(UTC)
    files = Files(os.environ["DATA_BUCKET"])
    models = DatasetGroupReaders(
        dataset_group_arn=os.environ["DATASET_GROUP_ARN"], role_arn=os.environ["PERSONALIZE_ROLE_ARN"], files=files
    )
    run = request_deletions(
        f"forget-readers-{now:%Y%m%d-%H%M%S}",
        now=now,
        readers=ForgottenReadersTable(os.environ["READER_INTERESTS_TABLE"]),
        requests=DeletionRequestFiles(files),
        models=models,
    )
    metrics.add_metric("DeletionsRequested", MetricUnit.Count, run.requested)
    metrics.add_metric("DeletionsWaiting", MetricUnit.Count, run.waiting)
    logger.info("deletions requested", requested=run.requested, waiting=run.waiting, reason=run.reason)
    return {"requested": run.requested, "waiting": run.waiting, "reason": run.reason}
