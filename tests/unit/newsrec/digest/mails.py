"""A morning's mail that tests vary in one place."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from newsrec.digest.composition import compose
from newsrec.digest.definition import load
from newsrec.digest.model import DigestItem, Edition, Mail, Recipient
from newsrec.digest.publisher import Publisher
from newsrec.digest.unsubscribing import unsubscribe_url
from newsrec.model import Image, Reason, Source
from newsrec.serving.signing import SigningKey
from tests.unit.newsrec.records import NOW, article

KEY = SigningKey("a key that is long enough for HMAC")
DIGEST = load("morning")
EDITION = Edition(digest_id="morning", date="2026-03-02", deadline=NOW + timedelta(hours=1))
READER = Recipient(reader_id="r1", email="anna@mail.example", name="Anna")
PUBLISHER = Publisher(
    name="The Courier", postal_address="Courier Ltd\n4 Quay Street", site_url="https://courier.example/"
)
LEAVING = unsubscribe_url("https://mail.courier.example/unsubscribe", "r1", "morning", KEY)
IMAGE = Image(url="https://images.example/bridge.jpg", alt="A bridge", width=1200, height=720)
TRENDING = Reason(code="trending", text="Much read right now")


def item(
    article_id: str,
    *,
    source: Source = Source.TRENDING,
    reason: Reason | None = TRENDING,
    short: bool = False,
    **changed: Any,
) -> DigestItem:
    described = {"title": f"The {article_id} bridge opens a year late", "url": f"/{article_id}"} | changed
    return DigestItem(
        article=article(article_id, **described),
        source=source,
        reason=reason,
        title_variant="short" if short else "full",
    )


def items(count: int = 5, **first: Any) -> list[DigestItem]:
    """The first one varied by `first`."""
    return [item(f"a{number}", **(first if number == 1 else {})) for number in range(1, count + 1)]


def composed(shown: Sequence[DigestItem], **changed: Any) -> Mail:
    values = {
        "digest": DIGEST,
        "edition": EDITION,
        "recipient": READER,
        "publisher": PUBLISHER,
        "unsubscribe_url": LEAVING,
        "now": NOW,
    } | changed
    return compose(items=shown, **values)  # type: ignore[arg-type]
