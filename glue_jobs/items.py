"""Articles in bulk: `--source` URI and `--output` URI.

Under the output: `rows/` (the import file, CSV, with the latest description of each article whatever its status),
`rejects/` (JSON lines) and `summary.json`.
"""

import sys
from collections.abc import Sequence
from typing import Final

from pyspark.sql import SparkSession, functions

from glue_jobs.arguments import read_arguments
from glue_jobs.csv_lines import columns_of, csv_line
from glue_jobs.job_output import JobOutput, counted, require_accepted
from glue_jobs.transformed_lines import last_of_each, time_text, transformed_lines
from newsrec.model import Article
from newsrec.training.schemas import ITEMS_SCHEMA
from newsrec.transform import article_row, to_article

COLUMNS: Final = columns_of(ITEMS_SCHEMA)
IMPORTED: Final = "imported"


def main(argv: Sequence[str]) -> None:
    """Raises `ArgumentError` and `NothingToImport`."""
    arguments = read_arguments(argv)
    spark = SparkSession.Builder().appName("items").getOrCreate()
    output = JobOutput(spark, arguments.output)
    output.clear()
    lines = transformed_lines(
        spark,
        arguments.source,
        to_model=to_article,
        described=described,
        columns=("article_id", "version_time", "line"),
    )
    kept = last_of_each(lines, "article_id", "version_time").withColumn("use", functions.lit(IMPORTED)).persist()
    output.write_rows(kept, COLUMNS)
    output.write_rejects(lines)
    summary = counted(lines, kept, (IMPORTED,))
    output.write_summary(summary)
    require_accepted(summary, arguments.source)


def described(article: Article) -> Sequence[str]:
    return article.article_id, time_text(article.version_time), csv_line(article_row(article), COLUMNS)


if __name__ == "__main__":
    main(sys.argv[1:])
