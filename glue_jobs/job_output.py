"""What a job leaves behind under its output URI: import rows, rejects and one summary."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyspark.sql import Column, DataFrame, SparkSession, functions

from glue_jobs.storage import delete, write_file

ROWS: Final = "rows"
REJECTS: Final = "rejects"
HOLDOUT: Final = "holdout"
SUMMARY: Final = "summary.json"

MOST_REASONS: Final = 100
"""A summary names the commonest reasons; the rejects have them all."""

SUCCESS_MARKER: Final = "mapreduce.fileoutputcommitter.marksuccessfuljobs"

NO_QUOTES: Final = "\0"
NEVER_IN_A_LINE: Final = "\1"


class NothingToImport(RuntimeError):
    """The source has no record, or none that can be used."""


@dataclass(frozen=True, slots=True)
class JobOutput:
    spark: SparkSession
    uri: str

    def clear(self) -> None:
        """Remove what an earlier run left, so that nothing of it can be taken for this run's."""
        for name in (ROWS, REJECTS, HOLDOUT, SUMMARY):
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

    def write_rejects(self, lines: DataFrame) -> None:
        rejects = lines.where(functions.col("reject").isNotNull()).select("reject")
        rejects.write.text(self._at(REJECTS))

    def write_holdout(self, readers: DataFrame) -> None:
        readers.write.json(self._at(HOLDOUT))

    def write_summary(self, summary: Mapping[str, Any]) -> None:
        write_file(self.spark, self._at(SUMMARY), json.dumps(summary, indent=2) + "\n")

    def _at(self, name: str) -> str:
        return f"{self.uri.rstrip('/')}/{name}"


def counted(lines: DataFrame, kept: DataFrame, uses: Sequence[str], **also: Column) -> dict[str, Any]:
    """How many lines were read, rejected and dropped as duplicates, and how many of `kept` have each `use`.

    `also` are further aggregates of `lines`, named as in the summary.
    """
    [totals] = lines.agg(
        functions.count("*").alias("read"),
        functions.count("reject").alias("rejected"),
        *(aggregate.alias(name) for name, aggregate in also.items()),
    ).collect()
    used = {row.use: row["count"] for row in kept.groupBy("use").count().collect()}
    accepted = totals.read - totals.rejected
    reasons = lines.select(functions.explode("reasons").alias("reason")).groupBy("reason").count()
    commonest = reasons.orderBy(functions.desc("count"), "reason").limit(MOST_REASONS).collect()
    return {
        "read": totals.read,
        "accepted": accepted,
        "rejected": totals.rejected,
        "duplicates": accepted - sum(used.values()),
        **{use: used.get(use, 0) for use in uses},
        **{name: totals[name] for name in also},
        "reasons": {row.reason: row["count"] for row in commonest},
    }


def require_accepted(summary: Mapping[str, Any], source: str) -> None:
    """Raises `NothingToImport`."""
    if not summary["read"]:
        raise NothingToImport(f"{source}: there is no record")
    if not summary["accepted"]:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in summary["reasons"].items())
        raise NothingToImport(f"{source}: none of the {summary['read']} records can be used: {reasons}")
