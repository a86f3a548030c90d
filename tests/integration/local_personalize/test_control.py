"""The control API: resources from schema to campaign, their order, their lists, their errors."""

import base64
import json
from typing import Any

import pytest

from tests.integration.local_personalize.conftest import Account
from tests.integration.local_personalize.newsroom import (
    INTERACTIONS_SCHEMA,
    ITEMS_SCHEMA,
    RECIPES,
    Newsroom,
    create_group,
    create_newsroom,
    train,
)
from tests.integration.local_personalize.refusal import refused

ARN = "arn:aws:personalize:eu-west-1:000000000000:dataset-group/none"


def test_arns_have_the_form_of_the_service(shared_newsroom: Newsroom) -> None:
    prefix = f"arn:aws:personalize:{shared_newsroom.account.region}:000000000000"
    assert shared_newsroom.group == f"{prefix}:dataset-group/news"
    assert shared_newsroom.interactions == f"{prefix}:dataset/news/INTERACTIONS"
    assert shared_newsroom.campaigns["personal"] == f"{prefix}:campaign/personal"
    versions = shared_newsroom.account.personalize.list_solution_versions(solutionArn=f"{prefix}:solution/personal")
    assert versions["solutionVersions"][0]["solutionVersionArn"].startswith(f"{prefix}:solution/personal/")


def test_what_was_created_is_described(shared_newsroom: Newsroom) -> None:
    personalize = shared_newsroom.account.personalize
    campaign = personalize.describe_campaign(campaignArn=shared_newsroom.campaigns["trending"])["campaign"]
    assert (campaign["name"], campaign["status"], campaign["minProvisionedTPS"]) == ("trending", "ACTIVE", 1)
    version = personalize.describe_solution_version(solutionVersionArn=campaign["solutionVersionArn"])[
        "solutionVersion"
    ]
    assert version["recipeArn"] == RECIPES["trending"]
    solution = personalize.describe_solution(solutionArn=version["solutionArn"])["solution"]
    assert solution["performAutoTraining"] is False
    assert solution["latestSolutionVersion"]["solutionVersionArn"] == campaign["solutionVersionArn"]
    dataset = personalize.describe_dataset(datasetArn=shared_newsroom.items)["dataset"]
    assert (dataset["datasetType"], dataset["status"]) == ("ITEMS", "ACTIVE")
    schema = personalize.describe_schema(schemaArn=dataset["schemaArn"])["schema"]
    assert json.loads(schema["schema"]) == json.loads(ITEMS_SCHEMA)


def test_a_token_that_is_not_of_this_listing_is_refused(account: Account) -> None:
    for name in ("one", "two"):
        account.personalize.create_schema(name=name, schema=INTERACTIONS_SCHEMA)
    token = account.personalize.list_schemas(maxResults=1)["nextToken"]
    with refused("InvalidNextTokenException", "another listing"):
        account.personalize.list_campaigns(nextToken=token)
    for foreign in ("x", base64.b64encode(b"5").decode(), base64.b64encode(b"[]").decode()):
        with refused("InvalidNextTokenException", "not made by this service"):
            account.personalize.list_schemas(nextToken=foreign)
    elsewhere = Account(account.server, f"{account.region}-elsewhere")
    with refused("InvalidNextTokenException", "another listing"):
        elsewhere.personalize.list_schemas(nextToken=token)


def test_lists_of_a_parent_hold_its_resources_only(account: Account) -> None:
    group, *datasets = create_group(account)
    other, *_ = create_group(account, "other")
    listed = account.personalize.list_datasets(datasetGroupArn=group)["datasets"]
    assert [dataset["datasetArn"] for dataset in listed] == datasets
    assert len(account.personalize.list_datasets()["datasets"]) == 6
    token = account.personalize.list_datasets(datasetGroupArn=group, maxResults=1)["nextToken"]
    with refused("InvalidNextTokenException", "another listing"):
        account.personalize.list_datasets(datasetGroupArn=other, nextToken=token)


@pytest.mark.parametrize(
    ("operation", "request_", "message"),
    (
        ("create_schema", {"name": "-bad", "schema": INTERACTIONS_SCHEMA}, "'name' failed .* pattern"),
        ("create_schema", {"name": "x" * 64, "schema": INTERACTIONS_SCHEMA}, "less than or equal to 63"),
        ("create_schema", {"name": "news", "schema": "{"}, "not JSON"),
        ("list_schemas", {"maxResults": 101}, "'maxResults' .* less than or equal to 100"),
        ("describe_campaign", {"campaignArn": "campaign/x"}, "'campaignArn' failed .* pattern"),
        ("create_dataset_group", {"name": "shop", "domain": "ECOMMERCE"}, "not built"),
        ("create_dataset_group", {"name": "shop", "domain": "NEWS"}, "enum value set"),
        (
            "create_recommender",
            {"name": "r", "datasetGroupArn": ARN, "recipeArn": ARN},
            "CreateRecommender is not built",
        ),
    ),
)
def test_a_wrong_request_is_refused_by_member(
    account: Account, operation: str, request_: dict[str, Any], message: str
) -> None:
    with refused("InvalidInputException", message):
        getattr(account.personalize, operation)(**request_)


