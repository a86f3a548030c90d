"""Readers' tokens as the website makes them, and the keys that it publishes for those who read them."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

TOKEN_LIFETIME = timedelta(minutes=15)
ISSUER = "https://www.harwick-courier.example/"
AUDIENCE = "newsrec"
SCOPE = "recommendations:explain"


def _new_id() -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class WebsiteKey:
    """What the website signs its readers' tokens with, and the id that it is published under."""

    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)
    key_id: str = field(default_factory=_new_id)

    @property
    def key_set(self) -> str:
        """The public half, as a JSON Web Key Set."""
        public = OKPAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return json.dumps({"keys": [public | {"kid": self.key_id, "use": "sig", "alg": "EdDSA"}]})


def reader_token(reader_id: str | None, *, key: WebsiteKey, now: datetime, scope: str = SCOPE) -> str:
    """A signed token for one reader, or for nobody in particular when `reader_id` is None."""
    claims: dict[str, object] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "scope": scope,
        "iat": now,
        "exp": now + TOKEN_LIFETIME,
    }
    if reader_id is not None:
        claims["sub"] = reader_id
    return jwt.encode(claims, key.private, algorithm="EdDSA", headers={"kid": key.key_id})
