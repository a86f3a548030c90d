"""Articles in bulk: `--source` URI, `--output` URI, and what `glue_jobs/arguments.py` says besides.

Under the output: `rows/` (the import file, CSV, with the latest description of each article whatever its status),
`rejects/` (JSON lines), `summary.json` and `quality.json`.
"""

import sys
from collections.abc import Sequence
from typing import Final

from pyspark.sql import functions

from glue_jobs.csv_lines import absent_in, columns_of, csv_line
from glue_jobs.job_run import ALREADY_TAKEN, IMPORTED, JobRun, absent_columns
from glue_jobs.transformed_lines import last_of_each, time_text, transformed_lines
from newsrec.model import Article
from newsrec.training.schemas import ITEMS_SCHEMA
from newsrec.transform import article_row, to_article

COLUMNS: Final = columns_of(ITEMS_SCHEMA)
OPTIONAL: Final = columns_of(ITEMS_SCHEMA, optional=True)


def main(argv: Sequence[str]) -> None:
    """Raises `ArgumentError`, `UnknownFormat`, `NothingToImport` and `DataQualityFailed`."""
    run = JobRun.started("items", argv)
    lines = transformed_lines(
        run.spark,
        run.files,
        run.arguments.source_schema,
        to_model=to_article,
        described=described,
        columns=("article_id", "version", "described_at", "absent", "line"),
    )
    latest = run.marked(
        last_of_each(lines, "article_id", "version"),
        "article_id",
        functions.col("known_at") >= functions.col("version"),
    )
    taken = functions.col(ALREADY_TAKEN)
    kept = latest.withColumn("use", functions.when(taken, ALREADY_TAKEN).otherwise(IMPORTED)).persist()
    imported = kept.where(~taken)
    run.output.write_rows(imported, COLUMNS)
    run.output.write_rejects(lines.where(functions.col("reject").isNotNull()))
    absent = absent_columns(imported, OPTIONAL)
    summary = run.summary(
        lines,
        kept,
        uses=(ALREADY_TAKEN, IMPORTED),
        others="older_descriptions",
        time="described_at",
        figures={
            "readers": None,
            "articles": imported.count(),
            "most_of_one_reader": None,
            "most_of_one_article": None,
            "absent": absent,
        },
        also_rejected={},
    )
    run.finish(
        summary, kept.select(functions.col("article_id").alias("key"), functions.col("version").alias("known_at"))
    )


def described(article: Article) -> Sequence[str | None]:
    row = article_row(article)
    return (
        article.article_id,
        article.version,
        time_text(article.version_time),
        absent_in(row, OPTIONAL),
        csv_line(row, COLUMNS),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
