"""Parts of S3 as folders, for programs that read and write files only."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class MirrorFailed(Exception):
    """An object is not there, or can't be a file."""


@dataclass(frozen=True)
class Mirror:
    """Parts of S3 as folders under `root`, by bucket and key."""

    s3: Any
    root: Path
    _copied: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])

    def fetched(self, uri: str) -> Path:
        """One object as a file. Raises `MirrorFailed` when it is not there."""
        path = self._path(uri)
        if not uri.startswith("s3://") or not self._keys(uri, exactly=True):
            raise MirrorFailed(f"{uri}: there is no such object")
        self._copy(uri, path)
        return path

    def download(self, uri: str) -> Path:
        """Copy every object at or under `uri`; answers where they are, or would be."""
        bucket, _ = _bucket_and_key(uri)
        for key in self._keys(uri):
            found = f"s3://{bucket}/{key}"
            self._copy(found, self._path(found))
        return self._path(uri)

    def upload(self, uri: str) -> None:
        """Bring what is at or under `uri` in S3 to what the folder holds now."""
        bucket, _ = _bucket_and_key(uri)
        top = self._path(uri)
        present = {path for path in (top, *top.rglob("*")) if path.is_file()}
        for path in present:
            if self._copied.get(path) != _stamp(path):
                self.s3.upload_file(str(path), bucket, self._key(path))
                self._copied[path] = _stamp(path)
        for path in [path for path in self._copied if path.is_relative_to(top) and path not in present]:
            self.s3.delete_object(Bucket=bucket, Key=self._key(path))
            del self._copied[path]

    def _copy(self, uri: str, path: Path) -> None:
        bucket, key = _bucket_and_key(uri)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.s3.download_file(bucket, key, str(path))
        self._copied[path] = _stamp(path)

    def _keys(self, uri: str, *, exactly: bool = False) -> list[str]:
        bucket, prefix = _bucket_and_key(uri)
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        keys = [found["Key"] for page in pages for found in page.get("Contents", ())]
        if exactly:
            return [key for key in keys if key == prefix]
        return [key for key in keys if (key == prefix or key.startswith(f"{prefix}/")) and not key.endswith("/")]

    def _path(self, uri: str) -> Path:
        path = self.root.joinpath(*_bucket_and_key(uri))
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise MirrorFailed(f"{uri}: the key has `..` in it and can't be a path")
        return path

    def _key(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix().partition("/")[2]


def _bucket_and_key(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key.strip("/")


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size
