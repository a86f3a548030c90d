"""Single files at a URI, through the file systems that Spark itself reads and writes with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as its file system lists it, `name` below the folder asked for; `modified` in milliseconds since 1970."""

    uri: str
    name: str
    bytes: int
    modified: int


def exists(spark: SparkSession, uri: str) -> bool:
    path, files = _located(spark, uri)
    return files.exists(path)


def files_under(spark: SparkSession, uri: str) -> Iterator[StoredFile]:
    """The file itself, or every file of the folder and its folders; none if nothing is there."""
    path, files = _located(spark, uri)
    if not files.exists(path):
        return
    folder = files.getFileStatus(path).getPath().toString()
    listing = files.listFiles(path, True)
    while listing.hasNext():
        status = listing.next()
        found = status.getPath().toString()
        name = found.removeprefix(f"{folder}/").removeprefix(folder) or found.rpartition("/")[2]
        yield StoredFile(found, name, status.getLen(), status.getModificationTime())


def delete(spark: SparkSession, uri: str) -> None:
    """Remove the file, or the folder with everything in it, if it is there."""
    path, files = _located(spark, uri)
    files.delete(path, True)


def read_file(spark: SparkSession, uri: str) -> str | None:
    """The text of a small file, or None if it is not there."""
    path, files = _located(spark, uri)
    if not files.exists(path):
        return None
    stream = files.open(path)
    try:
        return bytes(_jvm(spark).org.apache.commons.io.IOUtils.toByteArray(stream)).decode()
    finally:
        stream.close()


def first_line(spark: SparkSession, uri: str) -> str | None:
    """The first line of a text file, compressed as its ending says, or None if it is empty."""
    path, files = _located(spark, uri)
    jvm = _jvm(spark)
    codec = jvm.org.apache.hadoop.io.compress.CompressionCodecFactory(_configuration(spark)).getCodec(path)
    stream = files.open(path)
    try:
        decoded = codec.createInputStream(stream) if codec else stream
        return jvm.java.io.BufferedReader(jvm.java.io.InputStreamReader(decoded, "UTF-8")).readLine()
    finally:
        stream.close()


def write_file(spark: SparkSession, uri: str, content: str) -> None:
    """Put one file there, in place of what was there before."""
    path, files = _located(spark, uri)
    stream = files.create(path, True)
    try:
        stream.write(bytearray(content.encode()))
    finally:
        stream.close()


def _located(spark: SparkSession, uri: str) -> tuple[Any, Any]:
    path = _jvm(spark).org.apache.hadoop.fs.Path(uri)
    return path, path.getFileSystem(_configuration(spark))


def _configuration(spark: SparkSession) -> Any:
    context: Any = spark.sparkContext
    return context._jsc.hadoopConfiguration()


def _jvm(spark: SparkSession) -> Any:
    return spark.sparkContext._jvm
