"""Rules that refuse an article for what it is, whoever reads."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Final, Literal

from newsrec.rules.decoding import Count, Length, Name
from newsrec.rules.filtering import Filter, Stage
from newsrec.rules.predicates import age_of, has_flag, instant_of
from newsrec.rules.primitives import RankedArticle
from newsrec.rules.roles import Choice
from newsrec.rules.rule import Mode, OnUnmet, Params, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAndNotWithdrawn(Filter):
    """Only articles of these statuses; one that says nothing of its status is published."""

    name: ClassVar[str] = "published_and_not_withdrawn"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.STATUS

    statuses: Annotated[tuple[Name, ...], Length(1)] = ("published",)

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:  # noqa: ARG002
        status = article.attributes.get("status", "published")
        return None if status in self.statuses else f"status {status}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishWindow(Filter):
    """Only between the end of the embargo, which is included, and the expiry; later and earlier by the clock's skew."""

    name: ClassVar[str] = "publish_window"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.WINDOW

    respect_embargo: bool = True
    respect_expiry: bool = True
    clock_skew_s: Count = 0

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        if situation.now is None:
            return None
        skew = timedelta(seconds=self.clock_skew_s)
        embargo, expiry = instant_of(article, "embargo_until"), instant_of(article, "expires_at")
        if self.respect_embargo and embargo and situation.now < embargo + skew:
            return f"embargo until {embargo.isoformat()}"
        if self.respect_expiry and expiry and situation.now >= expiry - skew:
            return f"expired at {expiry.isoformat()}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography(Filter):
    """An article that names countries only for readers in one of them."""

    name: ClassVar[str] = "geography"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.GEOGRAPHY

    attribute: Name = "allowed_countries"
    reader_field: Literal["country", "home_region"] = "country"
    unknown_reader: Literal["deny_restricted", "allow"] = "deny_restricted"

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        allowed = article.attributes.get(self.attribute)
        if not allowed:
            return None
        where: str | None = getattr(situation.reader, self.reader_field)
        if where is None:
            return "the reader's country is not known" if self.unknown_reader == "deny_restricted" else None
        return None if where == allowed or (isinstance(allowed, tuple) and where in allowed) else f"not for {where}"


UNSUITABLE_FOR_CHILDREN: Final = "unsuitable_under_16"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialRisk(Filter):
    """No article with one of the flags; for young readers none flagged `unsuitable_under_16`.

    With `require_reviewed` an article that says nothing of its flags is refused too.
    """

    name: ClassVar[str] = "editorial_risk"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.RISK

    exclude_flags: tuple[Name, ...] = ("active_court_case", "graphic", "unverified", "recalled")
    audience_under_16: bool = False
    require_reviewed: bool = False

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:  # noqa: ARG002
        if self.require_reviewed and article.attributes.get("editorial_flags") is None:
            return "not reviewed"
        flags = (*self.exclude_flags, UNSUITABLE_FOR_CHILDREN) if self.audience_under_16 else self.exclude_flags
        return next((f"flag {flag}" for flag in flags if has_flag(article, flag)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDuplicateArticle(Filter):
    """No article that the page shows already, or that the list goes with; within a list none is ever twice."""

    name: ClassVar[str] = "no_duplicate_article"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.PAGE

    scope: Literal["list", "page"] = "page"
    page_ids: tuple[Name, ...] = ()

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        page = situation.page
        elsewhere = (*self.page_ids, *page.page_ids, page.host_attributes.get("article_id"))
        return "on the page already" if self.scope == "page" and article.article_id in elsewhere else None


def _lifetimes() -> Mapping[str, timedelta | None]:
    return {
        "short": timedelta(hours=12),
        "standard": timedelta(hours=48),
        "long": timedelta(days=14),
        "evergreen": None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxAge(Filter):
    """No article older than its lifetime allows, `null` for any age; one of unknown age is not too old."""

    name: ClassVar[str] = "max_age"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.AGE

    default: timedelta = timedelta(hours=48)
    by_lifetime: Mapping[str, timedelta | None] = dataclasses.field(default_factory=_lifetimes)
    clock: Literal["first_published", "last_substantial_update"] = "first_published"

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        most = self.by_lifetime.get(str(article.attributes.get("lifetime")), self.default)
        names = ("first_published", "published_at")
        if self.clock == "last_substantial_update":
            names = ("last_substantial_update", "updated_at", *names)
        age = age_of(article, situation.now, *names)
        return f"older than {most}" if most is not None and age is not None and age > most else None

    @property
    def own_on_unmet(self) -> OnUnmet | None:
        return "relax"

    def disagrees(self, other: Params) -> Iterator[tuple[str, str]]:
        if isinstance(other, Choice) and other.max_age > self.default:
            yield "default", "is below the max_age of"

    def looser(self) -> Params | None:
        twice = {lifetime: age and 2 * age for lifetime, age in self.by_lifetime.items()}
        return dataclasses.replace(self, default=2 * self.default, by_lifetime=twice)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAllowed(Filter):
    """No article of one of these products for readers who are not entitled to it."""

    name: ClassVar[str] = "access_allowed"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.ACCESS

    hide_if_not_entitled: Annotated[tuple[Name, ...], Length(1)]

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        values = (article.attributes.get("products"), article.attributes.get("access"))
        products = {part for value in values for part in (value if isinstance(value, tuple) else (value,))}
        for product in self.hide_if_not_entitled:
            if product in products and product not in situation.reader.entitlements:
                return f"not entitled to {product}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDedup(Filter):
    """Of the modules of one page, in their order, the lower one goes without what a higher one shows."""

    name: ClassVar[str] = "page_dedup"
    mode: ClassVar[Mode] = "hard"
    stage: ClassVar[Stage] = Stage.PAGE

    surfaces: Annotated[tuple[Name, ...], Length(1)]
    match: Literal["article", "story"] = "article"

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        if article.article_id in situation.page.page_ids:
            return "in a higher module of the page"
        story = article.attributes.get("story_cluster_id")
        same_story = self.match == "story" and story in situation.page.page_stories
        return f"story {story} is in a higher module of the page" if same_story else None


RULES: Final[Mapping[str, type[Params]]] = {
    kind.name: kind
    for kind in (
        PublishedAndNotWithdrawn,
        PublishWindow,
        Geography,
        EditorialRisk,
        NoDuplicateArticle,
        MaxAge,
        AccessAllowed,
        PageDedup,
    )
}
