"""What both jobs do before and after their own part: choose the files, account for every row, judge, remember."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pyspark.sql import Column, DataFrame, SparkSession, functions

from glue_jobs.arguments import Arguments, read_arguments
from glue_jobs.job_output import JobOutput
from glue_jobs.job_state import JobState
from glue_jobs.source_files import source_files
from glue_jobs.storage import StoredFile
from newsrec.training.data_quality import figures_of, judged

MOST_REASONS: Final = 100
"""A summary names the commonest reasons; the rejects have them all."""

ALREADY_TAKEN, REJECTED, IMPORTED = "already_taken", "rejected", "imported"


class NothingToImport(RuntimeError):
    """The source has no record, or none that can be used."""


class DataQualityFailed(RuntimeError):
    """The records are not as they should be: `quality.json` says in what, and nothing may be imported."""


@dataclass(frozen=True, slots=True)
class JobRun:
    spark: SparkSession
    arguments: Arguments
    output: JobOutput
    state: JobState | None
    present: Sequence[StoredFile]
    """All source files that were there when the run began."""
    files: Sequence[StoredFile]
    """Those that are read."""

    @classmethod
    def started(cls, name: str, argv: Sequence[str]) -> "JobRun":
        """With an empty output. Raises `ArgumentError` and `UnknownFormat`."""
        arguments = read_arguments(argv, now=datetime.now(UTC))
        spark = SparkSession.Builder().appName(name).getOrCreate()
        # Times are written in UTC, and columns of a source may differ in case alone.
        spark.conf.set("spark.sql.session.timeZone", "UTC")
        spark.conf.set("spark.sql.caseSensitive", "true")
        output = JobOutput(spark, arguments.output)
        output.clear()
        state = JobState(spark, arguments.state) if arguments.state else None
        present = source_files(spark, arguments.source)
        files = state.not_taken(present) if state and arguments.since_last else present
        return cls(spark, arguments, output, state, present, files)

    def marked(self, records: DataFrame, key: str, taken: Column) -> DataFrame:
        """`records`, each key once, with `already_taken`: whether `taken`, of its `known_at`, is true of it."""
        if not (self.state and self.arguments.since_last):
            return records.withColumn(ALREADY_TAKEN, functions.lit(False))
        # Keys are unique on both sides, so no worker gets more than its share.
        known = self.state.known().withColumnRenamed("key", key)
        joined = records.join(known, key, "left")
        return joined.withColumn(ALREADY_TAKEN, functions.coalesce(taken, functions.lit(False))).drop("known_at")

    def finish(self, summary: Mapping[str, Any], keys: DataFrame, *, forgotten_before: str = "") -> None:
        """Write what the run came to and judge it; `keys` are what later increments shall know.

        Raises `NothingToImport` and `DataQualityFailed`.
        """
        self.output.write_summary(summary)
        if not self.arguments.since_last:
            require_accepted(summary, self.arguments.source)
        last_good = self.state.last_good() if self.state else None
        report = judged(figures_of(summary), figures_of(last_good) if last_good else None, self.arguments.limits)
        self.output.write_quality(report.as_json())
        if report.failed:
            raise DataQualityFailed("; ".join(map(str, report.failed)))
        if self.state:
            self.state.keep_last_good(summary)
            if self.arguments.since_last:
                self.state.commit(self.present, keys, forgotten_before=forgotten_before)

    def summary(
        self,
        lines: DataFrame,
        kept: DataFrame,
        *,
        uses: Sequence[str],
        others: str,
        time: str,
        figures: Mapping[str, Any],
        also_rejected: Mapping[str, int],
    ) -> dict[str, Any]:
        """What became of every row that was read, by counts that add up.

        `uses` are the values of the column `use` of `kept`, and `others` the name of the good rows that are not in it;
        `time` is the column of `lines` by which the data's window is told; `also_rejected` counts the rows of `kept`
        that are rejects, by reason.
        """
        [totals] = lines.agg(
            functions.count("*").alias("read"),
            functions.count("reject").alias("rejected"),
            functions.count_if("too_late").alias("too_late"),
            functions.min(time).alias("first"),
            functions.max(time).alias("last"),
        ).collect()
        used = {row.use: row["count"] for row in kept.groupBy("use").count().collect()}
        rejected = totals.rejected + used.get(REJECTED, 0)
        return {
            "read": totals.read,
            "accepted": totals.read - rejected,
            "rejected": rejected,
            "too_late": totals.too_late,
            others: totals.read - totals.rejected - totals.too_late - sum(used.values()),
            **{use: used.get(use, 0) for use in uses},
            "window": {"first": totals["first"], "last": totals["last"]},
            "reasons": self._reasons(lines, also_rejected),
            "figures": figures,
            "parameters": self.arguments.as_json(),
            "code_version": self.arguments.code_version,
            "files": self._read(lines),
            "written": self.output.written(),
        }

    def _reasons(self, lines: DataFrame, also: Mapping[str, int]) -> dict[str, int]:
        reasons = lines.select(functions.explode("reasons").alias("reason")).groupBy("reason").count()
        commonest = reasons.orderBy(functions.desc("count"), "reason").limit(MOST_REASONS).collect()
        return {row.reason: row["count"] for row in commonest} | {name: count for name, count in also.items() if count}

    def _read(self, lines: DataFrame) -> list[dict[str, Any]]:
        rows = {row.file: row["count"] for row in lines.groupBy("file").count().collect()}
        return [
            {"uri": file.uri, "bytes": file.bytes, "rows": rows.get(number, 0)}
            for number, file in enumerate(self.files)
        ]


def most_of_one(records: DataFrame, column: str) -> tuple[int, int]:
    """How many values the column has, and how many records the commonest of them has."""
    # Counted in each partition first: one value's million records come to the shuffle as a few rows.
    counts = records.groupBy(column).count()
    [found] = counts.agg(functions.count("*").alias("values"), functions.max("count").alias("most")).collect()
    return found["values"], found.most or 0


def absent_columns(records: DataFrame, columns: Sequence[str]) -> dict[str, int]:
    """How many records lack each of `columns`, by the names in `absent`, separated by commas."""
    counts = {row.absent: row["count"] for row in records.groupBy("absent").count().collect()}
    return {name: sum(count for names, count in counts.items() if name in names.split(",")) for name in columns}


def require_accepted(summary: Mapping[str, Any], source: str) -> None:
    """Raises `NothingToImport`."""
    if not summary["read"]:
        raise NothingToImport(f"{source}: there is no record")
    if not summary["accepted"]:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in summary["reasons"].items())
        raise NothingToImport(f"{source}: none of the {summary['read']} records can be used: {reasons}")
