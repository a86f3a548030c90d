"""Lambda functions, called and waited for."""

import json
from typing import Any

from newsrec.aws.clients import OutsideError, client
from newsrec.unavailable import Unavailable

LONGEST_SECONDS = 310
"""Above the time that any function of the product may take."""


def invoke(function_name: str, payload: object, *, seconds: float = LONGEST_SECONDS) -> Any:
    """The function's answer. Raises `Unavailable` when it is away or too slow, and when it fails, with its error."""
    try:
        answer = client("lambda", read_seconds=seconds, attempts=1).invoke(
            FunctionName=function_name, Payload=json.dumps(payload).encode()
        )
    except OutsideError as error:
        raise Unavailable(f"{function_name}: {error}") from error
    said = json.loads(answer["Payload"].read() or "null")
    if "FunctionError" in answer:
        raise Unavailable(f"{function_name} failed: {said.get('errorMessage', said)}")
    return said
