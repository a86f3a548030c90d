"""What a job leaves behind under its output URI: import rows, rejects, one summary and the report on its quality."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyspark.sql import DataFrame, SparkSession, functions

from glue_jobs.storage import delete, files_under, write_file

ROWS: Final = "rows"
REJECTS: Final = "rejects"
HOLDOUT: Final = "holdout"
SUMMARY: Final = "summary.json"
QUALITY: Final = "quality.json"

SUCCESS_MARKER: Final = "mapreduce.fileoutputcommitter.marksuccessfuljobs"

NO_QUOTES: Final = "\0"
NEVER_IN_A_LINE: Final = "\1"


@dataclass(frozen=True, slots=True)
class JobOutput:
    spark: SparkSession
    uri: str

    def clear(self) -> None:
        """Remove what an earlier run left, so that nothing of it can be taken for this run's."""
        for name in (ROWS, REJECTS, HOLDOUT, SUMMARY, QUALITY):
            delete(self.spark, self._at(name))

    def write_rows(self, rows: DataFrame, columns: Sequence[str]) -> None:
        """The column `line` of `rows`, finished lines of CSV, in files that each begin with the header."""
        lines = rows.select(functions.col("line").alias(",".join(columns)))
        # One column that is written as it is: the lines are quoted already, by the rules of Amazon Personalize.
        # Amazon Personalize takes every file of the folder for a part of the import, an empty marker too.
        lines.write.option(SUCCESS_MARKER, "false").csv(
            self._at(ROWS),
            header=True,
            sep=NEVER_IN_A_LINE,
            quote=NO_QUOTES,
            escape=NO_QUOTES,
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
        )

    def written(self) -> list[dict[str, Any]]:
        """Each file of the rows as it lies there, and how many rows it has under its header."""
        files = sorted(file.uri for file in files_under(self.spark, self._at(ROWS)) if file.name.endswith(".csv"))
        text = self.spark.read.text(self._at(ROWS), lineSep="\n")
        per_file = text.groupBy(functions.input_file_name().alias("file")).count().collect()
        lines = {row.file.rpartition("/")[2]: row["count"] for row in per_file}
        names = [uri.rpartition("/")[2] for uri in files]
        return [{"file": f"{ROWS}/{name}", "rows": lines.get(name, 1) - 1} for name in names]

    def write_rejects(self, rejects: DataFrame) -> None:
        """The column `reject`, JSON objects."""
        rejects.select("reject").write.text(self._at(REJECTS))

    def write_holdout(self, readers: DataFrame) -> None:
        readers.write.json(self._at(HOLDOUT))

    def write_summary(self, summary: Mapping[str, Any]) -> None:
        self._write_json(SUMMARY, summary)

    def write_quality(self, report: Mapping[str, Any]) -> None:
        self._write_json(QUALITY, report)

    def _write_json(self, name: str, content: Mapping[str, Any]) -> None:
        write_file(self.spark, self._at(name), json.dumps(content, indent=2) + "\n")

    def _at(self, name: str) -> str:
        return f"{self.uri.rstrip('/')}/{name}"
