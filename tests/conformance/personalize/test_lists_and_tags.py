"""Lists come in pages, and tags stay with their resource."""

import pytest

from tests.conformance.personalize.shop import RECIPES, Aws, NewGroup, Shop


def test_a_list_comes_in_pages(shop: Shop) -> None:
    """model: ListSolutions (maxResults, nextToken), paginators."""
    pages = shop.aws.personalize.get_paginator("list_solutions").paginate(
        datasetGroupArn=shop.group, PaginationConfig={"PageSize": 2}
    )
    found = [solution["solutionArn"] for page in pages for solution in page["solutions"]]
    assert sorted(found) == sorted(shop.solutions.values())
    first = shop.aws.personalize.list_solutions(datasetGroupArn=shop.group, maxResults=2)
    assert len(first["solutions"]) == 2
    with pytest.raises(shop.aws.personalize.exceptions.InvalidNextTokenException):
        shop.aws.personalize.list_solutions(datasetGroupArn=shop.group, nextToken="not-a-token")


def test_filters_are_listed_under_their_capital_name(shop: Shop) -> None:
    """model: ListFiltersResponse.Filters."""
    made = shop.aws.filter(shop.group, "listed", 'INCLUDE ItemID WHERE Items.CATEGORY IN ("shoe")')
    assert made in [
        one["filterArn"] for one in shop.aws.personalize.list_filters(datasetGroupArn=shop.group)["Filters"]
    ]
    shop.aws.personalize.delete_filter(filterArn=made)


def test_the_recipes_are_listed_and_described(aws: Aws) -> None:
    """guide: working-with-predefined-recipes."""
    pages = aws.personalize.get_paginator("list_recipes").paginate()
    names = {recipe["name"] for page in pages for recipe in page["recipes"]}
    assert {f"aws-{recipe}" for recipe in RECIPES} <= names
    arn = "arn:aws:personalize:::recipe/aws-similar-items"
    assert aws.personalize.describe_recipe(recipeArn=arn)["recipe"]["recipeType"] == "RELATED_ITEMS"


def test_tags_are_added_taken_away_and_limited(aws: Aws, new_group: NewGroup) -> None:
    """model: TagResource, UntagResource, ListTagsForResource (TooManyTags, TooManyTagKeys)."""
    group, _ = new_group("tagged")
    personalize, errors = aws.personalize, aws.personalize.exceptions
    team = [{"tagKey": "team", "tagValue": "news"}]
    personalize.tag_resource(resourceArn=group, tags=[*team, {"tagKey": "stage", "tagValue": "dev"}])
    personalize.untag_resource(resourceArn=group, tagKeys=["stage"])
    assert personalize.list_tags_for_resource(resourceArn=group)["tags"] == team
    with pytest.raises(errors.TooManyTagsException):
        personalize.tag_resource(resourceArn=group, tags=[{"tagKey": f"k{n}", "tagValue": "x"} for n in range(50)])
    with pytest.raises(errors.TooManyTagKeysException):
        personalize.untag_resource(resourceArn=group, tagKeys=[f"k{n}" for n in range(51)])
    for wrong in ([{"tagKey": "aws:x", "tagValue": "x"}], [*team, *team]):
        with pytest.raises(errors.InvalidInputException):
            personalize.tag_resource(resourceArn=group, tags=wrong)
    assert personalize.list_tags_for_resource(resourceArn=group)["tags"] == team
    personalize.delete_dataset_group(datasetGroupArn=group)
