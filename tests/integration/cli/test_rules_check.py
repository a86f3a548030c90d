"""`newsrec rules check`, as editors and pipelines call it."""

import json
from pathlib import Path
from typing import cast

from click.testing import CliRunner, Result

import newsrec.surfaces
from newsrec.cli import newsrec as command
from newsrec.surfaces import packaged_document

CAP = {"id": "cap", "rule": "max_per_attribute", "mode": "soft", "params": {"attribute": "topic"}}
IMAGE = {"id": "image", "rule": "slot_image", "params": {"slot": 12}}


def check(folder: Path, *documents: object) -> Result:
    files: list[str] = []
    for index, document in enumerate(documents):
        file = folder / f"{index}.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        files.append(str(file))
    return CliRunner().invoke(command, ["rules", "check", *files])


def test_the_surfaces_of_the_product_are_valid() -> None:
    files = sorted(str(file) for file in Path(newsrec.surfaces.__file__).parent.glob("*.json"))
    checked = CliRunner().invoke(command, ["rules", "check", *files])
    assert (checked.exit_code, checked.output) == (0, "")


def test_a_list_of_rules_is_a_rule_set_and_so_is_an_object_with_rules(tmp_path: Path) -> None:
    checked = check(tmp_path, [CAP], {"rules": [CAP], "limit": 10, "layout": {"surface": "home"}})
    assert (checked.exit_code, checked.output) == (0, "")


def test_every_error_of_every_file_is_told_with_its_path(tmp_path: Path) -> None:
    checked = check(tmp_path, [CAP | {"mode": 1}], {"rules": [IMAGE], "limit": 10}, {"rules": 5, "limits": 3}, "{")
    assert checked.exit_code == 1
    assert checked.stdout == ""
    assert [line.removeprefix(f"{tmp_path}/").split(": ")[:2] for line in checked.stderr.splitlines()] == [
        ["0.json", "[0].mode"],
        ["1.json", "rules[0].params.slot"],
        ["2.json", "limits"],
        ["2.json", "rules"],
        ["3.json", "$"],
    ]


def test_a_layout_and_a_rule_can_contradict_each_other(tmp_path: Path) -> None:
    long_titles = {"id": "long", "rule": "slot_title_length", "params": {"slot": 1, "min_chars": 70}}
    layout = {"slots": [{"slot": 1, "max_title_chars": 65}]}
    checked = check(tmp_path, {"rules": [long_titles], "layout": layout})
    assert "rules[0].params.min_chars: can't hold in slot 1 together with layout-slot-1-title" in checked.stderr


def test_warnings_are_told_and_are_no_errors(tmp_path: Path) -> None:
    warned = check(tmp_path, [CAP, {"id": "apart", "rule": "no_adjacent_same"}])
    assert (warned.exit_code, warned.stdout) == (0, "")
    assert warned.stderr.startswith("warning: ")
    assert ": [1].priority: the same as that of cap" in warned.stderr


def test_a_surface_is_warned_of_a_rule_that_its_page_makes_idle(tmp_path: Path) -> None:
    section = cast(dict[str, object], packaged_document("section"))
    warned = check(tmp_path, section | {"rules": [{"id": "apart", "rule": "no_adjacent_same"}]})
    assert warned.exit_code == 0
    assert "rules[0].params.attribute: has hardly more than one value" in warned.stderr


def test_a_file_that_does_not_exist_is_a_wrong_call() -> None:
    assert CliRunner().invoke(command, ["rules", "check", "nowhere.json"]).exit_code == 2


def test_the_schemas_are_written_into_a_folder(tmp_path: Path) -> None:
    written = CliRunner().invoke(command, ["rules", "schema", str(tmp_path / "schemas")])
    assert (written.exit_code, written.output) == (0, "")
    assert sorted(file.name for file in (tmp_path / "schemas").iterdir()) == [
        "rules.schema.json",
        "surface.schema.json",
    ]
