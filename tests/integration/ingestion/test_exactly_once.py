"""Whatever happens on the way, all ends as if each record had been delivered once, in order, and nothing had failed."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from moto import mock_aws

from benchmarks.ingestion.services import TABLE_KEYS
from benchmarks.ingestion.tables import Tables
from newsrec.ingestion.dead_letters import AbandonedBatch, ParkedRecord, read_refused
from newsrec.ingestion.replay import put_back
from newsrec.model import Article, Interaction, InteractionType
from newsrec.transform import article_record, interaction_record, to_article
from newsrec.unavailable import Unavailable
from tests.integration.conftest import create_tables
from tests.integration.ingestion import outside
from tests.integration.ingestion.broken import BROKEN
from tests.integration.ingestion.doors import open_doors
from tests.integration.ingestion.kinesis_event_source import Handler, KinesisEventSource, Lane, context_with
from tests.integration.ingestion.observed import observed
from tests.integration.ingestion.outside import Crash, DeadLetterQueue, Outside
from tests.integration.ingestion.reference import expected, surplus

PUBLISHED_MINUTES_AGO = {"fresh": 30, "fresher": 10, "old": 200, outside.REFUSED_BY_MODELS: 20}
FAULTS = st.dictionaries(
    st.integers(1, 12),
    st.sampled_from(
        [
            outside.CRASH_BEFORE,
            outside.CRASH_AFTER,
            outside.THROTTLE,
            outside.CONFLICT,
            outside.MEANWHILE,
            outside.HURRY,
        ]
    ),
    max_size=3,
)
ONE_CRASH = st.dictionaries(st.integers(1, 8), st.sampled_from([outside.CRASH_BEFORE, outside.CRASH_AFTER]), max_size=1)
READERS = st.sampled_from(["r1", "r2", None])
LISTS = ("l_1~colours~blue", "l_2~colours~green", "l_3", None)
ARTICLES = st.sampled_from([*PUBLISHED_MINUTES_AGO, "unheard"])


class Consumers(RuleBasedStateMachine):
    """Producers, Lambda and the operators, around both consumers."""

    def tables(self) -> Tables | None:
        return Tables(TABLE_KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.patched, self.aws = pytest.MonkeyPatch(), mock_aws()
        handlers = open_doors(self.patched)
        self.aws.start()
        tables = self.tables()
        if tables is None:
            create_tables()
        self.queue = DeadLetterQueue()
        self.patched.setenv("DEAD_LETTER_QUEUE_URL", self.queue.url)
        self.outside = Outside(tables)
        self.outside.attach()
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.time = self.now.timestamp()
        self.streams = {
            name: KinesisEventSource(name, self._watched(door), self._given_up, clock=lambda: self.time)
            for name, door in handlers.items()
        }
        self.interactions: dict[bytes, Interaction] = {}
        self.articles: dict[bytes, Article] = {}
        self.broken: dict[bytes, str] = {}
        self.order: list[str] = []
        self.parked: list[ParkedRecord] = []
        self.abandoned = 0
        self.bugs: list[Exception] = []

    def _watched(self, handler: Handler) -> Handler:
        def watched(event: dict[str, Any], context: Any) -> Any:
            try:
                return handler(event, context)
            except (Crash, Unavailable):
                raise
            except Exception as bug:
                self.bugs.append(bug)
                raise

        return watched

    def _given_up(self, message: Mapping[str, Any]) -> None:
        self.queue.send(json.dumps(message))

    def _put(self, stream: str, key: str, payload: bytes) -> None:
        self.streams[stream].put_payloads([(key, payload)])

    def _act(self, reader: str | None, article: str, kind: str, at: datetime, *, aggregate_only: bool = False) -> None:
        number = f"e{len(self.interactions)}"
        interaction = Interaction(
            event_id=number,
            session_id=number if aggregate_only else "s",
            article_id=article,
            type=InteractionType(kind),
            occurred_at=at,
            reader_id=None if aggregate_only else reader,
            list_id=LISTS[len(self.interactions) % len(LISTS)],
            aggregate_only=aggregate_only,
        )
        payload = json.dumps(interaction_record(interaction)).encode()
        self.interactions[payload] = interaction
        self.order.append(number)
        self._put("interactions", interaction.reader_key, payload)

    @rule(
        acts=st.lists(
            st.tuples(
                READERS,
                ARTICLES,
                st.sampled_from(["click", "click", "read", "share", "impression", "hide"]),
                st.sampled_from([0, 5, 25, 100, 3 * 24 * 60]),
                st.sampled_from([False, False, False, True]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def readers_act(self, acts: list[tuple[str | None, str, str, int, bool]]) -> None:
        for reader, article, kind, minutes_ago, aggregate_only in acts:
            at = self.now - timedelta(minutes=minutes_ago, milliseconds=len(self.interactions))
            self._act(reader, article, kind, at, aggregate_only=aggregate_only)

    @precondition(lambda self: not any(one.reader_key == "bot" for one in self.interactions.values()))
    @rule(article=ARTICLES, faults=FAULTS)
    def a_bot_clicks(self, article: str, faults: dict[int, str]) -> None:
        begin = datetime.fromtimestamp(self.now.timestamp() // 10 * 10 - 20, UTC)
        for number in range(12):
            self._act("bot", article, "click", begin + timedelta(milliseconds=number))
        self._deliver_key("interactions", "bot", faults)

    @rule(
        article_id=st.sampled_from([*PUBLISHED_MINUTES_AGO]),
        minutes_ago=st.sampled_from([1, 2]),
        status=st.sampled_from(["published", "withdrawn"]),
        title=st.sampled_from(["Bridge opens", "Bridge opened"]),
    )
    def newsroom_describes(self, article_id: str, minutes_ago: int, status: str, title: str) -> None:
        self._describe(article_id, minutes_ago, status=status, title=title)

    def _describe(self, article_id: str, minutes_ago: int, **changed: str) -> None:
        record = article_record(
            Article(
                article_id=article_id,
                title="Bridge opens",
                url="https://example.com/a",
                topics=("local", article_id),
                companies=("Acme",),
                published_at=self.now - timedelta(minutes=PUBLISHED_MINUTES_AGO.get(article_id, 30)),
                updated_at=self.now - timedelta(minutes=minutes_ago),
            )
        )
        article = to_article(record | changed)
        assert isinstance(article, Article)
        payload = json.dumps(article_record(article)).encode()
        self.articles[payload] = article
        self._put("articles", article_id, payload)

    @rule(at_call=st.integers(1, 6), faults=ONE_CRASH)
    def an_article_comes_while_a_click_on_it_is_counted(self, at_call: int, faults: dict[int, str]) -> None:
        article_id = f"sudden{len(self.articles)}"
        self._act("r1", article_id, "click", self.now - timedelta(minutes=4, milliseconds=len(self.interactions)))
        self._describe(article_id, 1)
        self.outside.meanwhile = lambda: self._deliver_all(self.streams["articles"])
        self._deliver_key("interactions", "r1", faults | {at_call: outside.MEANWHILE})

    @rule(at_call=st.integers(1, 6), fault=st.sampled_from([outside.THROTTLE, outside.HURRY]))
    def an_older_description_comes_right_after_a_newer_one(self, at_call: int, fault: str) -> None:
        article_id = f"corrected{len(self.articles)}"
        for minutes_ago in (1, 2):
            self._describe(article_id, minutes_ago)
        self._deliver_key("articles", article_id, {at_call: fault})

    @rule(how=st.sampled_from([*BROKEN]))
    def a_broken_record_comes(self, how: str) -> None:
        record = {"event_id": f"b{len(self.broken)}", "session_id": "s", "reader_id": "r1", "article_id": "fresh"}
        broken = BROKEN[how](record | {"type": "click", "occurred_at": self.now.isoformat()})
        payload = (broken if isinstance(broken, str) else json.dumps(broken)).encode()
        self.broken[payload] = how
        self._put("interactions", "r1", payload)

    @rule(data=st.data())
    def producers_send_again(self, data: st.DataObject) -> None:
        source = self.streams[data.draw(st.sampled_from([*self.streams]))]
        if source.records:
            record = data.draw(st.sampled_from(source.records))
            source.put_payloads([(record.partition_key, record.data)])

    @rule(seconds=st.sampled_from([600, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.time += seconds

    @rule(data=st.data(), faults=FAULTS, answer_lost=st.sampled_from([False, False, True]))
    def lambda_delivers(self, data: st.DataObject, faults: dict[int, str], answer_lost: bool) -> None:
        name = data.draw(st.sampled_from([*self.streams]))
        other = self.streams[next(one for one in self.streams if one != name)]
        self.outside.meanwhile = lambda: self._deliver_all(other)
        if lanes := self.streams[name].busy:
            self._deliver(self.streams[name], data.draw(st.sampled_from(lanes)), faults, answer_lost=answer_lost)

    def _deliver(
        self, source: KinesisEventSource, lane: Lane, faults: Mapping[int, str], *, answer_lost: bool = False
    ) -> None:
        if not self.outside.nested:
            self.outside.begin(faults)
        source.deliver(lane, context_with(self.outside.milliseconds_left), answer_lost=answer_lost)

    def _deliver_key(self, stream: str, key: str, faults: Mapping[int, str]) -> None:
        """The next batch of the lane that a partition key is in."""
        source = self.streams[stream]
        lane = next(lane for lane in source.busy if any(record.partition_key == key for record in lane.all))
        self._deliver(source, lane, faults)

    def _deliver_all(self, source: KinesisEventSource) -> None:
        while lanes := source.busy:
            self._deliver(source, lanes[0], {})

    def teardown(self) -> None:
        try:
            self._settle()
            assert self.bugs == []
            self._check()
        finally:
            self.aws.stop()
            self.patched.undo()
            boto3.setup_default_session()
            outside.client.cache_clear()

    def _settle(self) -> None:
        """Delivers what is left, and replays what was given up."""
        self.outside.meanwhile = lambda: None
        letters = ["none yet"]
        while letters and not self.bugs:
            for source in self.streams.values():
                self._deliver_all(source)
            letters = self.queue.take_all()
            for refused in map(read_refused, letters):
                if isinstance(refused, AbandonedBatch):
                    self.abandoned += 1
                    put_back(refused, self.streams)
                else:
                    assert isinstance(refused, ParkedRecord)
                    self.parked.append(refused)

    def _check(self) -> None:
        counted = {
            item["entry"].removeprefix("event#")
            for item in self.outside.scan("reader-interests")
            if item["entry"].startswith("event#")
        }
        too_fast: set[str] = set()
        for window in surplus(self.interactions.values()):
            ids = {one.event_id for one in window}
            assert len(ids & counted) == 10
            too_fast |= ids - counted
            if not self.abandoned:
                assert ids & counted == set(sorted(ids, key=self.order.index)[:10])
        counting = [one for one in self.interactions.values() if one.event_id not in too_fast]
        assert observed(self.outside) == expected(counting, self.articles.values(), self.now)
        self._check_parked(too_fast)

    def _check_parked(self, too_fast: set[str]) -> None:
        expected_reasons = dict(self.broken)
        for payload, one in self.interactions.items():
            told = one.type in ("click", "read", "share", "hide") and not one.aggregate_only
            if one.event_id in too_fast:
                expected_reasons[payload] = "clicked 10 times already"
            elif told and one.article_id == outside.REFUSED_BY_MODELS:
                expected_reasons[payload] = "PutEvents"
        positions = {
            (record.sequence_number, record.data) for source in self.streams.values() for record in source.records
        }
        for parked in self.parked:
            letter = parked.letter
            assert expected_reasons[letter.payload] in letter.reason
            assert (letter.position, letter.payload) in positions
        assert {parked.letter.payload for parked in self.parked} == expected_reasons.keys()


class ConsumersOnMoto(Consumers):
    def tables(self) -> Tables | None:
        return None


SLOW_MACHINE = [HealthCheck.too_slow, HealthCheck.filter_too_much]
TestExactlyOnce = Consumers.TestCase
TestExactlyOnce.settings = settings(max_examples=80, stateful_step_count=25, suppress_health_check=SLOW_MACHINE)
TestExactlyOnceOnMoto = ConsumersOnMoto.TestCase
TestExactlyOnceOnMoto.settings = settings(max_examples=4, stateful_step_count=12, suppress_health_check=SLOW_MACHINE)
