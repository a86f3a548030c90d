"""The unsubscribe link of a mail: it alone says who leaves which digest, and works for as long as the mail exists."""

import base64
from urllib.parse import parse_qs, urlsplit

from newsrec.serving.signing import BadSignature, SigningKey, sign, unsign

_PURPOSE = "unsubscribe"
_BETWEEN = "\0"


def unsubscribe_token(reader_id: str, digest_id: str, key: SigningKey) -> str:
    """Safe in a URL as it is; it never expires, since mails are kept for years."""
    subject = f"{digest_id}{_BETWEEN}{reader_id}".encode()
    return sign(base64.urlsafe_b64encode(subject).decode().rstrip("="), purpose=_PURPOSE, key=key)


def read_unsubscribe_token(token: str, key: SigningKey) -> tuple[str, str]:
    """The reader id and the digest id. Raises `BadSignature`."""
    return _subject(unsign(token, purpose=_PURPOSE, key=key))


def unsubscribe_url(address: str, reader_id: str, digest_id: str, key: SigningKey) -> str:
    """The link that goes into a mail; `address` is the endpoint's own."""
    return f"{address}?token={unsubscribe_token(reader_id, digest_id, key)}"


def named_in_url(url: str) -> tuple[str, str]:
    """The reader id and the digest id that a link speaks of, whoever signed it. Raises `BadSignature` for none."""
    try:
        [token] = parse_qs(urlsplit(url).query)["token"]
        return _subject(token.rpartition(".")[0])
    except (KeyError, ValueError) as error:
        raise BadSignature(f"not a valid {_PURPOSE} link") from error


def _subject(encoded: str) -> tuple[str, str]:
    padded = encoded + "=" * (-len(encoded) % 4)
    digest_id, _, reader_id = base64.urlsafe_b64decode(padded).decode().partition(_BETWEEN)
    return reader_id, digest_id
