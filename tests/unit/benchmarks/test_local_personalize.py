"""What the benchmark of the local Amazon Personalize measures with."""

import socket
import threading
from pathlib import Path

import polars as pl
import pytest

from benchmarks.local_personalize.clicks import CATEGORIES, articles_of, generated_clicks, read_clicks
from benchmarks.local_personalize.figures import Figure, quantile
from benchmarks.local_personalize.http_client import LONGEST_IDLE, Connection, request
from benchmarks.local_personalize.processes import running

COUNT = 60_000


@pytest.fixture(scope="module")
def clicks() -> pl.DataFrame:
    return generated_clicks(COUNT)


def figure(ours: list[float], theirs: list[float]) -> Figure:
    return Figure(name="import", reference="Polars", unit="s", ours=ours, theirs=theirs, bar=2.0)


def test_generated_clicks_are_those_of_a_portal(clicks: pl.DataFrame) -> None:
    assert len(clicks) == COUNT
    assert clicks["TIMESTAMP"].is_sorted()
    assert clicks["USER_ID"].n_unique() <= COUNT // 8 + 1
    by_article = clicks["ITEM_ID"].value_counts(sort=True)["count"]
    assert by_article.head(len(by_article) // 10).sum() > COUNT / 2
    assert set(CATEGORIES) <= set(clicks.columns)


def test_generated_clicks_are_the_same_each_time(clicks: pl.DataFrame) -> None:
    assert clicks.equals(generated_clicks(COUNT))


def test_every_clicked_article_has_topics_and_came_at_its_first_click(clicks: pl.DataFrame) -> None:
    articles = articles_of(clicks)
    assert set(articles["ITEM_ID"]) == set(clicks["ITEM_ID"])
    joined = clicks.join(articles, on="ITEM_ID")
    assert (joined["CREATION_TIMESTAMP"] <= joined["TIMESTAMP"]).all()
    assert articles["TOPICS"].str.len_chars().min() > 0  # pyright: ignore[reportOptionalOperand, reportOperatorIssue]


def test_clicks_of_a_file_are_read_in_order_of_time(tmp_path: Path) -> None:
    file = tmp_path / "clicks.parquet"
    columns = {"user_id": [7, 8], "article_id": [1, 2], "timestamp_ms": [9_500, 1_500]}
    pl.DataFrame({**columns, "region": [3, 4], "referrer": [1, 1], "device_group": [0, 2]}).write_parquet(file)
    assert read_clicks(file, None).rows() == [
        ("u8", "a2", 1, "click", "4", "1", "2"),
        ("u7", "a1", 9, "click", "3", "1", "0"),
    ]
    assert read_clicks(file, 1)["USER_ID"].to_list() == ["u8"]


def test_a_figure_holds_by_the_median_of_its_ratios() -> None:
    assert figure([1.0, 2.0, 30.0], [1.0, 1.0, 1.0]).holds
    assert not figure([1.0, 3.0, 3.0], [1.0, 1.0, 1.0]).holds
    assert figure([3.0, 6.0], [2.0, 2.0]).summary()["ratio"] == {"median": 2.25, "min": 1.5, "max": 3.0}


def test_a_quantile_is_that_of_the_values() -> None:
    assert quantile([float(value) for value in range(101)], 99) == 99.0


def test_an_answer_that_comes_in_pieces_is_read_whole_and_the_next_one_after_it() -> None:
    pieces = (b"HTTP/1.1 200 OK\r\ncontent-", b"length: 5\r\n\r\nab", b"cde")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            accepted, _ = listener.accept()
            with accepted:
                for _ in range(2):
                    received = b""
                    while not received.endswith(b"{}"):
                        received += accepted.recv(1000)
                    for piece in pieces:
                        accepted.sendall(piece)

        server = threading.Thread(target=serve)
        server.start()
        with Connection(listener.getsockname()[1]) as connection:
            answers = [connection.ask(request("/events", {})) for _ in range(2)]
            server.join()
            with pytest.raises(ConnectionError):
                connection.ask(request("/events", {}))
    assert answers == [(200, b"abcde")] * 2


def test_a_connection_that_was_idle_for_long_is_made_anew() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connection = Connection(listener.getsockname()[1])
        old, _ = listener.accept()
        old.close()  # as the server does with one that is idle
        connection.used -= LONGEST_IDLE

        def serve() -> None:
            accepted, _ = listener.accept()
            with accepted:
                accepted.recv(1000)
                accepted.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")

        server = threading.Thread(target=serve)
        server.start()
        with connection:
            assert connection.ask(request("/events", {})) == (200, b"ok")
        server.join()


def test_the_bare_server_answers_with_so_many_bytes_and_checks_events_until_it_is_ended(tmp_path: Path) -> None:
    event = {"eventType": "click", "itemId": "a1", "sentAt": 1}
    visit = {"trackingId": "t", "userId": "u", "sessionId": "s", "eventList": [event]}
    with (
        running("benchmarks.local_personalize.bare_server", "--answer-size", "1400", numba_cache=tmp_path) as server,
        Connection(server.port) as bare,
    ):
        assert len(bare.ask(request("/recommendations", {})).body) == 1400
        assert bare.ask(request("/events", visit)).status == 200
        assert bare.ask(request("/events", {**visit, "sessionId": None})).status == 400
        largest, now = server.memory()
        assert largest >= now > 0
    assert server.process.poll() is not None
