"""How often a list asks AWS, and that the benchmark's floor makes the same calls."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from benchmarks.serving import AwsCall, Recorded, bare_calls, of_one_request
from newsrec.aws.articles import ArticlesTable
from newsrec.aws.clients import client
from tests.integration.api.conftest import Call, bearer
from tests.integration.api.faulty import Models, runtime
from tests.unit.newsrec.records import article

WARM = {"personalize-runtime": 2, "dynamodb": 3}
VARIABLES = {"JUST_PUBLISHED_TABLE": "just-published", "ARTICLE_CLICKS_TABLE": "article-clicks"}


@pytest.fixture
def recorded(call: Call, on_shelf: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorded]:
    """Both models name more articles than fit into one page."""
    models = Models(ids={campaign: [f"{campaign}{number}" for number in range(40)] for campaign in ("p", "t")})
    published = datetime.now(UTC) - timedelta(hours=5)
    for ids in models.ids.values():
        for article_id in ids:
            ArticlesTable("articles").put(article(article_id, published_at=published, topics=(f"about {article_id}",)))
    with runtime(models) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", address)
        monkeypatch.setenv("FOLLOWED_FILTER_ARN", "arn:aws:personalize:eu-west-1:000000000000:filter/followed")
        client.cache_clear()
        yield Recorded()
    boto3.DEFAULT_SESSION = None


def warm_calls(call: Call, recorded: Recorded) -> list[AwsCall]:
    for _ in range(2):
        recorded.taken()
        assert len(call("GET", "/recommendations", headers=bearer()).body["items"]) == 10
    return list(of_one_request(recorded.taken(), VARIABLES))


def test_a_warm_request_asks_both_models_the_history_the_articles_and_keeps_its_list(
    call: Call, recorded: Recorded
) -> None:
    calls = warm_calls(call, recorded)
    assert Counter(one.service for one in calls) == WARM
    assert {(one.operation, one.table) for one in calls if one.service == "dynamodb"} == {
        ("Query", "reader-interests"),
        ("BatchGetItem", "articles"),
        ("PutItem", "served-lists"),
    }


def test_what_the_reader_follows_costs_no_call_more(call: Call, recorded: Recorded) -> None:
    chose = {"follows_companies": ["Roche"]}
    assert call("PUT", "/me/preferences", headers=bearer(), json=chose).status == 200
    calls = warm_calls(call, recorded)
    assert Counter(one.service for one in calls) == WARM
    [promoting] = [one for one in calls if "promotions" in one.parameters]
    assert promoting.parameters["promotions"][0]["filterValues"]["COMPANIES"] == '"Roche"'


def test_the_floor_makes_the_same_calls_again(call: Call, recorded: Recorded) -> None:
    calls = warm_calls(call, recorded)
    again = Recorded()
    assert boto3.DEFAULT_SESSION is not None
    bare_calls(boto3.DEFAULT_SESSION)(calls)
    by_name = lambda one: (one.service, one.operation, one.table)  # noqa: E731 - a key used twice
    assert sorted(map(by_name, again.taken())) == sorted(map(by_name, calls))
