"""What was acknowledged is there after a kill -9, and nothing is there by half."""

import signal
import threading
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tests.integration.local_personalize.conftest import Account, LocalPersonalize, wait_for
from tests.integration.local_personalize.newsroom import Newsroom, clicks_csv, create_newsroom, import_csv

WRITERS = 4


def reopened(newsroom: Newsroom, server: LocalPersonalize) -> Newsroom:
    server.start()
    newsroom.account = Account(server, newsroom.account.region)
    return newsroom


def write_until_killed(newsroom: Newsroom, writer: str, acknowledged: dict[str, int]) -> None:
    for number in range(40):
        try:
            newsroom.click(writer, f"w{number}-a", f"w{number}-b", f"w{number}-c")
        except (BotoCoreError, ClientError, OSError):
            return
        acknowledged[writer] = number


def test_killed_under_load_no_acknowledged_event_is_lost_and_no_request_is_kept_by_half(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server()
    newsroom = create_newsroom(Account(server, "kill-region-1"), s3)
    everything = newsroom.filter("everything", 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
    for _ in range(2):
        acknowledged: dict[str, int] = {}
        threads = [
            threading.Thread(target=write_until_killed, args=(newsroom, f"writer {writer}", acknowledged))
            for writer in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        wait_for(lambda acknowledged=acknowledged: sum(acknowledged.values()) >= 40)
        server.stop(signal.SIGKILL)
        for thread in threads:
            thread.join()
        newsroom = reopened(newsroom, server)
        for writer, last in acknowledged.items():
            found = set(newsroom.recommended(userId=writer, filterArn=everything, numResults=500))
            assert {f"w{number}-{part}" for number in range(last + 1) for part in "abc"} <= found
            assert len(found) % 3 == 0


def test_a_restarted_server_recommends_the_same(start_server: Callable[..., LocalPersonalize], s3: Any) -> None:
    server = start_server()
    newsroom = create_newsroom(Account(server, "restart-region-1"), s3)
    newsroom.click("a reader", "a2", "a4")
    newsroom.publish("brand new", topics="sport", creationTimestamp=1)
    before = {name: newsroom.recommend(name, userId="a reader") for name in newsroom.campaigns}
    assert server.stop() == 0
    newsroom = reopened(newsroom, server)
    assert {name: newsroom.recommend(name, userId="a reader") for name in newsroom.campaigns} == before
    described = newsroom.account.personalize.describe_campaign(campaignArn=newsroom.campaigns["personal"])
    assert described["campaign"]["status"] == "ACTIVE"


def test_an_import_that_was_under_way_is_done_after_a_restart(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server("--import-delay", "1")
    account = Account(server, "import-region-1")
    newsroom = create_newsroom(account, s3)
    job = import_later(newsroom, s3)
    server.stop(signal.SIGKILL)
    newsroom = reopened(newsroom, server)
    again = import_csv(newsroom.account, s3, newsroom.interactions, "third", clicks_csv(newsroom.now - 80_000))
    assert again["status"] == "ACTIVE"
    first = newsroom.account.personalize.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"]
    assert first["status"] == "ACTIVE"
    files = list((server.data / "bulk").iterdir())
    server.stop()
    reopened(newsroom, server)
    assert len(list((server.data / "bulk").iterdir())) <= len(files)


def import_later(newsroom: Newsroom, s3: Any) -> str:
    s3.put_object(Bucket="clicks", Key="later.csv", Body=clicks_csv(newsroom.now - 40_000).encode())
    return newsroom.account.personalize.create_dataset_import_job(
        jobName="later",
        datasetArn=newsroom.interactions,
        dataSource={"dataLocation": "s3://clicks/later.csv"},
        roleArn="arn:aws:iam::000000000000:role/personalize",
    )["datasetImportJobArn"]


def test_a_restarted_server_reads_its_models_and_trains_what_it_cannot_read(
    start_server: Callable[..., LocalPersonalize], s3: Any
) -> None:
    server = start_server()
    newsroom = create_newsroom(Account(server, "models-region-1"), s3)
    newsroom.publish("unread for now", topics="sport", creationTimestamp=1)  # numbered otherwise by a new start
    newsroom.click("a reader", "a2", "a4", "fresh")
    before = {name: newsroom.recommend(name, userId="a reader") for name in newsroom.campaigns}
    files = {path: path.stat().st_mtime_ns for path in (server.data / "models").iterdir()}
    assert len(files) == len(newsroom.campaigns)
    server.stop(signal.SIGKILL)
    newsroom = reopened(newsroom, server)
    assert {name: newsroom.recommend(name, userId="a reader") for name in newsroom.campaigns} == before
    assert {path: path.stat().st_mtime_ns for path in (server.data / "models").iterdir()} == files
    server.stop(signal.SIGKILL)
    for path in files:
        path.write_bytes(path.read_bytes()[:1000])
    newsroom = reopened(newsroom, server)
    assert newsroom.recommended(userId="a reader")[:1] == [before["personal"][0]["itemId"]]
    assert all(path.stat().st_size > 1000 for path in files)
