"""Pins and the share of just-published articles, as changes of a document."""

from datetime import timedelta

import pytest

from newsrec.rules.decoding import InvalidDocument
from newsrec.surfaces import load, packaged_document, read_surface
from newsrec.surfaces.edits import pinned, unpinned, with_just_published_share
from tests.unit.newsrec.records import NOW

HOME = packaged_document("home")
UNTIL = NOW + timedelta(hours=3)


def test_a_pin_is_a_rule_like_all_others_and_goes_without_a_trace() -> None:
    changed = pinned(HOME, "a1", slot=3, until=UNTIL)
    added = {rule.id for rule in read_surface(changed).rules} - {rule.id for rule in load("home").rules}
    assert added == {"pin-a1"}
    assert unpinned(changed, "a1") == HOME
    assert unpinned(HOME, "a1") == HOME


def test_an_article_is_pinned_in_one_slot_only() -> None:
    again = pinned(pinned(HOME, "a1", slot=3, until=UNTIL), "a1", slot=4, until=UNTIL)
    assert again == pinned(HOME, "a1", slot=4, until=UNTIL)


def test_two_articles_are_not_pinned_in_one_slot() -> None:
    with pytest.raises(InvalidDocument):
        pinned(pinned(HOME, "a1", slot=3, until=UNTIL), "a2", slot=3, until=UNTIL)


def test_the_share_of_just_published_articles_is_changed_alone() -> None:
    changed = read_surface(with_just_published_share(HOME, 0.35))
    assert changed.just_published.share == 0.35
    assert changed.rules == load("home").rules
    with pytest.raises(InvalidDocument, match=r"just_published.share: must be at most 1"):
        with_just_published_share(HOME, 35)
