"""Records into the product's Kinesis streams, at the speed that the streams take them."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newsrec.aws.clients import client

MOST_PER_CALL = 500


def payload_bytes(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, default=str).encode()


def put_payloads(stream: str, payloads: Sequence[tuple[str, bytes]], *, progress: Callable[[int], None]) -> None:
    """Puts every (partition key, payload) in order; what the stream refuses is put again."""
    for start in range(0, len(payloads), MOST_PER_CALL):
        waiting = list(payloads[start : start + MOST_PER_CALL])
        while waiting:
            answer = client("kinesis").put_records(
                StreamName=stream, Records=[{"PartitionKey": key, "Data": payload} for key, payload in waiting]
            )
            waiting = [
                record for record, outcome in zip(waiting, answer["Records"], strict=True) if "ErrorCode" in outcome
            ]
        progress(min(start + MOST_PER_CALL, len(payloads)))


def reader_key(payload: Mapping[str, Any]) -> str:
    """The partition key of an interaction, so that one reader's clicks stay in order."""
    record = payload.get("record", payload)
    return str(record.get("reader_id") or record.get("user_id") or record.get("session_id"))


def article_key(payload: Mapping[str, Any]) -> str:
    record = payload.get("record", payload)
    return str(record.get("article_id") or record.get("news_id"))
