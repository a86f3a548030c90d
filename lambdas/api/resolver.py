"""The router of the API: CORS and safe headers on every answer, and a problem for every error."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from lambdas.api.exchange import request_id_of
from lambdas.api.problems import REFUSALS, InvalidRequest, ParameterError, kind_of, problem
from lambdas.observability import logger, metrics
from newsrec.unavailable import Unavailable

SAFE_HEADERS: Final = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


class ProblemResolver(APIGatewayRestResolver):
    """Answers whatever goes wrong with a problem (RFC 9457)."""

    def resolve(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        answer = super().resolve(event, context)
        headers: dict[str, list[str]] = answer["multiValueHeaders"]
        headers |= {name: [value] for name, value in SAFE_HEADERS.items()}
        # The CORS headers are those of the asking page, so no cache may hand them to another.
        headers["Vary"] = [", ".join([*headers.get("Vary", ()), "Origin"])]
        return answer

    def refused(self, error: Exception) -> Response[str]:
        kind = kind_of(error)
        errors = error.errors if isinstance(error, InvalidRequest) else ()
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'} if kind == "unauthenticated" else {}
        return self._problem(kind, str(error), errors=errors, headers=headers)

    def no_route(self, _error: NotFoundError) -> Response[str]:
        path = self.current_event.path
        if allowed := ", ".join(self._methods_of(path)):
            return self._problem("method-not-allowed", f"{path} takes {allowed}", headers={"Allow": allowed})
        return self._problem("not-found", f"{path} is not an address of this API")

    def _methods_of(self, path: str) -> Sequence[str]:
        within_stage = self._remove_prefix(path)
        routes = cast("list[Any]", self._static_routes + self._dynamic_routes)
        return sorted({route.method for route in routes if route.rule.match(within_stage)})

    def unavailable(self, error: Unavailable) -> Response[str]:
        logger.error("an outside system is away", error=str(error))
        return self._problem("unavailable", "try again in a moment", headers={"Retry-After": "5"})

    def unexpected(self, error: Exception) -> Response[str]:
        logger.exception("unexpected error", error=str(error))
        return self._problem("internal", "the error is logged under this request id")

    def _problem(
        self,
        kind: str,
        detail: str,
        *,
        errors: Sequence[ParameterError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Response[str]:
        metrics.add_metric(f"Problem.{kind}", MetricUnit.Count, 1)
        request_id = request_id_of(self.current_event)
        return problem(kind, detail, request_id=request_id, errors=errors, headers=headers)


def problem_resolver(origins: Sequence[str]) -> ProblemResolver:
    """A router without routes, for pages of `origins` with their readers' credentials."""
    cors = CORSConfig(
        allow_origin=origins[0],
        extra_origins=list(origins[1:]),
        allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-Reader-Id"],
        expose_headers=["ETag", "Retry-After", "X-Request-Id"],
        max_age=600,
        allow_credentials=True,
    )
    app = ProblemResolver(cors=cors)
    app.exception_handler([*REFUSALS])(app.refused)
    app.exception_handler(NotFoundError)(app.no_route)
    app.exception_handler(Unavailable)(app.unavailable)
    app.exception_handler(Exception)(app.unexpected)
    return app
