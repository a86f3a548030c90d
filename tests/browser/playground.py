"""The rules playground as tests use it."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from newsrec.experiments.current import surface_document
from tests.browser.conftest import Visit
from tests.browser.fake_newsroom import FakeNewsroom
from tests.browser.test_accessibility import PHONE

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
WIDTHS = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def open_playground(visit: Visit, newsroom: FakeNewsroom, **context: Any) -> Page:
    page = visit(newsroom, "/?reader=r-1#playground", **context)
    expect(lists_of(page, "Ana Lindqvist")).to_be_visible()
    return page


def lists_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Lists of {name}")


def editor(page: Page) -> Locator:
    return page.get_by_label("The document, as JSON")


def change(page: Page, **fields: Any) -> None:
    editor(page).fill(json.dumps({**json.loads(editor(page).input_value()), **fields}, indent=2))


def save(page: Page, *, by: str, why: str) -> None:
    page.get_by_role("button", name="Save…").click()
    dialog = page.get_by_role("dialog", name="Put this document in force?")
    dialog.get_by_label("Your name").fill(by)
    dialog.get_by_label("What is the change for?").fill(why)
    dialog.get_by_role("button", name="Put in force").click()


def saved(newsroom: FakeNewsroom, revision: int) -> dict[str, Any]:
    found = newsroom.documents.find(surface_document("home"), revision)
    assert found
    return json.loads(found.text)


def list_of(page: Page, side: str) -> Locator:
    """Ana's list on one side of the comparison."""
    return lists_of(page, "Ana Lindqvist").locator(".one-list").filter(has=page.get_by_role("heading", name=side))
