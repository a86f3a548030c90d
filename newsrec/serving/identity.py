"""Who is asking: a bearer token, a signed anonymous id, or nobody; never a query parameter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsrec.serving.signing import BadSignature, SigningKey, sign, unsign

LONGEST_ID = 256
EXPLAIN = "recommendations:explain"
ANY_READER = "recommendations:any-reader"
ANONYMOUS_COOKIE = "anonymous_id"


class Unauthenticated(Exception):
    """A credential was sent that is not valid: never answered as if nobody had asked."""


class Forbidden(Exception):
    """The credential is valid but lacks the scope for what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The reader's id if one is known, whether it is an anonymous one, and what the bearer may do.

    `entitlements` are the products whose locked articles they may open.
    `profiling` is true when the reader agrees that what they do is kept under their id, or under one they get.
    """

    reader_id: str | None = None
    anonymous: bool = False
    scopes: frozenset[str] = frozenset()
    entitlements: tuple[str, ...] = ()
    profiling: bool = True

    @property
    def segments(self) -> tuple[str, ...]:
        """The groups of readers that rules name."""
        if self.reader_id is None or self.anonymous:
            return ("anonymous",)
        return ("subscriber",) if self.entitlements else ("registered",)

    def require(self, scope: str) -> None:
        """Raises `Forbidden`."""
        if scope not in self.scopes:
            raise Forbidden(f"needs the scope {scope}")


NOBODY = Identity(profiling=False)

ClaimsOf = Callable[[str], Mapping[str, Any]]
"""The claims of a bearer token that is valid; raises `Unauthenticated`, and `Unavailable` if that can't be told."""


def identify(headers: Mapping[str, str], key: SigningKey, claims_of: ClaimsOf) -> Identity:
    """The identity in a request's headers (names in lower case).

    A reader says no to profiling by the token's claim `profiling`, by the cookie `profiling` (either `false`), or by
    the browser's `Sec-GPC: 1`; a browser that has no id yet says yes by the cookie `profiling=true` alone. Raises
    `Unauthenticated` for an invalid credential and `Forbidden` for `X-Reader-Id` without its scope.
    """
    cookies = _cookies(headers)
    if authorization := headers.get("authorization"):
        identity = _bearer(authorization, claims_of)
    elif anonymous_id := cookies.get(ANONYMOUS_COOKIE):
        identity = _anonymous(anonymous_id, key)
    else:
        identity = replace(NOBODY, profiling=cookies.get("profiling") == "true")
    if (reader_id := headers.get("x-reader-id")) is not None:
        identity.require(ANY_READER)
        identity = replace(identity, reader_id=_checked(reader_id, "X-Reader-Id"))
    objects = headers.get("sec-gpc") == "1" or cookies.get("profiling") == "false"
    return replace(identity, profiling=False) if objects else identity


def _bearer(authorization: str, claims_of: ClaimsOf) -> Identity:
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer":
        raise Unauthenticated("Authorization must be `Bearer` and a token")
    claims = claims_of(token.strip())
    return Identity(
        reader_id=_checked(claims["sub"], "sub") if "sub" in claims else None,
        scopes=frozenset(str(claims.get("scope", "")).split()),
        entitlements=tuple(str(claims.get("entitlements", "")).split()),
        profiling=claims.get("profiling") is not False,
    )


def _checked(reader_id: str, name: str) -> str:
    if not 1 <= len(reader_id) <= LONGEST_ID:
        raise Unauthenticated(f"{name}: a reader's id has 1 to {LONGEST_ID} characters")
    return reader_id


def _cookies(headers: Mapping[str, str]) -> Mapping[str, str]:
    pairs = (cookie.strip().partition("=") for cookie in headers.get("cookie", "").split(";"))
    return {name: value for name, _, value in pairs}


def _anonymous(signed: str, key: SigningKey) -> Identity:
    try:
        return Identity(reader_id=unsign(signed, purpose=ANONYMOUS_COOKIE, key=key), anonymous=True)
    except BadSignature as error:
        raise Unauthenticated(str(error)) from None


def anonymous_cookie(anonymous_id: str, key: SigningKey) -> str:
    """A Set-Cookie value that gives a browser without an account an id of its own for 13 months."""
    value = sign(anonymous_id, purpose=ANONYMOUS_COOKIE, key=key)
    return f"{ANONYMOUS_COOKIE}={value}; Max-Age={13 * 30 * 86_400}; Path=/; HttpOnly; Secure; SameSite=Lax"
