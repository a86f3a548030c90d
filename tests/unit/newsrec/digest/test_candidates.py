"""What the models are asked for a batch, and what readers must not get again."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from newsrec.digest.batches import READERS_PER_BATCH, Batch
from newsrec.digest.candidates import postprocess_request
from newsrec.digest.model import Recipient
from newsrec.serving.gather import NOBODY_ID
from newsrec.surfaces import load as load_surface
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.digest.fakes import KEY, MemoryLedger, claimed, recipients
from tests.unit.newsrec.digest.mails import DIGEST, EDITION
from tests.unit.newsrec.records import NOW

MOST_BYTES = 262_144
"""What a state of AWS Step Functions may hand on."""


@dataclass
class Model:
    answer: Sequence[str] | None
    asked: list[str] = field(default_factory=list)

    def recommend(self, reader_id: str, *, published_after: datetime, most: int) -> Sequence[str]:
        self.asked.append(reader_id)
        if self.answer is None:
            raise Unavailable("away")
        return self.answer[:most]


def requested(
    personalised: Model,
    trending: Model,
    *,
    readers: Sequence[Recipient] = recipients(2),
    ledger: MemoryLedger | None = None,
) -> Any:
    with ThreadPoolExecutor(2) as executor:
        return postprocess_request(
            Batch(run="run", edition=EDITION, readers=tuple(readers), surface_revision=4),
            DIGEST,
            load_surface(DIGEST.surface),
            personalised=personalised,
            trending=trending,
            ledger=ledger or MemoryLedger(),
            executor=executor,
            now=NOW,
        )


def test_trends_are_asked_for_once_and_every_reader_for_their_own() -> None:
    personalised, trending = Model(["p1"]), Model(["t1"])
    request = requested(personalised, trending)
    assert (sorted(personalised.asked), trending.asked) == (["r1", "r2"], [NOBODY_ID])
    assert request == {
        "surface": "digest",
        "surface_revision": 4,
        "limit": DIGEST.items,
        "candidates": {"trending": ["t1"]},
        "requests": [
            {"reader_id": id, "list_id": f"{KEY}#{id}", "candidates": {"personalised": ["p1"]}, "exclude": []}
            for id in ("r1", "r2")
        ],
    }


def test_a_model_that_is_away_is_null_and_stops_nothing() -> None:
    request = requested(Model(None), Model(None))
    assert request["candidates"] == {"trending": None}
    assert [one["candidates"] for one in request["requests"]] == [{"personalised": None}] * 2


@pytest.mark.parametrize(
    ("days_ago", "personalised", "exclude"),
    [(0.5, [], {"p1", "t1", "x1"}), (10, [], {"t1"}), (DIGEST.look_back_days + 1, ["p1"], set())],
)
def test_what_was_in_a_mail_lately_is_in_no_other(days_ago: float, personalised: list[str], exclude: set[str]) -> None:
    ledger = MemoryLedger(
        kept={("r1", "morning#earlier"): claimed(state="sent", at=NOW - timedelta(days=days_ago))},
        articles={("r1", "morning#earlier"): ("p1", "t1", "x1")},
    )
    [first, second] = requested(Model(["p1"]), Model(["t1"]), ledger=ledger)["requests"]
    assert first["candidates"] == {"personalised": personalised}
    assert set(first["exclude"]) == exclude
    assert second["candidates"] == {"personalised": ["p1"]}


def test_the_largest_batch_with_the_longest_ids_fits_into_a_state() -> None:
    longest = [f"{number:0256}" for number in range(load_surface(DIGEST.surface).overfetch * DIGEST.items)]
    readers = [Recipient(reader_id=f"{number:0256}", email="a@b.example") for number in range(READERS_PER_BATCH)]
    ledger = MemoryLedger(
        kept={(reader.reader_id, "morning#yesterday"): claimed(state="sent") for reader in readers},
        articles={
            (reader.reader_id, "morning#yesterday"): tuple(f"{number:x>256}" for number in range(DIGEST.items))
            for reader in readers
        },
    )
    request = requested(Model(longest), Model(longest), readers=readers, ledger=ledger)
    assert len(request["requests"][0]["exclude"]) == DIGEST.items
    assert len(json.dumps(request).encode()) < MOST_BYTES
    assert all(len(one["list_id"]) <= 256 for one in request["requests"])
