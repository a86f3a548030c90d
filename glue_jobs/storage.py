"""Single files at a URI, through the file systems that Spark itself reads and writes with."""

from typing import Any

from pyspark.sql import SparkSession


def exists(spark: SparkSession, uri: str) -> bool:
    path, files = _located(spark, uri)
    return files.exists(path)


def delete(spark: SparkSession, uri: str) -> None:
    """Remove the file, or the folder with everything in it, if it is there."""
    path, files = _located(spark, uri)
    files.delete(path, True)


def write_file(spark: SparkSession, uri: str, content: str) -> None:
    """Put one file there, in place of what was there before."""
    path, files = _located(spark, uri)
    stream = files.create(path, True)
    try:
        stream.write(bytearray(content.encode()))
    finally:
        stream.close()


def _located(spark: SparkSession, uri: str) -> tuple[Any, Any]:
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(uri)
    return path, path.getFileSystem(context._jsc.hadoopConfiguration())
