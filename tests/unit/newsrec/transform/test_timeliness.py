from datetime import timedelta

import pytest

from newsrec.transform import OLDEST_STREAMED, Reject, timely, to_interaction
from tests.unit.newsrec.records import click

MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("delay", [-timedelta(minutes=5), timedelta(0), OLDEST_STREAMED])
def test_an_interaction_is_timely_up_to_its_bounds(delay: timedelta) -> None:
    interaction = click()
    assert timely(interaction, arrived=interaction.occurred_at + delay) == interaction


@pytest.mark.parametrize(
    ("delay", "rule"),
    [(-timedelta(minutes=5) - MOMENT, "in_the_future"), (OLDEST_STREAMED + MOMENT, "too_late")],
)
def test_an_interaction_beyond_a_bound_is_rejected_by_name(delay: timedelta, rule: str) -> None:
    interaction = click()
    outcome = timely(interaction, arrived=interaction.occurred_at + delay)
    assert isinstance(outcome, Reject)
    assert [(error.path, error.rule) for error in outcome.errors] == [("occurred_at", rule)]
    assert to_interaction(outcome.record) == interaction


def test_a_batch_may_say_its_own_history_window() -> None:
    interaction = click()
    arrived = interaction.occurred_at + timedelta(days=90)
    assert timely(interaction, arrived=arrived, oldest=timedelta(days=90)) == interaction
    assert isinstance(timely(interaction, arrived=arrived, oldest=timedelta(days=89)), Reject)
