"""Writes articles: picks what happens, tells it in a title and an abstract, and fills in the generic record."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from newsroom.sample.authors import AUTHORS
from newsroom.sample.companies import COMPANIES, INDUSTRIES, Company
from newsroom.sample.desks import SPONSORED
from newsroom.sample.frames import Desk, Facts, Frame, Telling, Title, fill, render
from newsroom.sample.illustration import HEIGHT, WIDTH, alt_text

_SITE: Final = "https://www.harwick-courier.example"
_LENGTH_SHARES: Final = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_LENGTHS: Final = (28, 40, 58, 69, 83, 103, 120)
_COMPANY_WEIGHTS: Final = tuple(1 / (rank + 3) ** 0.6 for rank in range(len(COMPANIES)))
_BY_INDUSTRY: Final = {name: tuple(each for each in COMPANIES if name in each.industries) for name in INDUSTRIES}
_MEDIA: Final = (("article", 0.87, (240, 1_400)), ("video", 0.09, (40, 220)), ("audio", 0.04, (60, 260)))


@dataclass(frozen=True, slots=True)
class Story:
    """An event, which may be reported more than once."""

    cluster_id: str
    desk: Desk
    frame: Frame
    facts: Facts
    companies: tuple[Company, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """A title, a shorter one if there is any, and the abstract under it."""

    title: str
    short_title: str | None
    abstract: str


@dataclass(frozen=True, slots=True)
class _Draft:
    title: str
    short_title: str | None
    form: Title
    telling: Telling


@dataclass(slots=True)
class Newsroom:
    """Remembers what it has printed, so that no title comes twice and no form wears out."""

    chooser: random.Random
    printed: set[str] = field(default_factory=set[str])
    uses: Counter[str] = field(default_factory=Counter[str])
    told: Counter[str] = field(default_factory=Counter[str])
    worn: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    stories: int = 0

    def new_story(self, desk: Desk) -> Story:
        """Something that has just happened, told in one of the frames that were used least."""
        frame = min(desk.frames, key=lambda each: self.told[each.key] / each.size + 0.3 * self.chooser.random())
        self.told[frame.key] += 1
        companies = self._companies(frame.industries) if frame.names_company else ()
        facts = Facts(self.chooser, self.worn, {**desk.slots, **frame.slots}, companies)
        self.stories += 1
        unique = frame.event is not None and "{" not in frame.event
        cluster = _slug(frame.event) if unique and frame.event else f"{self.stories:04d}"
        return Story(f"story-{cluster}", desk, frame, facts, companies)

    def _companies(self, industries: tuple[str, ...]) -> tuple[Company, Company]:
        pool = [index for index, each in enumerate(COMPANIES) if not industries or each.industries[0] in industries]
        company = COMPANIES[self.chooser.choices(pool, [_COMPANY_WEIGHTS[index] for index in pool])[0]]
        rivals = [each for each in _BY_INDUSTRY[company.industries[0]] if each is not company]
        return company, self.chooser.choice(rivals)

    def headline(self, story: Story, *, follow_up: bool) -> Headline | None:
        """A title near a length drawn from those of real titles; None when all the story's titles are printed."""
        tellings = story.frame.tellings
        if follow_up:
            story.facts["event"] = fill(story.frame.event or "", story.facts, self.chooser)
            later = (each for each in story.desk.follow_ups if story.companies or not each.names_company)
            tellings = (*later, *tellings)
        drafts = [draft for telling in tellings for draft in self._drafts(telling, story.facts)]
        wanted = float(np.interp(self.chooser.random(), _LENGTH_SHARES, _LENGTHS))
        fresh = [draft for draft in drafts if draft.title not in self.printed]
        if not fresh:
            return None
        best = min(fresh, key=lambda draft: abs(len(draft.title) - wanted) / 5 + 4 * self._wear(draft.form))
        self.printed.update((best.title, best.short_title or best.title))
        self.uses.update((best.form.main, best.form.clause))
        abstract = render(self.chooser.choice(best.telling.abstracts), story.facts, self.chooser)
        return Headline(best.title, best.short_title, abstract)

    def _drafts(self, telling: Telling, facts: Facts) -> Iterator[_Draft]:
        for form in telling.titles:
            main = render(form.main, facts, self.chooser)
            if form.clause:
                clause = fill(form.clause, facts, self.chooser)
                yield _Draft(f"{main}{clause}" if clause.startswith(",") else f"{main} {clause}", main, form, telling)
            else:
                yield _Draft(main, None, form, telling)

    def _wear(self, form: Title) -> int:
        return self.uses[form.main] + (self.uses[form.clause] if form.clause else 0)


def write_article(
    chooser: random.Random,
    story: Story,
    headline: Headline,
    *,
    article_id: str,
    published: datetime,
    follow_up: bool,
    image_share: float,
) -> dict[str, object]:
    """The generic record of one article of the story."""
    frame, desk = story.frame, story.desk
    text = f"{headline.title} {headline.abstract}"
    named = tuple(company for company in story.companies if company.name in text)
    media_type, _, words = chooser.choices(_MEDIA, [share for _, share, _ in _MEDIA])[0]
    record: dict[str, object] = {
        "article_id": article_id,
        "title": headline.title,
        "url": f"{_SITE}/{desk.topic}/{_slug(headline.title)}-{article_id}",
        "published_at": timestamp(published),
        "topics": [desk.topic, frame.subtopic],
        "authors": chooser.sample(AUTHORS[desk.topic], 2 if chooser.random() < 0.12 else 1),
        "language": "en",
        "word_count": round(chooser.triangular(words[0], words[1], words[0] * 2)),
        "media_type": media_type,
        "status": "published",
        "news_value": max(0, min(5, frame.news_value + chooser.choices((-1, 0, 1, 2), (25, 50, 20, 5))[0])),
        "lifetime": frame.lifetime,
        "access": chooser.choices(("free", "metered", "subscriber"), (35, 45, 20))[0],
    }
    optional: dict[str, object] = {
        "short_title": headline.short_title,
        "abstract": headline.abstract if chooser.random() < 0.96 else None,
        "companies": [company.name for company in named],
        "industries": list(dict.fromkeys(name for company in named for name in company.industries)),
        "places": [place for place in story.facts.places if place in text],
        "image": _image(article_id, desk.topic) if chooser.random() < image_share else None,
        "updated_at": timestamp(published + timedelta(minutes=chooser.randint(1, 25))) if follow_up else None,
        "sponsored": {"sponsor": named[0].name, "label": "Paid content"} if desk is SPONSORED else None,
        "story_cluster_id": story.cluster_id if frame.event else None,
    }
    return record | {name: value for name, value in optional.items() if value}


def timestamp(moment: datetime) -> str:
    """The moment as source systems write it: ISO 8601 in milliseconds with the zone's offset."""
    return moment.isoformat(timespec="milliseconds")


def _image(article_id: str, topic: str) -> dict[str, object]:
    return {"url": f"/images/{article_id}.svg", "alt": alt_text(article_id, topic), "width": WIDTH, "height": HEIGHT}


def _slug(title: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", "", title.lower().replace("-", " ")).split()
    return "-".join(words[:9])
