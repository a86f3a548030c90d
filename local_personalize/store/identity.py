"""Whose events are whose: what a visitor did before logging in belongs to the account, from the next training on."""

from collections.abc import Sequence

from local_personalize.store.database import StreamedEvent


def joined(events: Sequence[StreamedEvent]) -> list[StreamedEvent]:
    """The events with those of anonymous sessions given to the user whose id came with the same session.

    An event without a user has its session's id in that place. If several users came with one session, the first one
    has it.
    """
    owners = owners_of_sessions(events)
    return [
        event._replace(user=owners[event.session]) if event.user == event.session and event.session in owners else event
        for event in events
    ]


def owners_of_sessions(events: Sequence[StreamedEvent]) -> dict[str, str]:
    """The first user of every session that was not anonymous all along."""
    owners: dict[str, str] = {}
    for event in events:
        if event.user != event.session:
            owners.setdefault(event.session, event.user)
    return owners
