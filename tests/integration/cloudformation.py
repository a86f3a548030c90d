"""A CloudFormation that answers DescribeStacks over HTTP, a few stacks a page."""

from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import fields
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsrec.aws.deployment import StackOutputs
from tests.browser.serving import serving

Stacks = MutableMapping[str, Mapping[str, str]]
"""Outputs by stack name."""

PER_PAGE = 2


@contextmanager
def cloudformation(stacks: Stacks) -> Iterator[str]:
    """The endpoint's address; `stacks` may change while it is served."""

    async def describe_stacks(request: Request) -> Response:
        form = dict(pair.split("=", 1) for pair in (await request.body()).decode().split("&"))
        assert form["Action"] == "DescribeStacks"
        start = int(form.get("NextToken", 0))
        page = list(stacks.items())[start : start + PER_PAGE]
        more = f"<NextToken>{start + PER_PAGE}</NextToken>" if start + PER_PAGE < len(stacks) else ""
        members = "".join(_stack(name, outputs) for name, outputs in page)
        result = f"<DescribeStacksResult><Stacks>{members}</Stacks>{more}</DescribeStacksResult>"
        return Response(f"<DescribeStacksResponse>{result}</DescribeStacksResponse>", media_type="text/xml")

    with serving(Starlette(routes=[Route("/", describe_stacks, methods=["POST"])])) as url:
        yield url


def every_output() -> dict[str, str]:
    """All outputs of an environment, each named after itself."""
    names = ["".join(word.capitalize() for word in field.name.split("_")) for field in fields(StackOutputs)]
    return {name: f"the-{name}" for name in names}


def _stack(name: str, outputs: Mapping[str, str]) -> str:
    members = "".join(
        f"<member><OutputKey>{key}</OutputKey><OutputValue>{escape(value)}</OutputValue></member>"
        for key, value in outputs.items()
    )
    described = f"<StackName>{name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>"
    return f"<member>{described}<CreationTime>2026-03-01T08:00:00Z</CreationTime><Outputs>{members}</Outputs></member>"
