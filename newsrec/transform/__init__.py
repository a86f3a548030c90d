"""The one transformation: a source record becomes an `Article` or an `Interaction`, or is rejected with its reasons.

The streaming consumers, the batch jobs and the command line all call these functions.
"""

from newsrec.transform.generic import article_record
from newsrec.transform.personalize import article_row, interaction_row, streamed_properties
from newsrec.transform.reject import FieldError, Reject
from newsrec.transform.source import SourceSchema, UnknownSource, read_payload, to_article, to_interaction

__all__ = [
    "FieldError",
    "Reject",
    "SourceSchema",
    "UnknownSource",
    "article_record",
    "article_row",
    "interaction_row",
    "read_payload",
    "streamed_properties",
    "to_article",
    "to_interaction",
]
