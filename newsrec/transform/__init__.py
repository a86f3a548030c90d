"""The one transformation: a source record becomes an `Article` or an `Interaction`, or is rejected with its reasons.

The streaming consumers, the batch jobs and the command line all call these functions.
"""

from newsrec.transform.generic import article_record, interaction_record
from newsrec.transform.personalize import Row, article_row, interaction_row, properties_json, streamed_properties
from newsrec.transform.reject import FieldError, Reject
from newsrec.transform.source import (
    SOURCE_NAMES,
    SourceRecord,
    SourceSchema,
    UnknownSource,
    read_payload,
    read_record,
    schema_of,
    to_article,
    to_interaction,
    transformed,
)
from newsrec.transform.timeliness import OLDEST_STREAMED, timely

__all__ = [
    "OLDEST_STREAMED",
    "SOURCE_NAMES",
    "FieldError",
    "Reject",
    "Row",
    "SourceRecord",
    "SourceSchema",
    "UnknownSource",
    "article_record",
    "article_row",
    "interaction_record",
    "interaction_row",
    "properties_json",
    "read_payload",
    "read_record",
    "schema_of",
    "streamed_properties",
    "timely",
    "to_article",
    "to_interaction",
    "transformed",
]
