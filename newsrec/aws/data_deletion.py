"""Readers to delete from the models' data: requests and lists in S3, and Amazon Personalize's deletion jobs."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.files import Files
from newsrec.training.deletions import DELETIONS, WAITING
from newsrec.unavailable import Unavailable

_CSV: Final = "text/csv"


@dataclass(frozen=True, slots=True)
class DeletionRequestFiles:
    """One object per request, named after its receipt."""

    files: Files

    def add(self, receipt: str, reader_id: str) -> None:
        self.files.write_json(_key(receipt), {"reader_id": reader_id})

    def waiting(self) -> Mapping[str, str]:
        keys = self.files.keys(WAITING)
        return {key.removeprefix(WAITING).removesuffix(".json"): self.files.read_json(key)["reader_id"] for key in keys}

    def settle(self, receipts: Iterable[str]) -> None:
        for receipt in receipts:
            self.files.delete(_key(receipt))


@dataclass(frozen=True, slots=True)
class DatasetGroupReaders:
    """The readers in the data of a dataset group; the role lets Amazon Personalize read the bucket."""

    dataset_group_arn: str
    role_arn: str
    files: Files

    def delete_readers(self, job: str, reader_ids: Iterable[str]) -> None:
        """Raises `Unavailable` also when the quota of unfinished jobs is reached, and while data are imported."""
        key = f"{DELETIONS}{job}/readers.csv"
        self.files.write(key, _listed(reader_ids), _CSV)
        try:
            client("personalize").create_data_deletion_job(
                jobName=job,
                datasetGroupArn=self.dataset_group_arn,
                dataSource={"dataLocation": f"s3://{self.files.bucket}/{key}"},
                roleArn=self.role_arn,
            )
        except OutsideError as error:
            self.files.delete(key)
            raise Unavailable(f"data deletion job: {error_code(error)}") from error


def _key(receipt: str) -> str:
    return f"{WAITING}{receipt}.json"


def _listed(reader_ids: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["USER_ID"], *([reader_id] for reader_id in reader_ids)])
    return text.getvalue().encode()
