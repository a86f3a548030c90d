"""What was read lately, ready to be asked what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numba
import numpy as np
import numpy.typing as npt

from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.next_item.evidence import (
    REACH,
    Evidence,
    clear,
    gather,
    no_evidence,
)
from local_personalize.recipes.next_item.features import (
    FEATURES,
    FEATURES_PER_CONTEXT,
    MIXED,
    MIXTURE,
    RANK_OFFSET,
    features,
    ranked,
)
from local_personalize.recipes.next_item.rates import (
    ALL,
    CONTEXT_VALUES,
    NEXT,
    NOW,
    SEEN,
    Rates,
    advance,
    count,
    hottest,
    no_rates,
)
from local_personalize.recipes.next_item.sessions import (
    NO_KEY,
    SESSION_GAP,
    Sessions,
    continue_session,
    no_sessions,
    slot_of,
)
from local_personalize.store.events import NOTHING, Events

ROOM = 1024
HOT = 70
HOT_SPEEDS = (ALL, ALL + 1, ALL + 2, NEXT, NEXT + 1, NEXT + 2)
MOST_STALE, STALE_SHARE = 128, 2000
"""The hottest items are looked up anew after so many events at most, and after a 2000th of all there were."""
NO_ITEMS = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Items that may come next, with the scores of the unlearned mixture and, if asked for, one row of features each.

    The best mixed score comes first.
    """

    items: npt.NDArray[np.int64]
    mixed: npt.NDArray[np.float64]
    rows: npt.NDArray[np.float32]


class Memory:
    """Sessions and rates, with `columns` context columns; grows with the users and items it is shown."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.sessions: Sessions = no_sessions(columns, ROOM, ROOM)
        self.rates: Rates = no_rates(columns, ROOM)
        self.evidence: Evidence = no_evidence(columns, ROOM)
        self.places = np.zeros(ROOM, np.int64)
        self.hot: dict[tuple[int, int, int], tuple[int, npt.NDArray[np.int64]]] = {}

    @property
    def feature_count(self) -> int:
        """How many features a candidate has."""
        return FEATURES + self.columns * FEATURES_PER_CONTEXT

    @property
    def now(self) -> float:
        """The time of the newest event."""
        return float(self.rates.times[NOW])

    def observe(self, *interactions: Interaction) -> None:
        """Learn events in the order they came."""
        if interactions:
            self.learn(HistoryRows.of_interactions(interactions, self.columns), 0, len(interactions))

    def learn(self, rows: "HistoryRows", start: int, stop: int) -> None:
        """Learn the rows of a history from `start` up to `stop`."""
        if stop > start:
            self._make_room(int(rows.users[start:stop].max()), int(rows.items[start:stop].max()))
            _learn_rows(
                self.sessions,
                self.rates,
                rows.users[start:stop],
                rows.keys[start:stop],
                rows.items[start:stop],
                rows.times[start:stop],
                rows.weights[start:stop],
                rows.contexts[start:stop],
            )

    def next_items(self, query: Query, most: int, *, given: Sequence[int] | None = None) -> Candidates:
        """Candidates for a query; rows of features for the best `most` of them.

        With `given`, those items instead, all with features. The session under way counts, or else the history.
        """
        return self._candidates(*self._started(query), most, None if given is None else np.array(given, np.int64))

    def known(self, items: npt.NDArray[np.int64]) -> list[bool]:
        """Which items were read by anybody."""
        first = self.rates.first
        return [item < len(first) and bool(first[item] > 0.0) for item in items.tolist()]

    def _candidates(
        self,
        items: npt.NDArray[np.int64],
        own: int,
        gap: float,
        context: npt.NDArray[np.int64],
        most: int,
        given: npt.NDArray[np.int64] | None,
    ) -> Candidates:
        if given is not None:
            self._make_room(-1, int(given.max(initial=0)))
        now, rates, evidence = self.now, self.rates, self.evidence
        touched = gather(evidence, self.sessions, items, own, now, context)
        found = self._found(touched, items, context) if given is None else given
        ranking = ranked(rates, evidence, found)
        if given is None:
            order = np.argsort(-ranking[:, MIXED], kind="stable")
            found, ranking = found[order], ranking[order]
        rows = features(rates, evidence, touched, found[:most], ranking[:most], items, gap, now, context)
        clear(evidence, touched)
        return Candidates(found, ranking[:, MIXED], rows)

    def _found(
        self, touched: int, items: npt.NDArray[np.int64], context: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """The items with evidence, and the hottest ones in all and in this context; none of `items`."""
        pools = [self.evidence.touched[:touched].astype(np.int64)]
        pools += [self._hottest(-1, 0, speed) for speed in HOT_SPEEDS]
        pools += [self._hottest(column, value, 0) for column, value in enumerate(context.tolist()) if value >= 0]
        found = np.concatenate(pools)
        places = np.arange(len(found))
        self.places[found] = places
        self.places[items] = -1
        return found[self.places[found] == places]

    def _hottest(self, column: int, value: int, speed: int) -> npt.NDArray[np.int64]:
        """The hottest items of a count, a few events old at most."""
        if value >= CONTEXT_VALUES:
            return NO_ITEMS
        seen = int(self.rates.counters[SEEN])
        known_at, known = self.hot.get((column, value, speed), (-1, NO_ITEMS))
        if known_at >= 0 and seen - known_at <= min(MOST_STALE, seen // STALE_SHARE):
            return known
        rates = self.rates
        scores = rates.counts[:, speed] if column < 0 else rates.by_context[column, value, :, speed]
        found = hottest(rates, scores, HOT)
        self.hot[column, value, speed] = (seen, found)
        return found

    def session_of(self, query: Query) -> tuple[npt.NDArray[np.int64], int, npt.NDArray[np.int64]]:
        """The items to go on from, newest first, the slot of the session under way or -1, and the context."""
        context = np.array(_filled(query.context, self.columns), np.int64)
        own = slot_of(self.sessions, -1 if query.user is None else query.user)
        if own < 0:
            known = [item for item in query.read if item < len(self.sessions.newest)]
            return np.array(known[::-1][:REACH], np.int64), own, context
        items = self.sessions.items[own, : self.sessions.lengths[own]][::-1].astype(np.int64)
        if max(context, default=NOTHING) == NOTHING:
            context = self.sessions.contexts[own].astype(np.int64)
        return items, own, context

    def mixture_parts(self, query: Query, item: int) -> list[float]:
        """What each ranking of the mixture gives an item."""
        items, own, context = self.session_of(query)
        touched = gather(self.evidence, self.sessions, items, own, self.now, context)
        found = self._found(touched, items, context)
        parts = [0.0] * len(MIXTURE)
        for place in np.flatnonzero(found == item).tolist():
            ranks_of_item = ranked(self.rates, self.evidence, found)[place, : len(MIXTURE)].tolist()
            parts = [weight / (RANK_OFFSET + rank) for weight, rank in zip(MIXTURE, ranks_of_item, strict=True)]
        clear(self.evidence, touched)
        return parts

    def _started(self, query: Query) -> tuple[npt.NDArray[np.int64], int, float, npt.NDArray[np.int64]]:
        """As `session_of`, with the time since the session's newest event."""
        items, own, context = self.session_of(query)
        gap = SESSION_GAP if own < 0 else max(0.0, self.now - float(self.sessions.last[own]))
        return items, own, gap, context

    def _make_room(self, user: int, item: int) -> None:
        if user >= len(self.sessions.of_user):
            self.sessions = self.sessions._replace(of_user=_longer(self.sessions.of_user, user))
        if item >= len(self.sessions.newest):
            self.sessions = self.sessions._replace(newest=_longer(self.sessions.newest, item))
            rates = self.rates
            self.rates = rates._replace(
                counts=_longer(rates.counts, item),
                by_context=_longer(rates.by_context, item, axis=2),
                first=_longer(rates.first, item),
                last=_longer(rates.last, item),
                active=_longer(rates.active, item),
                is_active=_longer(rates.is_active, item),
            )
            self.evidence = no_evidence(self.columns, len(self.sessions.newest))
            self.places = _longer(self.places, item)


