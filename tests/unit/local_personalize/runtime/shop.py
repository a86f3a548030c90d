"""A service in memory whose one campaign serves a recipe that ranks by a fixed list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from local_personalize.clock import ManualClock
from local_personalize.control.kinds import CAMPAIGN, DATASET_GROUP, FILTER, SOLUTION_VERSION
from local_personalize.recipes.catalogue import RecipeEntry, recipe_entry
from local_personalize.recipes.model import Interaction, Model, Query, Ranking
from local_personalize.runtime import serving
from local_personalize.service import Call, Delays, Handler, Service
from local_personalize.store.events import Events
from local_personalize.wire.apis import load_apis

ARN = "arn:aws:personalize:eu-west-1:000000000000:"
NOW = 1_000_000.0
APIS = load_apis()


class FixedRanking:
    """Ranks the items it is given, the first one best, and remembers what it was asked."""

    def __init__(self, items: Sequence[int]) -> None:
        self.ranking: Ranking = [(item, 1.0 / place) for place, item in enumerate(items, start=1)]
        self.asked: list[Query] = []

    def train(self, events: Events, weights: npt.NDArray[np.float64]) -> None:
        """Learn nothing."""

    def observe(self, *interactions: Interaction) -> None:
        """Learn nothing."""

    def rank(self, query: Query) -> Ranking:
        """The fixed list."""
        self.asked.append(query)
        return self.ranking

    def score(self, query: Query, items: Sequence[int]) -> Mapping[int, float]:
        """The scores of those that are in the list."""
        self.asked.append(query)
        return {item: score for item, score in self.ranking if item in items}


class Shop:
    """Items a to h, of which the model ranks d, c, b, a; g and f are popular, h is new and e nobody's."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **entry: Any) -> None:
        self.monkeypatch = monkeypatch
        self.service = Service(folder, ManualClock(NOW), Delays(item_pickup=100.0))
        registry = self.service.registry
        self.group = registry.create(DATASET_GROUP, f"{ARN}dataset-group/shop", {"status": "ACTIVE"}).arn
        data = self.service.group(self.group)
        for item in "abcdefg":
            data.see_item(item, NOW - 1000)
        data.see_item("h", NOW - 10)
        self.recipe = FixedRanking([data.items.indexes[item] for item in "dcba"])
        self.model = Model(self.recipe)
        for item, count in (("g", 3), ("f", 2), ("d", 1)):
            for _ in range(count):
                self.model.popular.add(data.items.indexes[item], NOW)
        version = registry.create(
            SOLUTION_VERSION,
            f"{ARN}solution/shop/1",
            {
                "status": "ACTIVE",
                "recipeArn": "arn:aws:personalize:::recipe/aws-user-personalization-v2",
                "datasetGroupArn": self.group,
                "trainedAt": NOW - 500,
            },
        )
        self.service.models[version.arn] = self.model
        self.campaign = registry.create(
            CAMPAIGN,
            f"{ARN}campaign/shop",
            {"status": "ACTIVE", "solutionVersionArn": version.arn, "datasetGroupArn": self.group},
        ).arn
        self.is_a(**entry)

    def is_a(self, **changes: Any) -> None:
        """Let the recipe be one of another kind."""

        def entry_of(arn: str) -> RecipeEntry:
            return replace(recipe_entry(arn), **changes)

        self.monkeypatch.setattr(serving, "recipe_entry", entry_of)

    def describe(self, name: str, **attributes: float) -> None:
        """Let an item have attributes that filters can test."""
        data = self.service.group(self.group)
        data.item_attributes[data.items.indexes[name]] = attributes
        data.item_index.set(data.items.indexes[name], attributes)

    def filter(self, expression: str) -> str:
        """The ARN of a new filter."""
        document = {"status": "ACTIVE", "datasetGroupArn": self.group, "filterExpression": expression}
        number = len(self.service.registry.by_arn)
        return self.service.registry.create(FILTER, f"{ARN}filter/f{number}", document).arn

    def ask(self, handler: Handler, path: str, **request: Any) -> dict[str, Any]:
        """The answer to a request, of the campaign if it is of the runtime API; the service's model allows it."""
        operation = APIS.by_path[path]
        if operation.service == "personalize-runtime":
            request["campaignArn"] = self.campaign
        answer = handler(self.service, request, Call(operation, "eu-west-1"))
        wrong: list[str] = []
        operation.check_answer(answer, "", wrong)
        assert not wrong
        return answer
