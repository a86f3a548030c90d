"""Compiled evidence says what a slow, obvious reading of the sessions says."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local_personalize.recipes.model import Interaction, Query
from local_personalize.recipes.next_item.evidence import (
    FOLLOWED,
    FOLLOWED_IN_CONTEXT,
    NEIGHBOUR_COUNT,
    NEIGHBOUR_SCORE,
    clear,
    gather,
)
from local_personalize.recipes.next_item.memory import Memory

NOW = 1_700_000_000.0
HOUR = 3600.0

clicks = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 600), st.integers(0, 1)), max_size=40)


def told(rows: list[tuple[int, int, int, int]]) -> tuple[Memory, list[Interaction]]:
    memory, time, events = Memory(1), NOW, []
    for user, item, pause, context in rows:
        time += pause
        events.append(Interaction(user, None, item, time, 1.0, (context,)))
        memory.observe(events[-1])
    return memory, events


def obvious_sessions(events: list[Interaction]) -> list[dict]:
    sessions: list[dict] = []
    current: dict[int, dict] = {}
    for event in events:
        session = current.get(event.user)
        if session is None or event.time - session["last"] > 1800:
            session = current[event.user] = {"user": event.user, "items": [], "current": True}
            sessions.append(session)
        session["last"], session["context"] = event.time, event.context[0]
        if event.item not in session["items"]:
            session["items"].append(event.item)
    for session in sessions:
        session["current"] = current[session["user"]] is session
    return sessions


@settings(max_examples=60)
@given(clicks)
def test_neighbours_and_followers_are_those_of_the_sessions(rows: list[tuple[int, int, int, int]]) -> None:
    memory, events = told(rows)
    sessions = obvious_sessions(events)
    for own in [session for session in sessions if session["current"]]:
        newest_first, now = own["items"][::-1][:10], memory.now
        neighbours: defaultdict[int, float] = defaultdict(float)
        followed: defaultdict[int, float] = defaultdict(float)
        in_context: defaultdict[int, float] = defaultdict(float)
        for other in sessions:
            shared = [place for place, item in enumerate(newest_first) if item in other["items"]]
            if other is own or len(other["items"]) < 2 or not shared:
                continue
            weight = sum(((len(newest_first) - place) / len(newest_first)) ** 2 for place in shared)
            for item in other["items"]:
                fade = 2 ** ((other["last"] - now) / (2 * HOUR))
                neighbours[item] += weight * fade / (shared[0] + 1) ** 2
            if shared[0] == 0:
                start = other["items"].index(newest_first[0])
                for distance, item in enumerate(other["items"][start + 1 :], start=1):
                    gain = 2 ** ((other["last"] - now) / HOUR) / distance
                    followed[item] += gain
                    in_context[item] += gain * (other["context"] == own["context"])
        items, slot, context = memory.session_of(Query(user=own["user"]))
        assert items.tolist() == newest_first
        touched = gather(memory.evidence, memory.sessions, items, slot, now, context)
        scores = memory.evidence.scores
        for item in range(7):
            assert scores[item, NEIGHBOUR_SCORE] == pytest.approx(neighbours[item])
            assert scores[item, FOLLOWED] == pytest.approx(followed[item])
            assert scores[item, FOLLOWED_IN_CONTEXT] == pytest.approx(in_context[item])
        clear(memory.evidence, touched)
        assert not memory.evidence.scores.any()
        assert not memory.evidence.is_touched.any()
        assert not memory.evidence.shared.any()


def test_a_session_counts_as_often_as_it_is_a_neighbour_once() -> None:
    memory, _ = told([(user, item, 1, 0) for user in range(4) for item in (1, 2, 3)] + [(4, 1, 1, 0), (4, 2, 1, 0)])
    items, slot, context = memory.session_of(Query(user=4))
    gather(memory.evidence, memory.sessions, items, slot, memory.now, context)
    assert memory.evidence.scores[3, NEIGHBOUR_COUNT] == 4


def test_the_history_stands_in_for_a_session_and_unknown_items_do_no_harm() -> None:
    memory, _ = told([(user, item, 1, 0) for user in range(4) for item in (1, 2)])
    found = memory.next_items(Query(user=99, read=(100_000, 1)), 10)
    assert found.items[0] == 2
    assert len(found.rows) == len(found.items)
    assert np.isfinite(found.rows).all()
