"""What a mapping document may say: a rule for each field, checked when the document is read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from string import Formatter
from typing import Annotated, Any, Final, Literal, Self, cast
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

_NAMED_FORMATS: Final = ("iso", "epoch_seconds", "epoch_milliseconds")
_ANY_TIME: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)


def _one_or_more(value: object) -> object:
    return cast(list[object], value) if isinstance(value, list) else [value]


def _time_format(written: str) -> str:
    if written in _NAMED_FORMATS:
        return written
    try:
        datetime.strptime(_ANY_TIME.strftime(written), written)
    except ValueError:
        written = ""
    if "%" not in written:
        raise PydanticCustomError(
            "time_format", "Input should be iso, epoch_seconds, epoch_milliseconds or a format such as %d.%m.%Y %H:%M"
        )
    return written


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise PydanticCustomError("zone", "Input should be a time zone such as Europe/Zurich") from None
    return name


def _template(written: str) -> str:
    try:
        names = [name for _, name, _, _ in Formatter().parse(written) if name is not None]
    except ValueError:
        names = []
    if not all(names) or not names:
        raise PydanticCustomError("template", "Input should name fields in braces, such as {session}-{article}")
    return written


Path = Annotated[str, Field(pattern=r"^[^.]+(\.[^.]+)*$")]
TimeFormat = Annotated[str, AfterValidator(_time_format)]
Zone = Annotated[str, AfterValidator(_zone)]
Template = Annotated[str, AfterValidator(_template)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Each(_Part):
    """What is taken of each object in a list; only of those whose fields equal `where`, if that is given."""

    path: Path
    where: Mapping[Path, JsonValue] = {}


class TargetRule(_Part):
    """How one field of the model is filled: exactly one of `from`, `all`, `template`, `value` says out of what."""

    from_: Annotated[tuple[Path, ...], BeforeValidator(_one_or_more)] = Field(default=(), alias="from")
    all_: tuple[Path, ...] = Field(default=(), alias="all")
    template: Template | None = None
    value: JsonValue = None
    json_: bool = Field(default=False, alias="json")
    html: Literal["strip"] | None = None
    each: Each | None = None
    split: Annotated[str, Field(min_length=1)] | None = None
    values: Mapping[str, JsonValue] = {}
    time: Annotated[tuple[TimeFormat, ...], BeforeValidator(_one_or_more)] = ()
    zone: Zone | None = None
    default: JsonValue = None
    required: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if sum(map(bool, (self.from_, self.all_, self.template, self.value is not None))) != 1:
            raise PydanticCustomError("one_origin", "exactly one of from, all, template and value is needed")
        if self.required and self.default is not None:
            raise PydanticCustomError("required_default", "a field with a default is never missing")
        if self.zone and not self.time:
            raise PydanticCustomError("zone_without_time", "zone needs time")
        if any(format not in _NAMED_FORMATS and "%z" not in format for format in self.time) and not self.zone:
            raise PydanticCustomError("zone_missing", "a time format without %z needs a zone")
        return self

    @property
    def spreading(self) -> tuple[str, ...]:
        """Its parts that make several values of one record."""
        return tuple(name for name, given in (("all", self.all_), ("each", self.each), ("split", self.split)) if given)

    @property
    def timing(self) -> tuple[str, ...]:
        """Its parts that read times."""
        return ("time",) if self.time else ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The paths that it reads, the ones to name when it finds nothing."""
        named = (name for _, name, _, _ in Formatter().parse(self.template or "") if name)
        return (*self.from_, *self.all_, *named)


class SourceDocument(_Part):
    """A source: how its article records and its interaction records fill the model; one of both may be left out."""

    articles: Mapping[str, TargetRule] | None = None
    interactions: Mapping[str, TargetRule] | None = None

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, document: Any) -> Any:
        if document == {}:
            raise PydanticCustomError("missing", "articles or interactions is needed")
        return document
