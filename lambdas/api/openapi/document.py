"""The document: every route with what it takes and what it answers; the schemas come from the models in `schemas`."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from lambdas.api.openapi import schemas
from lambdas.api.openapi.events import REFERENCE, event_schemas, events_body
from lambdas.api.openapi.parameters import Json, article_in_path, query_parameters, reader_header, unsubscribe_token
from lambdas.api.parameters import KNOWN, RELATED
from newsrec.problems import PROBLEMS
from newsrec.serving.identity import ANONYMOUS_COOKIE, ANY_READER, EXPLAIN

_PROBLEM: Final = "application/problem+json"
_ANYBODY: Final[Sequence[Json]] = ({}, {"bearer": []}, {"anonymous": []})
_READER: Final[Sequence[Json]] = ({"bearer": []}, {"anonymous": []})
_EVERYWHERE: Final = ("too-many-requests", "internal", "unavailable")


def document() -> Json:
    """All of it, in an order that does not change."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "News recommendations",
            "version": "1",
            "description": (
                "Lists of articles for a news website, and what its readers do with them. Within a version only "
                "fields, parameters and values of enumerations are added; ignore those that you do not know."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/v1"}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "parameters": {**query_parameters(), "reader_id": reader_header()},
            "responses": {kind: _problem_response(kind) for kind in PROBLEMS},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": (
                        f"The website's token for its reader (`sub`). The scope `{EXPLAIN}` opens `explain`, "
                        f"the scope `{ANY_READER}` the header `X-Reader-Id`."
                    ),
                },
                "anonymous": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": ANONYMOUS_COOKIE,
                    "description": "What the API gave a browser without an account when it reported events.",
                },
            },
        },
    }


def _paths() -> Json:
    a_list = {"200": _answer("A list, best first.", schemas.RecommendationList), "304": _unchanged()}
    preferences = {"200": _answer("The reader's preferences.", schemas.Preferences)}
    return {
        "/recommendations": {
            "get": _operation(
                "recommendations",
                "A list for the reader who asks, or for nobody in particular",
                answers=a_list,
                problems=("invalid-parameter", "unauthenticated", "forbidden"),
                parameters=[*_references(sorted(KNOWN)), *_references(["reader_id"])],
                security=_ANYBODY,
            )
        },
        "/articles/{article_id}/related": {
            "parameters": [article_in_path()],
            "get": _operation(
                "related_articles",
                "What to read after an article: the same story and subjects first",
                answers=a_list,
                problems=("invalid-parameter", "unauthenticated", "forbidden", "not-found"),
                parameters=[*_references(sorted(RELATED)), *_references(["reader_id"])],
                security=_ANYBODY,
            ),
        },
        "/events": {
            "post": _operation(
                "report_events",
                "What readers did: seen, opened, read, shared, hidden",
                answers={"202": _answer("Each event is kept, or named with why not.", schemas.EventsReceived)},
                problems=("invalid-parameter", "unauthenticated", "forbidden", "payload-too-large"),
                parameters=_references(["reader_id"]),
                body=events_body(),
                security=_ANYBODY,
            )
        },
        "/me": {
            "delete": _operation(
                "forget_me",
                "Forget the reader: at once here, in the models' data with the next deletion job",
                answers={"202": _answer("A receipt.", schemas.Forgotten)},
                problems=("unauthenticated", "forbidden"),
                parameters=_references(["reader_id"]),
                security=_READER,
            )
        },
        "/me/profile": {
            "get": _operation(
                "profile",
                "What is known of the reader",
                answers={"200": _answer("All of it.", schemas.Profile)},
                problems=("unauthenticated", "forbidden"),
                parameters=_references(["reader_id"]),
                security=_READER,
            )
        },
        "/me/preferences": {
            "parameters": _references(["reader_id"]),
            "get": _operation(
                "preferences",
                "What the reader said they want",
                answers=preferences,
                problems=("unauthenticated", "forbidden"),
                security=_READER,
            ),
            "put": _operation(
                "replace_preferences",
                "Replace what the reader said; what is left out is as if never said",
                answers=preferences,
                problems=("invalid-parameter", "unauthenticated", "forbidden", "conflict", "payload-too-large"),
                body=_json_body(_reference(schemas.Preferences)),
                security=_READER,
            ),
            "delete": _operation(
                "delete_preferences",
                "As if the reader had said nothing",
                answers={"204": {"description": "There are none now."}},
                problems=("unauthenticated", "forbidden"),
                security=_READER,
            ),
        },
        **{path: {"get": _health(path, summary)} for path, summary in _HEALTH.items()},
        "/unsubscribe": {
            "parameters": [unsubscribe_token()],
            "get": _operation(
                "ask_before_unsubscribing",
                "A page that asks whether to leave the digest",
                answers={"200": _page("It asks."), "400": _page("The link is not valid."), "503": _page("Try again.")},
                problems=(),
                security=({},),
            ),
            "post": _operation(
                "unsubscribe",
                "Leave the digest that the link is in (RFC 8058); the body says nothing",
                answers={"200": _page("Left."), "503": _page("Try again.")},
                problems=("invalid-parameter",),
                security=({},),
            ),
        },
        "/openapi.json": {
            "get": _operation(
                "openapi",
                "This document",
                answers={"200": {"description": "OpenAPI 3.1.", "content": _content({"type": "object"})}},
                problems=(),
                security=({},),
            )
        },
    }


_HEALTH: Final = {
    "/health": "Whether the API lives",
    "/health/live": "Whether the API lives",
    "/health/ready": "Whether the API could answer with a list",
}


def _health(path: str, summary: str) -> Json:
    answers = {"200": _answer("It does.", schemas.Health)}
    return _operation(path.strip("/").replace("/", "_"), summary, answers=answers, problems=(), security=({},))


def _operation(
    name: str,
    summary: str,
    *,
    answers: Mapping[str, Json],
    problems: Sequence[str],
    security: Sequence[Json],
    parameters: Sequence[Json] = (),
    body: Json | None = None,
) -> Json:
    failures = {
        str(PROBLEMS[kind].status): {"$ref": f"#/components/responses/{kind}"} for kind in (*problems, *_EVERYWHERE)
    }
    operation: Json = {"operationId": name, "summary": summary, "security": list(security)}
    if parameters:
        operation["parameters"] = list(parameters)
    if body:
        operation["requestBody"] = body
    return operation | {"responses": dict(sorted({**failures, **answers}.items()))}


def _schemas() -> Json:
    described = [model for model in vars(schemas).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    roots = [model for model in described if model is not BaseModel]
    _, generated = models_json_schema([(model, "serialization") for model in roots], ref_template=REFERENCE)
    return dict(sorted({**generated["$defs"], **event_schemas()}.items()))


def _references(names: Sequence[str]) -> list[Json]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _content(schema: Json, media_type: str = "application/json") -> Json:
    return {media_type: {"schema": schema}}


def _answer(description: str, model: type[BaseModel]) -> Json:
    return {"description": description, "content": _content(_reference(model))}


def _page(description: str) -> Json:
    return {"description": description, "content": _content({"type": "string"}, "text/html")}


def _unchanged() -> Json:
    return {"description": "The list that `If-None-Match` names is still the same."}


def _problem_response(kind: str) -> Json:
    return {"description": PROBLEMS[kind].title, "content": _content(_reference(schemas.Problem), _PROBLEM)}


def _json_body(schema: Json) -> Json:
    return {"required": True, "content": _content(schema)}


def written() -> str:
    """The document as its file holds it."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
