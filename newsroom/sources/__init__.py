"""Whose clicks and articles fill the laptop's newsroom: the generated sample, or a real data set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Payload = Mapping[str, Any]
"""A record as it lies in a stream: generic, or `{"source": NAME, "record": {...}}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsroomData:
    """Articles and interactions in order of time, the last of them just before the demo starts."""

    name: str
    masthead: str
    articles: Sequence[Payload]
    interactions: Sequence[Payload]
    readers: Sequence[Reader]
    streamed_from: datetime
    """Interactions from here on go through the stream; earlier ones are the bulk history."""


class BadData(ValueError):
    """A data source that can't be used, said in one line."""
