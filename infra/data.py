"""The data stack: what must outlive a change of code."""

import aws_cdk as cdk
from constructs import Construct

from infra.constructs.news_tables import NewsTables
from infra.constructs.personalize_datasets import PersonalizeDatasets
from infra.settings import Settings


class DataStack(cdk.Stack):
    """Tables, datasets and the import bucket."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings, env: cdk.Environment) -> None:
        super().__init__(scope, id, env=env)
        self.tables = NewsTables(self, "Tables", settings=settings)
        self.datasets = PersonalizeDatasets(self, "Datasets", settings=settings)
        outputs = {
            "DataBucketName": self.datasets.bucket.bucket_name,
            "PersonalizeRoleArn": self.datasets.import_role.role_arn,
            "DatasetGroupArn": self.datasets.group.attr_dataset_group_arn,
            "InteractionsDatasetArn": self.datasets.interactions.attr_dataset_arn,
            "ItemsDatasetArn": self.datasets.items.attr_dataset_arn,
            "TrackingId": self.datasets.tracker.attr_tracking_id,
            "UnreadFilterArn": self.datasets.unread_filter.attr_filter_arn,
            "ArticlesTableName": self.tables.articles.table_name,
            "JustPublishedTableName": self.tables.just_published.table_name,
            "ReaderInterestsTableName": self.tables.reader_interests.table_name,
            "ArticleClicksTableName": self.tables.article_clicks.table_name,
            "DigestLedgerTableName": self.tables.digest_ledger.table_name,
            "SurfaceDocumentsTableName": self.tables.surface_documents.table_name,
        }
        for key, value in outputs.items():
            cdk.CfnOutput(self, key, value=value)
