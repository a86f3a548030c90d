"""What a mail shows."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from newsrec.digest.checks.examined import Examined, squeezed
from newsrec.digest.composition import TEMPLATES
from newsrec.digest.letter import headline, link
from newsrec.digest.markup import read_markup
from newsrec.digest.wording import plain, reason_text
from newsrec.model import Source

_LEFTOVER: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bundefined\b")
_OF_HISTORY: Final = frozenset(
    {"reads_company", "reads_industry", "reads_topic", "reads_author", "continues_story", "similar_readers"}
)
"""Reasons that are true only of what a reader's own model chose."""


def articles(examined: Examined) -> Iterator[str]:
    ids, least = examined.mail.article_ids, examined.digest.minimum_items
    if len(ids) < least:
        yield f"articles: must be at least {least}, not {len(ids)}"
    for article_id, times in Counter(ids).items():
        if times > 1:
            yield f"article {article_id}: is in the mail {times} times"
    for article_id in set(ids).difference(item.article.article_id for item in examined.shown):
        yield f"article {article_id}: was not chosen for this reader"
    for item in examined.shown:
        if not item.article.may_be_shown(examined.now):
            yield f"article {item.article.article_id}: may not be shown now"
        if not headline(item):
            yield f"article {item.article.article_id}: has no title"


def text_part(examined: Examined) -> Iterator[str]:
    text = squeezed(examined.mail.text)
    if not text:
        yield "text: must not be empty"
        return
    for item in examined.shown:
        if squeezed(headline(item)) not in text or link(item, examined.publisher) not in examined.mail.text:
            yield f"text: must name and link article {item.article.article_id}"


def leftovers(examined: Examined) -> Iterator[str]:
    """A word of the articles themselves is no leftover."""
    given = {found for text in examined.given for found in _LEFTOVER.findall(text)}
    subject = (("subject", examined.mail.subject), ("preheader", examined.mail.preheader))
    for name, text in (*examined.parts, *subject):
        for found in dict.fromkeys(_LEFTOVER.findall(text)):
            if found not in given:
                yield f"{name}: has {found!r}, which a template left behind"


def size(examined: Examined) -> Iterator[str]:
    length, most = len(examined.mail.html.encode()), examined.digest.max_html_bytes
    if length > most:
        yield f"HTML: must have at most {most} bytes, not {length}, or mail clients clip it"


def images(examined: Examined) -> Iterator[str]:
    for image in examined.markup.named("img"):
        if missing := [name for name in ("alt", "width", "height") if name not in image]:
            yield f"image {image.get('src')!r}: has no {', '.join(missing)}"


def escaping(examined: Examined) -> Iterator[str]:
    """Nothing but the template makes elements or attributes."""
    tags, attributes = _written_in_template()
    for tag in sorted({tag for tag, _ in examined.markup.elements} - tags):
        yield f"HTML: has an element {tag!r}, which its template does not use"
    for name in sorted({name for _, found in examined.markup.elements for name in found} - attributes):
        yield f"HTML: has an attribute {name!r}, which its template does not use"
    for text in sorted(examined.given):
        if "<" in text and plain(text) in examined.mail.html:
            yield f"HTML: has {text!r} unescaped"


@cache
def _written_in_template() -> tuple[frozenset[str], frozenset[str]]:
    source = re.sub(r"\{[{%].*?[}%]\}", " ", (TEMPLATES / "digest.html.jinja").read_text())
    elements = read_markup(source).elements
    return frozenset(tag for tag, _ in elements), frozenset(name for _, found in elements for name in found)


def sponsored_labels(examined: Examined) -> Iterator[str]:
    labels = Counter(plain(item.article.sponsored.label) for item in examined.shown if item.article.sponsored)
    for name, text in examined.parts:
        for label, times in labels.items():
            if not label or squeezed(text).count(squeezed(label)) < times:
                yield f"{name}: must say {label!r} with each of {times} articles that are paid for"


def reasons(examined: Examined) -> Iterator[str]:
    for item in examined.shown:
        article_id, reason = item.article.article_id, item.reason
        if reason is None:
            continue
        if reason.code in _OF_HISTORY and item.source is not Source.PERSONALISED:
            yield f"article {article_id}: {reason.code} does not hold, its place is due to {item.source.value}"
        sentence = squeezed(reason_text(reason, examined.digest.language))
        for name, text in examined.parts:
            if not sentence or sentence not in squeezed(text):
                yield f"{name}: must give the reason for article {article_id}"
