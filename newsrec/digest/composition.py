"""A mail of one edition for one reader."""

import textwrap
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from newsrec.digest.definition import Digest
from newsrec.digest.letter import Letter, letter
from newsrec.digest.model import DigestItem, Edition, Mail, Recipient
from newsrec.digest.publisher import Publisher, secure_host

ONE_CLICK: Final = "List-Unsubscribe=One-Click"
COLUMNS: Final = 78
TEMPLATES: Final = Path(__file__).parent / "templates"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, COLUMNS)


_templates = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def compose(
    digest: Digest,
    edition: Edition,
    recipient: Recipient,
    items: Sequence[DigestItem],
    *,
    publisher: Publisher,
    unsubscribe_url: str,
    now: datetime,
) -> Mail:
    """At most `digest.items` of `items`, in their order; fewer where the HTML would be too long for mail clients."""
    shown = items[: digest.items]
    while True:
        content = letter(
            digest, edition, recipient, shown, publisher=publisher, unsubscribe_url=unsubscribe_url, now=now
        )
        html = _templates.get_template("digest.html.jinja").render(letter=content)
        if len(html.encode()) <= digest.max_html_bytes or len(shown) <= digest.minimum_items:
            break
        shown = shown[:-1]
    return Mail(
        recipient=recipient,
        subject=content.subject,
        preheader=content.preheader,
        html=html,
        text=_templates.get_template("digest.txt.jinja").render(letter=content, wrapped=_wrapped),
        article_ids=tuple(item.article.article_id for item in shown),
        headers=_headers(content, digest),
    )


def _headers(content: Letter, digest: Digest) -> dict[str, str]:
    """RFC 8058's two, whose order mail clients are known to mind, and what names the list (RFC 2919)."""
    return {
        "List-Unsubscribe": f"<{content.unsubscribe_url}>",
        "List-Unsubscribe-Post": ONE_CLICK,
        "List-Id": f"<{digest.id}.{secure_host(content.publisher.site_url)}>",
    }
