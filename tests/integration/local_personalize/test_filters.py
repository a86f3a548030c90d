"""Filters over the wire: their life, their quotas, and what requests may give them."""

import json
import signal
from collections.abc import Callable

import pytest

from tests.integration.local_personalize.conftest import Account, LocalPersonalize, wait_for
from tests.integration.local_personalize.newsroom import INTERACTIONS_SCHEMA, ITEMS_SCHEMA, Newsroom, create_group
from tests.integration.local_personalize.refusal import refused

UNREAD = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")'
BY_TOPICS_AND_WORDS = "INCLUDE ItemID WHERE Items.TOPICS IN ($TOPICS) AND Items.WORD_COUNT >= ($WORDS)"


def create_filter(account: Account, group: str, name: str, expression: str = UNREAD) -> str:
    return account.personalize.create_filter(name=name, datasetGroupArn=group, filterExpression=expression)["filterArn"]


def status_of(account: Account, arn: str) -> str | None:
    try:
        return account.personalize.describe_filter(filterArn=arn)["filter"]["status"]
    except account.personalize.exceptions.ResourceNotFoundException:
        return None


def test_a_filter_is_described_and_listed_with_its_group(account: Account) -> None:
    group, *_ = create_group(account)
    other, *_ = create_group(account, "other")
    arn = create_filter(account, group, "unread")
    create_filter(account, other, "elsewhere")
    described = account.personalize.describe_filter(filterArn=arn)["filter"]
    assert arn == f"arn:aws:personalize:{account.region}:000000000000:filter/unread"
    assert {name: described[name] for name in ("name", "datasetGroupArn", "filterExpression")} == {
        "name": "unread",
        "datasetGroupArn": group,
        "filterExpression": UNREAD,
    }
    wait_for(lambda: status_of(account, arn) == "ACTIVE")
    (listed,) = account.personalize.list_filters(datasetGroupArn=group)["Filters"]
    assert (listed["filterArn"], listed["status"], "filterExpression" in listed) == (arn, "ACTIVE", False)
    assert [page["name"] for page in account.personalize.list_filters()["Filters"]] == ["unread", "elsewhere"]


def test_a_filter_is_made_and_deleted_step_by_step_also_through_a_restart(
    start_server: Callable[..., LocalPersonalize],
) -> None:
    server = start_server("--resource-delay", "1")
    account = Account(server, "filter-region")
    personalize = account.personalize
    group: str = personalize.create_dataset_group(name="news")["datasetGroupArn"]
    with refused("InvalidInputException", "datasetGroupArn: the dataset group is in CREATE"):
        create_filter(account, group, "early")
    wait_for(lambda: personalize.describe_dataset_group(datasetGroupArn=group)["datasetGroup"]["status"] == "ACTIVE")
    schema = personalize.create_schema(name="clicks", schema=INTERACTIONS_SCHEMA)["schemaArn"]
    personalize.create_dataset(name="clicks", schemaArn=schema, datasetGroupArn=group, datasetType="Interactions")
    unread = create_filter(account, group, "unread")
    assert (status_of(account, unread) or "").startswith("CREATE ")
    with refused("ResourceInUseException", "CREATE"):
        personalize.delete_filter(filterArn=unread)
    server.stop(signal.SIGKILL)
    server.start()
    account = Account(server, "filter-region")
    wait_for(lambda: status_of(account, unread) == "ACTIVE")
    account.personalize.delete_filter(filterArn=unread)
    assert (status_of(account, unread) or "").startswith("DELETE ")
    wait_for(lambda: status_of(account, unread) is None)
    assert account.personalize.list_filters()["Filters"] == []


def test_a_dataset_group_has_thirty_filters(account: Account) -> None:
    group, *_ = create_group(account)
    for number in range(30):
        create_filter(account, group, f"filter-{number}")
    with refused("LimitExceededException", "More than 30 filters"):
        create_filter(account, group, "one-more")
    other, *_ = create_group(account, "other")
    create_filter(account, other, "of-another-group")


