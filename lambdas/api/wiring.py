"""The API's outside systems, made from its environment once per container."""

import os
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from lambdas.api.parameters import Site
from lambdas.table_sources import sources_with
from newsrec.aws.data_deletion import DeletionRequestFiles
from newsrec.aws.files import Files
from newsrec.aws.forgotten import ForgottenReadersTable
from newsrec.aws.functions import invoke
from newsrec.aws.personalize_runtime import Campaign
from newsrec.aws.readers import ReaderInterestsTable
from newsrec.aws.served_lists import ServedListsTable
from newsrec.serving.apart import recommend_apart
from newsrec.serving.recommend import ServedList, recommend
from newsrec.serving.request import ListRequest, Sources

if TYPE_CHECKING:
    from newsrec.aws.jwks import KeySet
    from newsrec.aws.queues import RecordStream


@cache
def sources() -> Sources:
    return sources_with(
        personalised=_campaign(os.environ["PERSONALISED_CAMPAIGN_ARN"]),
        trending=_campaign(os.environ["TRENDING_CAMPAIGN_ARN"]),
    )


def make_list(request: ListRequest) -> ServedList:
    """Here, or as far as the models' answers go, where the environment names a function for the rest.

    Raises `Unavailable` when the article store is away.
    """
    if not (function := os.environ.get("POSTPROCESS_FUNCTION")):
        return recommend(request, sources())
    seconds = sources().asking.budget.postprocess
    return recommend_apart(request, sources(), lambda document: invoke(function, document, seconds=seconds))


def _campaign(arn: str) -> Campaign:
    campaign = Campaign(
        campaign_arn=arn,
        filter_arn=os.environ["UNREAD_FILTER_ARN"],
        topics_filter_arn=os.environ.get("TOPICS_FILTER_ARN"),
        followed_filter_arn=os.environ.get("FOLLOWED_FILTER_ARN"),
    )
    campaign.connect()
    return campaign


@cache
def interactions_stream() -> "RecordStream":
    # Brings pydantic with the ingestion's types, which lists are made without.
    from newsrec.aws.queues import RecordStream  # noqa: PLC0415

    return RecordStream(os.environ["INTERACTIONS_STREAM_NAME"])


def claims_of(token: str) -> Mapping[str, Any]:
    """What a reader's bearer token says. Raises `Unauthenticated`, and `Unavailable` without the keys of tokens."""
    # Brings `cryptography`, which lists for nobody are made without.
    from newsrec.serving.tokens import verified_claims  # noqa: PLC0415

    return verified_claims(
        token, token_keys(), issuer=os.environ["TOKEN_ISSUER"], audience=os.environ["TOKEN_AUDIENCE"]
    )


@cache
def token_keys() -> "KeySet":
    from newsrec.aws.jwks import KeySet  # noqa: PLC0415

    return KeySet(os.environ["TOKEN_JWKS_URL"])


@cache
def site() -> Site:
    topics = os.environ.get("TOPICS", "")
    return Site(os.environ.get("SITE_LANGUAGE", "en"), frozenset(topics.split(",") if topics else ()))


@cache
def served_lists() -> ServedListsTable:
    return ServedListsTable(os.environ["SERVED_LISTS_TABLE"])


@cache
def preferences_table() -> ReaderInterestsTable:
    return ReaderInterestsTable(os.environ["READER_INTERESTS_TABLE"])


@cache
def forgotten_readers() -> ForgottenReadersTable:
    return ForgottenReadersTable(os.environ["READER_INTERESTS_TABLE"])


@cache
def deletion_requests() -> DeletionRequestFiles:
    return DeletionRequestFiles(Files(os.environ["DATA_BUCKET"]))
