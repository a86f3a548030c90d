"""The morning mail of the newsroom in memory: composed and checked as the product does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from newsrec.digest.composition import compose
from newsrec.digest.definition import load
from newsrec.digest.model import DigestItem, Edition, Recipient
from newsrec.digest.publisher import Publisher
from newsrec.digest.unsubscribing import unsubscribe_url
from newsrec.digest.validation import findings
from newsrec.model import Article, Reason, Source
from newsrec.serving.signing import SigningKey
from newsrec.transform import to_article
from newsroom.preview.newsroom import MailPreview, NoMail

DIGEST = load("morning")
PUBLISHER = Publisher(
    name="The Test Courier",
    postal_address="Test Courier Ltd\n4 Quay Street, Greater Harwick",
    site_url="https://www.harwick-courier.example/",
)
SENDER = "The Test Courier <morning@mail.harwick-courier.example>"
KEY = SigningKey("a key that is long enough for HMAC")

Placed = tuple[Mapping[str, Any], str, str, str]
"""An article's record, and the source, the code and the sentence of its reason."""


def morning_mail(recipient: Recipient, placed: Sequence[Placed], now: datetime) -> MailPreview:
    """Raises `NoMail` for fewer articles than the digest asks for."""
    if len(placed) < DIGEST.minimum_items:
        raise NoMail(f"Only {len(placed)} articles are left to send; a mail has at least {DIGEST.minimum_items}.")
    items = [_item(*each) for each in placed[: DIGEST.items]]
    edition = Edition(digest_id=DIGEST.id, date=f"{now:%Y-%m-%d}", deadline=now + timedelta(hours=1))
    leaving = unsubscribe_url("https://mail.harwick-courier.example/unsubscribe", recipient.reader_id, DIGEST.id, KEY)
    mail = compose(DIGEST, edition, recipient, items, publisher=PUBLISHER, unsubscribe_url=leaving, now=now)
    found = findings(mail, items, digest=DIGEST, edition=edition, publisher=PUBLISHER, now=now)
    return MailPreview.of(mail, found, from_=SENDER)


def _item(record: Mapping[str, Any], source: str, code: str, sentence: str) -> DigestItem:
    article = to_article(dict(record))
    assert isinstance(article, Article), article
    article = replace(article, title=record["title"])  # as it stands: a mail must not rely on a cleaned title
    return DigestItem(article=article, source=Source(source), reason=Reason(code=code, text=sentence))
