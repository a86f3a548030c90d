"""Source records as pydantic models: what a field may hold, said once.

Every source comes down to these; the generic one demands more of an article than an archive of ids can give.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from newsrec.model import Article, ArticleStatus, Context, Image, Interaction, InteractionType, Sponsor

Id = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
Names = tuple[Name, ...]
Topics = Annotated[tuple[Name, ...], Field(min_length=1)]


def _is_text(time: object) -> object:
    if not isinstance(time, str) or "-" not in time[:5]:
        raise PydanticCustomError("iso_8601", "Input should be a time as ISO 8601 text with a zone")
    return time


def _in_utc(time: datetime) -> datetime:
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("out_of_range", "Input should be a time of the years 1 to 9999 in UTC") from None


Time = Annotated[AwareDatetime, BeforeValidator(_is_text), AfterValidator(_in_utc)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ImageRecord(_Record):
    url: Text
    alt: str = ""
    width: int | None = Field(default=None, gt=0)
    height: int | None = Field(default=None, gt=0)


class SponsorRecord(_Record):
    sponsor: Name
    label: Name


class ContextRecord(_Record):
    region: Name | None = None
    device: Name | None = None
    referrer: Name | None = None


class _ArticleRecord(_Record):
    article_id: Id
    published_at: Time
    short_title: Text | None = None
    abstract: str | None = None
    authors: Names = ()
    companies: Names = ()
    industries: Names = ()
    places: Names = ()
    language: Name | None = None
    word_count: int | None = Field(default=None, ge=0)
    media_type: Name | None = None
    image: ImageRecord | None = None
    status: ArticleStatus = ArticleStatus.PUBLISHED
    embargo_until: Time | None = None
    expires_at: Time | None = None
    updated_at: Time | None = None
    news_value: int | None = Field(default=None, ge=0, le=5)
    lifetime: Name | None = None
    access: Name | None = None
    sponsored: SponsorRecord | None = None
    story_cluster_id: Id | None = None
    editorial_flags: Names = ()
    allowed_countries: Names = ()

    def to_model(self) -> Article:
        given = {name: getattr(self, name) for name in type(self).model_fields}
        image, sponsored = given.pop("image"), given.pop("sponsored")
        return Article(
            **given,
            image=Image(**image.model_dump()) if image else None,
            sponsored=Sponsor(**sponsored.model_dump()) if sponsored else None,
        )


class BareArticle(_ArticleRecord):
    """An article of which no more than an id and a time need be known."""

    title: Text | None = None
    url: Text | None = None
    topics: Names = ()


class GenericArticle(_ArticleRecord):
    """An article as a newsroom sends it."""

    title: Text
    url: Text
    topics: Topics


class InteractionRecord(_Record):
    event_id: Id
    session_id: Id
    article_id: Id
    type: InteractionType
    occurred_at: Time
    reader_id: Id | None = None
    dwell_seconds: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    read_share: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    list_id: Id | None = None
    impression_id: Id | None = None
    context: ContextRecord = ContextRecord()

    def to_model(self) -> Interaction:
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "context"}
        return Interaction(**given, context=Context(**self.context.model_dump()))
