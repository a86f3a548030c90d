"""The postprocessing by itself: candidates of many readers in, finished lists out."""

from functools import cache
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.observability import logger, metrics
from lambdas.postprocess.requests import ReaderRequest, Requests, list_answer
from lambdas.surfaces import surfaces
from lambdas.table_sources import sources_with
from newsrec.serving.postprocess import postprocess
from newsrec.serving.request import Sources
from newsrec.surfaces import Surface


class OtherSurface(ValueError):
    """The surface that lists were asked by is not the one in force here, or not the reader's variant of it."""


@cache
def _sources() -> Sources:
    return sources_with()


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Fails as a whole when the input is wrong (the error names the field) or the article store is away."""
    requests = Requests.model_validate(event)
    lists = requests.each(lambda request: _surface_of(requests, request))
    served = [postprocess(request, candidates, _sources()) for request, candidates in lists]
    metrics.add_metric("ListsPostprocessed", MetricUnit.Count, len(served))
    logger.info("lists postprocessed", lists=len(served), degraded=sum(bool(one.degraded) for one in served))
    return {"lists": [list_answer(one, in_full=requests.in_full) for one in served]}


def _surface_of(requests: Requests, request: ReaderRequest) -> Surface:
    """Raises `OtherSurface`, and what `CurrentSurfaces.as_of` raises."""
    if request.experiment is None:
        surface = surfaces().as_of(requests.surface, requests.surface_revision)
    else:
        assignment = surfaces().assigned(requests.surface, request.reader_id, requests.now)
        if assignment is None or (assignment.experiment_id, assignment.variant) != request.experiment:
            raise OtherSurface(f"experiment: {request.experiment} is not what {request.reader_id} is in")
        surface = assignment.surface
    if requests.surface_version not in (None, surface.version):
        raise OtherSurface(f"surface_version: {surface.version} is in force")
    return surface
