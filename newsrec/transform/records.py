"""Source records: which fields there are and what each may hold, said once.

Every source comes down to these; the generic one demands more of an article than an archive of ids can give. A field
that is left out has the default of the model.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Required

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from newsrec.model import Article, ArticleStatus, Context, Image, Interaction, InteractionType, Sponsor
from newsrec.transform.fields import (
    Address,
    AlternativeText,
    Count,
    CutText,
    Extent,
    Id,
    Name,
    Names,
    OptionalAddress,
    OptionalName,
    OptionalText,
    Seconds,
    Share,
    SomeNames,
    Text,
    Time,
)

# Plain dictionaries: they are made into the model's own classes and need no methods in between.
_strict = with_config(ConfigDict(extra="forbid"))


@_strict
class ImageRecord(TypedDict, total=False):
    url: Required[Address]
    alt: AlternativeText
    width: Extent | None
    height: Extent | None


@_strict
class SponsorRecord(TypedDict):
    sponsor: Name
    label: Name


@_strict
class ContextRecord(TypedDict, total=False):
    region: OptionalName
    device: OptionalName
    referrer: OptionalName


def _image(record: ImageRecord) -> Image:
    return Image(**record)


def _sponsor(record: SponsorRecord) -> Sponsor:
    return Sponsor(**record)


def _context(record: ContextRecord) -> Context:
    return Context(**record)


class _ArticleRecord(TypedDict, total=False):
    article_id: Required[Id]
    published_at: Required[Time]
    short_title: OptionalText
    abstract: CutText
    authors: Names
    companies: Names
    industries: Names
    places: Names
    language: OptionalName
    word_count: Count | None
    media_type: OptionalName
    image: Annotated[ImageRecord, AfterValidator(_image)] | None
    status: ArticleStatus
    embargo_until: Time | None
    expires_at: Time | None
    updated_at: Time | None
    news_value: Annotated[int, Field(ge=0, le=5)] | None
    lifetime: OptionalName
    access: OptionalName
    sponsored: Annotated[SponsorRecord, AfterValidator(_sponsor)] | None
    story_cluster_id: Id | None
    editorial_flags: Names
    allowed_countries: Names


@_strict
class BareArticleRecord(_ArticleRecord, total=False):
    """An article of which no more than an id and a time need be known."""

    title: OptionalText
    url: OptionalAddress
    topics: Names


@_strict
class GenericArticleRecord(_ArticleRecord):
    """An article as a newsroom sends it."""

    title: Text
    url: Address
    topics: SomeNames


@_strict
class InteractionRecord(TypedDict, total=False):
    event_id: Required[Id]
    session_id: Required[Id]
    article_id: Required[Id]
    type: Required[InteractionType]
    occurred_at: Required[Time]
    reader_id: Id | None
    dwell_seconds: Seconds | None
    read_share: Share | None
    list_id: Id | None
    impression_id: Id | None
    context: Annotated[ContextRecord, AfterValidator(_context)]
    aggregate_only: bool


_bare: Final = TypeAdapter[Any](BareArticleRecord)
_generic: Final = TypeAdapter[Any](GenericArticleRecord)
_interaction: Final = TypeAdapter[Any](InteractionRecord)


def bare_article(fields: Mapping[str, Any]) -> Article:
    """An article known by id and time at least. Raises pydantic's ValidationError."""
    return Article(**_bare.validate_python(fields))


def generic_article(fields: Mapping[str, Any]) -> Article:
    """An article with title, address and topics. Raises pydantic's ValidationError."""
    return Article(**_generic.validate_python(fields))


def interaction(fields: Mapping[str, Any]) -> Interaction:
    """Raises pydantic's ValidationError."""
    return Interaction(**_interaction.validate_python(fields))