@dataclass(frozen=True, slots=True)
class HistoryRows:
    """A history as compiled code takes it; `contexts` has a row per event."""

    users: npt.NDArray[np.int64]
    keys: npt.NDArray[np.int64]
    items: npt.NDArray[np.int64]
    times: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    contexts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, events: Events, weights: npt.NDArray[np.float64]) -> "HistoryRows":
        """The rows of `events`."""
        keys = np.fromiter(map(key_of, events.sessions.tolist()), np.int64, len(events))
        columns = [codes.astype(np.int64) for codes in events.contexts.values()]
        contexts = np.column_stack(columns) if columns else np.zeros((len(events), 0), np.int64)
        return cls(events.users, keys, events.items, events.times.astype(np.float64), weights, contexts)

    @classmethod
    def of_interactions(cls, interactions: Sequence[Interaction], columns: int) -> "HistoryRows":
        """The rows of some interactions; contexts are cut, or filled up with nothing, to a number of columns."""
        users, sessions, items, times, weights, contexts = zip(*interactions, strict=True)
        return cls(
            np.array(users, np.int64),
            np.array([key_of(session) for session in sessions], np.int64),
            np.array(items, np.int64),
            np.array(times, np.float64),
            np.array(weights, np.float64),
            np.array([_filled(context, columns) for context in contexts], np.int64),
        )

    def __len__(self) -> int:
        return len(self.times)


def key_of(session: str | None) -> int:
    """The number that stands for a session id."""
    return NO_KEY if session is None else crc32(session.encode())


def _filled(context: tuple[int, ...], columns: int) -> tuple[int, ...]:
    return context if len(context) == columns else context[:columns] + (NOTHING,) * (columns - len(context))


def _longer(array: npt.NDArray[Any], index: int, axis: int = 0) -> npt.NDArray[Any]:
    shape = list(array.shape)
    shape[axis] = max(2 * shape[axis], index + 1)
    grown = np.zeros(shape, array.dtype)
    grown[tuple(slice(0, length) for length in array.shape)] = array
    return grown


@numba.njit(cache=True)
def _learn_rows(
    sessions: Sessions,
    rates: Rates,
    users: npt.NDArray[np.int64],
    keys: npt.NDArray[np.int64],
    items: npt.NDArray[np.int64],
    times: npt.NDArray[np.float64],
    weights: npt.NDArray[np.float64],
    contexts: npt.NDArray[np.int64],
) -> None:
    for row in range(len(users)):
        time = advance(rates, times[row])
        place = continue_session(sessions, users[row], keys[row], items[row], time, contexts[row])
        count(rates, items[row], time, weights[row], place > 1, contexts[row])
