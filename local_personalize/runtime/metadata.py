"""Columns of the items that a request wants to have in its answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from local_personalize.control.datasets import find_dataset, schema_of
from local_personalize.errors import InvalidInputError
from local_personalize.runtime.serving import Serving
from local_personalize.service import Service

MOST_COLUMNS, MOST_ITEMS = 10, 50


@dataclass(frozen=True, slots=True)
class MetadataColumns:
    """The columns of an Items dataset by the names they were asked for with."""

    dataset: str
    columns: Mapping[str, str]

    def of(self, service: Service, items: Sequence[str]) -> list[dict[str, str]]:
        """The values of each item, as strings."""
        fields = service.database.fields_of(self.dataset, items)
        return [
            {
                asked: value if isinstance(value, str) else json.dumps(value)
                for asked, column in self.columns.items()
                if (value := fields.get(item, {}).get(column)) is not None
            }
            for item in items
        ]


def metadata_columns(
    service: Service, serving: Serving, request: Mapping[str, Any], items: int
) -> MetadataColumns | None:
    """The columns that a request for so many items asks for, if any; InvalidInputError if it cannot have them."""
    given: Mapping[str, list[str]] = request.get("metadataColumns", {})
    for dataset_type in given:
        if dataset_type != "ITEMS":
            raise InvalidInputError(f"metadataColumns.{dataset_type}: only ITEMS have metadata in answers")
    names = given.get("ITEMS", [])
    if not names:
        return None
    if len(names) > MOST_COLUMNS:
        raise InvalidInputError(f"metadataColumns.ITEMS: {len(names)} columns are more than {MOST_COLUMNS}")
    if items > MOST_ITEMS:
        raise InvalidInputError(f"metadataColumns: with metadata at most {MOST_ITEMS} items can be had, not {items}")
    enabled = serving.campaign.document.get("campaignConfig", {}).get("enableMetadataWithRecommendations")
    if serving.entry.metadata != "always" and not enabled:
        raise InvalidInputError(
            "metadataColumns: the campaign was made without campaignConfig.enableMetadataWithRecommendations"
        )
    return _columns(service, serving.group.arn, names)


def _columns(service: Service, group_arn: str, names: Sequence[str]) -> MetadataColumns:
    dataset = find_dataset(service.registry, group_arn, "ITEMS")
    if dataset is None:
        raise InvalidInputError("metadataColumns: the dataset group has no Items dataset")
    schema = schema_of(service.registry, dataset)
    known = {column.name.upper(): column.name for column in schema.columns if column.name != schema.identifier}
    for name in names:
        if name.upper() not in known:
            raise InvalidInputError(f"metadataColumns.ITEMS: the Items schema has no metadata column {name}")
    return MetadataColumns(dataset.arn, {name: known[name.upper()] for name in names})
