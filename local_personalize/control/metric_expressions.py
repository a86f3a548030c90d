"""What a metric attribution counts: SAMPLECOUNT(), or SUM() over a numeric column of Interactions or Items."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_personalize.control.avro import DatasetSchema
from local_personalize.errors import InvalidInputError

EXPRESSION = re.compile(r"\s*(?:(?P<count>SAMPLECOUNT)\(\s*\)|SUM\(\s*(?P<dataset>\w+)\.(?P<column>\w+)\s*\))\s*", re.I)


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric over events of one type; without a column it counts them, else it sums that column up."""

    name: str
    event_type: str
    expression: str
    dataset: str | None
    column: str | None

    @property
    def function(self) -> str:
        """Its name in reports."""
        return "SUM" if self.column else "SAMPLECOUNT"


def parse_metric(given: Mapping[str, Any], schemas: Mapping[str, DatasetSchema], place: str) -> Metric:
    """The metric, by the schemas of the group's datasets; InvalidInputError if it cannot be computed."""
    for member in ("metricName", "eventType"):
        if not given[member]:
            raise InvalidInputError(f"{place}.{member}: it is empty")
    found = EXPRESSION.fullmatch(given["expression"])
    if not found:
        raise InvalidInputError(
            f"{place}.expression: expected SUM(DatasetType.COLUMN) or SAMPLECOUNT(), not {given['expression']!r}"
        )
    name, event_type, expression = given["metricName"], given["eventType"], given["expression"]
    if found["count"]:
        return Metric(name, event_type, expression, None, None)
    dataset = found["dataset"].upper()
    if dataset not in ("INTERACTIONS", "ITEMS"):
        raise InvalidInputError(f"{place}.expression: SUM() takes a column of Interactions or Items")
    if dataset not in schemas:
        raise InvalidInputError(f"{place}.expression: the group has no {found['dataset']} dataset")
    column = next((c for c in schemas[dataset].columns if c.name.upper() == found["column"].upper()), None)
    if column is None or column.column_type != "number":
        raise InvalidInputError(f"{place}.expression: {found['dataset']} has no numeric column {found['column']}")
    return Metric(name, event_type, expression, dataset, column.name)
