"""Which stacks an environment has, and what hangs on what."""

import aws_cdk as cdk

from infra.data import DataStack
from infra.digest import DigestStack
from infra.ingestion import IngestionStack
from infra.operations import OperationsStack
from infra.security import check_security
from infra.serving import ServingStack
from infra.settings import Settings
from infra.training import TrainingStack


def add_stacks(app: cdk.App, settings: Settings) -> tuple[cdk.Stack, ...]:
    """Add every stack of the environment to `app`; its synthesis fails on a security finding that nobody explained."""
    env = cdk.Environment(account=settings.account, region=settings.region)
    data = DataStack(app, settings.named("data"), settings=settings, env=env)
    ingestion = IngestionStack(app, settings.named("ingestion"), settings=settings, env=env, data=data)
    serving = ServingStack(app, settings.named("serving"), settings=settings, env=env, data=data, ingestion=ingestion)
    training = TrainingStack(
        app, settings.named("training"), settings=settings, env=env, data=data, ingestion=ingestion
    )
    digest = DigestStack(app, settings.named("digest"), settings=settings, env=env, data=data, serving=serving)
    operations = OperationsStack(
        app,
        settings.named("operations"),
        settings=settings,
        env=env,
        data=data,
        ingestion=ingestion,
        serving=serving,
        state_machines={"training": training.workflow.machine, "digest": digest.workflow.machine},
    )
    cdk.Tags.of(app).add("product", "newsrec")
    cdk.Tags.of(app).add("environment", settings.environment)
    check_security(app)
    return data, ingestion, serving, training, digest, operations
