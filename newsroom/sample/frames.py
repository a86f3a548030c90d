"""Story frames: what happened, told in several titles and abstracts that share the same facts."""

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from newsroom.sample.companies import INDUSTRIES, Company
from newsroom.sample.vocabulary import FIRST_NAMES, LAST_NAMES, SHARED_SLOTS, WOMEN

_OF_A_COMPANY: Final = re.compile(r"\{(company|rival|chief|chief_surname|seat|industry|maker|product|site|staff)\}")
_ALTERNATIVES: Final = re.compile(r"\[([^\[\]]*)\]")
_VOWEL_AFTER_A: Final = re.compile(r"\b([Aa]) (?=(?:[aeioAEIO]|8|11\b|18\b)(?!ne\b|ne-|uro))")
_SENTENCE_START: Final = re.compile(r"([.?!] )([a-z])")

Slots = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Title:
    """A title's template: `{name}` is a fact, `[one|other]` a free choice; without its clause it is a short title."""

    main: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Titles and abstracts that fit each other."""

    titles: tuple[Title, ...]
    abstracts: tuple[str, ...]

    @property
    def names_company(self) -> bool:
        """Whether the telling speaks of a company, and so needs one."""
        templates = (*(f"{title.main} {title.clause}" for title in self.titles), *self.abstracts)
        return any(_OF_A_COMPANY.search(template) for template in templates)


@dataclass(frozen=True, slots=True)
class Frame:
    """Something that can happen on a desk, with the ways to tell it, which share its facts.

    `event` is the noun phrase by which later articles of the same story call it; a frame without one stays alone.
    """

    subtopic: str
    tellings: tuple[Telling, ...]
    slots: Slots = field(default_factory=dict[str, Sequence[object]])
    event: str | None = None
    industries: tuple[str, ...] = ()
    lifetime: str = "standard"
    news_value: int = 2

    @property
    def key(self) -> str:
        """What tells the frame from others."""
        return self.tellings[0].titles[0].main

    @property
    def size(self) -> int:
        """How many titles it has."""
        return sum(len(telling.titles) for telling in self.tellings)

    @property
    def names_company(self) -> bool:
        """Whether any telling needs a company."""
        return any(telling.names_company for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Desk:
    """A part of the newsroom: its topic, its share of the articles, and the frames it writes in."""

    topic: str
    share: float
    frames: tuple[Frame, ...]
    follow_ups: tuple[Telling, ...] = ()
    slots: Slots = field(default_factory=dict[str, Sequence[object]])


class Facts(dict[str, str]):
    """The facts of one story, chosen when a template first asks for them and kept from then on."""

    def __init__(
        self, chooser: random.Random, worn: Counter[tuple[str, str]], slots: Slots, companies: tuple[Company, ...]
    ) -> None:
        super().__init__()
        self._chooser = chooser
        self._worn = worn
        self._slots = {**SHARED_SLOTS, **slots}
        if companies:
            self._describe(*companies)

    def _describe(self, company: Company, rival: Company) -> None:
        self.update(company=company.name, rival=rival.name)
        industry = INDUSTRIES[company.industries[0]]
        self.update(chief=company.chief, chief_surname=company.chief.rsplit(" ", 1)[1], seat=company.seat)
        self["industry"] = industry.name
        for name, values in (
            ("maker", industry.makers),
            ("product", industry.products),
            ("site", industry.sites),
            ("staff", industry.staff),
        ):
            self[name] = self._chooser.choice(values)

    def __missing__(self, name: str) -> str:
        base = name.rstrip("0123456789")
        if base == "surname":
            self[name] = self[name.replace("surname", "person")].rsplit(" ", 1)[1]
        elif base in ("person", "woman"):
            first = self._chooser.choice(WOMEN if base == "woman" else FIRST_NAMES)
            self[name] = f"{first} {self._chooser.choice(LAST_NAMES)}"
        else:
            self[name] = self._least_worn(name, base).format_map(self)
        return self[name]

    def _least_worn(self, name: str, base: str) -> str:
        values = self._slots[name] if name in self._slots else self._slots[base]
        if isinstance(values, range):
            return f"{self._chooser.choice(values):,}"
        taken = {value for key, value in self.items() if key.rstrip("0123456789") == base}
        free = [text for text in map(str, values) if text not in taken]
        text = min(free, key=lambda each: (self._worn[base, each], self._chooser.random()))
        self._worn[base, text] += 1
        return text

    @property
    def places(self) -> tuple[str, ...]:
        """The cities and countries that the story names."""
        named = (value for name, value in self.items() if name.rstrip("0123456789") in ("city", "country", "seat"))
        return tuple(dict.fromkeys(named))


def fill(template: str, facts: Facts, chooser: random.Random) -> str:
    """The template with its choices made, its facts filled in, and `a` or `an` and possessives put right."""
    chosen = _ALTERNATIVES.sub(lambda found: chooser.choice(found[1].split("|")), template)
    words = _VOWEL_AFTER_A.sub(r"\1n ", chosen.format_map(facts))
    return words.replace("s's ", "s' ")


def render(template: str, facts: Facts, chooser: random.Random) -> str:
    """The filled template as sentences, each with a capital."""
    words = _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), fill(template, facts, chooser))
    first = 1 if words[0] == "'" else 0
    return words[:first] + words[first].upper() + words[first + 1 :]
