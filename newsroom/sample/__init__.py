"""A seeded generator of a fictional news site: articles, readers and their clicks."""

from newsroom.sample.broken import StreamRecord, broken_records
from newsroom.sample.illustration import illustration
from newsroom.sample.readers import SampleReader
from newsroom.sample.site import SampleNewsroom, generate, new_article

__all__ = [
    "SampleNewsroom",
    "SampleReader",
    "StreamRecord",
    "broken_records",
    "generate",
    "illustration",
    "new_article",
]
