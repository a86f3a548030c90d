"""What one field of a source record may hold: ids, texts, names, addresses, times, numbers."""

import re
from datetime import UTC, datetime
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, Field, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError, PydanticKnownError

from newsrec.transform.cleaning import cleaned

RESERVED_WORDS: Final = frozenset(
    {
        "CREATION_TIMESTAMP",
        "EVENT_ATTRIBUTION_SOURCE",
        "EVENT_TYPE",
        "EVENT_VALUE",
        "IMPRESSION",
        "ITEM_ID",
        "RECOMMENDATION_ID",
        "TIMESTAMP",
        "USER_ID",
    }
)
"""Amazon Personalize refuses every row with one of its own column names as a value."""

LONGEST_TEXT: Final = 20_000
LONGEST_NAME: Final = 256
# As written, markup and all: what it costs to clean a text can grow with the square of its length.
_LONGEST_WRITTEN_NAME: Final = 2000
_MOST_READ_OF_A_TEXT: Final = 2 * LONGEST_TEXT
_LARGEST_COUNT: Final = 2**31 - 1
_LONGEST_DWELL: Final = 30 * 24 * 60 * 60
_FIRST_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
# An address has the web's scheme or none: no `javascript:` ever becomes a link.
_ADDRESS: Final = re.compile(r"https?:|[^:/?#]*(?:[/?#]|$)", re.IGNORECASE)

T = TypeVar("T")


def _usable_id(value: str) -> str:
    """Ids are matched elsewhere, so they are refused where a text would be cleaned."""
    if not value.isprintable():
        raise PydanticCustomError("unprintable", "Input should have printable characters only")
    if value.isspace():
        raise PydanticCustomError("blank", "Input should not be blank")
    if value in RESERVED_WORDS:
        raise PydanticCustomError("reserved_word", "Input should not be a word that Amazon Personalize reserves")
    return value


def _text(value: str) -> str | None:
    return _no_longer_than(LONGEST_TEXT, cleaned(value)) or None


def _cut_text(value: str) -> str | None:
    """Cut where Amazon Personalize would cut it: nothing else reads on."""
    return cleaned(value[:_MOST_READ_OF_A_TEXT])[:LONGEST_TEXT].rstrip() or None


def _name(value: str) -> str | None:
    return _no_longer_than(LONGEST_NAME, cleaned(value)) or None


def _names(values: tuple[str | None, ...]) -> tuple[str, ...]:
    """Each once, the first kept; the empty are absent."""
    return tuple(dict.fromkeys(filter(None, values)))


def _address(value: str) -> str | None:
    address = value.strip()
    if not address.isprintable() or not _ADDRESS.match(address):
        raise PydanticCustomError("web_address", "Input should be an http or https address, or a path")
    return address or None


def _no_longer_than(length: int, text: str) -> str:
    if len(text) > length:
        raise PydanticKnownError("string_too_long", {"max_length": length})
    return text


def _there(value: T | None) -> T:
    if not value:
        raise PydanticCustomError("empty", "Input should have text in it")
    return value


def _time(value: object) -> datetime:
    """In UTC; a mapping may have made a time of it already."""
    if isinstance(value, str) and "-" in value[:5]:
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime):
        raise PydanticCustomError("iso_8601", "Input should be a time as ISO 8601 text with a zone")
    if value.tzinfo is None:
        raise PydanticKnownError("timezone_aware")
    try:
        time = value.astimezone(UTC)
    except OverflowError:
        time = None
    if time is None or time < _FIRST_TIME:
        raise PydanticCustomError("out_of_range", "Input should be a time of the years 1970 to 9999 in UTC")
    return time


_Written = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
_Name = Annotated[str, StringConstraints(max_length=_LONGEST_WRITTEN_NAME), AfterValidator(_name)]
_Address = Annotated[_Written, AfterValidator(_address)]
_Text = Annotated[_Written, AfterValidator(_text)]
_There = AfterValidator(_there)

Id = Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(_usable_id)]
Text = Annotated[_Text, _There]
OptionalText = _Text | None
AlternativeText = Annotated[_Written, AfterValidator(cleaned)]
CutText = Annotated[str, AfterValidator(_cut_text)] | None
Name = Annotated[_Name, _There]
OptionalName = _Name | None
Names = Annotated[tuple[_Name, ...], AfterValidator(_names)]
SomeNames = Annotated[Names, _There]
Address = Annotated[_Address, _There]
OptionalAddress = _Address | None
Time = Annotated[datetime, PlainValidator(_time)]
Count = Annotated[int, Field(ge=0, le=_LARGEST_COUNT)]
Extent = Annotated[int, Field(gt=0, le=_LARGEST_COUNT)]
Seconds = Annotated[float, Field(ge=0, le=_LONGEST_DWELL, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
