"""The checks that every mail passes before it is sent; what is hard holds it back."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from newsrec.digest.checks import addressing, content, links
from newsrec.digest.checks.examined import Examined
from newsrec.digest.definition import Digest
from newsrec.digest.markup import read_markup
from newsrec.digest.model import DigestItem, Edition, Finding, Mail
from newsrec.digest.publisher import Publisher

_Check = Callable[[Examined], Iterator[str]]

_CHECKS: Final[Sequence[tuple[str, bool, _Check]]] = (
    ("E01", True, addressing.address),
    ("E02", True, addressing.deadline),
    ("E03", True, content.articles),
    ("E04", True, addressing.subject_and_preheader),
    ("E05", True, links.one_click_unsubscribing),
    ("E06", True, content.text_part),
    ("E07", True, links.allowed_links),
    ("E08", True, content.leftovers),
    ("E09", False, content.size),
    ("E10", False, content.images),
    ("E11", True, content.escaping),
    ("E13", True, content.sponsored_labels),
    ("E14", True, content.reasons),
)
"""Code, whether it is hard, and what finds the faults, a sentence each."""


def findings(
    mail: Mail,
    items: Sequence[DigestItem],
    *,
    digest: Digest,
    edition: Edition,
    publisher: Publisher,
    now: datetime,
) -> Sequence[Finding]:
    """Everything that is wrong with a mail composed of `items`; an empty sequence when it may go out."""
    by_id = {item.article.article_id: item for item in items}
    examined = Examined(
        mail=mail,
        shown=tuple(by_id[article_id] for article_id in mail.article_ids if article_id in by_id),
        digest=digest,
        edition=edition,
        publisher=publisher,
        now=now,
        markup=read_markup(mail.html),
    )
    return [
        Finding(code=code, message=message, hard=hard) for code, hard, check in _CHECKS for message in check(examined)
    ]
