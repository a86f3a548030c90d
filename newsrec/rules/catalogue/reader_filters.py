"""Rules that refuse an article, or put it at the end, for what is known of the reader."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Final, Literal

from newsrec.rules.decoding import Name, Positive, Range, Share
from newsrec.rules.filtering import Filter, Stage
from newsrec.rules.predicates import has_flag, instant_of
from newsrec.rules.primitives import Primitive, RankedArticle, matching
from newsrec.rules.rule import Mode, OnUnmet, Params, Pool, Situation
from newsrec.rules.shares import at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Filter):
    """Only articles in a language that the reader accepts, else in one of the site's; `de` accepts `de-CH`.

    Those in the first of them have at least `min_share_primary` of the list, as far as there are any.
    """

    name: ClassVar[str] = "language"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.LANGUAGE
    orders: ClassVar[Mode | None] = "soft"

    accepted: tuple[Name, ...] = ()
    default: tuple[Name, ...] = ()
    min_share_primary: Share = 1.0

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        language = article.attributes.get("language")
        fits = not isinstance(language, str) or any(_accepts(one, language) for one in self._languages(situation))
        return None if fits else f"language {language}"

    def inactive(self, situation: Situation) -> str | None:
        return None if self._languages(situation) else "no language of the reader or the site is known"

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        yield from Filter.demands(self, pool)
        first = self._languages(pool.situation)[0]
        primary = matching(
            pool.articles, lambda article: _accepts(first, str(article.attributes.get("language", first)))
        )
        yield from pool.at_least(primary, at_least(self.min_share_primary, pool.length), None)

    def _languages(self, situation: Situation) -> tuple[str, ...]:
        return situation.reader.languages or self.accepted or self.default


def _accepts(accepted: str, language: str) -> bool:
    one, other = f"{accepted.lower()}-", f"{language.lower()}-"
    return other.startswith(one) or one.startswith(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAlreadyRead(Filter):
    """No article that the reader read within the window, or whose story he did; unless it was updated since."""

    name: ClassVar[str] = "not_already_read"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.READ

    window: timedelta = timedelta(days=30)
    match: Literal["article", "cluster"] = "article"
    updated_again: bool = True

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        reader = situation.reader
        times = [reader.read.get(article.article_id)]
        if self.match == "cluster":
            times.append(reader.read_clusters.get(str(article.attributes.get("story_cluster_id"))))
        read_at = max((time for time in times if time), default=None)
        if read_at is None or (situation.now and situation.now - read_at > self.window):
            return None
        updated_at = instant_of(article, "last_substantial_update", "updated_at") if self.updated_again else None
        return None if updated_at and updated_at > read_at else f"read at {read_at.isoformat()}"

    @property
    def own_on_unmet(self) -> OnUnmet | None:
        return "relax"


_SHOWN_FEWER_BY: Final = ("topic", "topics", "author", "authors", "source", "publisher")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderExclusions(Filter):
    """Nothing that the reader muted, and what he asked to see fewer of at the end; or both alike by `strength`.

    With `must_know_overrides` an article of at least the news value `must_know` passes a muted topic.
    """

    name: ClassVar[str] = "reader_exclusions"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.EXCLUSIONS
    orders: ClassVar[Mode | None] = "soft"

    mute_topics: tuple[Name, ...] = ()
    mute_authors: tuple[Name, ...] = ()
    mute_sources: tuple[Name, ...] = ()
    feedback_window: timedelta = timedelta(days=14)
    strength: Literal["remove", "demote"] | None = None
    must_know_overrides: bool = False
    must_know: Annotated[float, Range(0, 5)] = 5

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        muted = self._muted(article, situation)
        if muted and self.strength != "demote":
            return f"muted {muted}"
        fewer = self._shown_fewer(article, situation)
        return f"asked to see fewer of {fewer}" if fewer and self.strength == "remove" else None

    def demotes(self, article: RankedArticle, situation: Situation) -> bool:
        return bool(self._muted(article, situation) or self._shown_fewer(article, situation))

    def _muted(self, article: RankedArticle, situation: Situation) -> str | None:
        reader = situation.reader
        authors = (*self.mute_authors, *reader.muted_authors)
        sources = (*self.mute_sources, *reader.muted_sources)
        topics = (*self.mute_topics, *reader.muted_topics)
        if not (authors or sources or topics):
            return None
        news_value = article.attributes.get("news_value")
        must_know = isinstance(news_value, int | float) and news_value >= self.must_know
        kinds = (
            (("author", "authors"), authors),
            (("publisher", "source"), sources),
            (("topic", "topics"), () if self.must_know_overrides and must_know else topics),
        )
        named = ((names, muted) for names, muted in kinds if muted)
        return next((value for names, muted in named for value in _values(article, names) if value in muted), None)

    def _shown_fewer(self, article: RankedArticle, situation: Situation) -> str | None:
        asked = situation.reader.shown_fewer
        if not asked:
            return None
        for value in (article.article_id, *_values(article, _SHOWN_FEWER_BY)):
            at = asked.get(value)
            if at and (situation.now is None or situation.now - at <= self.feedback_window):
                return value
        return None


def _values(article: RankedArticle, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = article.attributes.get(name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, str):
                yield part


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLimit(Filter):
    """What the reader was shown `max_impressions` times without a click stands at the end, or is removed.

    The impressions are those that the caller counted, within the window and in the way that are named here. Exempt
    are articles with one of the flags, or of editors where `pinned` is among them.
    """

    name: ClassVar[str] = "seen_limit"
    mode: ClassVar[Mode] = "soft"
    stage: ClassVar[Stage] = Stage.READ

    max_impressions: Positive = 4
    window: timedelta = timedelta(hours=48)
    count: Literal["viewable", "served"] = "viewable"
    effect: Literal["demote", "remove"] = "demote"
    exempt: tuple[Name, ...] = ("pinned", "breaking")

    def refuses(self, mode: Mode) -> bool:  # noqa: ARG002 - the effect says it
        return self.effect == "remove"

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        seen = situation.reader.impressions.get(article.article_id, 0)
        if seen < self.max_impressions or any(has_flag(article, flag) for flag in self.exempt):
            return None
        by_editors = "pinned" in self.exempt and article.attributes.get("source") == "editors"
        return None if by_editors else f"shown {seen} times"

    @property
    def own_on_unmet(self) -> OnUnmet | None:
        return "relax"


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind for kind in (Language, NotAlreadyRead, ReaderExclusions, SeenLimit)
}
