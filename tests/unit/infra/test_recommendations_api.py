"""What the template says of the API in front of its function."""

import json
from typing import Any, cast

import pytest
from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from infra.settings import read_settings
from newsrec.problems import PROBLEMS
from tests.unit.infra.conftest import Assembly

pytestmark = pytest.mark.synth

REFUSALS = {
    "THROTTLED": ("429", "too-many-requests"),
    "MISSING_AUTHENTICATION_TOKEN": ("404", "not-found"),
    "REQUEST_TOO_LARGE": ("413", "payload-too-large"),
    "INTEGRATION_FAILURE": ("503", "unavailable"),
    "INTEGRATION_TIMEOUT": ("503", "unavailable"),
    "DEFAULT_5XX": ("500", "internal"),
}


def refusals(assembly: Assembly) -> dict[str, dict[str, Any]]:
    return {answer["ResponseType"]: answer for answer in assembly.properties("AWS::ApiGateway::GatewayResponse")}


def headers(answer: dict[str, Any]) -> dict[str, str]:
    prefix = "gatewayresponse.header."
    return {name.removeprefix(prefix): value for name, value in answer["ResponseParameters"].items()}


@pytest.mark.parametrize("happened", REFUSALS)
def test_what_the_gateway_refuses_is_a_problem_of_the_api(assembly: Assembly, happened: str) -> None:
    answer, (status, kind) = refusals(assembly)[happened], REFUSALS[happened]
    body = json.loads(answer["ResponseTemplates"]["application/json"])
    assert (answer["StatusCode"], body["status"]) == (status, int(status))
    assert (body["type"], body["title"]) == (f"urn:newsrec:problem:{kind}", PROBLEMS[kind].title)
    assert body["instance"] == "$context.requestId"


def test_every_refusal_can_be_read_by_a_page_and_kept_by_nobody(assembly: Assembly) -> None:
    assert refusals(assembly).keys() == REFUSALS.keys() | {"DEFAULT_4XX"}
    origins = read_settings({"environment": assembly.environment}).allowed_origins
    for answer in refusals(assembly).values():
        said = headers(answer)
        assert said["Content-Type"] == "'application/problem+json'"
        assert said["Cache-Control"] == "'no-store'"
        assert said["Access-Control-Allow-Origin"] == (
            f"'{origins[0]}'" if len(origins) == 1 else "method.request.header.Origin"
        )


def test_who_is_throttled_is_told_when_to_come_again(assembly: Assembly) -> None:
    assert headers(refusals(assembly)["THROTTLED"])["Retry-After"] == "'1'"


def test_events_have_a_rate_of_their_own_below_the_whole_api_s(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    (stage,) = assembly.properties("AWS::ApiGateway::Stage")
    rates = {
        (one["ResourcePath"], one["HttpMethod"]): (one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"])
        for one in stage["MethodSettings"]
    }
    assert rates == {
        ("/*", "*"): (settings.api_requests_per_second, settings.api_burst),
        ("/~1events", "POST"): (settings.api_events_per_second, settings.api_events_burst),
    }
    assert settings.api_events_per_second < settings.api_requests_per_second


def test_the_access_log_says_what_was_asked_and_not_by_whom(assembly: Assembly) -> None:
    (stage,) = assembly.properties("AWS::ApiGateway::Stage")
    assert stage["StageName"] == "v1"
    assert "$context.status" in stage["AccessLogSetting"]["Format"]
    assert "$context.identity.sourceIp" not in stage["AccessLogSetting"]["Format"]


def test_every_route_of_the_functions_is_reached_and_any_other_method_told_so(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://news.example")
    from lambdas.api.handler import app
    from lambdas.unsubscribe.handler import app as leaving

    in_front = {(method, path) for method, path in routes(assembly) if method not in {"OPTIONS", "ANY"}}
    assert in_front == routes_of(app) | routes_of(leaving)
    answering = {path for method, path in routes(assembly) if method == "ANY"}
    assert answering == {path for _, path in routes_of(app)}


def routes(assembly: Assembly) -> set[tuple[str, str]]:
    """The methods and whole paths of the template."""
    resources = {name: resource["Properties"] for name, resource in assembly.resources("AWS::ApiGateway::Resource")}

    def path(name: str) -> str:
        if name not in resources:
            return ""
        parent = resources[name]["ParentId"]
        return f"{path(parent.get('Ref', ''))}/{resources[name]['PathPart']}"

    return {
        (method["HttpMethod"], path(method["ResourceId"].get("Ref", "")))
        for method in assembly.properties("AWS::ApiGateway::Method")
    }


def routes_of(app: APIGatewayRestResolver) -> set[tuple[str, str]]:
    registered = cast(Any, app)
    every = registered._static_routes + registered._dynamic_routes
    return {(route.method, route.path.replace("<", "{").replace(">", "}")) for route in every}


def test_a_browser_may_send_its_cookie_from_the_websites_of_the_settings(assembly: Assembly) -> None:
    preflights = [
        method["Integration"]["IntegrationResponses"][0]["ResponseParameters"]
        for method in assembly.properties("AWS::ApiGateway::Method")
        if method["HttpMethod"] == "OPTIONS"
    ]
    answered = {one["method.response.header.Access-Control-Allow-Credentials"] for one in preflights}
    assert answered == {"'true'"}


def test_the_function_knows_whose_tokens_to_take(assembly: Assembly) -> None:
    settings = read_settings({"environment": assembly.environment})
    (variables,) = (
        function["Environment"]["Variables"]
        for function in assembly.properties("AWS::Lambda::Function")
        if "TOKEN_JWKS_URL" in function.get("Environment", {}).get("Variables", {})
    )
    assert variables["TOKEN_JWKS_URL"] == settings.token_jwks_url
    assert (variables["TOKEN_ISSUER"], variables["TOKEN_AUDIENCE"]) == (settings.token_issuer, settings.token_audience)
