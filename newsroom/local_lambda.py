"""How the functions of the local AWS fit on one machine: they wait for one another, and their old logs go.

Runs inside the local AWS (`newsroom/local_aws.py`) and so on its packages alone.
"""

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from typing import Any, Final

Hook = Callable[[Any, str], Any]
"""Answers a module's private name, or ends the program when it is not there."""

ENVIRONMENTS: Final = max(4, 2 * (os.cpu_count() or 1))
"""Processes that one function may have; AWS would start one more for every invocation that is under way."""
LOGS_KEPT: Final = 500
"""Invocations of one function whose log lines are kept, the newest."""


def add_lambda(hook: Hook) -> None:
    """Register everything with the ministack that is installed."""
    # Both read the environment when imported.
    from ministack.services import cloudwatch_logs, lambda_svc  # noqa: PLC0415

    lambda_svc._execute_function_dispatch = _waiting(hook(lambda_svc, "_execute_function_dispatch"))
    groups: Mapping[str, Any] = hook(cloudwatch_logs, "_log_groups")
    lambda_svc._emit_lambda_logs = _forgetting(hook(lambda_svc, "_emit_lambda_logs"), groups)


def _waiting(execute: Callable[..., Any]) -> Callable[..., Any]:
    """First come, first served: nobody's request starves. No function here invokes itself, so none waits for itself."""
    lock = Lock()
    environments: dict[str, Executor] = {}

    def execute_in_turn(
        function: Mapping[str, Any], settings: Mapping[str, Any], event: Any, request_id: str, _came: float
    ) -> Any:
        with lock:
            turns = environments.setdefault(settings["FunctionName"], ThreadPoolExecutor(ENVIRONMENTS))
        scope = copy_context()  # whose account and region it is
        return turns.submit(lambda: scope.run(execute, function, settings, event, request_id, time.time())).result()

    return execute_in_turn


def _forgetting(emit: Callable[..., None], groups: Mapping[str, Any]) -> Callable[..., None]:
    """Every invocation writes a log stream of its own, and all of them are in memory."""
    lock = Lock()

    def emit_and_forget(function: Mapping[str, Any], *arguments: Any, **options: Any) -> None:
        emit(function, *arguments, **options)
        with lock:
            streams: dict[str, Any] = groups.get(_log_group(function), {}).get("streams", {})
            for oldest in list(streams)[:-LOGS_KEPT]:
                del streams[oldest]

    return emit_and_forget


def _log_group(function: Mapping[str, Any]) -> str:
    settings = _settings(function)
    return settings.get("LoggingConfig", {}).get("LogGroup") or f"/aws/lambda/{settings['FunctionName']}"


def _settings(function: Mapping[str, Any]) -> Mapping[str, Any]:
    return function.get("config") or function
