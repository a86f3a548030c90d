"""What a model learns from PutEvents, and what an event is attributed to."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from local_personalize.control.kinds import DATASET, EVENT_TRACKER, SCHEMA
from local_personalize.events.put_events import put_events
from local_personalize.recipes.exploration import Exploration, Explored
from local_personalize.recipes.model import Model, Query
from local_personalize.runtime.get_recommendations import get_recommendations
from local_personalize.service import teach
from local_personalize.store.database import streamed_events
from tests.unit.local_personalize.runtime.shop import ARN, NOW, FixedRanking, Shop

COLUMNS = {"USER_ID": "string", "ITEM_ID": "string", "TIMESTAMP": "long"}
SCHEMA_DOCUMENT = {
    "type": "record",
    "name": "Interactions",
    "namespace": "com.amazonaws.personalize.schema",
    "fields": [{"name": name, "type": type} for name, type in COLUMNS.items()],
    "version": "1.0",
}


class ExploringRanking(FixedRanking):
    """Remembers which impressions it was shown."""

    def __init__(self, items: Sequence[int]) -> None:
        super().__init__(items)
        self.impressions: list[tuple[Sequence[int], int]] = []

    def rank_exploring(self, query: Query, exploration: Exploration, now: float) -> Sequence[Explored]:
        return [Explored(item, score, explored=False) for item, score in self.rank(query)]

    def observe_impression(self, items: Sequence[int], clicked: int) -> None:
        self.impressions.append((items, clicked))


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop(tmp_path, monkeypatch)
    registry = shop.service.registry
    schema = registry.create(SCHEMA, f"{ARN}schema/s", {"schema": json.dumps(SCHEMA_DOCUMENT)}).arn
    of_group = {"datasetGroupArn": shop.group, "status": "ACTIVE"}
    registry.create(
        DATASET, f"{ARN}dataset/s", {**of_group, "datasetType": "INTERACTIONS", "schemaArn": schema, "bulk": []}
    )
    registry.create(EVENT_TRACKER, f"{ARN}event-tracker/t", {**of_group, "trackingId": "t"})
    return shop


def put(shop: Shop, **event: Any) -> None:
    events = [{"eventType": "click", "sentAt": NOW, **event}]
    shop.ask(put_events, "/events", trackingId="t", userId="mary", sessionId="s", eventList=events)


def kept(shop: Shop) -> list[Mapping[str, Any]]:
    with closing(sqlite3.connect(shop.service.database.path)) as database:
        return [json.loads(fields) for (fields,) in database.execute("SELECT fields FROM event ORDER BY sequence")]


def answer(shop: Shop, count: int) -> str:
    return shop.ask(get_recommendations, "/recommendations", userId="mary", numResults=count)["recommendationId"]


def test_a_recipe_that_explores_learns_what_was_shown_with_the_item_that_was_clicked(shop: Shop) -> None:
    recipe = ExploringRanking([item for item, _ in shop.recipe.ranking])
    shop.model.recipe = recipe
    indexes = shop.service.group(shop.group).items.indexes
    put(shop, itemId="b", impression=["a", "b", "never seen"])
    put(shop, itemId="d", recommendationId=answer(shop, 2))
    put(shop, itemId="c")
    assert recipe.impressions == [
        ([indexes["a"], indexes["b"]], indexes["b"]),
        ([indexes["d"], indexes["c"]], indexes["d"]),
    ]


def test_what_was_shown_is_learned_after_a_restart_as_it_was_at_once(shop: Shop) -> None:
    put(shop, itemId="b", impression=["a", "b"])
    recipe = ExploringRanking([])
    model = Model(recipe)
    group = shop.service.group(shop.group)
    teach(model, group, list(streamed_events(shop.service.database.connection, shop.group)))
    assert recipe.impressions == [([group.items.indexes["a"], group.items.indexes["b"]], group.items.indexes["b"])]


def test_an_event_is_attributed_to_its_own_source_or_else_to_the_campaign_that_answered(shop: Shop) -> None:
    named = answer(shop, 2)
    put(shop, itemId="a", recommendationId=named, metricAttribution={"eventAttributionSource": "home"})
    put(shop, itemId="b", recommendationId=named)
    put(shop, itemId="c")
    assert kept(shop) == [
        {"EVENT_ATTRIBUTION_SOURCE": "home"},
        {"EVENT_ATTRIBUTION_SOURCE": shop.campaign},
        {},
    ]


def test_an_event_that_is_sent_again_is_the_same_one_whatever_it_is_attributed_to(shop: Shop) -> None:
    put(shop, itemId="a", recommendationId=answer(shop, 2))
    put(shop, itemId="a", recommendationId="RID-long-forgotten")
    assert len(kept(shop)) == 1
