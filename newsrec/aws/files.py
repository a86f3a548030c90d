"""JSON documents and JSON lines as objects of one S3 bucket."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.unavailable import Unavailable


class NoSuchFile(LookupError):
    """There is no object of that key."""


@dataclass(frozen=True, slots=True)
class Files:
    """The bucket's objects; every method raises `Unavailable` when S3 is away or refuses."""

    bucket: str

    def read_json(self, key: str) -> Any:
        """Raises `NoSuchFile`."""
        return json.loads(self._read(key))

    def write_json(self, key: str, value: object) -> None:
        self.write(key, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    def lines(self, prefix: str) -> Iterator[bytes]:
        """The non-blank lines of every object whose key begins with `prefix`, in order of keys."""
        for key in self.keys(prefix):
            yield from (line for line in self.read_lines(key) if line.strip())

    def read_lines(self, key: str) -> Sequence[bytes]:
        """All lines of one object, blank ones too. Raises `NoSuchFile`."""
        return self._read(key).splitlines()

    def write_lines(self, key: str, values: Iterable[object]) -> None:
        """One JSON line per value."""
        text = "".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values)
        self.write(key, text.encode(), "application/jsonl")

    def write(self, key: str, content: bytes, content_type: str) -> None:
        try:
            client("s3").put_object(Bucket=self.bucket, Key=key, Body=content, ContentType=content_type)
        except OutsideError as error:
            raise Unavailable(f"s3://{self.bucket}/{key}: {error}") from error

    def delete(self, key: str) -> None:
        """Also when there is no such object."""
        try:
            client("s3").delete_object(Bucket=self.bucket, Key=key)
        except OutsideError as error:
            raise Unavailable(f"s3://{self.bucket}/{key}: {error}") from error

    def keys(self, prefix: str) -> Sequence[str]:
        """All keys that begin with `prefix`, in order."""
        try:
            pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
            return sorted(entry["Key"] for page in pages for entry in page.get("Contents", ()))
        except OutsideError as error:
            raise Unavailable(f"s3://{self.bucket}/{prefix}: {error}") from error

    def _read(self, key: str) -> bytes:
        try:
            return client("s3").get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except OutsideError as error:
            if error_code(error) == "NoSuchKey":
                raise NoSuchFile(f"s3://{self.bucket}/{key}") from None
            raise Unavailable(f"s3://{self.bucket}/{key}: {error}") from error
