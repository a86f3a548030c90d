"""The rule that shows only one of several copies of a story."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final, Literal
from urllib.parse import urlsplit

from newsrec.rules.decoding import Name, Share
from newsrec.rules.predicates import instant_of
from newsrec.rules.primitives import Primitive, RankedArticle, mask_of
from newsrec.rules.roles import Collapse
from newsrec.rules.rule import Mode, Params, Pool
from newsrec.rules.shares import at_least

_KEPT: Final = 4096
"""Titles and addresses whose comparable form is kept: lists that follow one another are of much the same articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate(Collapse):
    """Of articles that are copies of one another only one, in the place of the best-ranked.

    Copies have the same `key`, or the same value of one of `also`, or titles of which at least that share of the words
    is common to both. `canonical_url` and `normalised_title` are made from `url` and `title` where they are absent.
    """

    name: ClassVar[str] = "near_duplicate"
    mode: ClassVar[Mode] = "hard"

    key: Name = "story_cluster_id"
    also: tuple[Name, ...] = ("canonical_url", "normalised_title")
    title_similarity: Share = 0.85
    keep: Literal["best_ranked", "newest", "longest"] = "best_ranked"

    def demoted(self, pool: Pool) -> int:
        return mask_of(copy for _, *others in self.copies(pool.articles) for copy in others)

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        return pool.demoting(self.demoted(pool))

    def copies(self, articles: Sequence[RankedArticle], pinned: Container[str] = ()) -> Sequence[tuple[int, ...]]:
        leader = list(range(len(articles)))

        def led(index: int) -> int:
            while leader[index] != index:
                index = leader[index]
            return index

        for one, other in self._pairs(articles):
            first, second = sorted((led(one), led(other)))
            leader[second] = first
        sets: dict[int, list[int]] = {}
        for index in range(len(articles)):
            sets.setdefault(led(index), []).append(index)
        return [self._kept_first(articles, members, pinned) for members in sets.values() if len(members) > 1]

    def _kept_first(
        self, articles: Sequence[RankedArticle], members: Sequence[int], pinned: Container[str]
    ) -> tuple[int, ...]:
        kept = min(
            members, key=lambda index: (articles[index].article_id not in pinned, -self._worth(articles[index]), index)
        )
        return (kept, *(index for index in members if index != kept))

    def _worth(self, article: RankedArticle) -> float:
        match self.keep:
            case "best_ranked":
                return 0
            case "newest":
                changed_at = instant_of(article, "updated_at", "published_at")
                return changed_at.timestamp() if changed_at else 0
            case "longest":
                words = article.attributes.get("word_count")
                return words if isinstance(words, int | float) else 0

    def _pairs(self, articles: Sequence[RankedArticle]) -> Iterator[tuple[int, int]]:
        for name in (self.key, *self.also):
            first_with: dict[object, int] = {}
            for index, article in enumerate(articles):
                value = _value(article, name)
                if value not in (None, "", ()):
                    yield first_with.setdefault(value, index), index
        yield from self._alike(articles)

    def _alike(self, articles: Sequence[RankedArticle]) -> Iterator[tuple[int, int]]:
        """Pairs of similar titles; of two such at least one of the rarest words of each is common to both."""
        words = [frozenset(_normalised(article.attributes.get("title")).split()) for article in articles]
        counts: dict[str, int] = {}
        for word in (word for title in words for word in title):
            counts[word] = counts.get(word, 0) + 1
        with_word: dict[str, list[int]] = {}
        for index, title in enumerate(words):
            rarest = sorted(title, key=lambda word: (counts[word], word))
            telling = rarest[: len(title) - at_least(self.title_similarity, len(title)) + 1]
            for other in {other for word in telling for other in with_word.get(word, ())}:
                common = len(title & words[other])
                if common >= self.title_similarity * (len(title) + len(words[other]) - common) - 1e-9:
                    yield other, index
            for word in telling:
                with_word.setdefault(word, []).append(index)


def _value(article: RankedArticle, name: str) -> object:
    value = article.attributes.get(name)
    if value is None and name == "canonical_url":
        url = article.attributes.get("url")
        return _canonical(url) if isinstance(url, str) else None
    if value is None and name == "normalised_title":
        return _normalised(article.attributes.get("title"))
    return value


@lru_cache(maxsize=_KEPT)
def _canonical(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}"


def _normalised(title: object) -> str:
    """The words in lower case, without marks."""
    return " ".join(_words(title)) if isinstance(title, str) else ""


@lru_cache(maxsize=_KEPT)
def _words(title: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\W+", " ", unicodedata.normalize("NFKC", title).casefold()).split())


RULES: Final[Mapping[str, type[Params]]] = {NearDuplicate.name: NearDuplicate}
