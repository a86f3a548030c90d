"""The HTTP API that websites call."""

from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.gateway_problems import answer_problems
from infra.security import acknowledge
from infra.settings import Settings

_LOGS_POLICY: Final = "AmazonAPIGatewayPushToCloudWatchLogs"
_ROUTES: Final = (
    ("recommendations", ("GET",)),
    ("articles/{article_id}/related", ("GET",)),
    ("events", ("POST",)),
    ("me", ("DELETE",)),
    ("me/preferences", ("GET", "PUT", "DELETE")),
    ("me/profile", ("GET",)),
    ("health", ("GET",)),
    ("health/live", ("GET",)),
    ("health/ready", ("GET",)),
    ("openapi.json", ("GET",)),
)


class RecommendationsApi(Construct):
    """The routes of the API on stage `v1`, all answered by one function.

    `/unsubscribe`, where the links of mails lead, has a function of its own, with rights of its own.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        function: lambda_.Function,
        unsubscribe: lambda_.Function,
    ) -> None:
        super().__init__(scope, id)
        access_logs = logs.LogGroup(
            self,
            "AccessLogs",
            retention=logs.RetentionDays[settings.log_retention],
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self.rest_api = apigateway.RestApi(
            self,
            "RestApi",
            rest_api_name=settings.named("recommendations"),
            description="Recommendations for a news website, and the clicks that they come from.",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=True,
            default_cors_preflight_options=apigateway.CorsOptions(
                allow_origins=list(settings.allowed_origins),
                allow_methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"],
                allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-Reader-Id"],
                allow_credentials=True,
                max_age=cdk.Duration.minutes(10),
            ),
            deploy_options=apigateway.StageOptions(
                stage_name="v1",
                throttling_rate_limit=settings.api_requests_per_second,
                throttling_burst_limit=settings.api_burst,
                method_options={
                    "/events/POST": apigateway.MethodDeploymentOptions(
                        throttling_rate_limit=settings.api_events_per_second,
                        throttling_burst_limit=settings.api_events_burst,
                        metrics_enabled=True,
                        logging_level=apigateway.MethodLoggingLevel.ERROR,
                    )
                },
                tracing_enabled=True,
                metrics_enabled=True,
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                access_log_destination=apigateway.LogGroupLogDestination(access_logs),
                access_log_format=apigateway.AccessLogFormat.json_with_standard_fields(
                    caller=False,
                    http_method=True,
                    ip=False,
                    protocol=True,
                    request_time=True,
                    resource_path=True,
                    response_length=True,
                    status=True,
                    user=False,
                ),
            ),
        )
        # Permission to try each method from the console would outgrow the policy that a function may have.
        integration = apigateway.LambdaIntegration(cast(lambda_.IFunction, function), allow_test_invoke=False)
        for path, methods in _ROUTES:
            resource = self.rest_api.root.resource_for_path(path)
            # The function answers any other method too, with those that there are.
            for method in (*methods, "ANY"):
                route = resource.add_method(method, integration)
                acknowledge(
                    route, "The function verifies readers' tokens; readers without one are served too.", "APIG4"
                )
                acknowledge(route, "The newsroom's website signs the tokens: it has its own accounts.", "COG4")
        answer_problems(self.rest_api, settings.allowed_origins)
        leaving = self.rest_api.root.add_resource("unsubscribe")
        for method in ("GET", "POST"):
            route = leaving.add_method(method, apigateway.LambdaIntegration(cast(lambda_.IFunction, unsubscribe)))
            acknowledge(
                route, "Mailbox providers call it with the signed link alone, which the function checks.", "APIG4"
            )
            acknowledge(route, "A link in a mail must work for a reader who is not signed in.", "COG4")
        acknowledge(
            self.rest_api, "The function validates, so that every answer names the parameter (RFC 9457).", "APIG2"
        )
        acknowledge(
            self.rest_api.deployment_stage,
            "Throttling bounds what a flood costs; a newsroom adds its own web ACL, rules differ too much to ship one.",
            "APIG3",
        )
        acknowledge(
            self.rest_api.node.find_child("CloudWatchRole"),
            "API Gateway's own role for its logs, as AWS documents it; it is shared by the region's APIs.",
            f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/{_LOGS_POLICY}]",
        )


class SigningSecret(Construct):
    """The secret that cursors, impressions, anonymous ids and unsubscribe links are signed with, each for its purpose.

    A new version signs after five minutes; what the one before it signed is good for 30 days more.
    """

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self.name = settings.named("signing")
        self.secret = secretsmanager.Secret(
            self,
            "Secret",
            secret_name=self.name,
            description="HMAC key of what the product signs for itself; nobody else has it.",
            generate_secret_string=secretsmanager.SecretStringGenerator(password_length=64, exclude_punctuation=True),
        )
        acknowledge(self.secret, "Links in mails must outlive it, so people decide when it changes.", "SMG4")

    def grant_sign(self, function: lambda_.Function) -> None:
        """Read the secret in force and the one before it."""
        self.secret.grant_read(function)
