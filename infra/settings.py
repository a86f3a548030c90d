"""What differs between environments, as data: every construct reads these values and none asks where it runs."""

import platform
import sys
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

Architecture = Literal["arm64", "x86_64"]

HOST_PLATFORM: Final = "host"
"""The dependency platform that means: wheels for the machine and the Python that synthesise."""

DEFAULT_ENVIRONMENT: Final = "local"


class SettingsError(ValueError):
    """A setting is wrong; the message names the field and the rule."""


def _split_commas(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{value!r} is not a time zone of the IANA database such as Europe/Zurich") from None
    return value


def _web_origin(value: str) -> str:
    scheme, separator, host = value.partition("://")
    if scheme not in {"http", "https"} or not separator or not host or "/" in host:
        raise ValueError(f"{value!r} is not an origin such as https://news.example")
    return value


def _trusted_address(value: str) -> str:
    address = urlsplit(value)
    if not address.hostname or not (
        address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK)
    ):
        raise ValueError(f"{value!r} is not an https address; http is for this machine's own ({', '.join(_LOOPBACK)})")
    return value


_LOOPBACK: Final = ("127.0.0.1", "localhost")

Cron = Annotated[str, Field(pattern=r"^\S+( \S+){5}$")]
"""The six fields of an EventBridge Scheduler cron expression, such as `0 3 * * ? *`."""

Origin = Annotated[str, AfterValidator(_web_origin)]


