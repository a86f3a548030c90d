"""The surfaces that come with the product, and what a surface document may say."""

import json
from pathlib import Path
from typing import Any

import pytest

import newsrec.surfaces
from newsrec.rules.decoding import InvalidDocument
from newsrec.surfaces import Followed, UnknownSurface, load, read_surface, surface_names

FOLDER = Path(newsrec.surfaces.__file__).parent


def document(**changes: Any) -> dict[str, Any]:
    return json.loads((FOLDER / "home.json").read_text()) | changes


def problems(**changes: Any) -> list[str]:
    with pytest.raises(InvalidDocument) as refused:
        read_surface(document(**changes))
    return [str(problem) for problem in refused.value.problems]


def test_the_digest_home_section_and_read_next_come_with_the_product() -> None:
    assert surface_names() == ("digest", "home", "read_next", "section")


@pytest.mark.parametrize("name", surface_names())
def test_every_surface_is_valid_and_bears_the_name_of_its_file(name: str) -> None:
    assert load(name).name == name


def test_home_mixes_what_is_personal_with_what_trends_and_what_is_popular() -> None:
    home = load("home")
    assert dict(home.mix) == {"personalised": 0.8, "trending": 0.1, "popular": 0.1}
    assert (home.merge, home.followed) == ("mix", Followed(share=0.2, most_values=5))
    assert (home.default_limit, home.max_limit, home.max_age_hours) == (10, 50, 72)
    just_published = home.just_published
    assert (just_published.share, just_published.max_age_minutes, just_published.first_slot) == (0.2, 120, 3)


def test_what_a_document_may_leave_out_has_a_default() -> None:
    least = {name: document()[name] for name in ("name", "mix", "overfetch", "max_age_hours", "just_published")}
    surface = read_surface(least)
    assert (surface.default_limit, surface.max_limit, surface.merge, surface.rules) == (10, 50, "mix", ())
    assert (surface.followed, surface.just_published.topics) == (Followed(share=0, most_values=5), ())


def test_the_layout_gives_rules_that_let_a_slot_go_without() -> None:
    rules = {rule.id: rule for rule in load("home").rules}
    assert [name for name in rules if name.startswith("layout")] == [
        "layout-slot-1-image",
        "layout-slot-1-title",
        "layout-slot-2-title",
    ]
    assert {rules[name].on_unmet for name in rules if name.startswith("layout")} == {"drop_rule"}


@pytest.mark.parametrize("name", ["moon", "", "../home", "home.json"])
def test_an_unknown_surface_is_named_with_those_that_exist(name: str) -> None:
    with pytest.raises(UnknownSurface, match="must be one of digest, home, read_next, section"):
        load(name)


def test_the_version_changes_with_the_document() -> None:
    assert read_surface(document()).version == load("home").version
    assert read_surface(document(overfetch=5)).version != load("home").version


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"mix": {"personalised": 0.7, "trending": 0.4}}, "mix: must add up to 1"),
        ({"mix": {"personalised": 1.2}}, "mix.personalised: must be at most 1"),
        ({"mix": {"horoscopes": 1}}, "mix.horoscopes: is not a source"),
        ({"merge": "shuffle"}, "merge: must be one of mix, reciprocal_rank"),
        ({"followed": {"share": 1.5}}, "followed.share: must be at most 1"),
        ({"followed": {"share": 0.2, "most_values": 11}}, "followed.most_values: must be at most 10"),
        ({"default_limit": 51}, "default_limit: must be at most 50"),
        ({"default_limit": 10, "max_limit": 5}, "default_limit: must not be above max_limit, 5"),
        ({"colour": "red"}, "colour: is not a known field"),
        ({"layout": {"slots": [{"slot": 1, "picture": True}]}}, "layout.slots[0].picture: is not a known field"),
        ({"layout": {"slots": [{"slot": 51, "image": True}]}}, "layout.slots[0].slot: slot 51 is beyond "),
        (
            {"just_published": {"share": 0.2, "max_age_minutes": 120, "first_slot": 11}},
            "just_published.first_slot: is beyond the list, which has 10",
        ),
        (
            {"just_published": {"share": 0.2, "max_age_minutes": 9999, "first_slot": 1}},
            "just_published.max_age_minutes: must not be above max_age_hours, 72",
        ),
        ({"rules": [{"id": "r", "rule": "no_such"}]}, "rules[0].rule: must be one of "),
    ],
)
def test_a_mistake_is_named_with_its_path(changes: dict[str, Any], expected: str) -> None:
    (problem,) = problems(**changes)
    assert problem.startswith(expected)
