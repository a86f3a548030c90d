"""The ingestion stack: from source records to Amazon Personalize and the tables."""

import aws_cdk as cdk
from constructs import Construct

from infra.constructs.glue_jobs import GlueJobs
from infra.constructs.news_function import NewsFunction
from infra.constructs.record_stream import DeadLetters, RecordStream
from infra.data import DataStack
from infra.settings import Settings


class IngestionStack(cdk.Stack):
    """Both Kinesis streams, their consumers, the queue of what could not be processed, and the batch jobs."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings, env: cdk.Environment, data: DataStack) -> None:
        super().__init__(scope, id, env=env)
        self.dead_letters = DeadLetters(self, "DeadLetters")
        self.interactions = RecordStream(self, "Interactions", settings=settings)
        self.articles = RecordStream(self, "Articles", settings=settings)
        timeout = cdk.Duration.seconds(settings.consumer_timeout)
        parking = {"DEAD_LETTER_QUEUE_URL": self.dead_letters.queue.queue_url}

        interactions_consumer = NewsFunction(
            self,
            "IngestInteractions",
            settings=settings,
            name="ingest_interactions",
            description="Sends interactions to Amazon Personalize and counts them.",
            timeout=timeout,
            environment={
                "TRACKING_ID": data.datasets.tracker.attr_tracking_id,
                **data.tables.counting_environment,
                **parking,
            },
        ).function
        data.datasets.grant_put_events(interactions_consumer)
        data.tables.grant_record_interactions(interactions_consumer)

        articles_consumer = NewsFunction(
            self,
            "IngestArticles",
            settings=settings,
            name="ingest_articles",
            description="Adds articles to the items dataset and the tables.",
            timeout=timeout,
            environment={
                "ITEMS_DATASET_ARN": data.datasets.items.attr_dataset_arn,
                **data.tables.counting_environment,
                **parking,
            },
        ).function
        data.datasets.grant_put_items(articles_consumer)
        data.tables.grant_record_articles(articles_consumer)

        for stream, consumer in ((self.interactions, interactions_consumer), (self.articles, articles_consumer)):
            self.dead_letters.grant_park(consumer)
            stream.feed(consumer, dead_letters=self.dead_letters)

        self.jobs = GlueJobs(self, "Jobs", settings=settings, bucket=data.datasets.bucket)

        cdk.CfnOutput(self, "InteractionsJobName", value=self.jobs.interactions.name)
        cdk.CfnOutput(self, "ItemsJobName", value=self.jobs.items.name)
        cdk.CfnOutput(self, "InteractionsStreamName", value=self.interactions.stream.stream_name)
        cdk.CfnOutput(self, "ArticlesStreamName", value=self.articles.stream.stream_name)
        cdk.CfnOutput(self, "DeadLetterQueueUrl", value=self.dead_letters.queue.queue_url)