class Settings(BaseModel):
    """One environment's settings. Times are in seconds unless the name says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    environment: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{1,11}$")]
    account: Annotated[str, Field(pattern=r"^\d{12}$")] | None
    """The AWS account, or None for whichever one the CDK command line is signed in to."""
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]

    keep_data: bool
    """Whether tables, buckets and datasets outlive their stack."""
    log_retention: Literal["ONE_WEEK", "ONE_MONTH", "THREE_MONTHS", "ONE_YEAR"]

    stream_shards: Annotated[int, Field(ge=1, le=500)] | None
    """Shards of each Kinesis stream, or None for on-demand capacity."""
    stream_retention_hours: Annotated[int, Field(ge=24, le=8760)]
    stream_batch_size: Annotated[int, Field(ge=1, le=1000)]
    stream_batching_window: Annotated[int, Field(ge=0, le=300)]
    stream_parallelisation: Annotated[int, Field(ge=1, le=10)]
    """Batches of one shard handled at the same time; records of one partition key stay in order."""
    stream_retries: Annotated[int, Field(ge=0, le=10_000)]
    stream_record_age: Annotated[int, Field(ge=60, le=604_800)]
    """The age after which an unprocessed record goes to the dead-letter queue."""

    function_python: Annotated[str, Field(pattern=r"^3\.1[1-4]$")]
    function_architecture: Architecture
    function_platform: Annotated[str, Field(pattern=r"^(host|(aarch64|x86_64)-manylinux2014)$")]
    """What the third-party wheels of a Lambda asset are built for: `host`, or a platform as uv names it."""
    function_memory_mib: Annotated[int, Field(ge=128, le=10_240)]
    consumer_timeout: Annotated[int, Field(ge=45, le=900)]
    """Consumers begin no call in their last 22 seconds (`newsrec/ingestion/deadline.py`)."""
    api_timeout: Annotated[int, Field(ge=1, le=29)]
    list_time_budget: dict[str, Annotated[float, Field(ge=0.001, le=60)]]
    """Seconds that a list waits for a source, where not the usual ones (`newsrec.serving.asking.TimeBudget`)."""
    postprocess_apart: bool
    """Whether the API has its lists finished by the postprocessing function, and not in its own process."""
    batch_timeout: Annotated[int, Field(ge=1, le=900)]
    """Of the functions that deal with many readers at once."""

    glue_workers: Annotated[int, Field(ge=2, le=299)]
    """Machines (4 virtual CPUs and 16 GB each) that a batch job runs on."""
    glue_timeout_minutes: Annotated[int, Field(ge=1, le=2880)]

    training_schedule: Cron
    """When models are trained, in UTC."""
    deletion_schedule: Cron
    """When readers who asked to be forgotten are deleted from the models' data, in UTC; well away from trainings."""
    training_holdout_hours: Annotated[int, Field(ge=1, le=168)]
    """The newest hours of the source files: not trained on, but what candidates are judged by."""
    training_poll_seconds: Annotated[int, Field(ge=1, le=600)]
    campaign_min_tps: Annotated[int, Field(ge=1, le=500)]
    """Requests a second that each campaign always takes, and that are paid for also when nobody asks."""

    api_requests_per_second: Annotated[int, Field(ge=1, le=10_000)]
    api_burst: Annotated[int, Field(ge=1, le=5_000)]
    api_events_per_second: Annotated[int, Field(ge=1, le=10_000)]
    """Of the requests, those that report events: the ones that cost more than they answer."""
    api_events_burst: Annotated[int, Field(ge=1, le=5_000)]
    allowed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_split_commas), Field(min_length=1)]
    """The websites whose pages may call the API from a browser, with their readers' cookies."""
    token_issuer: Annotated[str, Field(min_length=1)]
    """Who makes the readers' tokens, as it stands in them (`iss`)."""
    token_audience: Annotated[str, Field(min_length=1)]
    """Whom the tokens are made for, as it stands in them (`aud`)."""
    token_jwks_url: Annotated[str, AfterValidator(_trusted_address)]
    """Where the issuer publishes the public keys of its tokens (a JSON Web Key Set)."""
    country_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]*$")]
    """The header in which the network in front of the API sets the reader's country; empty where none does so."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]
    digest_sender: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    """The address that digests are sent from; its domain must be proved to Amazon SES."""
    digest_schedule: Cron
    """When digests are sent, in each of `digest_time_zones`."""
    digest_time_zones: Annotated[tuple[str, ...], BeforeValidator(_split_commas), Field(min_length=1)]
    """IANA names; subscribers of other zones get no digest."""
    publisher_name: Annotated[str, Field(min_length=1, max_length=80)]
    publisher_address: Annotated[str, Field(min_length=1, max_length=300)]
    """The postal address that must stand in every mail; lines are separated by line breaks."""
    site_language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    """The BCP 47 tag of the language that the website speaks when readers say nothing else."""
    site_time_zone: Annotated[str, AfterValidator(_time_zone)]
    """The IANA name of the zone whose days the website means by `today` and `Monday`."""
    sensitive_terms: Annotated[tuple[str, ...], BeforeValidator(_split_commas)]
    """Words of topics that are never given as a reason, beside the usual ones (docs/reasons.md)."""
    topics: Annotated[tuple[str, ...], BeforeValidator(_split_commas)]
    """All topics that lists may be asked for by; none means any."""
    site_url: Annotated[str, Field(pattern=r"^https://[^/\s]+/$")]
    """The website's front page."""
    link_hosts: Annotated[tuple[str, ...], BeforeValidator(_split_commas)]
    """Hosts that mails may link to beside the website's own."""

    alarm_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None
    """Who gets the alarms by mail, once they confirmed; or None for the topic alone."""

    @model_validator(mode="after")
    def _host_wheels_fit_the_function(self) -> Self:
        here = f"{sys.version_info.major}.{sys.version_info.minor}"
        if self.function_platform == HOST_PLATFORM and self.function_python != here:
            raise ValueError(f"function_python: is {self.function_python}, but host wheels are for Python {here}")
        return self

    def named(self, name: str) -> str:
        """`name` with the product's and the environment's prefix."""
        return f"newsrec-{self.environment}-{name}"


_CLOUD: Final[Mapping[str, object]] = {
    "account": None,
    "region": "eu-west-1",
    "stream_shards": None,
    "stream_batch_size": 100,
    "stream_batching_window": 1,
    "stream_retries": 50,
    "function_python": "3.13",
    "function_architecture": "arm64",
    "function_platform": "aarch64-manylinux2014",
    "consumer_timeout": 60,
    "api_timeout": 10,
    "list_time_budget": {},
    "postprocess_apart": False,
    "batch_timeout": 300,
    "glue_workers": 2,
    "glue_timeout_minutes": 60,
    "training_schedule": "0 3 * * ? *",
    "deletion_schedule": "0 6 * * ? *",
    "training_holdout_hours": 6,
    "training_poll_seconds": 60,
    "campaign_min_tps": 1,
    "digest_schedule": "0 6 * * ? *",
    "digest_time_zones": ("Europe/Zurich",),
    "link_hosts": (),
    "site_language": "en",
    "site_time_zone": "Etc/UTC",
    "sensitive_terms": (),
    "topics": (),
    "token_audience": "newsrec",
    "country_header": "",
    "alarm_email": None,
}

