"""Who may keep an answer: a list that is nobody's anybody, for half a minute; what is a reader's own nobody."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from lambdas.api.exchange import json_answer
from newsrec.serving.signing import CURSOR_LIVES

PRIVATE: Final = "private, no-store"
PUBLIC: Final = "public, max-age=30, stale-while-revalidate=60, stale-if-error=600"
_ASKED_BY: Final = ("Accept-Language", "Authorization", "Cookie", "Sec-GPC", "X-Reader-Id")
VARY: Final = ", ".join(filter(None, (*_ASKED_BY, os.environ.get("COUNTRY_HEADER"))))
_OF_ONE_ANSWER: Final = frozenset({"list_id", "generated_at", "expires_at", "next_cursor", "impression_id", "degraded"})
"""What may differ between two answers that show the same."""
_REVALIDATED_FOR: Final = CURSOR_LIVES / 2
"""How long a kept list may be confirmed: what was signed in it must work for as long again."""


def list_response(event: APIGatewayProxyEvent, body: dict[str, Any], *, personal: bool, now: datetime) -> Response[str]:
    """The answer with a list; `personal` says that it depends on who asks."""
    if personal:
        return json_answer(event, body, headers={"Cache-Control": PRIVATE, "Vary": VARY})
    headers = {"Cache-Control": PUBLIC, "Vary": VARY, "ETag": entity_tag(body, now)}
    if headers["ETag"] in _tags(event.headers.get("If-None-Match") or ""):
        return Response(status_code=304, headers=headers)
    return json_answer(event, body, headers=headers)


def entity_tag(body: Mapping[str, Any], now: datetime) -> str:
    """Equal for lists with the same contents in the same five minutes.

    It is a weak tag: two such lists differ in their ids and times, which readers do not see.
    """
    window = int(now.timestamp() // _REVALIDATED_FOR.total_seconds())
    contents = json.dumps([window, _lasting(body)], sort_keys=True, default=str)
    return f'W/"{hashlib.sha256(contents.encode()).hexdigest()[:32]}"'


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return {name: _lasting(field) for name, field in fields.items() if name not in _OF_ONE_ANSWER}
    return [_lasting(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}
