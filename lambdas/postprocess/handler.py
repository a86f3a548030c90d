"""The postprocessing by itself: candidates of many readers in, finished lists out."""

from functools import cache
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from lambdas.postprocess.requests import Requests, list_answer
from lambdas.table_sources import sources_with
from newsrec.serving.gather import Sources
from newsrec.serving.postprocess import AnsweredModel, postprocess


@cache
def _sources() -> Sources:
    unasked = AnsweredModel(())
    return sources_with(personalised=unasked, trending=unasked)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Fails as a whole when the input is wrong (the error names the field) or the article store is away."""
    served = [
        postprocess(request, candidates, _sources()) for request, candidates in Requests.model_validate(event).each()
    ]
    metrics.add_metric("ListsPostprocessed", MetricUnit.Count, len(served))
    logger.info("lists postprocessed", lists=len(served), degraded=sum(bool(one.degraded) for one in served))
    return {"lists": [list_answer(one) for one in served]}
