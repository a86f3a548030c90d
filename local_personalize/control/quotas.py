"""The service's quotas on how many resources there may be."""

from dataclasses import dataclass

from local_personalize.control.kinds import (
    BATCH_INFERENCE_JOB,
    CAMPAIGN,
    DATA_DELETION_JOB,
    DATASET_GROUP,
    FILTER,
    IMPORT_JOB,
    METRIC_ATTRIBUTION,
    SCHEMA,
    SOLUTION,
    SOLUTION_VERSION,
    Kind,
)
from local_personalize.control.registry import Registry
from local_personalize.errors import LimitExceededError


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `most` of a kind, per region or per dataset group; of those in transition only, or of all."""

    most: int
    message: str
    in_transition: bool = False


QUOTAS = {
    BATCH_INFERENCE_JOB: Quota(5, "More than 5 resources with PENDING or IN_PROGRESS status.", in_transition=True),
    SCHEMA: Quota(500, "Cannot create a schema. More than 500 schemas."),
    DATASET_GROUP: Quota(5, "Cannot create a dataset group. More than 5 dataset groups."),
    IMPORT_JOB: Quota(5, "More than 5 resources with PENDING or IN_PROGRESS status.", in_transition=True),
    DATA_DELETION_JOB: Quota(5, "More than 5 resources with PENDING or IN_PROGRESS status.", in_transition=True),
    METRIC_ATTRIBUTION: Quota(1, "Cannot create a metric attribution. The dataset group has one already."),
    SOLUTION: Quota(10, "Cannot create a solution. More than 10 solutions in the dataset group."),
    SOLUTION_VERSION: Quota(20, "More than 20 resources with PENDING or IN_PROGRESS status.", in_transition=True),
    CAMPAIGN: Quota(
        5,
        "Cannot create a campaign. More than 5 resources in ACTIVE state. Please delete some and try again.",
    ),
    FILTER: Quota(30, "Cannot create a filter. More than 30 filters in the dataset group."),
}


def check_quota(registry: Registry, kind: Kind, region: str, group_arn: str | None = None) -> None:
    """LimitExceededError if one more of that kind would be too many in the region, or in the dataset group."""
    quota = QUOTAS[kind]
    members = {"datasetGroupArn": group_arn} if group_arn else {}
    counted = registry.all(kind, region, **members)
    if quota.in_transition:
        counted = [resource for resource in counted if resource.in_transition]
    if len(counted) >= quota.most:
        raise LimitExceededError(quota.message)
