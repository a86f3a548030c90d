"""Interactions in bulk: `--source` URI, `--output` URI, and what `glue_jobs/arguments.py` says besides.

Under the output: `rows/` (the import file, CSV), `rejects/` (JSON lines), `summary.json`, `quality.json`, and with a
holdout `holdout/`, JSON lines of what each reader opened from that time on, in order of first opening.
"""

import sys
from collections.abc import Sequence
from typing import Any, Final

from pyspark.sql import Column, DataFrame, functions

from glue_jobs.arguments import Arguments
from glue_jobs.csv_lines import absent_in, columns_of, csv_line
from glue_jobs.job_run import ALREADY_TAKEN, IMPORTED, REJECTED, JobRun, absent_columns, most_of_one
from glue_jobs.reader_rules import TOO_FAST_REASON, too_fast_rejects, with_few, with_forgotten, with_pace
from glue_jobs.transformed_lines import first_of_each, time_text, transformed_lines
from newsrec.model import Interaction
from newsrec.model.interaction import OPENED
from newsrec.training.schemas import INTERACTIONS_SCHEMA
from newsrec.transform import Reject, interaction_row, timely, to_interaction

COLUMNS: Final = columns_of(INTERACTIONS_SCHEMA)
OPTIONAL: Final = columns_of(INTERACTIONS_SCHEMA, optional=True)
FORGOTTEN, NOT_FOR_MODELS, TOO_FEW_EVENTS, HELD_OUT = "forgotten", "not_for_models", "too_few_events", "held_out"


def main(argv: Sequence[str]) -> None:
    """Raises `ArgumentError`, `UnknownFormat`, `NothingToImport` and `DataQualityFailed`."""
    run = JobRun.started("interactions", argv)
    as_of, history = run.arguments.as_of, run.arguments.history

    def to_timely(record: object, source: str) -> Interaction | Reject:
        interaction = to_interaction(record, source)
        return interaction if isinstance(interaction, Reject) else timely(interaction, arrived=as_of, oldest=history)

    lines = transformed_lines(
        run.spark,
        run.files,
        run.arguments.source_schema,
        to_model=to_timely,
        described=described,
        columns=("event_id", "occurred_at", "type", "told", "reader_id", "article_id", "absent", "line"),
    )
    unique = run.marked(
        first_of_each(lines, "event_id", "occurred_at"), "event_id", functions.col("known_at").isNotNull()
    )
    kept = with_use(with_pace(with_forgotten(unique, run.arguments.forgotten)), run.arguments).persist()
    fast = kept.where(functions.col("use") == REJECTED)
    run.output.write_rows(kept.where(functions.col("use") == IMPORTED), COLUMNS)
    if run.arguments.holdout_from is not None:
        run.output.write_holdout(opened_by_reader(kept.where(functions.col("use") == HELD_OUT)))
    run.output.write_rejects(
        lines.where(functions.col("reject").isNotNull()).select("reject").unionByName(too_fast_rejects(fast))
    )
    summary = run.summary(
        lines,
        kept,
        uses=(FORGOTTEN, ALREADY_TAKEN, NOT_FOR_MODELS, TOO_FEW_EVENTS, IMPORTED, HELD_OUT),
        others="duplicates",
        time="occurred_at",
        figures=figures(kept.where(functions.col("use").isin(IMPORTED, HELD_OUT))),
        also_rejected={TOO_FAST_REASON: fast.count()},
    )
    keys = kept.select(functions.col("event_id").alias("key"), functions.col("occurred_at").alias("known_at"))
    forgotten = "" if run.arguments.history_days is None else time_text(as_of - history)
    run.finish(summary, keys, forgotten_before=forgotten)


def described(interaction: Interaction) -> Sequence[str | None]:
    row = interaction_row(interaction)
    return (
        interaction.event_id,
        time_text(interaction.occurred_at),
        interaction.type.value,
        "told" if interaction.is_told_to_models else None,
        interaction.reader_key,
        interaction.article_id,
        absent_in(row, OPTIONAL),
        csv_line(row, COLUMNS),
    )


def with_use(interactions: DataFrame, arguments: Arguments) -> DataFrame:
    """With `use`: what becomes of each interaction."""
    told = functions.col("told").isNotNull()
    forgotten, too_fast, taken = (functions.col(name) for name in (FORGOTTEN, "too_fast", ALREADY_TAKEN))
    held_out: Column = functions.lit(False)
    if arguments.holdout_from is not None:
        held_out = functions.col("occurred_at") >= time_text(arguments.holdout_from)
    to_import = told & ~forgotten & ~too_fast & ~taken & ~held_out
    use = (
        functions.when(forgotten, FORGOTTEN)
        .when(taken, ALREADY_TAKEN)
        .when(~told, NOT_FOR_MODELS)
        .when(too_fast, REJECTED)
        .when(held_out, HELD_OUT)
        .when(functions.col("few"), TOO_FEW_EVENTS)
        .otherwise(IMPORTED)
    )
    return with_few(interactions, to_import, arguments.min_events_per_reader).withColumn("use", use)


def figures(usable: DataFrame) -> dict[str, Any]:
    readers, most_of_one_reader = most_of_one(usable, "reader_id")
    articles, most_of_one_article = most_of_one(usable, "article_id")
    return {
        "readers": readers,
        "articles": articles,
        "most_of_one_reader": most_of_one_reader,
        "most_of_one_article": most_of_one_article,
        "absent": absent_columns(usable, OPTIONAL),
    }


def opened_by_reader(interactions: DataFrame) -> DataFrame:
    """`reader_id` and the `article_ids` that the reader opened, each once, in order of first opening."""
    opened = interactions.where(functions.col("type").isin([kind.value for kind in OPENED]))
    # A list holds no more than the distinct articles that one reader opened in the holdout, and machines are out.
    first = opened.groupBy("reader_id", "article_id").agg(functions.min("occurred_at").alias("at"))
    in_order = functions.sort_array(functions.collect_list(functions.struct("at", "article_id")))
    return first.groupBy("reader_id").agg(in_order["article_id"].alias("article_ids")).sortWithinPartitions("reader_id")


if __name__ == "__main__":
    main(sys.argv[1:])
