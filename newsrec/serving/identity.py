"""Who is asking: a bearer token, a signed anonymous id, or nobody; never a query parameter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import jwt

from newsrec.serving.signing import BadSignature, sign, unsign

AUDIENCE = "newsrec"
ALGORITHM = "HS256"
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

    `profiling` is false when the reader has not agreed that what they do is kept under their id.
    """

    reader_id: str | None = None
    anonymous: bool = False
    scopes: frozenset[str] = frozenset()
    profiling: bool = True

    def require(self, scope: str) -> None:
        """Raises `Forbidden`."""
        if scope not in self.scopes:
            raise Forbidden(f"needs the scope {scope}")


NOBODY = Identity()


def identify(headers: Mapping[str, str], key: str) -> Identity:
    """The identity in a request's headers (names in lower case).

    A reader says no to profiling by the token's claim `profiling`, by the cookie `profiling` (either `false`), or by
    the browser's `Sec-GPC: 1`. Raises `Unauthenticated` for an invalid credential and `Forbidden` for `X-Reader-Id`
    without its scope.
    """
    identity = _bearer(headers["authorization"], key) if "authorization" in headers else _anonymous(headers, key)
    if reader_id := headers.get("x-reader-id"):
        identity.require(ANY_READER)
        identity = replace(identity, reader_id=reader_id, anonymous=False)
    objects = headers.get("sec-gpc") == "1" or ("profiling", "false") in _cookies(headers)
    return replace(identity, profiling=False) if objects else identity


def _bearer(authorization: str, key: str) -> Identity:
    kind, _, token = authorization.partition(" ")
    if kind.lower() != "bearer":
        raise Unauthenticated("Authorization must be `Bearer` and a token")
    try:
        claims = jwt.decode(
            token.strip(), key, algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": ["exp", "aud"]}
        )
    except jwt.InvalidTokenError as error:
        raise Unauthenticated(f"the bearer token is not valid: {error}") from None
    return Identity(
        reader_id=claims.get("sub"),
        scopes=frozenset(str(claims.get("scope", "")).split()),
        profiling=claims.get("profiling") is not False,
    )


def _cookies(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for cookie in headers.get("cookie", "").split(";"):
        name, _, value = cookie.strip().partition("=")
        yield name, value


def _anonymous(headers: Mapping[str, str], key: str) -> Identity:
    for name, value in _cookies(headers):
        if name == ANONYMOUS_COOKIE:
            try:
                return Identity(reader_id=unsign(value, purpose=ANONYMOUS_COOKIE, key=key), anonymous=True)
            except BadSignature as error:
                raise Unauthenticated(str(error)) from None
    return NOBODY


def anonymous_cookie(anonymous_id: str, key: str) -> str:
    """A Set-Cookie value that gives a browser without an account an id of its own for 13 months."""
    value = sign(anonymous_id, purpose=ANONYMOUS_COOKIE, key=key)
    return f"{ANONYMOUS_COOKIE}={value}; Max-Age={13 * 30 * 86_400}; Path=/; HttpOnly; Secure; SameSite=Lax"
