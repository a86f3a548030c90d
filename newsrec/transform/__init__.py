"""The one transformation: a source record becomes an `Article` or an `Interaction`, or is rejected with its reasons.

The streaming consumers, the batch jobs and the command line all call these functions.
"""

from newsrec.transform.generic import article_record
from newsrec.transform.personalize import Row, article_row, interaction_row, streamed_properties
from newsrec.transform.reject import FieldError, Reject
from newsrec.transform.source import (
    SOURCE_NAMES,
    SourceRecord,
    UnknownSource,
    read_payload,
    read_record,
    to_article,
    to_interaction,
    transformed,
)

__all__ = [
    "SOURCE_NAMES",
    "FieldError",
    "Reject",
    "Row",
    "SourceRecord",
    "UnknownSource",
    "article_record",
    "article_row",
    "interaction_row",
    "read_payload",
    "read_record",
    "streamed_properties",
    "to_article",
    "to_interaction",
    "transformed",
]
