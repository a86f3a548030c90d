"""Where a mail leads, and how one leaves it."""

import re
from collections.abc import Iterator
from typing import Final

from newsrec.digest.checks.examined import Examined
from newsrec.digest.composition import ONE_CLICK
from newsrec.digest.publisher import secure_host
from newsrec.digest.unsubscribing import named_in_url
from newsrec.serving.signing import BadSignature

_LEAVE: Final = "List-Unsubscribe"
_HOW: Final = "List-Unsubscribe-Post"
_ONE_LINK: Final = re.compile(r"<(https://[!-;=?-~]+)>")
_LONGEST_VALUE: Final = 995
"""Characters that Amazon SES takes as the value of a header."""


def one_click_unsubscribing(examined: Examined) -> Iterator[str]:
    headers = examined.mail.headers
    if [name for name in headers if name in {_LEAVE, _HOW}] != [_LEAVE, _HOW]:
        yield f"headers: must have {_LEAVE} and then {_HOW}"
    if headers.get(_HOW) != ONE_CLICK:
        yield f"{_HOW}: must be {ONE_CLICK}"
    url = _unsubscribe_url(examined)
    if url is None:
        yield f"{_LEAVE}: must be one https address in angle brackets, of at most {_LONGEST_VALUE} characters"
        return
    if not _is_own(url, examined):
        yield f"{_LEAVE}: must name this reader and this digest"
    if url not in examined.markup.links or url not in examined.mail.text:
        yield f"{_LEAVE}: its link must be in the HTML and in the text too"


def allowed_links(examined: Examined) -> Iterator[str]:
    leaving = _unsubscribe_url(examined)
    hosts = examined.publisher.hosts | {secure_host(leaving or "")}
    for url in dict.fromkeys(examined.markup.links):
        host = secure_host(url)
        if host is None:
            yield f"link {url!r}: must be an absolute https address"
        elif host not in hosts:
            yield f"link {url!r}: leads to a host that the publisher does not allow"
    for image in examined.markup.named("img"):
        if secure_host(image.get("src") or "") is None:
            yield f"image {image.get('src')!r}: must be an absolute https address"


def _unsubscribe_url(examined: Examined) -> str | None:
    value = examined.mail.headers.get(_LEAVE, "")
    match = _ONE_LINK.fullmatch(value)
    return match[1] if match and len(value) <= _LONGEST_VALUE and secure_host(match[1]) else None


def _is_own(url: str, examined: Examined) -> bool:
    try:
        return named_in_url(url) == (examined.mail.recipient.reader_id, examined.digest.id)
    except BadSignature:
        return False