def test_the_filters_of_a_dataset_group_use_twenty_fields(account: Account) -> None:
    personalize = account.personalize
    group: str = personalize.create_dataset_group(name="news")["datasetGroupArn"]
    columns = [{"name": f"N{number}", "type": "int"} for number in range(21)]
    fields = [{"name": "ITEM_ID", "type": "string"}, *columns]
    document = json.dumps({**json.loads(ITEMS_SCHEMA), "fields": fields})
    schema = personalize.create_schema(name="items", schema=document)["schemaArn"]
    personalize.create_dataset(name="items", schemaArn=schema, datasetGroupArn=group, datasetType="Items")

    def using(*numbers: int) -> str:
        return "INCLUDE ItemID WHERE " + " OR ".join(f"Items.N{number} > 0" for number in numbers)

    with refused("InvalidInputException", "more than 10 distinct fields"):
        create_filter(account, group, "eleven", using(*range(11)))
    create_filter(account, group, "ten", using(*range(10)))
    create_filter(account, group, "ten-more", using(*range(10, 20)))
    create_filter(account, group, "the-same", using(3, 12))
    with refused("LimitExceededException", "at most 20 distinct fields"):
        create_filter(account, group, "one-more", using(20))


@pytest.mark.parametrize(
    ("expression", "message"),
    (
        (f"{UNREAD}{' ' * 2500}", "'filterExpression' .* less than or equal to 2500"),
        ("INCLUDE UserID WHERE Users.AGE > 1", "UserID filters .* not built"),
        ("INCLUDE ItemID WHERE Items.TOPICS > 1", "TOPICS is a string at character 22: 'Items.TOPICS > 1'"),
        ("INCLUDE ItemID WHERE Items.WORD_COUNT >> 1", "expected .* at character 40: '> 1'"),
    ),
)
def test_an_expression_that_cannot_be_applied_makes_no_filter(
    shared_newsroom: Newsroom, expression: str, message: str
) -> None:
    with refused("InvalidInputException", message):
        shared_newsroom.filter("impossible", expression)
    names = [filter["name"] for filter in shared_newsroom.account.personalize.list_filters()["Filters"]]
    assert "impossible" not in names


def test_an_expression_may_have_2500_characters(shared_newsroom: Newsroom) -> None:
    shared_newsroom.filter("longest", UNREAD.ljust(2500))


@pytest.mark.parametrize(
    ("values", "message"),
    (
        ({f"V{number}": '"a"' for number in range(26)}, "'filterValues' .* less than or equal to 25"),
        ({"TOPICS": f'"{"x" * 999}"'}, "'filterValues.TOPICS.member' .* less than or equal to 1000"),
        ({"TOPICS": "sport"}, "filterValues.TOPICS: expected .* at character 1: 'sport'"),
        ({"TOPICS": '"sport",'}, "filterValues.TOPICS: expected .* at character 9: ''"),
        ({"topics": '"sport"'}, r"the filter has no placeholder \$topics"),
        ({"WORDS": "1"}, r"the filter needs a value for \$TOPICS"),
        ({"TOPICS": '"sport"', "WORDS": '"many"'}, "filterValues.WORDS: >= needs a number"),
        ({"TOPICS": '"sport"', "WORDS": "1,2"}, "filterValues.WORDS: >= needs one value"),
    ),
)
def test_values_that_do_not_fit_are_refused_by_name(
    shared_newsroom: Newsroom, values: dict[str, str], message: str
) -> None:
    arn = filter_of(shared_newsroom, "by-topics-and-words", BY_TOPICS_AND_WORDS)
    with refused("InvalidInputException", message):
        shared_newsroom.recommend(userId="r0", filterArn=arn, filterValues=values)


def filter_of(newsroom: Newsroom, name: str, expression: str) -> str:
    arn = f"arn:aws:personalize:{newsroom.account.region}:000000000000:filter/{name}"
    listed = newsroom.account.personalize.list_filters()["Filters"]
    return arn if arn in {filter["filterArn"] for filter in listed} else newsroom.filter(name, expression)


def test_a_value_may_have_1000_characters_and_several_strings_with_literals_beside_it(
    shared_newsroom: Newsroom,
) -> None:
    arn = shared_newsroom.filter(
        "mixed", "include itemid where Items.topics in ('science', $T) and Items.word_count in (300, $W, 7e2)"
    )
    topics = '"sport",'.ljust(993, " ") + '"other"'
    items = shared_newsroom.recommended(userId="r0", filterArn=arn, filterValues={"T": topics, "W": '200, "600"'})
    assert set(items) == {"a2", "a3", "a6", "a7"}


def test_a_comparison_with_the_current_item_needs_a_recipe_about_items(shared_newsroom: Newsroom) -> None:
    arn = shared_newsroom.filter("shorter", "INCLUDE ItemID WHERE Items.WORD_COUNT < CurrentItem.WORD_COUNT")
    with refused("InvalidInputException", "itemId: the filter uses CurrentItem.WORD_COUNT"):
        shared_newsroom.recommend(userId="r0", filterArn=arn)
