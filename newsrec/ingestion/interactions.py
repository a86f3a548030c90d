"""Interactions from the stream: to the models' event tracker, then into the product's own counters."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain

from newsrec.ingestion.batch import MOST_PER_CALL, Batch, at_most, deliver_each, good, grouped
from newsrec.ingestion.ports import ArticleReader, DeadLetterQueue, EventSink, InteractionCounters
from newsrec.model import Interaction
from newsrec.model.interaction import TOLD_TO_MODELS
from newsrec.transform import to_interaction, transformed


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionIngestion:
    events: EventSink
    articles: ArticleReader
    counters: InteractionCounters
    dead_letters: DeadLetterQueue
    executor: Executor
    """Readers are dealt with side by side, the interactions of one reader in order."""

    def ingest(self, payloads: Mapping[str, bytes]) -> Batch[Interaction]:
        """Tells the models and counts what the payloads hold, by position in stream order. Raises `Unavailable`."""
        outcomes = {position: transformed(payload, to_interaction) for position, payload in payloads.items()}
        interactions = good(outcomes)
        articles = self.articles.get_many({interaction.article_id for interaction in interactions.values()})
        told = {position: one for position, one in interactions.items() if one.type in TOLD_TO_MODELS}
        sessions = grouped(told, lambda one: (one.reader_key, one.session_id))
        calls = chain.from_iterable(at_most(MOST_PER_CALL, session) for session in sessions)
        failed = deliver_each(calls, self.events.put_interactions, self.executor)

        def count(of_reader: Sequence[Interaction]) -> None:
            for interaction in of_reader:
                self.counters.count(interaction, articles.get(interaction.article_id))

        told_or_silent = {position: one for position, one in interactions.items() if position not in failed}
        uncounted = deliver_each(grouped(told_or_silent, lambda one: one.reader_key), count, self.executor)
        return Batch(payloads, outcomes, failed | uncounted, self.dead_letters)
