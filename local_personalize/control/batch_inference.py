"""Batch inference jobs: answers for a file of users or items, without a campaign."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from local_personalize.control.campaign_config import check_campaign_config
from local_personalize.control.kinds import BATCH_INFERENCE_JOB, FILTER, SOLUTION_VERSION
from local_personalize.control.lifecycle import Job, JobFailedError
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import PENDING, Resource
from local_personalize.control.tags import given_tags
from local_personalize.control.training import Training, catch_up
from local_personalize.errors import InvalidInputError, not_built
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.recipes.model import Model
from local_personalize.runtime.batch_lines import answer_line
from local_personalize.runtime.get_recommendations import DEFAULT_RESULTS, MOST_RESULTS
from local_personalize.runtime.serving import Serving, serving_of
from local_personalize.service import Call, Service
from local_personalize.store.locations import StoredFile, check_location, find_files, write_file

MOST_FILES, LARGEST_FILE = 1000, 1 << 30
SUFFIX = ".out"
Made = TypeVar("Made")


def create_batch_inference_job(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to answer the lines of JSON Lines files."""
    registry = service.registry
    version = registry.get_active(SOLUTION_VERSION, request["solutionVersionArn"])
    entry = recipe_entry(version["recipeArn"])
    if not entry.batch:
        raise InvalidInputError(f"solutionVersionArn: the recipe {entry.name} cannot be used in batch inference jobs")
    if request.get("batchInferenceJobMode") == "THEME_GENERATION" or "themeGenerationConfig" in request:
        raise not_built("batchInferenceJobMode THEME_GENERATION")
    config = request.get("batchInferenceJobConfig", {})
    check_campaign_config(config, entry, "batchInferenceJobConfig")
    check_location(request["jobInput"]["s3DataSource"]["path"], "jobInput.s3DataSource.path")
    check_location(request["jobOutput"]["s3DataDestination"]["path"], "jobOutput.s3DataDestination.path")
    results = request.get("numResults", DEFAULT_RESULTS)
    if not 1 <= results <= MOST_RESULTS:
        raise InvalidInputError(f"numResults: {results} is not between 1 and {MOST_RESULTS}")
    if "filterArn" in request:
        filter = registry.get_active(FILTER, request["filterArn"])
        if filter["datasetGroupArn"] != version["datasetGroupArn"]:
            raise InvalidInputError("filterArn: the filter belongs to another dataset group than the solution version")
    check_quota(registry, BATCH_INFERENCE_JOB, call.region)
    defaults = {"batchInferenceJobMode": "BATCH_INFERENCE", "numResults": results, "campaignConfig": config}
    document = {**defaults, **request, **given_tags(request), "status": PENDING}
    job = registry.create(BATCH_INFERENCE_JOB, call.arn("batch-inference-job", request["jobName"]), document)
    start_batch_inference(service, job)
    return {"batchInferenceJobArn": job.arn}


def start_batch_inference(service: Service, job: Resource) -> None:
    """Do the work of a batch inference job: each line is answered in the server's own thread, in turn with requests."""
    version = service.registry.by_arn[job["solutionVersionArn"]]
    kept = service.models.get(version.arn)
    training = Training(service, version)
    loop = asyncio.get_running_loop()

    def serve(model: Model) -> Serving:
        if model is not kept:
            catch_up(service, version, model)
        return serving_of(service, job, version, model)

    def work() -> None:
        model = kept or training.recover()
        serving = _in_loop(loop, lambda: serve(model))

        def answer(line: str) -> str:
            return answer_line(service, serving, line, job["numResults"], job.document.get("filterArn"))

        for file in _input_files(job["jobInput"]["s3DataSource"]["path"]):
            lines = [line for line in file.read().decode(errors="replace").split("\n") if line.strip()]
            answers = [_in_loop(loop, lambda line=line: answer(line)) for line in lines]
            folder: str = job["jobOutput"]["s3DataDestination"]["path"]
            write_file(folder, f"{file.name.rpartition('/')[2]}{SUFFIX}", "\n".join([*answers, ""]).encode())

    service.lifecycle.start(job, Job(work, lambda _: {}))


def _input_files(location: str) -> list[StoredFile]:
    files = [file for file in find_files(location, "") if not file.name.endswith(SUFFIX)]
    if len(files) > MOST_FILES:
        raise JobFailedError(f"There are {len(files)} input files, more than {MOST_FILES}.")
    if large := [file.name for file in files if file.size > LARGEST_FILE]:
        raise JobFailedError(f"The input file {large[0]} is larger than 1 GB.")
    return files


def _in_loop(loop: asyncio.AbstractEventLoop, work: Callable[[], Made]) -> Made:
    """What `work` gives in the thread of the loop; waits for it in another one."""
    future: Future[Made] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    loop.call_soon_threadsafe(run)
    return future.result()
