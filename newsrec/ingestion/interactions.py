"""Interactions from the stream: to the models' event tracker, then into the product's own counters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsrec.ingestion.batch import MOST_PER_CALL, Batch, at_most, deliver_each, transformed
from newsrec.ingestion.ports import ArticleReader, DeadLetterQueue, EventSink, InteractionCounters
from newsrec.model import Interaction
from newsrec.model.interaction import TOLD_TO_MODELS
from newsrec.transform import Reject, to_interaction


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionIngestion:
    events: EventSink
    articles: ArticleReader
    counters: InteractionCounters
    dead_letters: DeadLetterQueue

    def begin(self, payloads: Mapping[str, bytes]) -> Batch[Interaction]:
        """Transforms the payloads, by position in stream order, and tells the models of the good ones."""
        outcomes = {position: transformed(payload, to_interaction) for position, payload in payloads.items()}
        good = {position: outcome for position, outcome in outcomes.items() if not isinstance(outcome, Reject)}
        articles = self.articles.get_many({interaction.article_id for interaction in good.values()})
        return Batch(
            payloads,
            outcomes,
            deliver_each(_calls(good), self.events.put_interactions),
            lambda _, interaction: self.counters.count(interaction, articles.get(interaction.article_id)),
            self.dead_letters,
        )


def _calls(interactions: Mapping[str, Interaction]) -> Iterator[Sequence[tuple[str, Interaction]]]:
    """Those that models learn from, in order, per reader and session and at most ten together."""
    sessions: dict[tuple[str, str], list[tuple[str, Interaction]]] = {}
    for position, interaction in interactions.items():
        if interaction.type in TOLD_TO_MODELS:
            session = sessions.setdefault((interaction.reader_key, interaction.session_id), [])
            session.append((position, interaction))
    for session in sessions.values():
        yield from at_most(MOST_PER_CALL, session)
