"""Tokens that let the page ask for a reader's list as the website would."""

from datetime import datetime, timedelta

import jwt

TOKEN_LIFETIME = timedelta(minutes=15)
AUDIENCE = "newsrec"
SCOPE = "recommendations:explain"


def reader_token(reader_id: str | None, *, secret: str, now: datetime) -> str:
    """A signed token for one reader, or for nobody in particular when `reader_id` is None."""
    claims: dict[str, object] = {"aud": AUDIENCE, "scope": SCOPE, "iat": now, "exp": now + TOKEN_LIFETIME}
    if reader_id is not None:
        claims["sub"] = reader_id
    return jwt.encode(claims, secret, algorithm="HS256")
