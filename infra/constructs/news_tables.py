"""The DynamoDB tables that ingestion writes and serving reads."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.settings import Settings

_READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
_WRITE = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
)
_COUNT = ("dynamodb:UpdateItem",)
_REMEMBER = ("dynamodb:UpdateItem", "dynamodb:PutItem")
_BY_PUBLICATION = "by-publication"
_BY_CLICKS = "by-clicks"
_BY_EXPERIMENT = "by-experiment"
_TEXT = dynamodb.AttributeType.STRING
_NUMBER = dynamodb.AttributeType.NUMBER


class NewsTables(Construct):
    """What is known of articles and readers at request time; names are CloudFormation's, so copies can coexist."""

    def __init__(self, scope: Construct, id: str, *, settings: Settings) -> None:
        super().__init__(scope, id)
        self._removal_policy = cdk.RemovalPolicy.RETAIN if settings.keep_data else cdk.RemovalPolicy.DESTROY
        self.articles = self._table("Articles", partition_key="article_id")
        self.just_published = self._table("JustPublished", partition_key="article_id", expires=True)
        self.just_published.add_global_secondary_index(
            index_name=_BY_PUBLICATION,
            partition_key=dynamodb.Attribute(name="edition", type=_TEXT),
            sort_key=dynamodb.Attribute(name="published_at", type=_TEXT),
        )
        self.reader_interests = self._table(
            "ReaderInterests", partition_key="reader_id", sort_key="entry", expires=True
        )
        self.reader_interests.add_global_secondary_index(
            index_name=_BY_EXPERIMENT,
            partition_key=dynamodb.Attribute(name="experiment", type=_TEXT),
            sort_key=dynamodb.Attribute(name="reader_id", type=_TEXT),
        )
        self.article_clicks = self._table("ArticleClicks", partition_key="window", sort_key="article_id", expires=True)
        self.article_clicks.add_global_secondary_index(
            index_name=_BY_CLICKS,
            partition_key=dynamodb.Attribute(name="window", type=_TEXT),
            sort_key=dynamodb.Attribute(name="clicks", type=_NUMBER),
        )
        self.awaiting_article = self._table(
            "AwaitingArticle", partition_key="article_id", sort_key="event_id", expires=True
        )
        self.digest_ledger = self._table("DigestLedger", partition_key="reader_id", sort_key="entry", expires=True)

        self.surface_documents = self._table("SurfaceDocuments", partition_key="name", sort_key="revision")
        self.served_lists = self._table("ServedLists", partition_key="list_id", expires=True)

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables that tell a function the names of the tables that lists are made from."""
        return {
            "ARTICLES_TABLE": self.articles.table_name,
            "JUST_PUBLISHED_TABLE": self.just_published.table_name,
            "READER_INTERESTS_TABLE": self.reader_interests.table_name,
            "ARTICLE_CLICKS_TABLE": self.article_clicks.table_name,
            **self.surfaces_environment,
        }

    @property
    def surfaces_environment(self) -> Mapping[str, str]:
        """The environment variable that tells a function where editors save surface documents and experiments."""
        return {"SURFACE_DOCUMENTS_TABLE": self.surface_documents.table_name}

    @property
    def counting_environment(self) -> Mapping[str, str]:
        """The environment variables that tell a function the names of the tables that it counts in."""
        return {**self.environment, "AWAITING_ARTICLE_TABLE": self.awaiting_article.table_name}

    def grant_record_interactions(self, grantee: iam.IGrantable) -> None:
        """Count interactions, looking their articles up, or keep them until their article comes."""
        self._allow(grantee, ("dynamodb:BatchGetItem",), self.articles, self.awaiting_article, self.reader_interests)
        self._allow(grantee, _COUNT, self.just_published, self.article_clicks)
        self._allow(grantee, _REMEMBER, self.reader_interests)
        self._allow(grantee, ("dynamodb:PutItem", "dynamodb:DeleteItem"), self.awaiting_article)

    def grant_record_articles(self, grantee: iam.IGrantable) -> None:
        """Publish, change and withdraw articles, and count the interactions that came before them."""
        self._allow(grantee, ("dynamodb:PutItem",), self.articles)
        self._allow(grantee, _COUNT, self.just_published)
        self._allow(grantee, _REMEMBER, self.reader_interests)
        self._allow(grantee, ("dynamodb:Query", "dynamodb:DeleteItem"), self.awaiting_article)

    def grant_serve(self, grantee: iam.IGrantable) -> None:
        """Read what a recommendation needs; nothing is written."""
        self.grant_read_surfaces(grantee)
        self._allow(grantee, _READ, self.articles, self.just_published, self.reader_interests, self.article_clicks)
        for table, index in ((self.just_published, _BY_PUBLICATION), (self.article_clicks, _BY_CLICKS)):
            iam.Grant.add_to_principal(
                grantee=grantee, actions=["dynamodb:Query"], resource_arns=[f"{table.table_arn}/index/{index}"]
            ).assert_success()

    def grant_read_surfaces(self, grantee: iam.IGrantable) -> None:
        """Read the surface documents and experiments that editors saved."""
        self._allow(grantee, ("dynamodb:GetItem", "dynamodb:Query"), self.surface_documents)

    def grant_page(self, grantee: iam.IGrantable) -> None:
        """Keep what is left of a list after a page, and read it for the next one."""
        self._allow(grantee, ("dynamodb:GetItem", "dynamodb:PutItem"), self.served_lists)

    def grant_forget(self, grantee: iam.IGrantable) -> None:
        """Forget readers who ask for it."""
        self._allow(grantee, ("dynamodb:Query", "dynamodb:BatchWriteItem"), self.reader_interests)

    def grant_keep_preferences(self, grantee: iam.IGrantable) -> None:
        """Keep what readers say they want, unless they are forgotten."""
        self._allow(
            grantee,
            ("dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"),
            self.reader_interests,
        )

    def grant_unsubscribe(self, grantee: iam.IGrantable) -> None:
        """Record who left a digest; nothing is read."""
        self._allow(grantee, ("dynamodb:PutItem",), self.digest_ledger)

    def grant_read_articles(self, grantee: iam.IGrantable) -> None:
        """Look articles up."""
        self._allow(grantee, _READ, self.articles)

    def grant_read_ledger(self, grantee: iam.IGrantable) -> None:
        """Read who got which digest, and who left it."""
        self._allow(grantee, _READ, self.digest_ledger)

    def grant_keep_ledger(self, grantee: iam.IGrantable) -> None:
        """Read and write who got which digest, and who left it."""
        self._allow(grantee, (*_READ, *_WRITE), self.digest_ledger)

    def _allow(self, grantee: iam.IGrantable, actions: tuple[str, ...], *tables: dynamodb.TableV2) -> None:
        iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[table.table_arn for table in tables]
        ).assert_success()

    def _table(
        self, name: str, *, partition_key: str, sort_key: str | None = None, expires: bool = False
    ) -> dynamodb.TableV2:
        return dynamodb.TableV2(
            self,
            name,
            partition_key=dynamodb.Attribute(name=partition_key, type=_TEXT),
            sort_key=dynamodb.Attribute(name=sort_key, type=_TEXT) if sort_key else None,
            billing=dynamodb.Billing.on_demand(),
            encryption=dynamodb.TableEncryptionV2.aws_managed_key(),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            time_to_live_attribute="ttl" if expires else None,
            removal_policy=self._removal_policy,
        )
