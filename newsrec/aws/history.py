"""A bulk history into the ReaderInterests table, before the stream starts to add to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import repeat
from typing import Any

from newsrec.aws.counters import attribute_of, read_item
from newsrec.aws.dynamodb import MOST_PER_WRITE, to_item, write_many
from newsrec.aws.readers import INTERESTS
from newsrec.interests import engagement_of
from newsrec.model import Article, Interaction

WRITES_AT_ONCE = 4


def write_history(table: str, interactions: Iterable[Interaction], articles: Mapping[str, Article]) -> int:
    """Writes what counting these interactions one by one would leave; answers how many items that is.

    The items replace what the table holds of these readers, so it is for a table that no stream has filled yet.
    """
    items = [to_item(item) for item in reader_items(interactions, articles)]
    batches = [items[start : start + MOST_PER_WRITE] for start in range(0, len(items), MOST_PER_WRITE)]
    with ThreadPoolExecutor(WRITES_AT_ONCE) as executor:
        list(executor.map(_write, repeat(table), batches))
    return len(items)


def reader_items(interactions: Iterable[Interaction], articles: Mapping[str, Article]) -> Iterator[Mapping[str, Any]]:
    """Per reader one item of faded counts, and one per opened article."""
    reads: dict[tuple[str, str], Mapping[str, Any]] = {}
    counts: dict[str, defaultdict[str, Decimal]] = {}
    for interaction in interactions:
        article, reader = articles.get(interaction.article_id), interaction.reader_key
        if interaction.is_kept_as_read:
            read, known = read_item(interaction, article), reads.get((reader, interaction.article_id))
            if known is None or read["read_at"] < known["read_at"]:
                reads[reader, interaction.article_id] = read
        if article and (engagement := engagement_of(interaction, article)):
            of_reader = counts.setdefault(reader, defaultdict(Decimal))
            for interest, weight in engagement.items():
                of_reader[attribute_of(interest)] += weight
    yield from reads.values()
    for reader, of_reader in counts.items():
        yield {"reader_id": reader, "entry": INTERESTS} | of_reader


def _write(table: str, items: Sequence[Mapping[str, Any]]) -> None:
    write_many(table, [{"PutRequest": {"Item": item}} for item in items])
