"""The Lambda functions of the product: one shared asset, one log group and one role each."""

from collections.abc import Mapping
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.packaging import function_asset
from infra.security import acknowledge
from infra.settings import Settings


class NewsFunction(Construct):
    """The function behind `lambdas.<name>.handler`, which may only write its own logs and traces until granted more."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        name: str,
        description: str,
        timeout: cdk.Duration,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        log_group = logs.LogGroup(
            self,
            "Logs",
            retention=logs.RetentionDays[settings.log_retention],
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        # The checker relates no class of the CDK to its interfaces, because their parameter names differ: so casts.
        role = iam.Role(self, "Role", assumed_by=cast(iam.IPrincipal, iam.ServicePrincipal("lambda.amazonaws.com")))
        log_group.grant_write(role)
        asset = function_asset(python=settings.function_python, platform=settings.function_platform)
        self.function = lambda_.Function(
            self,
            "Function",
            description=description,
            runtime=lambda_.Runtime(f"python{settings.function_python}", lambda_.RuntimeFamily.PYTHON),
            architecture=_ARCHITECTURES[settings.function_architecture],
            code=lambda_.Code.from_asset(
                str(asset.folder), asset_hash=asset.fingerprint, asset_hash_type=cdk.AssetHashType.CUSTOM
            ),
            handler=f"lambdas.{name}.handler.handler",
            memory_size=settings.function_memory_mib,
            timeout=timeout,
            tracing=lambda_.Tracing.ACTIVE,
            log_group=log_group,
            role=cast(iam.IRole, role),
            environment={
                "POWERTOOLS_SERVICE_NAME": name,
                "POWERTOOLS_METRICS_NAMESPACE": "NewsRecommender",
                "LOG_LEVEL": settings.log_level,
                **environment,
            },
        )
        acknowledge(self.function, "The runtime is the newest that the lock file is resolved and tested for.", "L1")
        acknowledge(role, "X-Ray's actions have no resource to name.", "IAM5[Resource::*]")


_ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}
