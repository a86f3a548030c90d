"""`/openapi.json`: what this API takes and answers."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from lambdas.api.openapi import DOCUMENT

router = APIGatewayRouter()


@router.get("/openapi.json")
def openapi() -> Response[str]:
    return Response(
        status_code=200,
        content_type="application/json",
        body=DOCUMENT.read_text(encoding="utf-8"),
        headers={"Cache-Control": "public, max-age=300"},
    )
