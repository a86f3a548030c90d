import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.aws.dynamodb import from_item, to_item
from newsrec.aws.history import reader_items
from newsrec.aws.readers import profile_from
from newsrec.interests.audience import average_reader
from newsrec.model import Article, Interaction, InteractionType, Preferences, Sponsor
from newsrec.rules.documents import read_rules
from newsrec.serving.just_published import ColdArticle
from newsrec.serving.reasons import PRIORITY, Reasoning
from newsrec.serving.recommend import ServedList, recommend
from newsrec.surfaces import Followed, load
from tests.unit.newsrec.records import NOW, article, click
from tests.unit.newsrec.serving.fakes import Newsroom, request
from tests.unit.newsrec.serving.reasons.reason_checker import Truth, first_opened, is_sensitive, untrue

TOPICS = ("sport", "film", "business", "travel", "public health", "Religion")
SENSITIVE = ("public health", "Religion")
COMPANIES = ("Acme", "Bolt", "Corvid", "Faith Films")
OTHERS = [f"r{number}" for number in range(2, 80)]
INDUSTRIES = ("steel", "media", "mental health")
RULES: Sequence[Mapping[str, Any]] = (
    {"id": "breaking-first", "rule": "breaking_override", "params": {"slot": 1}},
    {"id": "hard-news", "rule": "min_matching", "params": {"predicate": {"news_value_gte": 4}, "min": 1, "first_n": 2}},
    {"id": "from-home", "rule": "local_share", "params": {"attribute": "places", "min": 0.3, "max": 1}},
    {"id": "variety", "rule": "no_adjacent_same", "params": {"attribute": "topic"}},
)


@dataclass
class Chance:
    """A newsroom of which everything is left to chance, small enough that its readers read of the same again."""

    draw: random.Random

    def some(self, names: Sequence[str], most: int) -> tuple[str, ...]:
        return tuple(self.draw.sample(names, self.draw.randint(0, most)))

    def maybe(self, chance: float) -> bool:
        return self.draw.random() < chance

    def article(self, article_id: str, oldest: timedelta, topics: Sequence[str] = TOPICS) -> Article:
        harmless = self.maybe(0.6)
        return article(
            article_id,
            published_at=NOW - oldest * self.draw.random(),
            topics=self.some([one for one in topics if one not in SENSITIVE] if harmless else topics, 2),
            companies=self.some(COMPANIES[:-1] if harmless else COMPANIES, 2),
            industries=self.some(INDUSTRIES[:-1] if harmless else INDUSTRIES, 1),
            authors=self.some(("Ruth", "Tom", "Ada"), 2),
            places=self.some(("Harwick", "Elsewhere"), 1),
            story_cluster_id=next(iter(self.some(("s1", "s2"), 1)), None),
            editorial_flags=self.some(("breaking", "tragedy"), 1) if self.maybe(0.3) else (),
            news_value=self.draw.randint(0, 5),
            sponsored=Sponsor(sponsor="Acme", label="Paid content") if self.maybe(0.05) else None,
        )

    def history(self, reader_id: str, articles: Sequence[Article], most: int) -> list[Interaction]:
        kinds = [InteractionType.CLICK, InteractionType.READ, InteractionType.IMPRESSION, InteractionType.HIDE]
        return [
            click(
                one.article_id,
                event_id=f"{reader_id}-{number}",
                reader_id=reader_id,
                type=self.draw.choice(kinds),
                occurred_at=NOW - timedelta(days=70) * self.draw.random() ** 3,
                aggregate_only=self.maybe(0.1),
            )
            for number, one in enumerate(self.draw.choices(articles, k=self.draw.randint(0, most)))
        ]

    def liked(self, articles: Sequence[Article]) -> Sequence[Article]:
        """Half of the time those about one company, if there are any."""
        company = self.draw.choice(COMPANIES) if self.maybe(0.5) else None
        return [one for one in articles if company in one.companies] or articles


def made(seed: int) -> tuple[ServedList, Truth]:
    """A list of the product over what its own tables would keep, and what really happened."""
    chance = Chance(random.Random(seed))
    draw = chance.draw
    old = [chance.article(f"old{number}", timedelta(days=70)) for number in range(40)]
    new = [
        chance.article(f"new{number}", timedelta(hours=draw.choice((2, 60))), (*TOPICS, "space"))
        for number in range(16)
    ]
    articles = {one.article_id: one for one in (*old, *new)}
    interactions = {"r1": chance.history("r1", chance.liked(old), 60)}
    interactions |= {reader: chance.history(reader, old, 5) for reader in OTHERS}
    ids = [one.article_id for one in new]
    answers = {name: draw.sample(ids, 8) for name in ("personalised", "trending", "popular", "just_published")}
    follows = Preferences(
        follows_topics=chance.some(TOPICS, 2),
        follows_companies=chance.some(COMPANIES, 2),
        home_region=draw.choice((None, "Harwick")),
        personalised=chance.maybe(0.9),
    )
    pins = [{"article_id": draw.choice(ids), "slot": draw.randint(1, 3), "until": (NOW + timedelta(1)).isoformat()}]
    rules = [{"id": "pin", "rule": "pin_article", "params": pin} for pin in pins] + list(RULES)
    rules = [rule for rule in rules if chance.maybe(0.5)]
    profile = profile_from([from_item(to_item(one)) for one in reader_items(interactions["r1"], articles)], NOW)
    newsroom = Newsroom(
        articles=list(articles.values()),
        shelf=[ColdArticle(article_id=id, published_at=articles[id].published_at) for id in answers["just_published"]],
        profile=replace(profile, preferences=follows),
        followed=frozenset(draw.sample(ids, 5)),
        clicks={id: draw.randint(1, 8) for id in answers["popular"]},
        **{name: answers[name] for name in ("personalised", "trending", "popular")},
    )
    surface = replace(
        load("home"),
        rules=read_rules(rules),
        mix={"personalised": 0.5, "trending": 0.3, "popular": 0.2},
        followed=Followed(share=0.3),
    )
    average = average_reader((first_opened(interactions[reader]) for reader in OTHERS), articles)
    personalised = chance.maybe(0.9)
    with newsroom.sources() as sources:
        known = replace(sources, reasoning=Reasoning(average=lambda: average))
        served = recommend(request(surface=surface, limit=6, personalised=personalised), known)
    truth = Truth(
        articles=articles,
        interactions=interactions,
        preferences=follows,
        rules={rule["id"]: rule for rule in rules},
        answers=answers,
        followed=newsroom.followed,
        clicks=newsroom.clicks,
        profiled=personalised and follows.personalised,
    )
    return served, truth


def test_no_reason_in_any_list_is_false() -> None:
    seen: set[str] = set()

    @settings(max_examples=300)
    @given(st.integers(0, 2**32))
    def every_reason_holds(seed: int) -> None:
        served, truth = made(seed)
        assert untrue(served, truth) == []
        seen.update(reason.code for item in served.items for reason in item.reasons)

    every_reason_holds()
    assert seen == set(PRIORITY)


@given(st.integers(0, 2**32))
def test_no_sensitive_topic_is_in_any_reason(seed: int) -> None:
    served, _ = made(seed)
    for item in served.items:
        texts = [reason.text for reason in item.reasons if reason.code != "sponsored"]
        assert not [text for text in texts if any(word in text for word in ("health", "Religion", "Faith Films"))]
        if is_sensitive(item.article) and not item.article.sponsored:
            codes = {reason.code for reason in item.reasons}
            assert codes.isdisjoint({"reads_company", "reads_topic", "reads_industry", "reads_author", "follows_topic"})
