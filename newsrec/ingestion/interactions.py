"""Interactions from the stream: into the product's own counters, then to the models' event tracker.

Counting comes first because it decides whether a click is too fast to be a reader's, and then nobody is told of it.
A crash in between loses nothing: delivered again, the interaction is counted already and told again, and both the
counters and Amazon Personalize know an event by its id.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby

from newsrec.ingestion.batch import (
    MOST_PER_CALL,
    Batch,
    Group,
    Problems,
    at_most,
    failing,
    good,
    grouped,
    in_order,
    settled,
    told,
)
from newsrec.ingestion.deadline import UNHURRIED, Deadline
from newsrec.ingestion.ports import (
    ArticleReader,
    AwaitingInteractions,
    Counting,
    DeadLetterQueue,
    EventSink,
    ForgottenReaders,
    InteractionCounters,
)
from newsrec.ingestion.rejects import refused, too_fast
from newsrec.model import Article, Interaction
from newsrec.transform import Reject, interaction_record, timely, to_interaction, transformed
from newsrec.unavailable import Unacceptable, Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionIngestion:
    events: EventSink
    articles: ArticleReader
    counters: InteractionCounters
    awaiting: AwaitingInteractions
    forgotten: ForgottenReaders
    dead_letters: DeadLetterQueue
    executor: Executor
    """Readers are dealt with side by side, the interactions of one reader in order."""
    deadline: Deadline = UNHURRIED

    def ingest(
        self, payloads: Mapping[str, bytes], *, arrived: Mapping[str, datetime], now: datetime
    ) -> Batch[Interaction]:
        """Counts what the payloads hold and tells the models, by position in stream order. Raises `Unavailable`.

        `arrived` says when the stream took each record. Of readers who had themselves forgotten all is dropped.
        """
        outcomes = {position: _read(payload, arrived[position]) for position, payload in payloads.items()}
        interactions = self._of_remembered(good(outcomes), now)
        known = self.articles.get_many({interaction.article_id for interaction in interactions.values()})

        def deal_with(of_reader: Group[Interaction]) -> Problems:
            problems: Problems = {}
            failure: Unavailable | None = None
            for call in _calls(of_reader):
                problems |= failing(call, failure) if failure else self._one_call(call, known, now)
                failure = next((one for one in problems.values() if isinstance(one, Unavailable)), None)
            return problems

        by_reader = grouped(interactions, lambda one: one.reader_key)
        problems = dict(chain.from_iterable(found.items() for found in self.executor.map(deal_with, by_reader)))
        return settled(payloads, outcomes, problems, self.dead_letters, self.deadline)

    def _of_remembered(self, interactions: Mapping[str, Interaction], now: datetime) -> Mapping[str, Interaction]:
        forgotten = self.forgotten.among({one.reader_key for one in interactions.values()}, now)
        return {position: one for position, one in interactions.items() if one.reader_key not in forgotten}

    def _one_call(self, call: Group[Interaction], known: Mapping[str, Article], now: datetime) -> Problems:
        unsettled: set[Interaction] = set()

        def count(one: Interaction) -> Reject | None:
            self.deadline.allow_call()
            try:
                counting = self.counters.count(one, known.get(one.article_id), now=now)
            except Unacceptable as refusal:
                return refused(interaction_record(one), refusal)
            if counting is Counting.EARLIER or one.article_id not in known:
                unsettled.add(one)
            return too_fast(one) if counting is Counting.TOO_FAST else None

        def tell(interactions: Sequence[Interaction]) -> None:
            self.deadline.allow_call()
            self.events.put_interactions(interactions)

        problems = in_order(call, count)
        counted = [(position, one) for position, one in call if position not in problems]
        if events := [(position, one) for position, one in counted if one.is_told_to_models]:
            problems |= told(events, tell, interaction_record)
        return problems | self._join([(position, one) for position, one in counted if one in unsettled], known)

    def _join(self, unsettled: Group[Interaction], known: Mapping[str, Article]) -> Problems:
        """Of articles that came meanwhile, counts what waited for them: their own consumer may have looked too early.

        Of what was counted by an earlier delivery it is not known whether it waits, as that may have been cut off here.
        """
        try:
            if unknown := {one.article_id for _, one in unsettled} - known.keys():
                self.deadline.allow_call()
                known = {**known, **self.articles.get_many(unknown, consistent=True)}
            joinable = [one for _, one in unsettled if one.article_id in known]
            waiting = {one.event_id: one for one in self.awaiting.among(joinable)} if joinable else {}
        except Unavailable as failure:
            return failing(unsettled, failure)

        def join(one: Interaction) -> Reject | None:
            self.deadline.allow_call()
            try:
                self.counters.join(waiting[one.event_id], known[one.article_id])
            except Unacceptable as refusal:
                return refused(interaction_record(one), refusal)
            return None

        return in_order([(position, one) for position, one in unsettled if one.event_id in waiting], join)


def _read(payload: bytes, arrived: datetime) -> Interaction | Reject:
    read = transformed(payload, to_interaction)
    return read if isinstance(read, Reject) else timely(read, arrived=arrived)


def _calls(of_reader: Group[Interaction]) -> Iterator[Group[Interaction]]:
    """In order, runs of one session that fit into one call."""
    for _, session in groupby(of_reader, lambda placed: placed[1].session_id):
        yield from at_most(MOST_PER_CALL, list(session))
