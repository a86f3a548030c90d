"""The filter of a request, or of a promotion, bound to its values and its user."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from local_personalize.control.kinds import FILTER
from local_personalize.errors import InvalidInputError
from local_personalize.filters.attribute_tests import NO_ATTRIBUTES, Attributes
from local_personalize.filters.evaluation import Admits, FilterValueError, Selection, parse_values, select
from local_personalize.filters.parser import parse_filter
from local_personalize.runtime.reader import GroupReader
from local_personalize.runtime.serving import Serving, active
from local_personalize.service import Service


@dataclass(frozen=True, slots=True)
class Admission:
    """Which items may be in an answer: those known for long enough, selected by the filter if there is one.

    The item that related ones are asked for, `seed`, is not among them.
    """

    serving: Serving
    selection: Selection | None
    seed: int | None

    def one_by_one(self) -> Admits:
        """The test of one item after the other, for a few."""
        knows, seed = self.serving.knows, self.seed
        if self.selection is None:
            return knows if seed is None else lambda item: item != seed and knows(item)
        selected = self.selection.admits(self.serving.group.item_attributes)
        return lambda item: selected(item) and knows(item) and item != seed

    def among(self, items: Sequence[int]) -> list[int]:
        """Those of many items that pass."""
        if self.selection is not None:
            given = np.array(items, np.int64)
            items = given[self.serving.group.item_index.select(self.selection, given)].tolist()
        knows, seed = self.serving.knows, self.seed
        return [item for item in items if knows(item) and item != seed]


def admission(
    service: Service, serving: Serving, request: Mapping[str, Any], filtered: Mapping[str, Any], place: str = ""
) -> Admission:
    """Which items may be in the answer to a request by the filter that `filtered` names."""
    return Admission(serving, filter_selection(service, serving, request, filtered, place), serving.seed(request))


def filter_selection(
    service: Service, serving: Serving, request: Mapping[str, Any], filtered: Mapping[str, Any], place: str = ""
) -> Selection | None:
    """What the filter that `filtered` names selects for a request; None if it names none.

    `place` is put before the names of members in errors.
    """
    if "filterArn" not in filtered:
        if filtered.get("filterValues"):
            raise InvalidInputError(f"{place}filterValues: there is no filterArn that they belong to")
        return None
    resource = active(service, FILTER, filtered["filterArn"])
    if resource["datasetGroupArn"] != serving.group.arn:
        raise InvalidInputError(f"{place}filterArn: the filter belongs to another dataset group than the campaign")
    user_id: str | None = request.get("userId")
    try:
        return select(
            parse_filter(resource["filterExpression"]),
            parse_values(filtered.get("filterValues", {})),
            GroupReader(serving.group, user_id) if user_id is not None else None,
            _seed_attributes(serving, request),
        )
    except FilterValueError as error:
        raise InvalidInputError(f"{place}{error}") from error


def _seed_attributes(serving: Serving, request: Mapping[str, Any]) -> Attributes | None:
    if serving.entry.needs != "item":
        return None
    seed = serving.seed(request)
    return NO_ATTRIBUTES if seed is None else serving.group.item_attributes[seed] or NO_ATTRIBUTES
