"""`/recommendations` and `/articles/ID/related`: lists, and the pages after their first."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.metrics import MetricUnit

from lambdas.api.answer import list_answer
from lambdas.api.caching import list_response
from lambdas.api.exchange import country_of, identity_of
from lambdas.api.parameters import Asked, ListQuery, list_query
from lambdas.api.problems import InvalidRequest, NotFound, ParameterError
from lambdas.api.wiring import make_list, served_lists, site, sources
from lambdas.observability import logger, metrics
from lambdas.signing import signing_key
from lambdas.surfaces import surfaces
from newsrec.serving.identity import EXPLAIN
from newsrec.serving.paging import Cursor, NoSuchList, cursor_text, lists_away, next_page, stored_list
from newsrec.serving.recommend import ServedList
from newsrec.serving.signing import CURSOR_LIVES
from newsrec.unavailable import Unavailable

router = APIGatewayRouter()


@router.get("/recommendations")
def recommendations() -> Response[str]:
    return _list(None)


@router.get("/articles/<article_id>/related")
def related(article_id: str) -> Response[str]:
    return _list(unquote(article_id))


def _list(host_article_id: str | None) -> Response[str]:
    event, now = router.current_event, datetime.now(UTC)
    key = signing_key(now)
    identity = identity_of(event, key)
    asked = Asked(
        identity=identity,
        list_id=f"l_{uuid.uuid4().hex}",
        now=now,
        accept_language=event.headers.get("Accept-Language") or "",
        country=country_of(event),
        host_article_id=host_article_id,
    )
    query = list_query(event.multi_value_query_string_parameters, asked, surfaces=surfaces(), site=site(), key=key)
    if query.explain:
        identity.require(EXPLAIN)
    served, following = _next_page(query, query.cursor) if query.cursor else _first_page(query)
    if host_article_id and served.host is None:
        raise NotFound(f"there is no article {host_article_id} to read now")
    _observe(served)
    cursor = cursor_text(following, reader_id=identity.reader_id, now=now, key=key) if following else None
    body = list_answer(served, next_cursor=cursor, key=key, explain=query.explain)
    return list_response(event, body, personal=identity.reader_id is not None or query.explain, now=now)


def _first_page(query: ListQuery) -> tuple[ServedList, Cursor | None]:
    served = make_list(query.request)
    if not served.more:
        return served, None
    try:
        served_lists().keep(stored_list(served), query.request.now + CURSOR_LIVES)
    except Unavailable as error:
        return replace(served, outages=(*served.outages, lists_away(error, sources()))), None
    return served, Cursor(query.request.list_id)


def _next_page(query: ListQuery, cursor: Cursor) -> tuple[ServedList, Cursor | None]:
    try:
        served, following = next_page(query.request, cursor, served_lists(), sources())
    except NoSuchList as error:
        raise InvalidRequest([ParameterError("cursor", "no_such_list", str(error))]) from None
    return served, following if served.more else None


def _observe(served: ServedList) -> None:
    for outage in served.outages:
        metrics.add_metric(f"Degraded.{outage.source}", MetricUnit.Count, 1)
        metrics.add_metric(f"Degraded.{outage.source}.{outage.kind}", MetricUnit.Count, 1)
    metrics.add_metric("ItemsServed", MetricUnit.Count, len(served.items))
    request = served.request
    logger.info(
        "list served",
        list_id=request.list_id,
        surface=request.surface.name,
        items=len(served.items),
        degraded=served.degraded,
        experiment=request.experiment,
    )
