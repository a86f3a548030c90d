"""`newsrec surfaces`."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from newsrec.aws.dynamodb import to_item
from newsrec.surfaces import load, packaged_document, surface_names
from tests.integration.cli.conftest import Deployed

SAID = ("--why", "a test", "--by", "Ada")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home.json"


def changed(deployed: Deployed, file: Path, **changes: Any) -> Path:
    """What `show` prints, with changes of the document in it."""
    shown = deployed.answered("surfaces", "show", "home")
    file.write_text(json.dumps(shown | {"document": shown["document"] | changes}))
    return file


def test_at_first_what_came_with_the_product_is_in_force(deployed: Deployed) -> None:
    assert deployed.answered("surfaces", "list") == [
        {"name": name, "revision": 0, "version": load(name).version, "refused": []} for name in surface_names()
    ]
    assert deployed.answered("surfaces", "history", "home") == []
    assert deployed.answered("surfaces", "show", "home")["revision"] == 0


def test_a_changed_document_is_in_force_and_its_history_says_who_saved_it_and_why(
    deployed: Deployed, file: Path
) -> None:
    saved = deployed.answered("surfaces", "save", str(changed(deployed, file, overfetch=6)), *SAID)
    assert (saved["revision"], saved["saved_by"], saved["why"]) == (1, "Ada", "a test")
    deployed.answered("surfaces", "save", str(changed(deployed, file, overfetch=7)), *SAID)
    shown = deployed.answered("surfaces", "show", "home")
    assert (shown["revision"], shown["document"]["overfetch"]) == (2, 7)
    assert deployed.answered("surfaces", "show", "home", "--revision", "1")["document"]["overfetch"] == 6
    assert [one["revision"] for one in deployed.answered("surfaces", "history", "home")] == [2, 1]


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(deployed: Deployed, tmp_path: Path) -> None:
    first = changed(deployed, tmp_path / "first.json", overfetch=6)
    second = changed(deployed, tmp_path / "second.json", overfetch=7)
    deployed.answered("surfaces", "save", str(first), "--why", "a pin", "--by", "Grace")
    said = deployed.refused("surfaces", "save", str(second), *SAID)
    assert said == "revision: the newest revision is 1, saved by Grace, and not 0"
    assert deployed.answered("surfaces", "show", "home")["document"]["overfetch"] == 6


def test_an_old_revision_comes_back_as_the_newest(deployed: Deployed, file: Path) -> None:
    deployed.answered("surfaces", "save", str(changed(deployed, file, overfetch=6)), *SAID)
    assert deployed.answered("surfaces", "restore", "home", "0", *SAID)["revision"] == 2
    [home] = [one for one in deployed.answered("surfaces", "list") if one["name"] == "home"]
    assert (home["revision"], home["version"]) == (2, load("home").version)
    assert deployed.refused("surfaces", "restore", "home", "9", *SAID) == "REVISION: home has no revision 9"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"overfetch": 99}, "document.overfetch: must be at most 20"),
        ({"name": "moon"}, "document.name: must be one of home, section, read_next, digest, app"),
        ({"rules": [{"id": "r", "rule": "max_per_attribute"}]}, "document.rules[0].params"),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_by_its_paths(
    deployed: Deployed, file: Path, changes: dict[str, Any], said: str
) -> None:
    assert deployed.refused("surfaces", "save", str(changed(deployed, file, **changes)), *SAID).startswith(said)
    assert deployed.answered("surfaces", "history", "home") == []


@pytest.mark.parametrize(
    ("text", "said"), [("{", "$: is not JSON"), ("{}", "revision: is required"), ('{"revision": -1}', "revision: must")]
)
def test_only_what_show_prints_is_saved(deployed: Deployed, file: Path, text: str, said: str) -> None:
    file.write_text(text)
    refused = deployed.newsrec("surfaces", "save", str(file), *SAID)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(said)


def test_a_revision_that_cannot_be_used_is_listed_and_another_can_follow_it(deployed: Deployed, file: Path) -> None:
    by_hand = to_item({"name": "surface/home", "revision": "00000001", "text": "{"})
    boto3.client("dynamodb").put_item(TableName="surface-documents", Item=by_hand)
    [home] = [one for one in deployed.answered("surfaces", "list") if one["name"] == "home"]
    assert (home["revision"], [one["revision"] for one in home["refused"]]) == (0, [1])
    assert deployed.refused("surfaces", "show", "home", "--revision", "1").startswith("$: is not JSON")
    assert deployed.answered("surfaces", "restore", "home", "0", *SAID)["revision"] == 2


def test_pins_and_the_just_published_percentage_have_commands_of_their_own(deployed: Deployed) -> None:
    until = ("--until", "2026-12-24T12:00:00+01:00")
    deployed.answered("surfaces", "pin", "home", "a1", "--slot", "3", *until, *SAID)
    deployed.answered("surfaces", "just-published", "home", "30", *SAID)
    document = deployed.answered("surfaces", "show", "home")["document"]
    assert (document["rules"][0]["id"], document["just_published"]["share"]) == ("pin-a1", 0.3)
    refused = deployed.newsrec("surfaces", "pin", "home", "a2", "--slot", "3", *until, *SAID)
    assert (refused.exit_code, "slot" in refused.stderr) == (1, True)
    deployed.answered("surfaces", "unpin", "home", "a1", *SAID)
    assert deployed.answered("surfaces", "show", "home")["document"]["rules"] == packaged_rules()
    assert len(deployed.answered("surfaces", "history", "home")) == 3


def test_a_pin_says_when_it_ends(deployed: Deployed) -> None:
    said = deployed.refused("surfaces", "pin", "home", "a1", "--slot", "3", "--until", "tomorrow", *SAID)
    assert said == "until: must be an ISO 8601 time with a zone"


def packaged_rules() -> object:
    document = packaged_document("home")
    assert isinstance(document, dict)
    return document["rules"]
