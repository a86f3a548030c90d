"""The serving stack: the HTTP API."""

import json
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.news_function import NewsFunction
from infra.constructs.recommendations_api import RecommendationsApi, SigningSecret
from infra.data import DataStack
from infra.ingestion import IngestionStack
from infra.settings import Settings

_NOBODY_WAITS: Final = {"history": 2, "just_published": 2, "popular": 2, "articles": 2, "whole": 10}
"""Seconds, for the lists of mails; who does wait for the postprocessing waits for no longer than its own budget."""


class ServingStack(cdk.Stack):
    """The API and the functions that answer it, the second half of one by itself, and the secret they sign with."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Settings,
        env: cdk.Environment,
        data: DataStack,
        ingestion: IngestionStack,
    ) -> None:
        super().__init__(scope, id, env=env)
        self.signing_secret = SigningSecret(self, "Signing", settings=settings)
        self.postprocess = NewsFunction(
            self,
            "Postprocess",
            settings=settings,
            name="postprocess",
            description="Makes lists of candidates that others gathered, as the API makes its own.",
            timeout=cdk.Duration.seconds(settings.batch_timeout),
            environment={
                **data.tables.environment,
                **_reasoning(settings, data),
                "TIME_BUDGET": json.dumps(_NOBODY_WAITS),
            },
        ).function
        data.tables.grant_serve(self.postprocess)
        data.datasets.grant_read_average(self.postprocess)

        function = NewsFunction(
            self,
            "Api",
            settings=settings,
            name="api",
            description="Answers every route of the recommendations API.",
            timeout=cdk.Duration.seconds(settings.api_timeout),
            environment={
                **data.tables.environment,
                **_reasoning(settings, data),
                "PERSONALISED_CAMPAIGN_ARN": data.datasets.personalised_campaign_arn,
                "TRENDING_CAMPAIGN_ARN": data.datasets.trending_campaign_arn,
                "UNREAD_FILTER_ARN": data.datasets.unread_filter.attr_filter_arn,
                "TOPICS_FILTER_ARN": data.datasets.topics_filter.attr_filter_arn,
                "FOLLOWED_FILTER_ARN": data.datasets.followed_filter.attr_filter_arn,
                "TIME_BUDGET": json.dumps(settings.list_time_budget),
                "POSTPROCESS_FUNCTION": self.postprocess.function_name if settings.postprocess_apart else "",
                "SERVED_LISTS_TABLE": data.tables.served_lists.table_name,
                "SITE_LANGUAGE": settings.site_language,
                "TOPICS": ",".join(settings.topics),
                "INTERACTIONS_STREAM_NAME": ingestion.interactions.stream.stream_name,
                "SIGNING_SECRET_NAME": self.signing_secret.name,
                "TOKEN_ISSUER": settings.token_issuer,
                "TOKEN_AUDIENCE": settings.token_audience,
                "TOKEN_JWKS_URL": settings.token_jwks_url,
                "COUNTRY_HEADER": settings.country_header,
                "ALLOWED_ORIGINS": ",".join(settings.allowed_origins),
            },
        ).function
        data.datasets.grant_recommend(function)
        data.datasets.grant_read_average(function)
        if settings.postprocess_apart:
            grant_call(self.postprocess, function)
        data.tables.grant_serve(function)
        data.tables.grant_page(function)
        data.tables.grant_keep_preferences(function)
        data.tables.grant_forget(function)
        data.datasets.grant_request_deletion(function)
        ingestion.interactions.grant_publish(function)
        self.signing_secret.grant_sign(function)

        unsubscribe = NewsFunction(
            self,
            "Unsubscribe",
            settings=settings,
            name="unsubscribe",
            description="Takes readers out of a digest, from the link in its mails.",
            timeout=cdk.Duration.seconds(settings.api_timeout),
            environment={
                "DIGEST_LEDGER_TABLE": data.tables.digest_ledger.table_name,
                "SIGNING_SECRET_NAME": self.signing_secret.name,
            },
        ).function
        data.tables.grant_unsubscribe(unsubscribe)
        self.signing_secret.grant_sign(unsubscribe)

        self.api = RecommendationsApi(
            self, "Recommendations", settings=settings, function=function, unsubscribe=unsubscribe
        )

        cdk.CfnOutput(self, "ApiId", value=self.api.rest_api.rest_api_id)
        cdk.CfnOutput(self, "ApiUrl", value=self.api.rest_api.url)
        cdk.CfnOutput(self, "PostprocessFunctionName", value=self.postprocess.function_name)
        cdk.CfnOutput(self, "SigningSecretName", value=self.signing_secret.name)


def _reasoning(settings: Settings, data: DataStack) -> dict[str, str]:
    """What reasons are given by."""
    return {
        "DATA_BUCKET": data.datasets.bucket.bucket_name,
        "SITE_TIME_ZONE": settings.site_time_zone,
        "SENSITIVE_TERMS": ",".join(settings.sensitive_terms),
    }


def grant_call(called: lambda_.Function, caller: lambda_.Function) -> None:
    """Call the function's newest version, and no other."""
    caller.add_to_role_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[called.function_arn]))
