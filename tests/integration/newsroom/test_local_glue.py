"""AWS Glue as the local AWS has it: Spark jobs really run, read and write S3, and fail with their own words."""

import io
import json
import time
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from tests.integration.newsroom.conftest import Services

pytestmark = pytest.mark.e2e

BUCKET = "newsroom-data"
ROLE = "arn:aws:iam::000000000000:role/any"
PATIENCE_SECONDS = 120

UPPER_CASE = """
import sys
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from spelling import loudly

arguments = dict(zip(sys.argv[1::2], sys.argv[2::2]))
spark = SparkSession.builder.getOrCreate()
lines = spark.read.text(arguments["--source"])
lines.select(loudly(F.col("value"))).coalesce(1).write.mode("overwrite").text(arguments["--output"] + "/lines")
"""
LIBRARY = """
from pyspark.sql import functions as F


def loudly(column):
    return F.upper(column)
"""
FAILS = """
import sys
print("about to fail", file=sys.stderr)
raise ValueError("source: there is " + sys.argv[sys.argv.index("--what") + 1])
"""


@pytest.fixture(scope="module")
def s3(services: Services) -> Any:
    s3 = services.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    library = io.BytesIO()
    with zipfile.ZipFile(library, "w") as archive:
        archive.writestr("spelling.py", LIBRARY)
    objects = {
        "scripts/upper.py": UPPER_CASE.encode(),
        "scripts/fails.py": FAILS.encode(),
        "scripts/library.zip": library.getvalue(),
        "source/a.txt": b"one\ntwo\n",
        "source/more/b.txt": b"not in the folder itself\n",
        "source-of-others/c.txt": b"somebody else's\n",
        "output/lines/left-over.txt": b"of an earlier run\n",
        "output/kept.txt": b"not the job's\n",
    }
    for key, body in objects.items():
        s3.put_object(Bucket=BUCKET, Key=key, Body=body)
    return s3


def create_job(services: Services, name: str, script: str, **arguments: str) -> str:
    services.client("glue").create_job(
        Name=name,
        Role=ROLE,
        GlueVersion="5.0",
        Timeout=5,
        Command={"Name": "glueetl", "ScriptLocation": f"s3://{BUCKET}/scripts/{script}"},
        DefaultArguments={f"--{key.replace('_', '-')}": value for key, value in arguments.items()},
    )
    return name


def ended(services: Services, job: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    glue = services.client("glue")
    run_id = glue.start_job_run(JobName=job, Arguments=arguments)["JobRunId"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        run = glue.get_job_run(JobName=job, RunId=run_id)["JobRun"]
        if run["JobRunState"] != "RUNNING":
            return run
        assert time.monotonic() < deadline, run
        time.sleep(0.2)


@pytest.fixture(scope="module")
def upper(services: Services, s3: Any) -> str:
    return create_job(
        services,
        "upper",
        "upper.py",
        source=f"s3://{BUCKET}/source",
        extra_py_files=f"s3://{BUCKET}/scripts/library.zip",
        additional_python_modules="pydantic==2.13.0",
    )


@pytest.fixture(scope="module")
def fails(services: Services, s3: Any) -> str:
    return create_job(services, "fails", "fails.py", what="nothing")


def test_a_job_reads_and_writes_s3_and_replaces_what_it_overwrites(services: Services, s3: Any, upper: str) -> None:
    run = ended(services, upper, {"--output": f"s3://{BUCKET}/output/"})
    assert (run["JobRunState"], run["ErrorMessage"]) == ("SUCCEEDED", "")
    keys = [found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET, Prefix="output/")["Contents"]]
    [written] = [key for key in keys if key.startswith("output/lines/part-")]
    assert sorted(keys) == sorted(["output/kept.txt", "output/lines/_SUCCESS", written])
    assert s3.get_object(Bucket=BUCKET, Key=written)["Body"].read() == b"ONE\nTWO\n"


def test_a_failing_script_fails_the_run_with_its_exception(services: Services, fails: str) -> None:
    run = ended(services, fails, {"--what": "no record"})
    assert (run["JobRunState"], run["ErrorMessage"]) == ("FAILED", "ValueError: source: there is no record")


def test_a_module_that_is_not_installed_fails_the_run(services: Services, fails: str) -> None:
    run = ended(services, fails, {"--additional-python-modules": "pydantic==2.13.0,numpy==1.0"})
    assert run["JobRunState"] == "FAILED"
    assert run["ErrorMessage"].startswith("--additional-python-modules: numpy==1.0 is asked for, ")
    assert run["ErrorMessage"].endswith(" has no numpy")


def test_a_script_that_is_not_there_fails_the_run(services: Services, s3: Any) -> None:
    run = ended(services, create_job(services, "lost", "lost.py"), {})
    assert run["JobRunState"] == "FAILED"
    assert run["ErrorMessage"] == f"s3://{BUCKET}/scripts/lost.py: there is no such object"


def test_a_stopped_run_stays_stopped(services: Services, s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key="scripts/sleeps.py", Body=b"import time\ntime.sleep(600)\n")
    job, glue = create_job(services, "sleeps", "sleeps.py"), services.client("glue")
    run_id = glue.start_job_run(JobName=job)["JobRunId"]
    glue.batch_stop_job_run(JobName=job, JobRunIds=[run_id])
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "ExecutionTime" not in (run := glue.get_job_run(JobName=job, RunId=run_id)["JobRun"]):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert run["JobRunState"] == "STOPPED"


def execution(services: Services, name: str, job: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    """An execution, at its end, of a machine that starts the job, waits for it, and catches its failure."""
    machines = services.client("stepfunctions")
    definition = {
        "StartAt": "Transform",
        "States": {
            "Transform": {
                "Type": "Task",
                "Resource": "arn:aws:states:::glue:startJobRun.sync",
                "Parameters": {"JobName": job, "Arguments": arguments},
                "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Failed"}],
                "End": True,
            },
            "Failed": {"Type": "Pass", "End": True},
        },
    }
    machine = machines.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE)
    arn = machines.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (described := machines.describe_execution(executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert described["status"] == "SUCCEEDED", described
    return json.loads(described["output"])


def test_a_workflow_waits_for_the_run_and_gets_it(services: Services, upper: str) -> None:
    run = execution(services, "transforms", upper, {"--output": f"s3://{BUCKET}/workflow"})
    assert (run["JobName"], run["JobRunState"]) == (upper, "SUCCEEDED")


def test_a_workflow_catches_a_failed_run_with_its_message(services: Services, fails: str) -> None:
    caught = execution(services, "catches", fails, {"--what": "a mistake"})
    assert caught["Error"] == "States.TaskFailed"
    assert json.loads(caught["Cause"])["ErrorMessage"] == "ValueError: source: there is a mistake"
