"""The newsroom's history as source files, and the training machine run on them."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsrec.aws.files import Files
from newsrec.aws.workflows import finished, start
from newsroom.failure import StepFailed
from newsroom.sources import NewsroomData, Payload

POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class TrainingOutcome:
    """A run whose models serve: its name, and the judgement that let them."""

    run: str
    judgement: Mapping[str, Any]

    def __str__(self) -> str:
        return ", ".join(_words(model) for model in self.judgement["models"])


def _words(model: Mapping[str, Any]) -> str:
    found = model["candidate"]
    if found is None:
        return f"{model['model']} serves, not judged: nobody clicked later"
    return f"{model['model']} serves, MAP@{found['k']} {found['map@k']:.3f} of {found['readers']} readers"


def upload_sources(bucket: str, data: NewsroomData) -> None:
    """Puts all articles and interactions where the batch jobs look for them, as they lie in the streams."""
    for kind, payloads in (("articles", data.articles), ("interactions", data.interactions)):
        Files(bucket).write(f"source/{kind}/{kind}.jsonl.gz", _compressed(payloads), "application/gzip")


def start_training(machine_arn: str, holdout_from: datetime) -> str:
    """Trains on what came before `holdout_from`, judged by what came after; answers the execution."""
    return start(machine_arn, {"holdout_from": holdout_from.isoformat()})


def finish_training(execution_arn: str, progress: Callable[[str], None]) -> TrainingOutcome:
    """Waits until the models serve. Raises `StepFailed`."""
    at = finished(execution_arn, poll_seconds=POLL_SECONDS, told=lambda at: progress(at.step))
    if not at.succeeded:
        raise StepFailed(f"training failed: {at.error or at.status}: {at.cause}")
    return TrainingOutcome(at.output["run"], at.output["judgement"])


def _compressed(payloads: Iterable[Payload]) -> bytes:
    return gzip.compress("".join(f"{json.dumps(payload, default=str)}\n" for payload in payloads).encode(), 1)
