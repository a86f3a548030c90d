"""Records into the product's Kinesis streams, at the speed that the streams take them."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newsrec.aws.queues import RecordStream

MOST_PER_CALL = 500


def payload_bytes(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, default=str).encode()


def put_payloads(stream: str, payloads: Sequence[tuple[str, bytes]], *, progress: Callable[[int], None]) -> None:
    """Puts every (partition key, payload) in order; what the stream refuses is put again."""
    for start in range(0, len(payloads), MOST_PER_CALL):
        waiting = list(payloads[start : start + MOST_PER_CALL])
        while waiting:
            waiting = [waiting[index] for index in RecordStream(stream).put_payloads(waiting)]
        progress(min(start + MOST_PER_CALL, len(payloads)))
