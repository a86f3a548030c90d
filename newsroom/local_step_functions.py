"""What the workflows and their schedules use and the pinned ministack lacks: services' tasks, JSONata, the time.

Runs inside the local AWS (`newsroom/local_aws.py`) and so on its packages alone.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

State = Mapping[str, Any]
Hook = Callable[[Any, str], Any]
"""Answers a module's private name, or ends the program when it is not there."""


def add_step_functions(hook: Hook) -> None:
    """Register everything with the ministack that is installed."""
    from ministack.services import eventbridge, s3, stepfunctions  # noqa: PLC0415 - reads the environment when imported

    _add_personalize_tasks(stepfunctions, hook)
    _add_put_object(stepfunctions, s3, hook)
    _add_jsonata_to_distributed_map(stepfunctions, hook)
    _add_scheduled_time(eventbridge, hook)


def _add_personalize_tasks(stepfunctions: Any, hook: Hook) -> None:
    """`aws-sdk:personalize:*`, and `aws-sdk:personalizeruntime:getRecommendations`."""
    services, prefixes = hook(stepfunctions, "_AWS_SDK_SERVICE_MAP"), hook(stepfunctions, "_AWS_SDK_ERROR_PREFIX")
    services["personalize"] = {"target_prefix": "AmazonPersonalize", "protocol": "json", "param_case": "lower-camel"}
    services["personalizeruntime"] = {"protocol": "rest-json", "service_key": "personalize"}
    prefixes |= {"personalize": "Personalize", "personalizeruntime": "PersonalizeRuntime"}
    hook(stepfunctions, "_REST_JSON_ACTION_PATHS")["personalize"] = {"GetRecommendations": "/recommendations"}


def _add_put_object(stepfunctions: Any, s3: Any, hook: Hook) -> None:
    """`aws-sdk:s3:putObject` of text, or of JSON, which is written as text."""
    put_object, failed = hook(s3, "_put_object"), hook(stepfunctions, "_ExecutionError")

    def put(_resource: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        body = arguments["Body"]
        text = body if isinstance(body, str) else json.dumps(body)
        headers = {"content-type": arguments.get("ContentType", "application/octet-stream")}
        status, answered, content = put_object(arguments["Bucket"], arguments["Key"], text.encode(), headers)
        if status != 200:
            raise failed("S3.S3Exception", content.decode() if isinstance(content, bytes) else str(content))
        return {"ETag": answered.get("ETag", "")}

    hook(stepfunctions, "_SERVICE_DISPATCH")["arn:aws:states:::aws-sdk:s3:putObject"] = put


def _add_jsonata_to_distributed_map(stepfunctions: Any, hook: Hook) -> None:
    """Expressions in a distributed map's ItemReader, Output and Assign; ministack takes them literally there."""
    run_map: Callable[..., tuple[Any, str | None]] = hook(stepfunctions, "_run_distributed_map")
    language, evaluated = hook(stepfunctions, "_state_query_language"), hook(stepfunctions, "_apply_jsonata_template")
    output_of, assign = hook(stepfunctions, "_apply_jsonata_output"), hook(stepfunctions, "_apply_state_assign")

    def run(
        state: State, raw_input: Any, effective: Any, iterator: State, execution: Any, context: dict[str, Any]
    ) -> tuple[Any, str | None]:
        if language(state, context) != "JSONata":
            return run_map(state, raw_input, effective, iterator, execution, context)
        plain = {name: value for name, value in state.items() if name not in ("Output", "Assign")}
        if "ItemReader" in state:
            arguments = evaluated(state["ItemReader"].get("Arguments", {}), raw_input, context)
            plain["ItemReader"] = {**state["ItemReader"], "Arguments": arguments}
        results, following = run_map(plain, raw_input, effective, iterator, execution, context)
        assign(state, raw_input, context, result=results)
        return output_of(state, raw_input, context, result=results, default=results), following

    stepfunctions._run_distributed_map = run


def _add_scheduled_time(eventbridge: Any, hook: Hook) -> None:
    """`<aws.scheduler.scheduled-time>` in what a schedule hands to its target."""
    invoke: Callable[..., None] = hook(eventbridge, "_invoke_target")

    def invoke_scheduled(target: Mapping[str, Any], event: Mapping[str, Any], rule: Any, view: Any = None) -> None:
        if event.get("Source") == "aws.scheduler" and "Input" in target:
            at = datetime.fromtimestamp(event["Time"], tz=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
            target = {**target, "Input": target["Input"].replace("<aws.scheduler.scheduled-time>", at)}
        invoke(target, event, rule, view)

    eventbridge._invoke_target = invoke_scheduled
