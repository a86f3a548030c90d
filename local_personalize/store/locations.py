"""Where data come from and go to: a file or a folder, in S3 (`s3://`) or on this machine (`file:///`)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local_personalize.control.lifecycle import JobFailedError
from local_personalize.errors import InvalidInputError

S3, LOCAL = "s3://", "file:///"
NO_ACCESS = "Insufficient privileges for accessing data in Amazon S3."


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that can be read; `size` in bytes. Reading raises JobFailedError."""

    name: str
    size: int
    read: Callable[[], bytes]


def check_location(location: str | None, member: str) -> None:
    """InvalidInputError, which names the member, unless data can be read from, or written to, this location."""
    if location is None or not location.startswith((S3, LOCAL)):
        raise InvalidInputError(f"{member}: {location!r} is no s3:// or file:/// location")
    if location.startswith(S3) and not location.removeprefix(S3).partition("/")[0]:
        raise InvalidInputError(f"{member}: {location!r} names no bucket")


def find_files(location: str, suffix: str) -> list[StoredFile]:
    """The file there, or the files with the suffix in the folder there; JobFailedError if there is none."""
    find = _find_in_s3 if location.startswith(S3) else _find_here
    files = find(location, suffix)
    if not files:
        raise JobFailedError(f"Invalid Data location. {location} holds no {suffix} file")
    return files


def write_file(folder: str, name: str, content: bytes) -> None:
    """Put a file into a folder, whole or not at all; JobFailedError if it cannot be."""
    if folder.startswith(S3):
        bucket, _, prefix = folder.removeprefix(S3).partition("/")
        key = f"{prefix}{'' if not prefix or prefix.endswith('/') else '/'}{name}"
        with _access(folder):
            _client().put_object(Bucket=bucket, Key=key, Body=content)
        return
    path = _path(folder) / name
    with _access(folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.partial")
        partial.write_bytes(content)
        partial.rename(path)


def _find_in_s3(location: str, suffix: str) -> list[StoredFile]:
    bucket, _, prefix = location.removeprefix(S3).partition("/")
    client = _client()
    with _access(location):
        if prefix and not prefix.endswith("/"):
            found = {prefix: client.head_object(Bucket=bucket, Key=prefix)["ContentLength"]}
        else:
            pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
            entries = {entry["Key"]: entry["Size"] for page in pages for entry in page.get("Contents", ())}
            found = {key: size for key, size in entries.items() if size and key.lower().endswith(suffix)}

    def read(key: str) -> bytes:
        with _access(location):
            return client.get_object(Bucket=bucket, Key=key)["Body"].read()

    return [StoredFile(key, size, lambda key=key: read(key)) for key, size in found.items()]


def _find_here(location: str, suffix: str) -> list[StoredFile]:
    place = _path(location)
    with _access(location):
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        chosen = [path for path in found if path == place or path.name.lower().endswith(suffix)]
        sizes = {path: path.stat().st_size for path in chosen if path == place or path.is_file()}

    def read(path: Path) -> bytes:
        with _access(location):
            return path.read_bytes()

    return [StoredFile(str(path), size, lambda path=path: read(path)) for path, size in sizes.items()]


def _path(location: str) -> Path:
    return Path("/", unquote(location.removeprefix(LOCAL)))


def _client() -> Any:
    return botocore.session.get_session().create_client("s3", config=Config(s3={"addressing_style": "path"}))


@contextmanager
def _access(location: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "NoSuchBucket", "404"):
            raise JobFailedError(f"Invalid Data location. {location}: {error}") from error
        raise JobFailedError(f"{NO_ACCESS} {error}") from error
    except FileNotFoundError as error:
        raise JobFailedError(f"Invalid Data location. {location}: {error.strerror}") from error
    except (BotoCoreError, OSError) as error:
        raise JobFailedError(f"{NO_ACCESS} {error}") from error
