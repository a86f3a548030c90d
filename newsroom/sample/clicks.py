"""The click stream: who comes when, what they open, what they open next."""

import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsroom.sample.attention import age_bins, age_factors, appeal, freshness, relations, tabulate
from newsroom.sample.readers import SampleReader, sessions_per_reader
from newsroom.sample.rhythm import READING_HOURS, draw_times
from newsroom.sample.vocabulary import REGIONS

# Measured on a news portal: the share of sessions with at most this many clicks.
_LENGTHS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 20, 30, 50)
_LENGTHS_SHARE: Final = (
    0.0, 0.5971, 0.8114, 0.9017, 0.9444, 0.9664, 0.9787, 0.9858, 0.9901, 0.99615, 0.99809, 0.99927, 0.99983, 1.0,
)  # fmt: skip
_ANONYMOUS_SHARE: Final = 0.15
_LAST_CLICK_HOURS: Final = 2 / 3600
_READ_SHARE: Final = 0.4
_WARM_UP_HOURS: Final = 6.0
_LAST_MINUTES: Final = 0.003
_DEVICES: Final = (("mobile", 62), ("desktop", 30), ("tablet", 8))
_REFERRERS: Final = (("front_page", 46), ("search", 22), ("social", 17), ("newsletter", 9), ("direct", 6))


@dataclass(frozen=True, slots=True)
class Session:
    """One visit: `taste` is the row of the reader whose tastes the visitor has, `reader_id` is absent if unknown."""

    session_id: str
    reader_id: str | None
    taste: int
    starts: float
    length: int


def click_stream(
    records: tuple[dict[str, object], ...],
    readers: tuple[SampleReader, ...],
    *,
    start: datetime,
    now: datetime,
    seed: int,
) -> tuple[dict[str, object], ...]:
    """The readers' clicks and reads between `start` and `now` as generic interaction records, in time order."""
    rng = np.random.default_rng(seed)
    table = tabulate(records, start, rng)
    sessions = _sessions(readers, start, now, rng)
    likes = appeal(records, table, readers)
    moments = np.array([session.starts for session in sessions[:: max(1, len(sessions) // 600)]])
    factors = age_factors(table, moments, likes.mean(axis=0))
    related = relations(table, rng)
    already_read: dict[int, list[int]] = {}
    recorder = _Recorder(random.Random(seed), records)
    ends = (now - start).total_seconds() / 3600 - _LAST_CLICK_HOURS
    for session in sessions:
        read = already_read.setdefault(session.taste, []) if session.reader_id else []
        gaps = np.clip(np.exp(3.9 + 1.2 * rng.standard_normal(session.length)), 4.0, 1_500.0)
        starts = min(session.starts, ends - gaps.sum() / 3600)
        weights = freshness(table, starts) * factors[age_bins(table, starts)] * likes[session.taste]
        opened = _open_articles(weights, session.length, read, related, rng)
        recorder.record(session, opened, start + timedelta(hours=starts), gaps)
    return recorder.in_time_order()


def _sessions(
    readers: tuple[SampleReader, ...], start: datetime, now: datetime, rng: np.random.Generator
) -> list[Session]:
    known = np.repeat(np.arange(len(readers)), sessions_per_reader(len(readers)))
    unknown = rng.choice(known, round(len(known) * _ANONYMOUS_SHARE / (1 - _ANONYMOUS_SHARE)))
    tastes = np.concatenate((known, unknown))
    total = len(tastes)
    begin = start + timedelta(hours=_WARM_UP_HOURS)
    last = now - timedelta(minutes=20)
    late = max(3, round(total * _LAST_MINUTES))
    starts = np.concatenate(
        (
            draw_times(total - late, begin, now, READING_HOURS, rng) / 3600 + _WARM_UP_HOURS,
            ((last - start).total_seconds() + np.sort(rng.random(late)) * 1200) / 3600,
        )
    )
    order = rng.permutation(total)
    lengths = np.empty(total, dtype=np.int64)
    measured = np.ceil(np.interp((np.arange(total) + 0.5) / total, _LENGTHS_SHARE, _LENGTHS)).astype(np.int64)
    habit = 0.9 * rng.standard_normal(len(readers))[tastes] - 0.35 * np.log1p(tastes) + rng.gumbel(size=total)
    lengths[np.argsort(habit)] = measured
    sessions = [
        Session("", readers[row].reader_id if index < len(known) else None, int(row), float(at), int(length))
        for index, row, at, length in zip(order, tastes[order], starts, lengths[order], strict=True)
    ]
    sessions.sort(key=lambda session: session.starts)
    return [
        Session(f"s-{number:06d}", each.reader_id, each.taste, each.starts, each.length)
        for number, each in enumerate(sessions, start=1)
    ]


def _open_articles(
    weights: NDArray[np.float64],
    length: int,
    read: list[int],
    related: NDArray[np.float64],
    rng: np.random.Generator,
) -> list[int]:
    weights[read] = 0.0
    opened: list[int] = []
    following = weights
    while len(opened) < length:
        running = np.cumsum(following)
        if running[-1] <= 0.0:
            break
        article = int(np.searchsorted(running, rng.random() * running[-1], side="right"))
        opened.append(article)
        weights[article] = 0.0
        following = weights * related[article]
    read.extend(opened)
    return opened


class _Recorder:
    """Turns opened articles into interaction records with times, dwell and context."""

    def __init__(self, chooser: random.Random, records: tuple[dict[str, object], ...]) -> None:
        self._chooser = chooser
        self._ids = [record["article_id"] for record in records]
        self._words = [int(str(record["word_count"])) for record in records]
        self._homes: dict[int, tuple[str, str]] = {}
        self._rows: list[tuple[datetime, str, dict[str, object]]] = []

    def record(self, session: Session, opened: list[int], moment: datetime, gaps: NDArray[np.float64]) -> None:
        referrer = self._pick(_REFERRERS)
        for article, gap in zip(opened, gaps.tolist(), strict=False):
            self._interaction(session, article, "click", moment, referrer)
            dwell = int(gap * self._chooser.uniform(0.5, 0.95))
            if self._chooser.random() < _READ_SHARE and dwell >= 8:
                read = self._interaction(session, article, "read", moment + timedelta(seconds=dwell), referrer)
                read["dwell_seconds"] = dwell
                read["read_share"] = round(min(1.0, dwell * 4.0 / self._words[article]), 2)
            referrer = "article_page"
            moment += timedelta(seconds=gap)

    def in_time_order(self) -> tuple[dict[str, object], ...]:
        return tuple(row for _, _, row in sorted(self._rows, key=lambda each: each[:2]))

    def _interaction(
        self, session: Session, article: int, kind: str, moment: datetime, referrer: str
    ) -> dict[str, object]:
        if session.taste not in self._homes:
            region = self._chooser.choice(REGIONS).removeprefix("the ")
            self._homes[session.taste] = (region, self._pick(_DEVICES))
        region, device = self._homes[session.taste]
        event_id = str(uuid.UUID(int=self._chooser.getrandbits(128), version=4))
        row: dict[str, object] = {
            "event_id": event_id,
            "session_id": session.session_id,
            "article_id": self._ids[article],
            "type": kind,
            "occurred_at": moment.isoformat(timespec="milliseconds"),
            "context": {"region": region, "device": device, "referrer": referrer},
        }
        if session.reader_id is not None:
            row["reader_id"] = session.reader_id
        self._rows.append((moment, event_id, row))
        return row

    def _pick(self, weighted: tuple[tuple[str, int], ...]) -> str:
        names, weights = zip(*weighted, strict=True)
        return self._chooser.choices(names, weights)[0]
