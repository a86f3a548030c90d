"""A hundred records off a stream, seven of them broken, each in its own way."""

import json
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_TOTAL: Final = 100


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A payload as it lies in the stream; `fault` says what is wrong with it, None for a good one."""

    payload: bytes
    fault: str | None


def _payload(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode()


def _without_zone(record: Mapping[str, object]) -> bytes:
    return _payload({**record, "occurred_at": str(record["occurred_at"])[:23]})


_FAULTS: Final[tuple[tuple[str, Callable[[Mapping[str, object]], bytes]], ...]] = (
    ("article_id is missing", lambda record: _payload({k: v for k, v in record.items() if k != "article_id"})),
    ("occurred_at has no zone", _without_zone),
    ("type is unknown", lambda record: _payload({**record, "type": "clicked"})),
    ("not a JSON object", lambda record: _payload(record)[:-25]),
    ("article_id has 300 characters", lambda record: _payload({**record, "article_id": "a" * 300})),
    ("colour is not a field", lambda record: _payload({**record, "colour": "blue"})),
    ("dwell_seconds is negative", lambda record: _payload({**record, "type": "read", "dwell_seconds": -12})),
)


def broken_records(interactions: Sequence[Mapping[str, Any]], seed: int) -> tuple[StreamRecord, ...]:
    """The last hundred clicks once more under new event ids, seven of them broken in seven ways at random places.

    Raises ValueError when there are fewer than a hundred clicks.
    """
    clicks = [row for row in interactions if row["type"] == "click"][-_TOTAL:]
    if len(clicks) < _TOTAL:
        raise ValueError(f"interactions: {_TOTAL} clicks are needed, got {len(clicks)}")
    chooser = random.Random(f"broken records {seed}")
    faults = dict(zip(sorted(chooser.sample(range(_TOTAL), len(_FAULTS))), _FAULTS, strict=True))
    records: list[StreamRecord] = []
    for position, click in enumerate(clicks):
        record = {**click, "event_id": str(uuid.UUID(int=chooser.getrandbits(128), version=4))}
        if position in faults:
            fault, spoil = faults[position]
            records.append(StreamRecord(spoil(record), fault))
        else:
            records.append(StreamRecord(_payload(record), None))
    return tuple(records)
