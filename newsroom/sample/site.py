"""The sample newsroom: its articles, its readers and what they read, the same for the same arguments."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from newsroom.sample.articles import Headline, Newsroom, Story, write_article
from newsroom.sample.clicks import click_stream
from newsroom.sample.desks import DESKS
from newsroom.sample.readers import SampleReader, make_readers
from newsroom.sample.rhythm import PUBLISHING_HOURS, draw_times

_IMAGE_SHARE: Final = 0.92
_ATTEMPTS: Final = 50
_STORY_SHARE: Final = 0.14
_LATEST_MINUTES: Final = (4, 19, 41, 68, 103)


@dataclass(frozen=True, slots=True)
class SampleNewsroom:
    """Articles in order of publication, interactions in time order, readers with the most active first."""

    articles: tuple[dict[str, object], ...]
    interactions: tuple[dict[str, object], ...]
    readers: tuple[SampleReader, ...]


def generate(
    *, now: datetime, seed: int = 1, articles: int = 1500, readers: int = 3000, days: int = 14
) -> SampleNewsroom:
    """A newsroom whose last `days` end at `now`; the hours of its working day are those of `now`'s zone.

    Raises ValueError when `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now: needs a time zone")
    start = now - timedelta(days=days)
    written = _write(articles, start, now, seed)
    shares = {desk.topic: desk.share for desk in DESKS}
    people = make_readers(readers, shares, random.Random(seed))
    clicks = click_stream(written, people, start=start, now=now, seed=seed)
    return SampleNewsroom(written, clicks, people)


def new_article(*, now: datetime, seed: int) -> dict[str, object]:
    """One more article, published at `now`, always with an image; another seed gives another article."""
    chooser = random.Random(f"new article {seed}")
    story, headline = _news(Newsroom(chooser))
    article_id = f"a-{chooser.getrandbits(40):010x}"
    return write_article(
        chooser, story, headline, article_id=article_id, published=now, follow_up=False, image_share=1.0
    )


def _news(newsroom: Newsroom) -> tuple[Story, Headline]:
    for _ in range(_ATTEMPTS):
        desk = newsroom.chooser.choices(DESKS, [desk.share for desk in DESKS])[0]
        story = newsroom.new_story(desk)
        headline = newsroom.headline(story, follow_up=False)
        if headline is not None:
            return story, headline
    raise ValueError("articles: more than the desks have titles for")


def _write(count: int, start: datetime, now: datetime, seed: int) -> tuple[dict[str, object], ...]:
    chooser = random.Random(seed)
    newsroom = Newsroom(chooser)
    running: list[tuple[datetime, Story]] = []
    records: list[dict[str, object]] = []
    for number, published in enumerate(_publication_times(count, start, now, seed), start=1):
        due = next((entry for entry in running if entry[0] <= published), None)
        headline = newsroom.headline(due[1], follow_up=True) if due else None
        if due and headline:
            running.remove(due)
            story = due[1]
        else:
            story, headline = _news(newsroom)
            if story.frame.event and chooser.random() < _STORY_SHARE:
                running += _follow_ups(story, published, chooser)
        records.append(
            write_article(
                chooser,
                story,
                headline,
                article_id=f"a-{number:05d}",
                published=published,
                follow_up=due is not None,
                image_share=_IMAGE_SHARE,
            )
        )
    return tuple(records)


def _follow_ups(story: Story, published: datetime, chooser: random.Random) -> list[tuple[datetime, Story]]:
    delays = (chooser.expovariate(1 / 10) + 1 for _ in range(chooser.choice((1, 2, 2, 3, 4))))
    return sorted(((published + timedelta(hours=delay), story) for delay in delays), key=lambda entry: entry[0])


def _publication_times(count: int, start: datetime, now: datetime, seed: int) -> list[datetime]:
    rng = np.random.default_rng(seed + 1)
    latest = [now - timedelta(minutes=minutes) for minutes in _LATEST_MINUTES[:count]]
    seconds = draw_times(count - len(latest), start, now, PUBLISHING_HOURS, rng)
    return sorted([*(start + timedelta(seconds=round(each, 3)) for each in seconds.tolist()), *latest])
