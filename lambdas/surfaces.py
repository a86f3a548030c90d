"""The surfaces in force, kept once per container."""

import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from aws_lambda_powertools.metrics import MetricUnit

from lambdas.observability import logger, metrics
from newsrec.aws.surface_documents import SurfaceDocumentsTable
from newsrec.experiments.current import CurrentSurfaces
from newsrec.surfaces.saved import Refusal, SavedDocument, SavedDocuments


@cache
def surfaces() -> CurrentSurfaces:
    """Those that editors saved, or the packaged ones where no table is named in the environment."""
    table = os.environ.get("SURFACE_DOCUMENTS_TABLE")
    documents: SavedDocuments = SurfaceDocumentsTable(table) if table else NothingSaved()
    executor = ThreadPoolExecutor(max_workers=1)
    return CurrentSurfaces(documents=documents, clock=time.monotonic, executor=executor, note=_note)


class NothingSaved:
    """Documents where nobody can save any."""

    def newest_first(self, name: str, *, at_once: int = 1) -> Iterable[SavedDocument]:  # noqa: ARG002 - the port's
        return ()

    def find(self, name: str, revision: int) -> SavedDocument | None:  # noqa: ARG002 - the port's
        return None


def _note(refusal: Refusal) -> None:
    saved = refusal.saved
    metrics.add_metric("SurfaceRefused", MetricUnit.Count, 1)
    logger.error(
        "a saved document can't be used; an older one is in force",
        document=saved.name,
        revision=saved.revision,
        saved_by=saved.saved_by,
        problems=[str(problem) for problem in refusal.problems],
    )
