"""Schemas, dataset groups, datasets and event trackers."""

import json
from typing import Any

import pytest

from tests.conformance.personalize.shop import FIELDS, Aws, NewGroup, schema, settled
from tests.integration.local_personalize.refusal import refused


def without(name: str, field: str) -> str:
    document: dict[str, Any] = json.loads(schema(name))
    document["fields"] = [known for known in document["fields"] if known["name"] != field]
    return json.dumps(document)


@pytest.mark.parametrize(
    "document",
    [
        "not json",
        without("Interactions", "TIMESTAMP"),
        without("Items", "ITEM_ID"),
        schema("Interactions", {"name": "TAGS", "type": {"type": "array", "items": "string"}}),
        schema("Items", {"name": "PRI_CE", "type": "float"}),
        schema("Items", {"name": "LENGTH", "type": "int", "categorical": True}),
        schema("Users", {"name": "BIOGRAPHY", "type": "string", "textual": True}),
    ],
)
def test_a_schema_that_breaks_a_rule_is_refused(aws: Aws, document: str) -> None:
    """guide: how-it-works-dataset-schema, custom-datasets-and-schemas."""
    with refused("InvalidInputException"):
        aws.personalize.create_schema(name=aws.name("refused-schema"), schema=document)


def test_a_schema_is_described_and_deleted_once_no_dataset_uses_it(aws: Aws, new_group: NewGroup) -> None:
    """model: DescribeSchema, DeleteSchema (ResourceInUseException)."""
    group, datasets = new_group("schemas", "Users")
    dataset = aws.personalize.describe_dataset(datasetArn=datasets["Users"])["dataset"]
    arn = dataset["schemaArn"]
    described = aws.personalize.describe_schema(schemaArn=arn)["schema"]
    assert json.loads(described["schema"])["fields"] == list(FIELDS["Users"])
    with refused("ResourceInUseException"):
        aws.personalize.delete_schema(schemaArn=arn)
    with refused("ResourceInUseException"):
        aws.personalize.delete_dataset_group(datasetGroupArn=group)
    aws.personalize.delete_dataset(datasetArn=datasets["Users"])
    gone(lambda: aws.personalize.describe_dataset(datasetArn=datasets["Users"])["dataset"])
    aws.personalize.delete_schema(schemaArn=arn)
    aws.personalize.delete_dataset_group(datasetGroupArn=group)
    gone(lambda: aws.personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"])


def gone(describe: Any) -> None:
    """Wait until Describe does not find it any more."""
    with refused("ResourceNotFoundException"):
        settled(describe)


def test_one_dataset_of_a_type_and_one_tracker_in_a_group(aws: Aws, new_group: NewGroup) -> None:
    """model: CreateDataset, CreateEventTracker (already exists); guide: bulk-data-import-step (ARNs)."""
    empty, _ = new_group("no-interactions")
    with pytest.raises(aws.personalize.exceptions.InvalidInputException):
        aws.personalize.create_event_tracker(name=aws.name("early"), datasetGroupArn=empty)
    aws.personalize.delete_dataset_group(datasetGroupArn=empty)
    group, datasets = new_group("single", "Interactions")
    assert datasets["Interactions"] == group.replace(":dataset-group/", ":dataset/") + "/INTERACTIONS"
    schema_arn = aws.personalize.describe_dataset(datasetArn=datasets["Interactions"])["dataset"]["schemaArn"]
    aws.personalize.create_event_tracker(name=aws.name("single"), datasetGroupArn=group)
    with pytest.raises(aws.personalize.exceptions.ResourceAlreadyExistsException):
        aws.personalize.create_event_tracker(name=aws.name("second"), datasetGroupArn=group)
    with pytest.raises(aws.personalize.exceptions.ResourceAlreadyExistsException):
        aws.personalize.create_dataset(
            name=aws.name("second"), datasetGroupArn=group, datasetType="Interactions", schemaArn=schema_arn
        )


def test_a_dataset_takes_a_schema_with_more_columns(aws: Aws, new_group: NewGroup) -> None:
    """model: UpdateDataset; guide: updating-dataset-schema."""
    _, datasets = new_group("wider", "Items")
    wider = schema("Items", {"name": "COLOUR", "type": ["null", "string"], "categorical": True})
    arn = aws.personalize.create_schema(name=aws.name("wider-items"), schema=wider)["schemaArn"]
    aws.personalize.update_dataset(datasetArn=datasets["Items"], schemaArn=arn)
    update = settled(
        lambda: aws.personalize.describe_dataset(datasetArn=datasets["Items"])["dataset"]["latestDatasetUpdate"]
    )
    assert (update["status"], update["schemaArn"]) == ("ACTIVE", arn)


def test_names_and_arns_are_checked(aws: Aws, new_group: NewGroup) -> None:
    """model: Name, Arn; Describe* (ResourceNotFoundException)."""
    for name in ("-begins-wrong", "with space"):
        with refused("InvalidInputException"):
            aws.personalize.create_dataset_group(name=name)
    group, _ = new_group("known")
    with refused("ResourceNotFoundException"):
        aws.personalize.describe_dataset_group(datasetGroupArn=group + "-not")
    with refused("ResourceAlreadyExistsException"):
        aws.personalize.create_dataset_group(name=aws.name("known"))
    aws.personalize.delete_dataset_group(datasetGroupArn=group)
