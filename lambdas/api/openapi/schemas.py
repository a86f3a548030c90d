"""The bodies of requests and answers, as the OpenAPI document describes them; nothing on the read path imports this."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from newsrec.model import Source
from newsrec.serving.languages import LANGUAGE_TAG
from newsrec.serving.preferences import MOST_LANGUAGES, MOST_NAMES, NAME_LENGTH

_Name = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH)]
_Names = Annotated[list[_Name], Field(max_length=MOST_NAMES, json_schema_extra={"uniqueItems": True})]
_Languages = Annotated[
    list[Annotated[str, Field(pattern=f"^{LANGUAGE_TAG}$")]],
    Field(max_length=MOST_LANGUAGES, json_schema_extra={"uniqueItems": True}),
]


class Image(BaseModel):
    url: str
    alt: str
    width: int | None
    height: int | None


class Sponsored(BaseModel):
    """Readers must see the label with the article."""

    sponsor: str
    label: str


class Article(BaseModel):
    id: str
    url: str | None
    title: str | None
    short_title: str | None
    abstract: str | None
    topics: list[str]
    companies: list[str]
    authors: list[str]
    media_type: str | None
    image: Image | None
    published_at: datetime
    access: str | None
    sponsored: Sponsored | None
    title_variant: Literal["full", "short"]


class Reason(BaseModel):
    code: str
    text: str
    evidence: dict[str, Any] | None = Field(default=None, description="Only with `explain`.")


class Item(BaseModel):
    position: int = Field(ge=1)
    impression_id: str = Field(description="Send it back with the events of this article in this place.")
    article: Article
    source: Source
    pinned: bool = Field(description="Whether an editor's order holds it in its place.")
    reasons: list[Reason]
    was: int | None = Field(default=None, description="Only with `explain`: the place before the rules.")
    fell: int | None = Field(default=None, description="Only with `explain`: places lost to articles that were lifted.")
    lifted: int | None = Field(default=None, description="Only with `explain`: places won to keep a rule.")


class RecommenderVersion(BaseModel):
    name: str
    rules: str


class Experiment(BaseModel):
    id: str
    variant: str


class RuleOutcome(BaseModel):
    id: str
    outcome: Literal["kept", "relaxed", "dropped", "unmet", "no_supply"]
    detail: str


class Swap(BaseModel):
    article_id: str
    from_: int = Field(alias="from")
    to: int
    rule: str


class Refusal(BaseModel):
    """An article that a rule keeps out of the list."""

    article_id: str
    rule: str
    reason: str


class Pin(BaseModel):
    """What became of an editor's order to hold an article in a slot."""

    article_id: str
    slot: int
    state: Literal["held", "pin_released"]
    reason: str


class Explanation(BaseModel):
    """What the rules did to the list."""

    rules: list[RuleOutcome]
    swaps: list[Swap]
    displacement: int
    refused: list[Refusal]
    pins: list[Pin]


class RecommendationList(BaseModel):
    list_id: str
    surface: str
    personalised: bool = Field(description="Whether the reader's history was used.")
    generated_at: datetime
    expires_at: datetime
    recommender: RecommenderVersion
    degraded: list[str] = Field(description="Sources that did not answer in time.")
    experiment: Experiment | None = Field(description="The variant of a running experiment that made the list.")
    status: Literal["shown", "short", "hidden"] = Field(
        description="Whether the list has as many items as its rules ask for; a hidden one is not to be shown."
    )
    items: list[Item]
    next_cursor: str | None = Field(description="Leads to the rest of this list; null at its end.")
    explain: Explanation | None = Field(default=None, description="Only with `explain`.")


class RejectedEvent(BaseModel):
    index: int = Field(ge=0, description="The event's place in the request, 0 is the first.")
    code: str
    message: str
    retryable: bool = Field(description="Whether it may be sent again as it is.")


class EventsReceived(BaseModel):
    accepted: int = Field(ge=0)
    rejected: list[RejectedEvent]


class Preferences(BaseModel):
    """What a reader says they want to read; names are those that articles carry."""

    model_config = ConfigDict(extra="forbid")

    follows_topics: _Names = []
    follows_companies: _Names = []
    muted_topics: _Names = Field(default=[], description="None of them may be followed as well.")
    muted_authors: _Names = []
    muted_sources: _Names = []
    languages: _Languages = Field(default=[], description="BCP 47 tags, the best liked first.")
    home_region: _Name | None = None
    personalised: bool = True


class OpenedArticle(BaseModel):
    article_id: str
    title: str | None
    read_at: datetime


class Profile(BaseModel):
    """What is known of the reader who asks."""

    interests: dict[str, dict[str, float]] = Field(
        description="By kind and name how often the reader opened articles about it; older reading counts less."
    )
    opened: list[OpenedArticle]
    preferences: Preferences
    forgotten: bool


class Forgotten(BaseModel):
    receipt: str
    forgotten_at: datetime
    models: Literal["waiting"] = Field(description="The models' data follow with the next deletion job.")


class Health(BaseModel):
    status: Literal["ok"]


class ParameterError(BaseModel):
    parameter: str
    code: str
    message: str


class Problem(BaseModel):
    """An RFC 9457 problem."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = Field(description="The id of the request, under which more is logged.")
    errors: list[ParameterError] | None = Field(default=None, description="Everything that is wrong with the request.")
