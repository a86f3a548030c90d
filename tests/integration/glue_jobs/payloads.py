"""Source files with everything in them that a newsroom's archive may hold."""

import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsroom.sample import broken_records, generate

SAMPLE = generate(now=datetime(2026, 3, 9, 12, tzinfo=UTC), articles=80, readers=60, days=4)

GLOBO = {"user_id": 7, "session_id": 9, "article_id": 3, "timestamp_ms": 1_772_900_000_123, "region": 21}
GLOBO_ARTICLE = {"article_id": 3, "timestamp_ms": 1_772_800_000_000}
MIND = {"impression_id": "i-1", "user_id": "u-1", "news_id": "N1", "time": "03/08/2026 9:30:00 PM"}
MIND_ARTICLE = {
    "news_id": "N1",
    "category": "sports",
    "title": 'A "title", with \\ and\nmore',
    "published_at": "2026-03-08T10:00:00Z",
}

NOT_A_RECORD = (b"{not json", b'{"article_id": "\xff"}', b"[1, 2]", b"[" * 100_000, b'{"\\ud800": 1}')


def line(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record).encode()


def enveloped(source: str, record: Mapping[str, Any]) -> bytes:
    return line({"source": source, "record": record})


def interaction_lines() -> list[bytes]:
    first = SAMPLE.interactions[0]
    odd = {**first, "event_id": "odd", "reader_id": 'a "b", \\c\\', "context": {"region": "No\\rth,\tend"}}
    return [
        *(line(record) for record in SAMPLE.interactions),
        *(record.payload for record in broken_records(SAMPLE.interactions, seed=3)),
        line(first),
        line({**first, "event_id": "seen", "type": "impression"}),
        line({**first, "event_id": "hidden", "type": "hide"}),
        line({**SAMPLE.interactions[-1], "event_id": "hidden-late", "type": "hide"}),
        line({**first, "event_id": "anonymous", "reader_id": None}),
        line(odd),
        enveloped("globo", GLOBO),
        enveloped("mind", MIND),
        enveloped("globo", {"user_id": 7}),
        enveloped("nobody", {}),
        *NOT_A_RECORD,
    ]


def article_lines() -> list[bytes]:
    first, second, third = SAMPLE.articles[:3]
    return [
        line({**first, "title": "Newest", "updated_at": "2026-03-09T11:00:00+00:00"}),
        *(line(article) for article in SAMPLE.articles),
        line({**first, "title": "Older than the newest", "updated_at": "2026-03-09T10:59:59.5+00:00"}),
        line({**second, "status": "withdrawn", "updated_at": "2026-03-09T12:00:00+01:00"}),
        line({**third, "topics": []}),
        enveloped("globo", GLOBO_ARTICLE),
        enveloped("mind", MIND_ARTICLE),
        *NOT_A_RECORD,
    ]


def write_source(folder: Path, lines: Sequence[bytes]) -> Path:
    """Half of the lines in a plain file that has blank lines too, half in a compressed one further down."""
    half = len(lines) // 2
    (folder / "2026/03").mkdir(parents=True)
    (folder / "first.jsonl").write_bytes(b"\r\n  \n".join([*lines[:half], b"\n"]))
    with gzip.open(folder / "2026/03/second.jsonl.gz", "wb") as file:
        file.write(b"\n".join(lines[half:]))
    return folder
