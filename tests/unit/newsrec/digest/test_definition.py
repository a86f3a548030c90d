import json
from pathlib import Path
from typing import Any

import pytest

import newsrec.digest
from newsrec.digest.definition import UnknownDigest, digest_ids, load, read_digest
from newsrec.rules.decoding import InvalidDocument
from newsrec.surfaces import load as load_surface

FOLDER = Path(newsrec.digest.__file__).parent / "definitions"


def problems(**changes: Any) -> list[str]:
    with pytest.raises(InvalidDocument) as refused:
        read_digest(json.loads((FOLDER / "morning.json").read_text()) | changes)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("digest_id", digest_ids())
def test_every_digest_is_valid_and_bears_the_id_of_its_file(digest_id: str) -> None:
    assert load(digest_id).id == digest_id


def test_the_morning_digest_shows_eight_articles_and_is_not_sent_with_fewer_than_four() -> None:
    morning = load("morning")
    assert (morning.items, morning.minimum_items, morning.look_back_days) == (8, 4, 14)
    assert (morning.subject.maximum, morning.preheader.minimum, morning.preheader.maximum) == (50, 40, 100)
    assert load_surface(morning.surface).default_limit == morning.items


@pytest.mark.parametrize("digest_id", ["evening", "", "../definition", "morning.json"])
def test_an_unknown_digest_is_named_with_those_that_exist(digest_id: str) -> None:
    with pytest.raises(UnknownDigest, match="must be one of morning"):
        load(digest_id)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "Morning#1"}, "id: must be lower-case letters"),
        ({"time_zone": "Mars/Olympus"}, "time_zone: must be a time zone"),
        ({"time_zone": "/etc/localtime"}, "time_zone: must be a time zone"),
        ({"language": "English"}, "language: must be a language tag"),
        ({"minimum_items": 9}, "minimum_items: must not be above items, 8"),
        ({"items": 21}, "items: must not be above the surface's max_limit, 20"),
        ({"items": 0}, "items: must be at least 1"),
        ({"surface": "app"}, "surface: must be one of digest, home"),
        ({"surface": "moon"}, "surface: must be one of home"),
        ({"deadline_minutes": 1441}, "deadline_minutes: must be at most 1440"),
        ({"subject": {"minimum": 60, "maximum": 50}}, "subject.minimum: must not be above maximum, 50"),
        ({"preheader": {"minimum": 40, "most": 9}}, "preheader.most: is not a known field"),
        ({"colour": "red"}, "colour: is not a known field"),
    ],
)
def test_a_mistake_is_named_with_its_path(changes: dict[str, Any], expected: str) -> None:
    assert problems(**changes)[0].startswith(expected)
