"""Candidates and rules to rerank, from a seed: small ones, ones with a single grouping attribute, realistic ones."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsrec.rules import RankedArticle, Rule
from newsrec.rules.documents import read_rules
from newsrec.rules.primitives import (
    Apart,
    Displacement,
    MinDistinct,
    Minimum,
    Pinned,
    PrefixMaximum,
    Primitive,
    SlotPredicate,
    Spacing,
    WindowMaximum,
)


@dataclass(frozen=True, slots=True)
class Case:
    candidates: Sequence[RankedArticle]
    rules: Sequence[Rule]
    limit: int

    @property
    def slots(self) -> Sequence[int]:
        return range(1, min(self.limit, len(self.candidates)) + 1)

    def primitives(self) -> Sequence[Primitive]:
        """The rules compiled for the candidates."""
        length = len(self.slots)
        return [primitive for rule in self.rules for primitive in rule.params.primitives(self.candidates, length)]


@dataclass(frozen=True, slots=True)
class PrimitiveCase:
    """`size` candidates for the slots under primitives of any kind."""

    size: int
    slots: Sequence[int]
    primitives: Sequence[Primitive]


def small(count: int, seed: int) -> Iterator[Case]:
    """3 to 7 candidates with overlapping attributes, one to four rules that editors write most."""
    rnd = random.Random(seed)
    for _ in range(count):
        size = rnd.randint(3, 7)
        candidates = [_article(rank, rnd, topics="ABC", authors=3, image_share=0.6) for rank in range(size)]
        documents = [_small_rule(rnd, size) for _ in range(rnd.randint(1, 4))]
        yield Case(candidates, _rules(documents), rnd.randint(2, size))


def of_any_primitives(count: int, seed: int) -> Iterator[PrimitiveCase]:
    """Up to 7 candidates in random sets that overlap, one to four primitives of all kinds; some slots stay empty.

    A few have 8 candidates, which are many orders to try.
    """
    rnd = random.Random(seed)
    for number in range(count):
        size = 8 if number % 100 == 99 else rnd.randint(2, 7)
        length = rnd.randint(1, size)
        slots = range(1, length + 1) if rnd.random() < 0.8 else sorted(rnd.sample(range(1, length + 3), length))
        yield PrimitiveCase(size, slots, [_primitive(rnd, size, length) for _ in range(rnd.randint(1, 4))])


def adversarial(count: int, seed: int) -> Iterator[PrimitiveCase]:
    """Up to 7 candidates whose best-ranked ones are traps: they use up what a demand near the end of the list needs."""
    rnd = random.Random(seed)
    for _ in range(count):
        size = rnd.randint(5, 7)
        length = rnd.randint(4, size)
        half = (1 << size // 2) - 1
        wanted = half | rnd.getrandbits(size)
        yield PrimitiveCase(
            size,
            range(1, length + 1),
            [
                PrefixMaximum(_groups(rnd, size), rnd.randint(1, 2), None),
                Spacing(_groups(rnd, size), 1),
                SlotPredicate((length,), wanted & rnd.getrandbits(size) | 1, 0),
                Minimum(wanted & rnd.getrandbits(size) | 1 << size - 1, 1, length),
                Displacement(rnd.choice([None, 2, 3]), None),
            ],
        )


def one_grouping(count: int, seed: int) -> Iterator[PrimitiveCase]:
    """8 to 24 candidates, each in one group, under up to two caps and a distance within the groups."""
    rnd = random.Random(seed)
    for _ in range(count):
        size = rnd.randint(8, 24)
        groups = [0] * rnd.randint(2, 5)
        for candidate in range(size):
            groups[min(rnd.randrange(len(groups)), rnd.randrange(len(groups)))] |= 1 << candidate
        family = tuple(group for group in groups if group)
        primitives: list[Primitive] = [
            PrefixMaximum(family, rnd.randint(1, 5), rnd.choice([None, 3, 5, 10])) for _ in range(rnd.randint(0, 2))
        ]
        yield PrimitiveCase(size, range(1, rnd.randint(4, size) + 1), [*primitives, Spacing(family, rnd.randint(1, 2))])


def realistic(count: int, seed: int) -> Iterator[Case]:
    """100 candidates for 20 slots under nine rules, topics, authors and sources as uneven as on a real site."""
    rnd = random.Random(seed)
    for _ in range(count):
        authors = rnd.choice([12, 20, 30])
        candidates = [
            _article(rank, rnd, topics="AAAAAAAABBBBBCCCCDDDEEFGH", authors=authors, image_share=0.4)
            for rank in range(100)
        ]
        yield Case(candidates, _rules(_front_page(rnd.choice([4, 5]))), 20)


def _front_page(most_per_source: int) -> Sequence[Mapping[str, Any]]:
    hard_news = {"attribute": "desk", "eq": "hard news"}
    return [
        {"rule": "max_per_attribute", "params": {"attribute": "topic", "max": 3}},
        {"rule": "max_per_attribute", "params": {"attribute": "author", "max": 2}},
        {"rule": "max_per_attribute", "params": {"attribute": "source", "max": most_per_source}},
        {"rule": "no_adjacent_same", "mode": "hard", "params": {"attribute": "topic"}},
        {"rule": "slot_image", "params": {"slot": 1, "min_width_px": 1200}},
        {"rule": "slot_title_length", "params": {"slot": [2, 3], "max_chars": 45}},
        {"rule": "slot_media_type", "params": {"slot": 6, "types": ["video"]}},
        {"rule": "min_matching", "mode": "hard", "params": {"predicate": hard_news, "min": 2, "first_n": 5}},
    ]


def _article(rank: int, rnd: random.Random, *, topics: str, authors: int, image_share: float) -> RankedArticle:
    topic = rnd.choice(topics)
    return RankedArticle(
        f"a{rank}",
        {
            "topic": topic,
            "author": f"author {min(rnd.randrange(authors), rnd.randrange(authors))}",
            "source": f"source {min(rnd.randrange(7), rnd.randrange(7))}",
            "title": "x" * max(10, int(rnd.gauss(65, 18))),
            "image_width": 1200 if rnd.random() < image_share else None,
            "image_height": 720,
            "image_alt": "A harbour",
            "media_type": "video" if rnd.random() < 0.06 else "text",
            "desk": "hard news" if topic in "BCD" and rnd.random() < 0.5 else "features",
        },
    )


def _small_rule(rnd: random.Random, size: int) -> Mapping[str, Any]:
    kind = rnd.choice(["max_per_attribute", "max_per_attribute", "no_adjacent_same", "slot_image", "slot_title_length"])
    attribute = rnd.choice(["topic", "author"])
    params: Mapping[str, Mapping[str, Any]] = {
        "max_per_attribute": {"attribute": attribute, "max": rnd.randint(1, 3), "first_n": rnd.choice([None, 3, 5])},
        "no_adjacent_same": {"attribute": attribute, "distance": rnd.randint(1, 2)},
        "slot_image": {"slot": rnd.randint(1, size)},
        "slot_title_length": {"slot": rnd.randint(1, size), "max_chars": 65},
    }
    return {"rule": kind, "mode": "hard", "params": params[kind]}


def _primitive(rnd: random.Random, size: int, length: int) -> Primitive:
    first_n = rnd.choice([None, 2, 3, 5])
    few = rnd.getrandbits(size) & rnd.getrandbits(size)
    slots = tuple(rnd.sample(range(1, length + 2), rnd.randint(1, 2)))
    return rnd.choice(
        [
            lambda: SlotPredicate(slots, rnd.getrandbits(size), few),
            lambda: PrefixMaximum(_groups(rnd, size), rnd.randint(0, 3), first_n),
            lambda: WindowMaximum(_groups(rnd, size), rnd.randint(1, 2), rnd.randint(2, 4)),
            lambda: Spacing(_groups(rnd, size), rnd.randint(1, 2), rnd.choice([1, 1, 2, 3])),
            lambda: Apart(few, rnd.getrandbits(size), rnd.randint(1, 2), rnd.choice([1, 2, 3])),
            lambda: Minimum(rnd.getrandbits(size), rnd.randint(1, 3), first_n),
            lambda: MinDistinct(_groups(rnd, size), rnd.randint(1, 4), first_n),
            lambda: Pinned(rnd.randrange(size), rnd.randint(1, length + 1)),
            lambda: Displacement(rnd.choice([None, 0, 1, 2, 3]), rnd.choice([None, 1, 2, 3]), few),
        ]
    )()


def _groups(rnd: random.Random, size: int) -> tuple[int, ...]:
    """Groups that share no candidate, or such that do."""
    if rnd.random() < 0.4:
        return tuple(rnd.getrandbits(size) for _ in range(rnd.randint(1, 4)))
    groups = [0] * rnd.randint(1, 4)
    for candidate in range(size):
        groups[rnd.randrange(len(groups))] |= 1 << candidate
    return tuple(group for group in groups if group)


def _rules(documents: Sequence[Mapping[str, Any]]) -> Sequence[Rule]:
    return read_rules([{"id": f"r{index}", **document} for index, document in enumerate(documents)])
