"""What the functions sign with, and recognise again, that travels through browsers and mails."""

import os
from datetime import datetime
from functools import cache

from newsrec.aws.secrets import KeptSecret
from newsrec.serving import signing


@cache
def kept_secret() -> KeptSecret:
    return KeptSecret(os.environ["SIGNING_SECRET_NAME"])


def signing_key(now: datetime) -> signing.SigningKey:
    """Raises `Unavailable`."""
    return signing.signing_key(kept_secret().versions(now), now)
