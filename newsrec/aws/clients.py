"""AWS clients with time-outs and bounded retries, made once per process and per purpose."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from newsrec.unavailable import OutageKind, Unacceptable, Unavailable

OutsideError = (BotoCoreError, ClientError)
"""Everything that boto3 raises when an outside system is away, slow or refuses."""

_REFUSED_FOR_GOOD = frozenset({"ValidationException", "InvalidInputException"})
_OUTAGE_KINDS: Final[dict[str, OutageKind]] = {
    "ConnectTimeoutError": "slow",
    "ReadTimeoutError": "slow",
    "ProvisionedThroughputExceededException": "throttled",
    "RequestLimitExceeded": "throttled",
    "ThrottlingException": "throttled",
    "TooManyRequestsException": "throttled",
    "EndpointConnectionError": "absent",
    "ResourceNotFoundException": "absent",
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call waits for a connection and for an answer, in seconds, and how often it is tried."""

    connect_seconds: float = 1
    read_seconds: float = 5
    attempts: int = 3


PATIENT: Final = Patience()


@cache
def client(service: str, *, connect_seconds: float = 1, read_seconds: float = 5, attempts: int = 3) -> Any:
    """A client of `service`; `attempts` counts the first try, and later ones wait with jitter."""
    make = cast(Any, boto3).client
    return make(
        service,
        config=Config(
            connect_timeout=connect_seconds,
            read_timeout=read_seconds,
            retries={"mode": "standard", "total_max_attempts": attempts},
            max_pool_connections=20,
        ),
    )


def error_code(error: Exception) -> str:
    """The service's own code (`ThrottlingException`), or the exception's name where no answer came."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "Unknown")
    return type(error).__name__


def outage_kind(error: BaseException) -> OutageKind:
    """What kept an outside system from answering, as far as the error behind an `Unavailable` tells."""
    cause = error.__cause__
    return _OUTAGE_KINDS.get(error_code(cause), "error") if isinstance(cause, Exception) else "error"


def refusal_of(error: Exception, what: str) -> Unavailable | Unacceptable:
    """What an error means for a record that has to get through: come again, or never."""
    for_good = isinstance(error, ParamValidationError) or error_code(error) in _REFUSED_FOR_GOOD
    return (Unacceptable if for_good else Unavailable)(f"{what}: {error}")
