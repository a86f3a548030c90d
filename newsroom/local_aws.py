"""The local AWS: the pinned ministack in this process, with what it lacks registered.

Runs in an environment of its own (`.venv-local-aws`), because ministack pins its own botocore:

    .venv-local-aws/bin/python newsroom/local_aws.py --personalize-url http://127.0.0.1:4599 --folder .demo/aws

Answers `GET /_ministack/health` once it is ready. Exit codes: 2 called wrongly, 3 the port is taken or the installed
ministack is not the one that this file knows.
"""

import argparse
import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

# Started as a file, so that it runs from any folder: what it may import is the project's, not this folder's.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from newsroom.local_glue import GlueSettings, add_glue  # noqa: E402
from newsroom.local_lambda import add_lambda  # noqa: E402
from newsroom.local_step_functions import add_step_functions  # noqa: E402
from newsroom.personalize_resources import PERSONALIZE_TYPES, Created, PersonalizeType, Properties  # noqa: E402

MINISTACK_VERSION = "1.5.33"
PARENT_CHECK_SECONDS = 0.5
STOP_SECONDS = 5.0
GLUE_PYTHON = Path(__file__).resolve().parent.parent / ".venv-local-glue" / "bin" / "python"


def main() -> None:
    """Serve until SIGTERM, SIGINT or the end of the parent process."""
    parser = argparse.ArgumentParser(description="The local AWS of the newsroom.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4566)
    parser.add_argument("--region", default="eu-west-1")
    parser.add_argument("--personalize-url", required=True)
    parser.add_argument("--folder", type=Path, required=True, help="scratch space, emptied at start")
    parser.add_argument("--glue-python", type=Path, default=GLUE_PYTHON, help="the interpreter that has Spark")
    options = parser.parse_args()

    refuse_taken_port(options.host, options.port)
    scratch = empty_scratch(options.folder)
    set_environment(options, scratch)
    hooks = Ministack()
    hooks.add_personalize(options.personalize_url)
    hooks.add_time_to_live()
    add_step_functions(hooks.hook)
    add_lambda(hooks.hook)
    address = f"{options.host}:{options.port}"
    add_glue(hooks.hook, GlueSettings(options.glue_python, scratch / "glue", f"http://{address}"))
    stop_with_everything(scratch)
    hooks.serve(address)


def refuse_taken_port(host: str, port: int) -> None:
    """Exit 3 unless `port` can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(f"port {port} on {host} is in use ({error.strerror}); stop what listens there or pass another --port")


def empty_scratch(folder: Path) -> Path:
    """A new, empty folder for unpacked functions inside `folder`."""
    scratch = folder.resolve() / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    return scratch


def set_environment(options: argparse.Namespace, scratch: Path) -> None:
    """Set what ministack reads when it is imported, and what the Lambda functions inherit."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    loopback = ",".join(filter(None, (os.environ.get("NO_PROXY"), "127.0.0.1,localhost")))
    os.environ |= {
        "GATEWAY_PORT": str(options.port),
        "BIND_HOST": options.host,
        "MINISTACK_HOST": options.host,
        "MINISTACK_REGION": options.region,
        "LAMBDA_EXECUTOR": "local",
        "LAMBDA_ACCOUNT_CONCURRENCY": "1000",  # what waits counts, see newsroom/local_lambda.py
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": f"unix://{scratch}/no-docker.sock",
        "LOG_LEVEL": "WARNING",
        "TMPDIR": str(scratch),
        "NO_PROXY": loopback,
        "no_proxy": loopback,
        "AWS_DEFAULT_REGION": options.region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "AWS_ENDPOINT_URL_PERSONALIZE": options.personalize_url,
        "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS": options.personalize_url,
        "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME": options.personalize_url,
    }
    tempfile.tempdir = str(scratch)


class Ministack:
    """The private names of the pinned ministack that this file builds on; making one checks that they are there."""

    def __init__(self) -> None:
        installed = version("ministack")
        if installed != MINISTACK_VERSION:
            fail(f"ministack {installed} is installed, this file knows {MINISTACK_VERSION}")
        from ministack import app  # noqa: PLC0415 - reads the environment when imported
        from ministack.core import responses, router  # noqa: PLC0415
        from ministack.services import dynamodb  # noqa: PLC0415
        from ministack.services.cloudformation import provisioners, stacks  # noqa: PLC0415

        self._application: Any = self.hook(app, "app")
        self._services: dict[str, object] = self.hook(app, "SERVICE_HANDLERS")
        self._routes: dict[str, object] = self.hook(router, "SERVICE_PATTERNS")
        self._resources: dict[str, dict[str, Any]] = self.hook(provisioners, "_RESOURCE_HANDLERS")
        self._delete_predecessor: Callable[..., None] = self.hook(provisioners, "_delete_predecessor")
        self._update_time_to_live: Callable[[dict[str, Any]], tuple[int, Any, bytes]] = self.hook(
            dynamodb, "_update_ttl"
        )
        self.hook(stacks, "_runs_on_worker_thread")
        self._account: Callable[[], str] = self.hook(responses, "get_account_id")
        self._region: Callable[[], str] = self.hook(responses, "get_region")
        self._stacks = stacks

    @staticmethod
    def hook(module: Any, name: str) -> Any:
        if not hasattr(module, name):
            fail(f"ministack {MINISTACK_VERSION} has no {module.__name__}.{name}")
        return getattr(module, name)

    def serve(self, address: str) -> None:
        """Answer requests at `address` for ever."""
        from hypercorn.asyncio import serve  # noqa: PLC0415
        from hypercorn.config import Config  # noqa: PLC0415

        config = Config()
        config.bind = [address]
        config.keep_alive_timeout = 75
        config.loglevel = "WARNING"
        # A trigger of our own keeps the server from taking over the signals, whose handler ends the workers too.
        asyncio.run(serve(self._application, config, shutdown_trigger=asyncio.Event().wait))

    def add_personalize(self, url: str) -> None:
        """Register the Amazon Personalize types of CloudFormation, and pass its three APIs on to `url`."""
        for kind in PERSONALIZE_TYPES:
            self._resources[f"AWS::Personalize::{kind.name}"] = self._handlers(kind, url)
        # These handlers wait for another server, so they must not hold up this one's event loop.
        runs_on_thread = self._stacks._runs_on_worker_thread

        def runs_on_thread_too(type_name: str) -> bool:
            return type_name.startswith("AWS::Personalize::") or runs_on_thread(type_name)

        self._stacks._runs_on_worker_thread = runs_on_thread_too
        self._services["personalize"] = passed_on_to(url)
        self._routes["personalize"] = {"target_prefixes": ["AmazonPersonalize."], "host_patterns": [r"personalize"]}

    def _handlers(self, kind: PersonalizeType, url: str) -> dict[str, Any]:
        def create(_logical_id: str, properties: Properties, _stack: str) -> Created:
            return kind.create(self._personalize(url), properties)

        def update(arn: str, old: Properties, new: Properties, _stack: str) -> Created:
            if old.get("Name") != new.get("Name"):
                created = kind.create(self._personalize(url), new)
                self._delete_predecessor(delete, arn, old)
                return created
            return arn, kind.unchanged(self._personalize(url), arn, old, new)

        def delete(arn: str, _properties: Properties) -> None:
            kind.delete(self._personalize(url), arn)

        return {"create": create, "update": update, "delete": delete}

    def _personalize(self, url: str) -> Any:
        import boto3  # noqa: PLC0415 - slow, and needed only once a stack is deployed

        return boto3.client(
            "personalize",
            endpoint_url=url,
            region_name=self._region(),
            aws_access_key_id=self._account(),
            aws_secret_access_key="local",
        )

    def add_time_to_live(self) -> None:
        """Apply the time to live of tables, which ministack's CloudFormation drops."""
        for type_name in ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"):
            handlers = self._resources[type_name]
            handlers["create"] = self._also_time_to_live(handlers["create"], properties_at=1)
            handlers["update"] = self._also_time_to_live(handlers["update"], properties_at=2)

    def _also_time_to_live(self, handler: Callable[..., Created], *, properties_at: int) -> Callable[..., Created]:
        def handle(*arguments: Any) -> Created:
            return self._with_time_to_live(handler(*arguments), arguments[properties_at])

        return handle

    def _with_time_to_live(self, created: Created, properties: Properties) -> Created:
        specification = properties.get("TimeToLiveSpecification")
        if specification:
            enabled = str(specification["Enabled"]).lower() == "true"
            status, _, body = self._update_time_to_live(
                {"TableName": created[0], "TimeToLiveSpecification": {**specification, "Enabled": enabled}}
            )
            if status != 200:
                raise ValueError(f"time to live of {created[0]}: {body.decode()}")
        return created


def passed_on_to(url: str) -> Callable[..., Any]:
    """A ministack service that hands every request to the server at `url` and its answer back."""

    def send(
        method: str, path: str, headers: Mapping[str, str], body: bytes | str
    ) -> tuple[int, dict[str, str], bytes]:
        kept = {name: value for name, value in headers.items() if name.lower() not in {"host", "content-length"}}
        content = body.encode() if isinstance(body, str) else body  # Step Functions hands on text
        request = urllib.request.Request(f"{url}{path}", data=content, headers=kept, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    async def handle(
        method: str, path: str, headers: Mapping[str, str], body: bytes | str, _query: object
    ) -> tuple[int, dict[str, str], bytes]:
        status, answered, content = await asyncio.to_thread(send, method, path, headers, body)
        hop_by_hop = {"content-length", "transfer-encoding", "connection", "date", "server"}
        return status, {name: value for name, value in answered.items() if name.lower() not in hop_by_hop}, content

    return handle


def stop_with_everything(scratch: Path) -> None:
    """End this process and its Lambda workers at once on SIGTERM or SIGINT, or when the parent process is gone."""
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    parent = os.getppid()

    def stop(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)

    def watch_parent() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os.killpg(0, signal.SIGKILL)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=watch_parent, daemon=True, name="parent-watch").start()


def fail(message: str) -> NoReturn:
    """Say why in one line and exit 3."""
    print(f"local AWS: {message}", file=sys.stderr)
    raise SystemExit(3)


if __name__ == "__main__":
    main()
