"""The newsroom as a whole: the same for the same arguments."""

import os
import subprocess
import sys
from datetime import timedelta, timezone

import pytest

from newsroom.sample import generate

from .conftest import NOW

DIGEST = """
import hashlib, json
from datetime import UTC, datetime
from newsroom.sample import generate, illustration
made = generate(now=datetime(2026, 3, 4, 14, 30, tzinfo=UTC), articles=150, readers=80)
text = json.dumps([made.articles, made.interactions, [illustration(each) for each in made.articles]])
print(hashlib.sha256((text + repr(made.readers)).encode()).hexdigest())
"""


def test_the_same_arguments_give_the_same_bytes_in_every_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(digests) == 1


def test_another_seed_gives_another_newsroom() -> None:
    one, two = (generate(now=NOW, seed=seed, articles=100, readers=30) for seed in (1, 2))
    assert {each["title"] for each in one.articles}.isdisjoint({each["title"] for each in two.articles[:10]})
    assert one.interactions != two.interactions


def test_sizes_are_those_asked_for() -> None:
    made = generate(now=NOW, articles=200, readers=40, days=5)
    assert (len(made.articles), len(made.readers)) == (200, 40)
    assert min(str(each["published_at"]) for each in made.articles) > (NOW - timedelta(days=5)).isoformat()


def test_times_are_in_the_zone_of_now() -> None:
    made = generate(now=NOW.astimezone(timezone(timedelta(hours=2))), articles=50, readers=10)
    assert all(str(each["published_at"]).endswith("+02:00") for each in made.articles)
    assert all(str(each["occurred_at"]).endswith("+02:00") for each in made.interactions)


def test_a_time_without_a_zone_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="now: needs a time zone"):
        generate(now=NOW.replace(tzinfo=None))
