"""What a failed Spark job says of itself."""

import pytest

from newsroom.spark_scripts import error_of

DRIVER = """26/11/24 06:26:25 WARN NativeCodeLoader: Unable to load native-hadoop library
Traceback (most recent call last):
  File "/tmp/job.py", line 51, in <module>
    main(sys.argv[1:])
glue_jobs.job_output.NothingToImport: s3://b/source: there is no record
"""
WORKER = """Traceback (most recent call last):
  File "/tmp/job.py", line 51, in <module>
    main(sys.argv[1:])
py4j.protocol.Py4JJavaError: An error occurred while calling o71.csv.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 1 times
\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2785)
Caused by: org.apache.spark.api.python.PythonException: Traceback (most recent call last):
  File "/lib/pyspark/worker.py", line 1247, in main
    process()
ValueError: value out of range

\tat org.apache.spark.api.python.BasePythonRunner.handlePythonException(PythonRunner.scala:572)
"""
JAVA = """Traceback (most recent call last):
  File "/tmp/job.py", line 51, in <module>
    main(sys.argv[1:])
py4j.protocol.Py4JJavaError: An error occurred while calling o71.csv.
: java.io.IOException: No space left on device
\tat java.base/java.io.FileOutputStream.writeBytes(Native Method)
"""


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (DRIVER, "NothingToImport: s3://b/source: there is no record"),
        (WORKER, "ValueError: value out of range"),
        (
            JAVA,
            "Py4JJavaError: An error occurred while calling o71.csv. : java.io.IOException: No space left on device",
        ),
        ("python: can't open file\n\n", "python: can't open file"),
        ("", ""),
    ],
)
def test_the_error_is_the_exception_that_python_raised_last(said: str, error: str) -> None:
    assert error_of(said) == error
