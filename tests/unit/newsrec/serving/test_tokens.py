import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from newsrec.serving.identity import Unauthenticated
from newsrec.serving.tokens import ALGORITHMS, LEEWAY_SECONDS, verified_claims
from newsrec.unavailable import Unavailable

ISSUER, AUDIENCE = "https://news.example/", "newsrec"
PRIVATE: Mapping[str, Any] = {
    "RS256": rsa.generate_private_key(65537, 2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    "ES384": ec.generate_private_key(ec.SECP384R1()),
    "PS256": rsa.generate_private_key(65537, 2048),
    "HS256": "a secret of at least thirty-two bytes",
}


class Published:
    """Every key of `PRIVATE`, published under its algorithm's name."""

    def get_signing_key(self, kid: str) -> jwt.PyJWK:
        if kid == "away":
            raise jwt.PyJWKClientConnectionError("the website is away")
        if kid not in PRIVATE:
            raise jwt.PyJWKClientError(f"no key {kid}")
        algorithm, key = jwt.get_algorithm_by_name(kid), PRIVATE[kid]
        public = key if isinstance(key, str) else key.public_key()
        return jwt.PyJWK(dict(algorithm.to_jwk(public, as_dict=True)) | {"alg": kid, "kid": kid})


def claims(token: str) -> Mapping[str, Any]:
    return verified_claims(token, Published(), issuer=ISSUER, audience=AUDIENCE)


def token(algorithm: str = "EdDSA", *, kid: str | None = None, key: object = None, **changed: object) -> str:
    """A valid token but for what is changed; a claim changed to None is left out."""
    whole = {"iss": ISSUER, "aud": AUDIENCE, "exp": in_seconds(300), "sub": "r1"} | changed
    said = {name: value for name, value in whole.items() if value is not None}
    headers = {"kid": kid or algorithm} if kid != "" else {}
    return jwt.encode(said, key or PRIVATE[algorithm], algorithm=algorithm, headers=headers)


def in_seconds(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_is_taken_with_every_algorithm_that_has_a_public_key_alone(algorithm: str) -> None:
    assert claims(token(algorithm))["sub"] == "r1"


@pytest.mark.parametrize("algorithm", ["HS256", "ES384", "PS256"])
def test_no_other_algorithm_is_taken_even_with_a_published_key(algorithm: str) -> None:
    with pytest.raises(Unauthenticated, match="RS256, ES256, EdDSA"):
        claims(token(algorithm))


def test_an_unsigned_token_is_refused() -> None:
    said = {"iss": ISSUER, "aud": AUDIENCE, "exp": in_seconds(300), "sub": "r1"}
    with pytest.raises(Unauthenticated):
        claims(jwt.encode(said, None, algorithm="none", headers={"kid": "EdDSA"}))


def test_a_public_key_is_no_secret_to_sign_with() -> None:
    """The attack that swaps algorithms: what is public would be the HMAC secret."""
    signed = token("HS256", kid="ES256").rpartition(".")[0]
    secret = PRIVATE["ES256"].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signature = urlsafe_b64encode(hmac.digest(secret, signed.encode(), "sha256")).decode().rstrip("=")
    with pytest.raises(Unauthenticated):
        claims(f"{signed}.{signature}")


@pytest.mark.parametrize(
    ("algorithm", "kid"), [("EdDSA", "ES256"), ("ES256", "EdDSA"), ("EdDSA", "unknown"), ("EdDSA", "")]
)
def test_the_key_must_be_the_one_that_signed_by_its_own_algorithm(algorithm: str, kid: str) -> None:
    with pytest.raises(Unauthenticated):
        claims(token(algorithm, kid=kid))


def test_another_key_of_the_same_kind_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        claims(token(key=ed25519.Ed25519PrivateKey.generate()))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example/"},
        {"iss": None},
        {"aud": "someone-else"},
        {"aud": ["someone-else", "another"]},
        {"aud": None},
        {"exp": None},
        {"sub": 7},
    ],
    ids=str,
)
def test_claims_for_others_of_others_or_without_an_end_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(Unauthenticated):
        claims(token(**changed))


@pytest.mark.parametrize(("claim", "sign"), [("exp", -1), ("nbf", 1)])
def test_times_are_held_to_with_a_small_leeway(claim: str, sign: int) -> None:
    assert claims(token(**{claim: in_seconds(sign * LEEWAY_SECONDS / 2)}))
    with pytest.raises(Unauthenticated):
        claims(token(**{claim: in_seconds(sign * LEEWAY_SECONDS * 2)}))


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "....", "e30.e30.e30", "\ud800.e30.e30", "é"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        claims(text)


def test_without_the_keys_it_is_not_said_that_the_token_is_wrong() -> None:
    with pytest.raises(Unavailable):
        claims(token(kid="away"))
