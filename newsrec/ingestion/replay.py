"""Dead letters back onto their streams, after what was wrong has been mended.

A letter leaves the queue only after its stream has taken the records, so a failure in between delivers them twice,
which counting and the article store can stand.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from newsrec.ingestion.batch import at_most
from newsrec.ingestion.dead_letters import AbandonedBatch, ForeignMessage, ParkedRecord, Refused
from newsrec.ingestion.partitioning import KEYS, key_of_bytes
from newsrec.unavailable import Unavailable

MOST_PER_PUT = 100
"""Far below what Kinesis takes in one call, in records and in bytes."""

StreamRecord: TypeAlias = tuple[str, bytes]
"""Partition key and payload."""


class NotReplayable(Exception):
    """A letter that no stream can take back: it stays in the queue."""


class RecordsGone(NotReplayable):
    """The stream no longer holds the records of an abandoned batch."""


class ReplayStream(Protocol):
    """A Kinesis stream as a replay needs it."""

    def put_payloads(self, records: Sequence[StreamRecord]) -> Sequence[int]:
        """Answers the indexes of those refused. Raises `Unavailable`."""
        ...

    def read(self, shard_id: str, *, first: str, last: str) -> Sequence[StreamRecord]:
        """The records between two sequence numbers, both included. Raises `RecordsGone` and `Unavailable`."""
        ...


def put_back(refused: Refused, streams: Mapping[str, ReplayStream]) -> None:
    """Puts what was refused on its stream; `streams` has both streams by their kind and by their deployed name.

    Raises `NotReplayable`, and `Unavailable` unless the stream took every record.
    """
    match refused:
        case ForeignMessage():
            raise NotReplayable(refused.reason)
        case ParkedRecord(letter=letter, stream=kind):
            stream = _stream(streams, kind)
            key = key_of_bytes(letter.payload, KEYS[kind], otherwise=letter.position)
            records: Sequence[StreamRecord] = [(key, letter.payload)]
        case AbandonedBatch():
            stream = _stream(streams, refused.stream)
            records = stream.read(refused.shard_id, first=refused.first, last=refused.last)
    for some in at_most(MOST_PER_PUT, records):
        if not_taken := stream.put_payloads(some):
            raise Unavailable(f"the stream refused {len(not_taken)} of {len(records)} records")


def _stream(streams: Mapping[str, ReplayStream], name: str) -> ReplayStream:
    if name not in streams:
        raise NotReplayable(f"{name!r} is no stream of this environment")
    return streams[name]
