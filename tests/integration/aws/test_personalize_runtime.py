"""What a campaign is asked, checked against the service's own API model, and what its filters then admit."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import Stubber
from hypothesis import given
from hypothesis import strategies as st

from local_personalize.filters.evaluation import Attributes, bind, parse_values
from local_personalize.filters.parser import parse_filter
from newsrec.aws.clients import client, outage_kind
from newsrec.aws.personalize_runtime import LONGEST_VALUE, Campaign, followed_values, quoted
from newsrec.serving.ports import Follows, Question, Ranking
from newsrec.training.schemas import FOLLOWED_FILTER, TOPICS_FILTER
from newsrec.unavailable import Unavailable
from tests.unit.local_personalize.filters.readers import OneReader

PUBLISHED = {"STATUS": frozenset({"published"}), "CREATION_TIMESTAMP": 100.0}
SINCE = {"PUBLISHED_AFTER": "50"}
CAMPAIGN = Campaign(
    campaign_arn="arn:aws:personalize:eu-west-1:000000000000:campaign/p",
    filter_arn="arn:aws:personalize:eu-west-1:000000000000:filter/unread",
    topics_filter_arn="arn:aws:personalize:eu-west-1:000000000000:filter/topics",
    followed_filter_arn="arn:aws:personalize:eu-west-1:000000000000:filter/followed",
    answer_seconds=0.25,
)
FOLLOWS = Follows(share=0.25, companies=("Nestlé", "Roche"), topics=("energy",))


@pytest.fixture
def stub(aws: None) -> Iterator[Stubber]:
    runtime = client("personalize-runtime", connect_seconds=0.25, read_seconds=0.25, attempts=1)
    with Stubber(runtime) as stubber:
        yield stubber


def question(**changed: Any) -> Question:
    asked = {"reader_id": "r1", "published_after": datetime.fromtimestamp(50, UTC), "most": 40}
    return Question(**asked | changed)


def expected(**changed: Any) -> dict[str, Any]:
    usual = {"filterArn": CAMPAIGN.filter_arn, "filterValues": SINCE}
    return {"campaignArn": CAMPAIGN.campaign_arn, "userId": "r1", "numResults": 40} | usual | changed


def test_a_list_is_asked_for_through_the_filter_of_what_may_be_shown(stub: Stubber) -> None:
    stub.add_response("get_recommendations", {"itemList": [{"itemId": "a"}, {"itemId": "b"}]}, expected())
    assert CAMPAIGN.ask(question()) == Ranking(("a", "b"))


def test_topics_are_values_of_a_filter_of_their_own(stub: Stubber) -> None:
    on_topics = expected(
        filterArn=CAMPAIGN.topics_filter_arn, filterValues=SINCE | {"TOPICS": '"energy","health, body and mind"'}
    )
    stub.add_response("get_recommendations", {"itemList": []}, on_topics)
    assert CAMPAIGN.ask(question(topics=frozenset({"health, body and mind", "energy"}))) == Ranking(())


def test_what_the_reader_follows_is_promoted_in_the_same_call_and_told_apart(stub: Stubber) -> None:
    promotion = {
        "name": "followed",
        "percentPromotedItems": 25,
        "filterArn": CAMPAIGN.followed_filter_arn,
        "filterValues": SINCE | {"COMPANIES": '"Nestlé","Roche"', "INDUSTRIES": '"(none)"', "TOPICS": '"energy"'},
    }
    items = [{"itemId": "a"}, {"itemId": "b", "promotionName": "followed"}]
    stub.add_response("get_recommendations", {"itemList": items}, expected(promotions=[promotion]))
    assert CAMPAIGN.ask(question(follows=FOLLOWS)) == Ranking(("a", "b"), frozenset({"b"}))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ThrottlingException", "throttled"),
        ("ResourceNotFoundException", "absent"),
        ("InternalServerException", "error"),
    ],
)
def test_a_model_that_refuses_says_what_kind_of_outage_it_is(stub: Stubber, code: str, kind: str) -> None:
    stub.add_client_error("get_recommendations", service_error_code=code)
    with pytest.raises(Unavailable, match=code) as refused:
        CAMPAIGN.ask(question())
    assert outage_kind(refused.value) == kind


def admitted(expression: str, values: Mapping[str, str], items: list[Attributes | None]) -> list[int]:
    admits = bind(parse_filter(expression), parse_values(values), OneReader({}, (("click", 0),)), items)
    return [item for item in range(len(items)) if admits(item)]


def test_the_filter_of_what_is_followed_admits_any_of_it_that_is_unread_and_may_be_shown() -> None:
    items: list[Attributes | None] = [
        PUBLISHED | {"COMPANIES": frozenset({"Roche"})},  # opened
        PUBLISHED | {"COMPANIES": frozenset({"Roche", "Novartis"})},
        PUBLISHED | {"TOPICS": frozenset({"energy"})},
        PUBLISHED | {"TOPICS": frozenset({"sport"}), "INDUSTRIES": frozenset({"pharma"})},
        {**PUBLISHED, "CREATION_TIMESTAMP": 40.0, "TOPICS": frozenset({"energy"})},
        {**PUBLISHED, "STATUS": frozenset({"withdrawn"}), "TOPICS": frozenset({"energy"})},
    ]
    assert admitted(FOLLOWED_FILTER, SINCE | dict(followed_values(FOLLOWS)), items) == [1, 2]


def test_the_filter_of_topics_admits_what_is_on_one_of_them_and_unread() -> None:
    items: list[Attributes | None] = [
        PUBLISHED | {"TOPICS": frozenset({"energy"})},  # opened
        PUBLISHED | {"TOPICS": frozenset({"energy", "sport"})},
        PUBLISHED | {"TOPICS": frozenset({"sport"})},
    ]
    assert admitted(TOPICS_FILTER, SINCE | {"TOPICS": quoted(["energy"])}, items) == [1]


def test_filters_keep_the_services_limits() -> None:
    assert len(FOLLOWED_FILTER) <= 2500


@given(st.lists(st.text(min_size=1, max_size=60), max_size=40))
def test_names_are_given_whole_or_not_at_all(names: list[str]) -> None:
    value = quoted(names)
    assert len(value) <= LONGEST_VALUE
    given_names = parse_values({"X": value})["X"] if value else ()
    left = iter(names)
    assert all(name in left for name in given_names)  # in the same order


def test_names_that_no_filter_can_be_given_leave_nothing_to_promote(stub: Stubber) -> None:
    stub.add_response("get_recommendations", {"itemList": []}, expected())
    assert CAMPAIGN.ask(question(follows=Follows(share=0.2, companies=('the "Shed"',)))) == Ranking(())
