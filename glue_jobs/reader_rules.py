"""Rules about one reader's interactions as a whole: out are machines, the forgotten, and who did too little.

They see what the run has read: a window that two increments share lets ten clicks pass in each of them.
"""

from typing import Final

from pyspark.sql import Column, DataFrame, SparkSession, Window, functions

from glue_jobs.storage import files_under
from newsrec.model import InteractionType
from newsrec.model.pace import MOST_CLICKS_PER_WINDOW, PACE_WINDOW

TOO_FAST_REASON: Final = "occurred_at: too_fast"
_MESSAGE: Final = f"comes after {MOST_CLICKS_PER_WINDOW} clicks of the reader in the same {PACE_WINDOW.seconds} seconds"


def with_pace(interactions: DataFrame) -> DataFrame:
    """With `too_fast`: whether the reader had clicked as often as anyone can when it came to this click."""
    window = functions.floor(functions.unix_micros(functions.to_timestamp("occurred_at")) / _MICROSECONDS)
    # A machine's clicks are spread over the windows; within one, ranks are told while sorted rows stream by.
    of_window = Window.partitionBy("reader_id", "type", "told", window).orderBy("occurred_at", "event_id")
    clicked = functions.col("type") == InteractionType.CLICK.value
    too_fast = clicked & (functions.row_number().over(of_window) > MOST_CLICKS_PER_WINDOW)
    return interactions.withColumn("too_fast", too_fast)


_MICROSECONDS: Final = PACE_WINDOW.total_seconds() * 1_000_000


def too_fast_rejects(interactions: DataFrame) -> DataFrame:
    """The column `reject` of clicks that are too fast, with what identifies the click."""
    record = functions.struct("event_id", "reader_id", "article_id", "type", "occurred_at")
    path, _, rule = TOO_FAST_REASON.partition(": ")
    texts = {"path": path, "rule": rule, "message": _MESSAGE}
    error = functions.struct(*(functions.lit(text).alias(name) for name, text in texts.items()))
    reject = functions.struct(record.alias("record"), functions.array(error).alias("errors"))
    return interactions.select(functions.to_json(reject).alias("reject"))


def with_forgotten(interactions: DataFrame, folder: str | None) -> DataFrame:
    """With `forgotten`: whether the reader is in a request (JSON) or a list (CSV) of the deletions in `folder`."""
    if folder is None:
        return interactions.withColumn("forgotten", functions.lit(False))
    readers = _forgotten_readers(interactions.sparkSession, folder).withColumn("forgotten", functions.lit(True))
    joined = interactions.join(functions.broadcast(readers), "reader_id", "left")
    return joined.withColumn("forgotten", functions.coalesce("forgotten", functions.lit(False)))


def _forgotten_readers(spark: SparkSession, folder: str) -> DataFrame:
    uris = [file.uri for file in files_under(spark, folder)]
    requests = spark.read.schema("reader_id string").json([uri for uri in uris if uri.endswith(".json")])
    of_jobs = [uri for uri in uris if uri.endswith(".csv")]
    lists = spark.read.schema("reader_id string").csv(of_jobs, header=True, escape='"')
    return requests.unionAll(lists).distinct()


def with_few(interactions: DataFrame, counted: Column, least: int) -> DataFrame:
    """With `few`: whether fewer than `least` interactions of the reader are `counted`."""
    if least == 1:
        return interactions.withColumn("few", functions.lit(False))
    # Counts are reduced before the shuffle; the join streams a reader's interactions past the one count.
    counts = interactions.where(counted).groupBy("reader_id").count()
    joined = interactions.join(counts.withColumnRenamed("count", "of_reader"), "reader_id", "left")
    return joined.withColumn("few", functions.coalesce("of_reader", functions.lit(0)) < least).drop("of_reader")