_ENVIRONMENTS: Final[Mapping[str, Mapping[str, object]]] = {
    "local": {
        **_CLOUD,
        "account": "000000000000",
        "keep_data": False,
        "log_retention": "ONE_WEEK",
        "training_poll_seconds": 1,
        # All of AWS and its callers share a laptop's cores, and without articles there is no list.
        "list_time_budget": {
            **{"personalised": 0.5, "trending": 0.5, "history": 0.4, "just_published": 0.4},
            **{"articles": 2, "whole": 2.5},
        },
        "stream_shards": 1,
        "stream_retention_hours": 24,
        "stream_parallelisation": 1,
        "stream_record_age": 3_600,
        "function_python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "function_architecture": "arm64" if platform.machine().lower() in {"arm64", "aarch64"} else "x86_64",
        "function_platform": HOST_PLATFORM,
        "function_memory_mib": 512,
        "api_requests_per_second": 500,
        "api_burst": 1_000,
        "api_events_per_second": 250,
        "api_events_burst": 500,
        "allowed_origins": ("http://127.0.0.1:8000", "http://localhost:8000"),
        "token_issuer": "https://www.harwick-courier.example/",
        "token_jwks_url": "http://127.0.0.1:4566/website/.well-known/jwks.json",
        "digest_sender": "digest@harwick-courier.example",
        "publisher_name": "The Harwick Courier",
        "publisher_address": "4 Quay Street, Harwick",
        "site_url": "https://www.harwick-courier.example/",
        "link_hosts": ("assets.msn.com",),  # where the articles of the MIND data set are
        "log_level": "INFO",
    },
    "dev": {
        **_CLOUD,
        "keep_data": False,
        "log_retention": "ONE_WEEK",
        "stream_retention_hours": 24,
        "stream_parallelisation": 1,
        "stream_record_age": 21_600,
        "function_memory_mib": 512,
        "api_requests_per_second": 50,
        "api_burst": 100,
        "api_events_per_second": 25,
        "api_events_burst": 50,
        "allowed_origins": ("http://localhost:8000",),
        "token_issuer": "https://news.example/",
        "token_jwks_url": "https://news.example/.well-known/jwks.json",
        "digest_sender": "digest@news.example",
        "publisher_name": "News Example",
        "publisher_address": "1 Example Street, Example",
        "site_url": "https://news.example/",
        "log_level": "DEBUG",
    },
    "prod": {
        **_CLOUD,
        "keep_data": True,
        "log_retention": "THREE_MONTHS",
        "stream_retention_hours": 168,
        "stream_parallelisation": 4,
        "stream_record_age": 86_400,
        "function_memory_mib": 1_024,
        "api_requests_per_second": 1_000,
        "api_burst": 2_000,
        "api_events_per_second": 500,
        "api_events_burst": 1_000,
        "allowed_origins": ("https://news.example",),
        "token_issuer": "https://news.example/",
        "token_jwks_url": "https://news.example/.well-known/jwks.json",
        "digest_sender": "digest@news.example",
        "publisher_name": "News Example",
        "publisher_address": "1 Example Street, Example",
        "site_url": "https://news.example/",
        "log_level": "INFO",
    },
}


def read_settings(context: Mapping[str, Any]) -> Settings:
    """The settings of `context["environment"]` (local if absent), with every other context value put over them.

    Keys with a colon or an at sign are the CDK's own and are left alone. Raises SettingsError for a value that
    breaks its field's rule and for a key that is no setting.
    """
    overrides = {key: value for key, value in context.items() if not {"@", ":"} & set(key)}
    environment = overrides.pop("environment", DEFAULT_ENVIRONMENT)
    if environment not in _ENVIRONMENTS:
        raise SettingsError(f"environment: {environment!r} is not one of {', '.join(_ENVIRONMENTS)}")
    try:
        return Settings.model_validate({**_ENVIRONMENTS[environment], "environment": environment, **overrides})
    except ValidationError as error:
        problems = "; ".join(_problem(dict(detail)) for detail in error.errors())
        raise SettingsError(f"{problems} (environment {environment})") from error


def _problem(detail: Mapping[str, Any]) -> str:
    message = str(detail["msg"]).removeprefix("Value error, ")
    field = ".".join(str(part) for part in detail["loc"])
    return f"{field}: {message}, not {detail['input']!r}" if field else message
