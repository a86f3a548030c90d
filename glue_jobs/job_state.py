"""What a series of runs remembers, in one folder: the last good run's summary, and what increments took already.

`taken.json` is the watermark: the source files that were taken, with their sizes and times, and which folder holds the
keys of their records. It is written last, so a run that ends half-way leaves all as it was.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyspark.sql import DataFrame, SparkSession, functions

from glue_jobs.storage import StoredFile, delete, read_file, write_file

LAST_GOOD: Final = "last_good.json"
TAKEN: Final = "taken.json"
KEYS: Final = "keys"


@dataclass(frozen=True, slots=True)
class JobState:
    spark: SparkSession
    uri: str

    def last_good(self) -> Mapping[str, Any] | None:
        """The summary of the last run that passed its checks."""
        return self._read(LAST_GOOD)

    def keep_last_good(self, summary: Mapping[str, Any]) -> None:
        write_file(self.spark, self._at(LAST_GOOD), json.dumps(summary) + "\n")

    def not_taken(self, files: Sequence[StoredFile]) -> Sequence[StoredFile]:
        """The files that are new, or of another size or time than when they were taken."""
        taken = (self._read(TAKEN) or {"files": {}})["files"]
        return [file for file in files if taken.get(file.uri) != [file.bytes, file.modified]]

    def known(self) -> DataFrame:
        """The key and the `known_at` of every record that was taken."""
        taken = self._read(TAKEN)
        if taken is None:
            return self.spark.createDataFrame([], "key string, known_at string")
        return self.spark.read.schema("key string, known_at string").parquet(self._at(taken["keys"]))

    def commit(self, files: Sequence[StoredFile], taken_now: DataFrame, *, forgotten_before: str) -> None:
        """Take these files, and these records by `key` and `known_at`, for known from now on.

        `files` are all that are there, so that one that is gone is forgotten.
        """
        before = self._read(TAKEN)
        number = int(before["keys"].rpartition("/")[2]) + 1 if before else 1
        keys = f"{KEYS}/{number}"
        known = self.known().unionByName(taken_now).where(functions.col("known_at") >= forgotten_before)
        # One row for one key, and partly reduced before the shuffle.
        latest = known.groupBy("key").agg(functions.max("known_at").alias("known_at"))
        latest.write.mode("overwrite").parquet(self._at(keys))
        taken = {"files": {file.uri: [file.bytes, file.modified] for file in files}, "keys": keys}
        write_file(self.spark, self._at(TAKEN), json.dumps(taken) + "\n")
        if before:
            delete(self.spark, self._at(before["keys"]))

    def _read(self, name: str) -> dict[str, Any] | None:
        text = read_file(self.spark, self._at(name))
        return None if text is None else json.loads(text)

    def _at(self, name: str) -> str:
        return f"{self.uri.rstrip('/')}/{name}"
