"""The first 20,000 clicks of a real news portal through the deployed stack, the last of them over HTTP."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

import httpx
import pytest

from newsrec.aws.clients import client
from newsrec.model import Interaction
from newsrec.transform import Reject, to_interaction
from newsroom.demo import preview_of
from newsroom.house import House
from newsroom.preview.server import create_app
from newsroom.processes import wait_for
from newsroom.sources.globo import globo
from newsroom.website import Website, shown
from tests.browser.serving import serving
from tests.e2e.conftest import REAL_DATA, running

CLICKS = REAL_DATA / "globo" / "clicks.parquet"
FILLED = 19_850
BY_HTTP = 150

pytestmark = pytest.mark.skipif(not CLICKS.exists(), reason=f"the Globo.com clicks are not at {CLICKS}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(partial(globo, CLICKS, most=FILLED), tmp_path_factory.mktemp("globo")) as opened:
        yield opened


@pytest.fixture(scope="module")
def next_clicks(house: House) -> list[Interaction]:
    """The clicks that follow those that filled the house, up to the 20,000th."""
    last = globo(CLICKS, house.interactions[-1].occurred_at, most=FILLED + BY_HTTP).interactions[-BY_HTTP:]
    read = [to_interaction(payload["record"], "globo") for payload in last]
    return [interaction for interaction in read if not isinstance(interaction, Reject)]


def test_every_streamed_click_is_counted_exactly_once(house: House) -> None:
    streamed = Counter(
        interaction.article_id
        for interaction in house.interactions
        if interaction.occurred_at >= house.data.streamed_from
    )
    counted: Counter[str] = Counter()
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=house.outputs.article_clicks_table_name)
    for page in pages:
        for item in page["Items"]:
            counted[item["article_id"]["S"]] += int(item["clicks"]["N"])
    assert counted == streamed


def test_nothing_was_parked(house: House) -> None:
    attributes = client("sqs").get_queue_attributes(
        QueueUrl=house.outputs.dead_letter_queue_url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    assert attributes["Attributes"]["ApproximateNumberOfMessages"] == "0"


def test_the_lists_foresee_next_clicks_and_each_click_over_http_leaves_the_next_list(
    house: House, next_clicks: list[Interaction]
) -> None:
    website = Website(house.api_url, house.website_key)
    foreseen = asked = 0
    for interaction in next_clicks:
        listed = website.list_for(interaction.reader_key)
        assert listed["degraded"] == []
        assert len(listed["items"]) == 10
        asked += 1
        foreseen += interaction.article_id in shown(listed)
        assert website.report(interaction.reader_key, [interaction.article_id]) == {"accepted": 1, "rejected": []}
    # Ten random articles of the thousands that were clicked would foresee well under one click in a hundred.
    assert foreseen / asked > 0.2
    last_reader = next_clicks[-1].reader_key
    assert next_clicks[-1].article_id not in shown(website.list_for(last_reader))


def test_articles_known_by_id_alone_are_listed_and_can_be_withdrawn_from_the_page(house: House) -> None:
    reader = house.data.readers[0].id
    website = Website(house.api_url, house.website_key)
    lead = website.list_for(reader)["items"][0]["article"]
    assert lead["title"] is None
    with serving(create_app(preview_of(house))) as page:
        withdrawn = httpx.post(f"{page}/newsroom/articles/{lead['id']}/withdraw", json={})
        assert withdrawn.status_code == 202
    wait_for(lambda: lead["id"] not in shown(website.list_for(reader)), seconds=5, otherwise="still listed after 5 s")
