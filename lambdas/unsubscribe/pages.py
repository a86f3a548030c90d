"""What a reader sees who leaves a digest: pages that load nothing, run nothing and tell nobody where they were."""

import base64
import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aws_lambda_powertools.event_handler import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER: Final = Path(__file__).parent / "templates"
_STYLE: Final = (_FOLDER / "page.css").read_text()
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PAGE: Final = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
).get_template("page.html.jinja")
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def confirmation() -> Response[str]:
    """Asks first, because link scanners open every link of a mail."""
    return _page(
        HTTPStatus.OK,
        heading="Leave this digest?",
        text="You will get no more mails of it. Your account and your other mails stay as they are.",
        button="Unsubscribe",
    )


def unsubscribed() -> Response[str]:
    return _page(
        HTTPStatus.OK,
        heading="You are unsubscribed",
        text="You will get no more mails of this digest. One that is on its way already may still arrive.",
    )


def invalid_link() -> Response[str]:
    return _page(
        HTTPStatus.BAD_REQUEST,
        heading="This link is not valid",
        text="It may be incomplete. Please use the unsubscribe link at the end of a mail of ours once more.",
    )


def try_again() -> Response[str]:
    return _page(
        HTTPStatus.SERVICE_UNAVAILABLE,
        heading="That did not work",
        text="You are not unsubscribed yet: we could not note it down. Please try again in a minute.",
    )


def _page(status: HTTPStatus, *, heading: str, text: str, button: str | None = None) -> Response[str]:
    return Response(
        status_code=status.value,
        content_type="text/html; charset=utf-8",
        body=_PAGE.render(style=_STYLE, heading=heading, text=text, button=button),
        headers=dict(_HEADERS),
    )
