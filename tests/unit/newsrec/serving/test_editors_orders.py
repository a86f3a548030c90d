"""What editors order for a page, and whom an order or a right is for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newsrec.interests import ReadArticle, ReaderProfile
from newsrec.model import Article, Source
from newsrec.rules.documents import read_rules
from newsrec.serving.recommend import ServedList, recommend
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.fakes import HOME, Newsroom, request

LED = [article(f"p{number}") for number in range(8)]
READ = ReaderProfile(reads=(ReadArticle("pinned", NOW - timedelta(hours=1)),))


def served(*rules: dict[str, Any], also: Article, profile: ReaderProfile | None = None, **changed: Any) -> ServedList:
    """The first five places of a page that has `rules` alone, with `also` known to the store and to no source."""
    at = Newsroom(
        articles=[*LED, also], personalised=[one.article_id for one in LED], profile=profile or ReaderProfile()
    )
    surface = replace(HOME, rules=read_rules([{"id": rule["rule"], **rule} for rule in rules]))
    with at.sources() as sources:
        return recommend(request(surface=surface, limit=5, **changed), sources)


def pin(**changed: Any) -> dict[str, Any]:
    until = (NOW + timedelta(hours=1)).isoformat()
    return {"rule": "pin_article", "params": {"article_id": "pinned", "slot": 2, "until": until, **changed}}


def ids(of: ServedList) -> list[str]:
    return [item.article.article_id for item in of.items]


def test_a_pinned_article_stands_in_its_place_though_no_source_named_it() -> None:
    listed = served(pin(), also=article("pinned"))
    assert ids(listed) == ["p0", "pinned", "p1", "p2", "p3"]
    assert listed.items[1].source is Source.EDITORS
    assert listed.items[1].reasons[0].code == "editors_choice"


def test_an_editor_may_pin_what_is_too_old_for_the_page() -> None:
    assert "pinned" in ids(served(pin(), also=article("pinned", published_at=NOW - timedelta(days=30))))


@pytest.mark.parametrize(
    "changed", [{"embargo_until": NOW + timedelta(hours=1)}, {"expires_at": NOW - timedelta(hours=1)}], ids=str
)
def test_a_pin_of_what_may_not_be_shown_leaves_its_place_to_the_ranking(changed: dict[str, Any]) -> None:
    assert ids(served(pin(), also=article("pinned", **changed))) == ["p0", "p1", "p2", "p3", "p4"]


def test_a_pin_that_was_read_is_released_unless_it_is_to_stay() -> None:
    assert "pinned" not in ids(served(pin(), also=article("pinned"), profile=READ))
    assert "pinned" in ids(served(pin(if_read="keep"), also=article("pinned"), profile=READ))


def test_a_pin_for_one_group_of_readers_is_for_no_other() -> None:
    for_subscribers = pin(segments=["subscriber"])
    assert "pinned" in ids(served(for_subscribers, also=article("pinned"), segments=("subscriber",)))
    assert "pinned" not in ids(served(for_subscribers, also=article("pinned"), segments=("registered",)))


@pytest.mark.parametrize(("country", "shown"), [("CH", True), ("US", False), (None, False)])
def test_an_article_with_rights_for_some_countries_is_shown_in_these_alone(country: str | None, shown: bool) -> None:
    rights = article("pinned", allowed_countries=("CH", "LI"))
    assert ("pinned" in ids(served(pin(), {"rule": "geography"}, also=rights, country=country))) is shown


def test_what_a_rule_refused_is_on_no_later_page() -> None:
    flagged = replace(LED[0], editorial_flags=("graphic",))
    at = Newsroom(articles=[flagged, *LED[1:]], personalised=[one.article_id for one in LED])
    surface = replace(HOME, rules=read_rules([{"id": "risk", "rule": "editorial_risk"}]))
    with at.sources() as sources:
        listed = recommend(request(surface=surface, limit=5), sources)
    assert ids(listed) == ["p1", "p2", "p3", "p4", "p5"]
    assert [offered.article_id for offered in listed.rest] == ["p6", "p7"]
