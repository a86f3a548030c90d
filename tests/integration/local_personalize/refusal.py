"""What a refused call looks like to boto3."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


@contextmanager
def refused(code: str, message: str = "") -> Iterator[None]:
    """The call within is refused with this error code and a message in which that pattern is found."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response.get("Error", {})
    assert error.get("Code") == code, error
    assert type(caught.value).__name__ == code
    assert re.search(message, error.get("Message", "")), error
