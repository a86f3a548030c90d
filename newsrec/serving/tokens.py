"""Readers' bearer tokens: JWTs that the website signs and whose public keys it publishes.

It imports PyJWT, and with it `cryptography`, which lists for nobody are made without.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import jwt

from newsrec.serving.identity import Unauthenticated
from newsrec.unavailable import Unavailable

ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")
"""Those with a public key alone: whoever can read the keys can't sign with them."""
LEEWAY_SECONDS: Final = 10
"""How far the website's clock may be from ours."""


class PublishedKeys(Protocol):
    """The website's public keys."""

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        """Raises `jwt.PyJWKClientError` for an unknown key, and of that `jwt.PyJWKClientConnectionError` when the
        keys can't be read."""
        ...


def verified_claims(token: str, keys: PublishedKeys, *, issuer: str, audience: str) -> Mapping[str, Any]:
    """What a valid token of this issuer for this audience says.

    Raises `Unauthenticated`, and `Unavailable` when the keys can't be read.
    """
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError(f"it must be signed with {', '.join(ALGORITHMS)}")
        if "kid" not in header:
            raise jwt.InvalidKeyError("it names no key (kid)")
        return jwt.decode(
            token,
            keys.get_signing_key(header["kid"]),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "exp"], "enforce_minimum_key_length": True},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise Unavailable(f"keys of tokens: {error}") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise Unauthenticated(f"the bearer token is not valid: {error}") from None