def test_a_region_has_five_dataset_groups(account: Account) -> None:
    for number in range(5):
        account.personalize.create_dataset_group(name=f"news-{number}")
    with refused("LimitExceededException", "5 dataset groups"):
        account.personalize.create_dataset_group(name="one-more")


def test_a_dataset_needs_a_schema_of_its_type_and_a_type_that_is_built(account: Account) -> None:
    group = account.personalize.create_dataset_group(name="news")["datasetGroupArn"]
    schema = account.personalize.create_schema(name="clicks", schema=INTERACTIONS_SCHEMA)["schemaArn"]
    request = {"name": "d", "schemaArn": schema, "datasetGroupArn": group}
    with refused("InvalidInputException", "not one of a dataset of type Items"):
        account.personalize.create_dataset(**request, datasetType="Items")
    with refused("InvalidInputException", "not built"):
        account.personalize.create_dataset(**request, datasetType="Actions")
    with refused("InvalidInputException", "datasetType"):
        account.personalize.create_dataset(**request, datasetType="Movies")


def test_everything_is_deleted_from_campaign_to_schema_and_in_no_other_order(account: Account, s3: Any) -> None:
    newsroom = create_newsroom(account, s3)
    personalize = account.personalize
    unread = newsroom.filter("unread", 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")')
    solutions = [solution["solutionArn"] for solution in personalize.list_solutions()["solutions"]]
    schemas = [schema["schemaArn"] for schema in personalize.list_schemas()["schemas"]]
    (tracker,) = personalize.list_event_trackers()["eventTrackers"]
    with refused("ResourceInUseException", "campaign/personal depends on it"):
        personalize.delete_solution(solutionArn=solutions[0])
    for campaign in newsroom.campaigns.values():
        personalize.delete_campaign(campaignArn=campaign)
    with refused("ResourceNotFoundException", "campaign/personal"):
        newsroom.recommend(userId="r0")
    with refused("ResourceInUseException", "solution/personal depends on it"):
        personalize.delete_dataset_group(datasetGroupArn=newsroom.group)
    for solution in solutions:
        personalize.delete_solution(solutionArn=solution)
    personalize.delete_filter(filterArn=unread)
    personalize.delete_event_tracker(eventTrackerArn=tracker["eventTrackerArn"])
    with refused("ResourceInUseException", "depends on it"):
        personalize.delete_schema(schemaArn=schemas[0])
    for dataset in (newsroom.interactions, newsroom.items, newsroom.users):
        personalize.delete_dataset(datasetArn=dataset)
    for schema in schemas:
        personalize.delete_schema(schemaArn=schema)
    personalize.delete_dataset_group(datasetGroupArn=newsroom.group)
    assert personalize.list_dataset_groups()["datasetGroups"] == []


def test_a_campaign_that_follows_the_latest_version_changes_to_a_new_one(account: Account, s3: Any) -> None:
    newsroom = create_newsroom(account, s3)
    solution = f"arn:aws:personalize:{account.region}:000000000000:solution/personal"
    campaign = account.personalize.create_campaign(
        name="latest",
        solutionVersionArn=f"{solution}/$LATEST",
        campaignConfig={"syncWithLatestSolutionVersion": True},
    )["campaignArn"]
    version = train(account, solution)
    described = account.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    assert described["solutionVersionArn"] == version["solutionVersionArn"]
    fixed = account.personalize.describe_campaign(campaignArn=newsroom.campaigns["personal"])["campaign"]
    assert fixed["solutionVersionArn"] != version["solutionVersionArn"]
    account.personalize.update_campaign(
        campaignArn=newsroom.campaigns["personal"], solutionVersionArn=version["solutionVersionArn"]
    )
    updated = account.personalize.describe_campaign(campaignArn=newsroom.campaigns["personal"])["campaign"]
    assert updated["solutionVersionArn"] == version["solutionVersionArn"]
    assert updated["latestCampaignUpdate"]["status"] == "ACTIVE"
    assert newsroom.recommended(userId="r0", numResults=3)


def test_other_recipes_are_said_not_to_be_built(account: Account) -> None:
    with refused("InvalidInputException", "aws-sims is not built"):
        account.personalize.describe_recipe(recipeArn="arn:aws:personalize:::recipe/aws-sims")


@pytest.mark.parametrize(
    ("expression", "message"),
    (
        ("EXCLUDE ItemID WHERE Items.TOPICS NOT IN ($T)", "Placeholders are not allowed with NOT_IN operator"),
        ('EXCLUDE ItemID WHERE Items.TEXT IN ("x")', "textual field"),
        ("EXCLUDE ItemID WHERE Items.FREE = 1", "Invalid Expression: FREE is a boolean"),
        ("EXCLUDE ItemID WHERE", "ends too early"),
    ),
)
def test_a_filter_is_checked_against_the_schemas(shared_newsroom: Newsroom, expression: str, message: str) -> None:
    with refused("InvalidInputException", message):
        shared_newsroom.filter("wrong", expression)


def test_the_metrics_of_a_version_tell_that_its_readers_are_foreseen(shared_newsroom: Newsroom) -> None:
    personalize = shared_newsroom.account.personalize
    version = personalize.describe_campaign(campaignArn=shared_newsroom.campaigns["personal"])["campaign"]
    metrics = personalize.get_solution_metrics(solutionVersionArn=version["solutionVersionArn"])["metrics"]
    assert metrics["mean_reciprocal_rank_at_25"] > 0.9
