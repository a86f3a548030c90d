"""The rules playground: a document is changed, checked, looked at in the lists of real readers, and saved."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from newsrec.experiments.current import experiments_document, surface_document
from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom
from tests.browser.playground import (
    DESKTOP,
    SIDEWAYS,
    WIDTHS,
    change,
    editor,
    list_of,
    lists_of,
    open_playground,
    save,
    saved,
)
from tests.browser.test_accessibility import PHONE, violations
from tests.unit.newsrec.experiments.fakes import surface_document_of

pytestmark = pytest.mark.browser


@WIDTHS
def test_an_edit_shows_what_it_changes_and_why_and_holds_once_it_is_saved(
    visit: Visit, newsroom: FakeNewsroom, device: dict[str, Any]
) -> None:
    for record in newsroom.articles.values():
        record["editorial_flags"] = ["sponsored-trip"] if record["topics"] == ["sport"] else []
    page = open_playground(visit, newsroom, **device)
    lists = lists_of(page, "Ana Lindqvist")
    expect(lists).to_contain_text("Both lists are the same")
    expect(page.get_by_role("button", name="Save…")).to_be_disabled()
    no_trips = {"id": "no-trips", "rule": "editorial_risk", "params": {"exclude_flags": ["sponsored-trip"]}}
    rules = [*json.loads(editor(page).input_value())["rules"], no_trips]
    change(page, rules=rules)
    expect(lists).to_contain_text(re.compile(r"\d came in, \d fell out"))
    fell = lists.locator(".notes li").filter(has_text="fell out of")
    expect(fell.first).to_contain_text("The rule “no-trips” refuses it: flag sponsored-trip.")
    expect(lists.locator(".rules li").filter(has_text="no-trips")).to_contain_text("not there → kept")
    expect(list_of(page, "In force").locator(".mark-gone")).to_have_count(fell.count())
    assert page.evaluate(SIDEWAYS) <= 0
    save(page, by="Ada", why="nobody paid for these")
    expect(page.get_by_text("Revision 1 is in force")).to_be_visible()
    expect(page.get_by_text("Revision 1, saved by Ada")).to_contain_text("nobody paid for these")
    expect(lists).to_contain_text("Both lists are the same")
    assert saved(newsroom, 1)["rules"] == rules


@WIDTHS
def test_mistakes_and_contradictions_stand_beside_their_lines_while_typing(
    visit: Visit, newsroom: FakeNewsroom, device: dict[str, Any]
) -> None:
    page = open_playground(visit, newsroom, **device)
    before = editor(page).input_value()
    pin = {"slot": 1, "until": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    pins = [{"id": f"pin-{id}", "rule": "pin_article", "params": {"article_id": id, **pin}} for id in ("a-3", "a-4")]
    change(page, rules=pins)
    finding = page.locator("#findings li")
    expect(finding.first).to_contain_text("rules[1].params.slot")
    expect(page.locator(".line-mark.line-error").first).to_contain_text("pin-a-3")
    expect(page.get_by_role("button", name="Save…")).to_be_disabled()
    expect(page.get_by_role("button", name="Pin an article…")).to_be_disabled()
    finding.first.get_by_role("button", name="Line").click()
    chosen = "text => text.value.slice(text.selectionStart, text.selectionEnd)"
    assert "slot" in str(editor(page).evaluate(chosen))
    editor(page).fill(before.replace('"max_limit": 50,', '"max_limit": 50'))
    expect(finding).to_contain_text("this is not JSON")
    expect(finding.get_by_role("button", name="Line 5")).to_be_visible()
    page.get_by_role("button", name="Back to the one in force").click()
    expect(page.locator("#findings-count")).to_have_text("Nothing to object.")
    assert editor(page).input_value() == before


def test_a_doubt_is_told_and_does_not_hold_a_save_back(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = open_playground(visit, newsroom)
    twins = [{"id": id, "rule": "no_adjacent_same", "params": {"attribute": "author"}} for id in ("one", "two")]
    change(page, rules=twins)
    expect(page.locator("#findings-count")).to_contain_text("doubt")
    expect(page.locator(".line-mark.line-warning").first).to_be_attached()
    expect(page.get_by_role("button", name="Save…")).to_be_enabled()


def test_whoever_is_slower_is_told_of_the_other_and_loses_nothing(
    visit: Visit, newsroom: FakeNewsroom, complaints: list[str]
) -> None:
    page = open_playground(visit, newsroom)
    change(page, overfetch=6)
    newsroom.documents.write(surface_document("home"), surface_document_of(max_age_hours=48))
    save(page, by="Ada", why="more to choose from")
    expect(page.locator("#save-outcome")).to_contain_text("a hand saved revision 1 meanwhile")
    expect(page.get_by_text("Revision 1, saved by a hand")).to_be_visible()
    assert json.loads(editor(page).input_value())["overfetch"] == 6
    assert any("409" in complaint for complaint in complaints)
    complaints.clear()
    save(page, by="Ada", why="mine all the same")
    expect(page.get_by_text("Revision 2 is in force")).to_be_visible()
    assert saved(newsroom, 2)["overfetch"] == 6


def test_an_old_revision_is_shown_before_it_is_in_force_again(visit: Visit, newsroom: FakeNewsroom) -> None:
    for hours in (24, 48):
        newsroom.documents.write(surface_document("home"), surface_document_of(max_age_hours=hours))
    page = open_playground(visit, newsroom)
    page.get_by_role("button", name="History…").click()
    history = page.get_by_role("dialog", name="What was in force")
    expect(history.get_by_role("listitem")).to_have_count(3)
    history.get_by_role("button", name="Take revision 1").click()
    expect(page.get_by_role("button", name="Save…")).to_be_enabled()
    assert json.loads(editor(page).input_value())["max_age_hours"] == 24
    page.get_by_role("button", name="Save…").click()
    expect(page.get_by_label("What is the change for?")).to_have_value("Back to revision 1")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_text("Revision 3 is in force")).to_be_visible()
    assert saved(newsroom, 3)["max_age_hours"] == 24


@WIDTHS
def test_two_variants_of_an_experiment_are_compared_for_the_same_readers(
    visit: Visit, newsroom: FakeNewsroom, device: dict[str, Any]
) -> None:
    now = datetime.now(UTC)
    variants = [("as-is", 10), ("short", 6)]
    experiment = {
        "id": "shorter-home",
        "surface": "home",
        "from": (now - timedelta(hours=1)).isoformat(),
        "until": (now + timedelta(days=1)).isoformat(),
        "variants": [
            {"name": name, "share": 0.5, "document": surface_document_of(default_limit=limit)}
            for name, limit in variants
        ],
    }
    newsroom.documents.write(experiments_document("home"), {"experiments": [experiment]})
    page = open_playground(visit, newsroom, **device)
    expect(page.get_by_text("The experiment shorter-home is running")).to_be_visible()
    page.get_by_label("Compare", exact=True).select_option(label="shorter-home: as-is")
    page.get_by_label("with", exact=True).select_option(label="shorter-home: short")
    expect(lists_of(page, "Ana Lindqvist")).to_contain_text("4 fell out")
    page.get_by_role("button", name="Add a reader…").click()
    page.get_by_role("button", name="Bo Vestergaard").click()
    bo = lists_of(page, "Bo Vestergaard")
    expect(bo.get_by_role("heading", name="shorter-home: short")).to_be_visible()
    expect(bo.locator(".mark-gone")).to_have_count(4)
    assert page.evaluate(SIDEWAYS) <= 0
    bo.get_by_role("button", name="Leave out Bo Vestergaard").click()
    expect(bo).to_have_count(0)


def test_another_surface_has_its_own_document_and_keeps_what_was_written(visit: Visit, newsroom: FakeNewsroom) -> None:
    page = open_playground(visit, newsroom)
    change(page, overfetch=7)
    expect(page.get_by_role("button", name="Save…")).to_be_enabled()
    page.get_by_label("Surface").select_option(label="Section")
    expect(editor(page)).to_have_value(re.compile('"name": "section"'))
    page.get_by_label("Surface").select_option(label="Home")
    expect(editor(page)).to_have_value(re.compile('"overfetch": 7'))


def test_hostile_titles_and_messages_stay_text(visit: Visit, newsroom: FakeNewsroom) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    for record in newsroom.articles.values():
        record["title"] = hostile + record["title"]
    newsroom.documents.write(surface_document("home"), surface_document_of(max_age_hours=8))
    page = open_playground(visit, newsroom)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    change(page, name=hostile)
    expect(page.locator("#findings li")).to_contain_text("name")
    change(page, name="home", max_age_hours=72)
    expect(lists_of(page, "Ana Lindqvist").locator(".line-title").first).to_contain_text("<script>alert(2)</script>")
    expect(lists_of(page, "Ana Lindqvist")).to_contain_text("came in")
    assert page.locator("#playground-view :is(img, script)").count() == 0
    assert dialogs == []


@pytest.mark.parametrize(
    ("scheme", "device"), [("light", DESKTOP), ("dark", PHONE)], ids=["light-desktop", "dark-phone"]
)
def test_axe_finds_nothing_in_the_playground(
    visit: Visit, newsroom: FakeNewsroom, scheme: str, device: dict[str, Any]
) -> None:
    page = open_playground(visit, newsroom, color_scheme=scheme, **device)
    change(page, rules=[{"id": "no-sport", "rule": "no_adjacent_same", "params": {"attribute": "author"}}] * 2)
    expect(page.locator("#findings li").first).to_be_visible()
    assert violations(page) == []
    change(page, rules=[], just_published={"share": 0, "max_age_minutes": 120, "first_slot": 3})
    expect(lists_of(page, "Ana Lindqvist")).to_contain_text("fell out")
    assert violations(page) == []
    for button in ("Save…", "History…", "Pin an article…"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("dialog").locator("[data-close]").click()
