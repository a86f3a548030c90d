"""How the local AWS starts, what it adds to ministack, and how it ends."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import WaiterError

from newsroom.processes import HOST, Processes, free_port
from tests.integration.newsroom.conftest import LOCAL_AWS, Services

pytestmark = pytest.mark.e2e

PATIENCE_SECONDS = 20
SCHEMA = json.dumps(
    {
        "type": "record",
        "name": "Items",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "ITEM_ID", "type": "string"},
            {"name": "CREATION_TIMESTAMP", "type": "long"},
            {"name": "TOPICS", "type": ["null", "string"], "categorical": True},
        ],
        "version": "1.0",
    }
)


def template(group: str) -> str:
    resources: dict[str, Any] = {
        "Group": {"Type": "AWS::Personalize::DatasetGroup", "Properties": {"Name": group}},
        "Schema": {"Type": "AWS::Personalize::Schema", "Properties": {"Name": "a-schema", "Schema": SCHEMA}},
    }
    return json.dumps({"Resources": resources, "Outputs": {"Group": {"Value": {"Ref": "Group"}}}})


def finished(cloudformation: Any, stack: str, waiter: str) -> None:
    cloudformation.get_waiter(waiter).wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 30})


def test_a_stack_makes_renames_and_removes_personalize_resources(services: Services) -> None:
    cloudformation, personalize = services.client("cloudformation"), services.client("personalize")

    def groups() -> list[str]:
        return [group["name"] for group in personalize.list_dataset_groups()["datasetGroups"]]

    cloudformation.create_stack(StackName="models", TemplateBody=template("first"))
    finished(cloudformation, "models", "stack_create_complete")
    [stack] = cloudformation.describe_stacks(StackName="models")["Stacks"]
    assert groups() == ["first"]
    assert (
        stack["Outputs"][0]["OutputValue"] == personalize.list_dataset_groups()["datasetGroups"][0]["datasetGroupArn"]
    )

    cloudformation.update_stack(StackName="models", TemplateBody=template("second"))
    finished(cloudformation, "models", "stack_update_complete")
    assert groups() == ["second"]

    cloudformation.delete_stack(StackName="models")
    finished(cloudformation, "models", "stack_delete_complete")
    assert groups() == []
    assert personalize.list_schemas()["schemas"] == []


def test_an_existing_resource_is_adopted_only_if_it_is_the_same(services: Services) -> None:
    cloudformation, personalize = services.client("cloudformation"), services.client("personalize")
    other = SCHEMA.replace("TOPICS", "AUTHORS")
    arn = personalize.create_schema(name="a-schema", schema=other)["schemaArn"]
    cloudformation.create_stack(StackName="clash", TemplateBody=template("third"))
    with pytest.raises(WaiterError):
        finished(cloudformation, "clash", "stack_create_complete")
    events = cloudformation.describe_stack_events(StackName="clash")["StackEvents"]
    assert any("a-schema exists already and differs" in event.get("ResourceStatusReason", "") for event in events)

    personalize.delete_schema(schemaArn=arn)
    kept = personalize.create_schema(name="a-schema", schema=SCHEMA)["schemaArn"]
    cloudformation.create_stack(StackName="adoption", TemplateBody=template("fourth"))
    finished(cloudformation, "adoption", "stack_create_complete")
    assert [schema["schemaArn"] for schema in personalize.list_schemas()["schemas"]] == [kept]


def arguments(port: int, folder: Path) -> list[str]:
    return [*LOCAL_AWS, "--port", str(port), "--personalize-url", "http://127.0.0.1:9", "--folder", str(folder)]


def test_a_taken_port_is_said_in_one_line_with_exit_code_3(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(arguments(port, tmp_path), capture_output=True, text=True, check=False)
    assert run.returncode == 3
    assert run.stderr.startswith(f"local AWS: port {port} ")
    assert run.stderr.count("\n") == 1


def test_stopping_ends_the_lambda_workers_and_empties_the_scratch_folder(
    start_services: Callable[[Processes, Path], Services], tmp_path: Path
) -> None:
    with Processes(tmp_path / "logs") as processes:
        services = start_services(processes, tmp_path)
        worker = int(worker_process(services))
        assert alive(worker)
        processes.stop("aws")
        gone(worker)
        assert not (tmp_path / "aws/scratch").exists()


def worker_process(services: Services) -> str:
    """The process id that a function of the local AWS runs in."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "import os\n\ndef handler(event, context):\n    return os.getpid()\n")
    functions = services.client("lambda")
    functions.create_function(
        FunctionName="who",
        Runtime=f"python3.{sys.version_info.minor}",
        Role="arn:aws:iam::000000000000:role/any",
        Handler="index.handler",
        Code={"ZipFile": code.getvalue()},
    )
    return functions.invoke(FunctionName="who")["Payload"].read().decode()


def test_it_ends_when_the_process_that_started_it_is_gone(tmp_path: Path) -> None:
    port = free_port()
    start_and_leave = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({arguments(port, tmp_path)!r}, start_new_session=True)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", start_and_leave], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        local_aws = int(parent.stdout.readline())
        answering(port)
        parent.send_signal(signal.SIGKILL)
    gone(local_aws)


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process_id)], capture_output=True, text=True, check=False)
    return not state.stdout.strip().startswith("Z")


def gone(process_id: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while alive(process_id):
        assert time.monotonic() < deadline, f"process {process_id} is still there"
        time.sleep(0.1)


def answering(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            assert time.monotonic() < deadline, f"nothing answers on port {port}"
            time.sleep(0.1)
        else:
            return
