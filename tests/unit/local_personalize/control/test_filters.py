"""A filter is deleted only when nothing that runs uses it."""

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from local_personalize.clock import ManualClock
from local_personalize.control.filters import delete_filter
from local_personalize.control.kinds import BATCH_INFERENCE_JOB, FILTER
from local_personalize.errors import ResourceInUseError, ResourceNotFoundError
from local_personalize.service import Call, Delays, Service

ARN = "arn:aws:personalize:eu-west-1:000000000000"
CALL = cast(Call, None)


def test_a_filter_of_a_running_batch_inference_job_cannot_be_deleted(tmp_path: Path) -> None:
    asyncio.run(delete_while_a_job_runs(Service(tmp_path, ManualClock(), Delays())))


async def delete_while_a_job_runs(service: Service) -> None:
    registry = service.registry
    members: dict[str, Any] = {"filterArn": f"{ARN}:filter/unread", "status": "CREATE IN_PROGRESS"}
    filter = registry.create(FILTER, f"{ARN}:filter/unread", {"status": "ACTIVE"})
    job = registry.create(BATCH_INFERENCE_JOB, f"{ARN}:batch-inference-job/nightly", members)
    with pytest.raises(ResourceInUseError, match=r"while .*batch-inference-job/nightly uses it"):
        delete_filter(service, {"filterArn": filter.arn}, CALL)
    registry.update(job, status="ACTIVE")
    delete_filter(service, {"filterArn": filter.arn}, CALL)
    for _ in range(20):
        await asyncio.sleep(0.001)
    with pytest.raises(ResourceNotFoundError):
        registry.get(FILTER, filter.arn)
    service.close()
