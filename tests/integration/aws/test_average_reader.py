import boto3
import pytest

from newsrec.aws.average_reader import AverageReaderFile
from newsrec.interests.audience import AverageReader


@pytest.fixture
def file(aws: None) -> AverageReaderFile:
    boto3.client("s3").create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return AverageReaderFile("data")


def test_before_any_was_written_there_is_no_average(file: AverageReaderFile) -> None:
    assert file.read() is None


def test_the_last_one_that_was_written_is_read(file: AverageReaderFile) -> None:
    file.write(AverageReader(60, {"Acme": 0.5}))
    file.write(AverageReader(100, {"Nestlé": 0.25}))
    assert file.read() == AverageReader(100, {"Nestlé": 0.25})
