"""What the models propose for a batch of readers, as the postprocessing takes it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Final

from newsrec.digest.batches import Batch
from newsrec.digest.definition import Digest
from newsrec.digest.ports import Ledger
from newsrec.serving.gather import NOBODY_ID
from newsrec.serving.ports import Model
from newsrec.surfaces import Surface
from newsrec.unavailable import Unavailable

Ids = Sequence[str]

LONGEST_ID: Final = 256
"""Characters of a list's id; a longer one is cut, since it does no more than seed what is random in the list."""


def postprocess_request(
    batch: Batch,
    digest: Digest,
    surface: Surface,
    *,
    personalised: Model,
    trending: Model,
    ledger: Ledger,
    executor: Executor,
    now: datetime,
) -> dict[str, object]:
    """A model that does not answer is null, which the lists then say. Raises `Unavailable` without the ledger.

    Nobody gets an article again within the digest's look-back: the models' are checked here, and what else
    the postprocessing may choose is excluded by name, where it is young enough to be chosen at all.
    """
    most = surface.overfetch * digest.items
    published_after = now - timedelta(hours=surface.max_age_hours)
    looked_back = now - timedelta(days=digest.look_back_days)

    def ask(model: Model, reader_id: str) -> Ids | None:
        try:
            return model.recommend(reader_id, published_after=published_after, most=most)
        except Unavailable:
            return None

    trends = executor.submit(ask, trending, NOBODY_ID)

    def of_reader(reader_id: str) -> Mapping[str, object]:
        sent = ledger.recently_sent(reader_id, digest.id, looked_back)
        answered = ask(personalised, reader_id)
        trending_ids = trends.result() or ()
        return {
            "reader_id": reader_id,
            # The same edition gives the reader the same list, whoever makes it and how often.
            "list_id": f"{batch.edition.key}#{reader_id}"[:LONGEST_ID],
            "candidates": {"personalised": answered and [id for id in answered if id not in sent]},
            "exclude": [id for id, at in sent.items() if at > published_after or id in trending_ids],
        }

    readers = list(executor.map(of_reader, [reader.reader_id for reader in batch.readers]))
    return {
        "surface": surface.name,
        "surface_revision": batch.surface_revision,
        "limit": digest.items,
        "candidates": {"trending": trends.result()},
        "requests": readers,
    }
