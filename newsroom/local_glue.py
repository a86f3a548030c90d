"""What ministack lacks of AWS Glue: Spark jobs that really run, and the Step Functions task that waits for one.

Runs inside the local AWS (`newsroom/local_aws.py`) and so on its packages alone.
"""

import contextvars
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsroom.spark_scripts import SparkScripts

Hook = Callable[[Any, str], Any]
"""Answers a module's private name, or ends the program when it is not there."""

Answer = tuple[int, Mapping[str, str], bytes]

UNDER_WAY = frozenset({"STARTING", "RUNNING"})
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class GlueSettings:
    """The interpreter that has Spark, where runs keep their files, and where S3 answers."""

    python: Path
    folder: Path
    endpoint_url: str


def add_glue(hook: Hook, settings: GlueSettings) -> None:
    """Register both with the ministack that is installed."""
    from ministack.core import responses  # noqa: PLC0415 - reads the environment when imported
    from ministack.services import glue, stepfunctions  # noqa: PLC0415

    account, region = hook(responses, "get_account_id"), hook(responses, "get_region")
    jobs, runs, is_spark = hook(glue, "_jobs"), hook(glue, "_job_runs"), hook(glue, "_is_spark_job")
    script_arguments, start_other_run = hook(glue, "_script_args"), hook(glue, "_start_job_run")
    get_run, new_id, json_response = hook(glue, "_get_job_run"), hook(glue, "new_uuid"), hook(glue, "json_response")

    def start_run(request: Mapping[str, Any]) -> Answer:
        job = jobs.get(request.get("JobName"))
        if job is None or not is_spark(job):
            return start_other_run(request)
        run = new_run(job, request, new_id())
        runs.setdefault(job["Name"], []).append(run)
        scripts = SparkScripts(settings.python, settings.folder, s3_client(settings.endpoint_url, account(), region()))
        arguments = script_arguments(job, job["Name"], run["Id"], request.get("Arguments", {}))
        context = contextvars.copy_context()  # it says whose account and region the thread works for
        work = (scripts.execute, run, job["Command"]["ScriptLocation"], arguments)
        threading.Thread(target=context.run, args=work, daemon=True, name=f"glue-{run['Id']}").start()
        return json_response({"JobRunId": run["Id"]})

    glue._start_job_run = start_run
    task = StartJobRun(start_run, get_run, hook(stepfunctions, "_ExecutionError"))
    hook(stepfunctions, "_SERVICE_DISPATCH")["arn:aws:states:::glue:startJobRun"] = task


def new_run(job: Mapping[str, Any], request: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """A run that begins, as GetJobRun tells it."""
    now = int(time.time())
    settings = ("WorkerType", "NumberOfWorkers", "GlueVersion", "SecurityConfiguration")
    return {
        "Id": run_id,
        "Attempt": 0,
        "JobName": job["Name"],
        "StartedOn": now,
        "LastModifiedOn": now,
        "JobRunState": "RUNNING",
        "Arguments": {**job.get("DefaultArguments", {}), **request.get("Arguments", {})},
        "Timeout": request.get("Timeout") or job["Timeout"],
        "PredecessorRuns": [],
        **{name: job[name] for name in settings if job.get(name)},
    }


@dataclass(frozen=True)
class StartJobRun:
    """The Step Functions task `glue:startJobRun`, and `.sync`, which ends as the run does."""

    start_run: Callable[[Mapping[str, Any]], Answer]
    get_run: Callable[[Mapping[str, Any]], Answer]
    failed: Callable[[str, str], Exception]

    def __call__(self, resource: str, arguments: Mapping[str, Any]) -> Any:
        started = self._answered(self.start_run(arguments))
        if not resource.endswith(".sync"):
            return started
        named = {"JobName": arguments["JobName"], "RunId": started["JobRunId"]}
        while (run := self._answered(self.get_run(named))["JobRun"])["JobRunState"] in UNDER_WAY:
            time.sleep(POLL_SECONDS)
        if run["JobRunState"] != "SUCCEEDED":
            raise self.failed("States.TaskFailed", json.dumps(run))
        return run

    def _answered(self, answer: Answer) -> Any:
        status, _, body = answer
        content = json.loads(body)
        if status >= 400:
            raise self.failed(f"Glue.{content['__type']}", content["message"])
        return content


def s3_client(endpoint_url: str, account: str, region: str) -> Any:
    import boto3  # noqa: PLC0415 - slow, and needed only once a job runs

    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="local",
    )
