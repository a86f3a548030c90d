"""`/me`: what a reader wants, what is known of them, and being forgotten; who they are says their credential alone."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.metrics import MetricUnit

from lambdas.api.exchange import NO_STORE, body_of, identity_of, json_answer
from lambdas.api.parameters import preferences_of
from lambdas.api.wiring import deletion_requests, forgotten_readers, preferences_table, sources
from lambdas.observability import logger, metrics
from lambdas.signing import signing_key
from newsrec.interests import ReaderProfile
from newsrec.serving.forgetting import forget_reader
from newsrec.serving.identity import Unauthenticated
from newsrec.serving.preferences import preferences_document
from newsrec.serving.readers import interests_by_kind, opened

router = APIGatewayRouter()


@router.get("/me/preferences")
def preferences() -> Response[str]:
    profile = _profile(datetime.now(UTC))
    return _private(preferences_document(profile.preferences))


@router.put("/me/preferences")
def replace_preferences() -> Response[str]:
    now = datetime.now(UTC)
    reader_id = _reader(now)
    wanted = preferences_of(body_of(router.current_event))
    preferences_table().put_preferences(reader_id, wanted, now)
    return _private(preferences_document(wanted))


@router.delete("/me/preferences")
def delete_preferences() -> Response[str]:
    preferences_table().delete_preferences(_reader(datetime.now(UTC)))
    return Response(status_code=204, headers=dict(NO_STORE))


@router.get("/me/profile")
def profile() -> Response[str]:
    known = _profile(datetime.now(UTC))
    articles = sources().articles.get_many(known.read_ids)
    interests = {
        kind: {name: shown for name, count in counts.items() if (shown := round(count, 1)) > 0}
        for kind, counts in interests_by_kind(known).items()
    }
    return _private(
        {
            "interests": interests,
            "opened": opened(known, articles),
            "preferences": preferences_document(known.preferences),
            "forgotten": known.forgotten,
        }
    )


@router.delete("/me")
def forget() -> Response[str]:
    now = datetime.now(UTC)
    receipt = f"forget-{uuid.uuid4().hex}"
    forget_reader(_reader(now), receipt=receipt, now=now, readers=forgotten_readers(), requests=deletion_requests())
    metrics.add_metric("ReadersForgotten", MetricUnit.Count, 1)
    logger.info("reader forgotten", receipt=receipt)
    return json_answer(
        router.current_event,
        {"receipt": receipt, "forgotten_at": now.isoformat(timespec="seconds"), "models": "waiting"},
        status=202,
        headers=NO_STORE,
    )


def _reader(now: datetime) -> str:
    """Raises `Unauthenticated` for nobody, and what `identity_of` raises."""
    identity = identity_of(router.current_event, signing_key(now))
    if identity.reader_id is None:
        raise Unauthenticated("this address is a reader's own: send a bearer token or an anonymous id")
    return identity.reader_id


def _profile(now: datetime) -> ReaderProfile:
    return sources().readers.profile(_reader(now), now)


def _private(body: Mapping[str, object]) -> Response[str]:
    return json_answer(router.current_event, dict(body), headers=NO_STORE)
