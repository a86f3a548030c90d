"""The serving stack: the HTTP API."""

import aws_cdk as cdk
from constructs import Construct

from infra.constructs.news_function import NewsFunction
from infra.constructs.recommendations_api import ReaderTokenSecret, RecommendationsApi
from infra.data import DataStack
from infra.ingestion import IngestionStack
from infra.settings import Settings


class ServingStack(cdk.Stack):
    """The API and the functions that answer it, the second half of one by itself, and the key of readers' tokens."""

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
        self.token_secret = ReaderTokenSecret(self, "ReaderToken", settings=settings)
        function = NewsFunction(
            self,
            "Api",
            settings=settings,
            name="api",
            description="Answers every route of the recommendations API.",
            timeout=cdk.Duration.seconds(settings.api_timeout),
            environment={
                **data.tables.environment,
                "PERSONALISED_CAMPAIGN_ARN": data.datasets.personalised_campaign_arn,
                "TRENDING_CAMPAIGN_ARN": data.datasets.trending_campaign_arn,
                "UNREAD_FILTER_ARN": data.datasets.unread_filter.attr_filter_arn,
                "INTERACTIONS_STREAM_NAME": ingestion.interactions.stream.stream_name,
                "READER_TOKEN_SECRET_NAME": self.token_secret.name,
                "ALLOWED_ORIGINS": ",".join(settings.allowed_origins),
            },
        ).function
        data.datasets.grant_recommend(function)
        data.tables.grant_serve(function)
        ingestion.interactions.grant_publish(function)
        self.token_secret.grant_verify(function)

        self.postprocess = NewsFunction(
            self,
            "Postprocess",
            settings=settings,
            name="postprocess",
            description="Makes lists of candidates that others gathered, as the API makes its own.",
            timeout=cdk.Duration.seconds(settings.batch_timeout),
            environment=data.tables.environment,
        ).function
        data.tables.grant_serve(self.postprocess)

        unsubscribe = NewsFunction(
            self,
            "Unsubscribe",
            settings=settings,
            name="unsubscribe",
            description="Takes readers out of a digest, from the link in its mails.",
            timeout=cdk.Duration.seconds(settings.api_timeout),
            environment={
                "DIGEST_LEDGER_TABLE": data.tables.digest_ledger.table_name,
                "READER_TOKEN_SECRET_NAME": self.token_secret.name,
            },
        ).function
        data.tables.grant_unsubscribe(unsubscribe)
        self.token_secret.grant_verify(unsubscribe)

        self.api = RecommendationsApi(
            self, "Recommendations", settings=settings, function=function, unsubscribe=unsubscribe
        )

        cdk.CfnOutput(self, "ApiId", value=self.api.rest_api.rest_api_id)
        cdk.CfnOutput(self, "ApiUrl", value=self.api.rest_api.url)
        cdk.CfnOutput(self, "PostprocessFunctionName", value=self.postprocess.function_name)
        cdk.CfnOutput(self, "ReaderTokenSecretName", value=self.token_secret.name)
