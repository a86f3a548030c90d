"""Interactions in bulk: `--source` URI, `--output` URI, and `--holdout-from` time to keep the end for an evaluation.

Under the output: `rows/` (the import file, CSV), `rejects/` (JSON lines), `summary.json`, and with a holdout
`holdout/`, JSON lines of what each reader opened from that time on, in order of first opening.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pyspark.sql import Column, DataFrame, SparkSession, functions

from glue_jobs.arguments import read_arguments
from glue_jobs.csv_lines import columns_of, csv_line
from glue_jobs.job_output import JobOutput, counted, require_accepted
from glue_jobs.transformed_lines import first_of_each, time_text, transformed_lines
from newsrec.model import Interaction
from newsrec.model.interaction import OPENED, TOLD_TO_MODELS
from newsrec.training.schemas import INTERACTIONS_SCHEMA
from newsrec.transform import interaction_row, to_interaction

COLUMNS: Final = columns_of(INTERACTIONS_SCHEMA)
NOT_FOR_MODELS, IMPORTED, HELD_OUT = "not_for_models", "imported", "held_out"


def main(argv: Sequence[str]) -> None:
    """Raises `ArgumentError` and `NothingToImport`."""
    arguments = read_arguments(argv)
    spark = SparkSession.Builder().appName("interactions").getOrCreate()
    output = JobOutput(spark, arguments.output)
    output.clear()
    lines = transformed_lines(
        spark,
        arguments.source,
        to_model=to_interaction,
        described=described,
        columns=("event_id", "occurred_at", "type", "reader_id", "article_id", "line"),
    )
    kept = first_of_each(lines, "event_id", "occurred_at").withColumn("use", use(arguments.holdout_from)).persist()
    output.write_rows(kept.where(functions.col("use") == IMPORTED), COLUMNS)
    if arguments.holdout_from is not None:
        output.write_holdout(opened_by_reader(kept.where(functions.col("use") == HELD_OUT)))
    output.write_rejects(lines)
    summary = counted(
        lines,
        kept,
        (NOT_FOR_MODELS, IMPORTED, HELD_OUT),
        first_occurred_at=functions.min("occurred_at"),
        last_occurred_at=functions.max("occurred_at"),
    )
    output.write_summary(summary)
    require_accepted(summary, arguments.source)


def described(interaction: Interaction) -> Sequence[str]:
    return (
        interaction.event_id,
        time_text(interaction.occurred_at),
        interaction.type.value,
        interaction.reader_key,
        interaction.article_id,
        csv_line(interaction_row(interaction), COLUMNS),
    )


def use(holdout_from: datetime | None) -> Column:
    """What becomes of an interaction."""
    told = functions.col("type").isin([kind.value for kind in TOLD_TO_MODELS])
    held_out = functions.lit(False) if holdout_from is None else functions.col("occurred_at") >= time_text(holdout_from)
    return functions.when(~told, NOT_FOR_MODELS).when(held_out, HELD_OUT).otherwise(IMPORTED)


def opened_by_reader(interactions: DataFrame) -> DataFrame:
    """`reader_id` and the `article_ids` that the reader opened, each once, in order of first opening."""
    opened = interactions.where(functions.col("type").isin([kind.value for kind in OPENED]))
    first = opened.groupBy("reader_id", "article_id").agg(functions.min("occurred_at").alias("at"))
    in_order = functions.sort_array(functions.collect_list(functions.struct("at", "article_id")))
    return first.groupBy("reader_id").agg(in_order["article_id"].alias("article_ids")).sortWithinPartitions("reader_id")


if __name__ == "__main__":
    main(sys.argv[1:])
