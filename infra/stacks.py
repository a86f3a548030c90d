"""Which stacks an environment has, and what hangs on what."""

import aws_cdk as cdk

from infra.data import DataStack
from infra.ingestion import IngestionStack
from infra.security import check_security
from infra.serving import ServingStack
from infra.settings import Settings


def add_stacks(app: cdk.App, settings: Settings) -> tuple[cdk.Stack, ...]:
    """Add every stack of the environment to `app`; its synthesis fails on a security finding that nobody explained."""
    env = cdk.Environment(account=settings.account, region=settings.region)
    data = DataStack(app, settings.named("data"), settings=settings, env=env)
    ingestion = IngestionStack(app, settings.named("ingestion"), settings=settings, env=env, data=data)
    serving = ServingStack(app, settings.named("serving"), settings=settings, env=env, data=data, ingestion=ingestion)
    cdk.Tags.of(app).add("product", "newsrec")
    cdk.Tags.of(app).add("environment", settings.environment)
    check_security(app)
    return data, ingestion, serving
