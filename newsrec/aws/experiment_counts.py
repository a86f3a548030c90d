"""What readers saw and opened in experiments: an item per reader and variant, beside all else kept of the reader."""

import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from newsrec.aws import transactions
from newsrec.aws.clients import OutsideError
from newsrec.aws.dynamodb import Item, epoch, instant, query
from newsrec.aws.transactions import Writes
from newsrec.experiments.assignment import exposure_of
from newsrec.experiments.counts import ReaderCounts
from newsrec.model import Interaction, InteractionType
from newsrec.unavailable import Unavailable

EXPOSURE_REMEMBERED_FOR: Final = timedelta(days=90)
"""From the reader's last event on: longer than an experiment needs to be judged."""
PARTS: Final = 16
"""Of the index by experiment, so that no single partition takes the events of all readers."""


_COUNTER: Final = {InteractionType.CLICK: "clicks", InteractionType.IMPRESSION: "impressions"}
_AGAIN: Final = "exposed again"
_FIRST: Final = "first exposed"


def exposed(table: str, interaction: Interaction, now: datetime, without: Set[str]) -> Writes:
    """Counts an event in a list that a variant made; of several the earliest says when the reader was first exposed.

    Most are not the first, so that is tried before: only a first one takes a second transaction, `without` the write
    whose condition failed.
    """
    exposure, counter = exposure_of(interaction.list_id), _COUNTER.get(interaction.type)
    if exposure is None or counter is None or interaction.aggregate_only:
        return {}
    name, first, condition = "exposed", "", None
    if _AGAIN not in without:
        name, condition = _AGAIN, "first_exposed_at <= :at"
    elif _FIRST not in without:
        name, condition = _FIRST, "attribute_not_exists(first_exposed_at) OR first_exposed_at > :at"
        first = ", first_exposed_at = :at"
    reader = interaction.reader_key
    write = transactions.update(
        table,
        {"reader_id": reader, "entry": "#".join(("experiment", *exposure))},
        f"ADD {counter} :one SET experiment = :part, #ttl = :forgotten{first}",
        {"#ttl": "ttl"},
        {
            ":one": 1,
            ":part": _part(exposure.experiment_id, zlib.crc32(reader.encode(errors="surrogatepass")) % PARTS),
            ":forgotten": epoch(now + EXPOSURE_REMEMBERED_FOR),
            ":at": instant(interaction.occurred_at) if condition else None,
        },
        condition=condition,
    )
    return {name: write}


def _part(experiment_id: str, number: int) -> str:
    return f"{experiment_id}#{number}"


@dataclass(frozen=True, slots=True)
class ExperimentCounts:
    """The experiments' items of the ReaderInterests table."""

    table: str

    def of(self, experiment_id: str) -> Iterator[ReaderCounts]:
        """Every reader's counts, one for each variant that the reader saw. Raises `Unavailable`."""
        try:
            for number in range(PARTS):
                items = query(
                    self.table,
                    "experiment = :part",
                    {":part": _part(experiment_id, number)},
                    most=None,
                    IndexName="by-experiment",
                )
                yield from map(_counts, items)
        except OutsideError as error:
            raise Unavailable(f"ReaderInterests: {error}") from error


def _counts(item: Item) -> ReaderCounts:
    return ReaderCounts(
        variant=item["entry"].split("#")[2],
        reader_id=item["reader_id"],
        impressions=int(item.get("impressions", 0)),
        clicks=int(item.get("clicks", 0)),
    )
