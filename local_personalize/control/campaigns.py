"""Campaigns: solution versions that answer requests."""

from typing import Any

from local_personalize.control.kinds import CAMPAIGN, SOLUTION, SOLUTION_VERSION
from local_personalize.control.lifecycle import Job
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import ACTIVE, PENDING, Resource
from local_personalize.control.tags import given_tags
from local_personalize.control.training import Training, deploy, drop_unused_models
from local_personalize.errors import InvalidInputError, ResourceNotFoundError, not_built
from local_personalize.recipes.model import Model
from local_personalize.service import Call, Service

LATEST = "/$LATEST"


def create_campaign(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to deploy a solution version."""
    _check_config(request)
    version = _version(service, request["solutionVersionArn"], request)
    group_arn: str = version["datasetGroupArn"]
    check_quota(service.registry, CAMPAIGN, call.region, group_arn)
    document = {
        "minProvisionedTPS": 1,
        **request,
        **given_tags(request),
        "solutionVersionArn": version.arn,
        "solutionArn": version["solutionArn"],
        "datasetGroupArn": group_arn,
        "status": PENDING,
    }
    campaign = service.registry.create(CAMPAIGN, call.arn("campaign", request["name"]), document)
    start_deployment(service, campaign)
    return {"campaignArn": campaign.arn}


def start_deployment(service: Service, campaign: Resource) -> None:
    """Do the work of a campaign: bring its version's model into memory, if it is not there."""
    version = service.registry.by_arn[campaign["solutionVersionArn"]]

    def finish(model: Model | None) -> dict[str, Any]:
        if model is not None:
            deploy(service, version, model)
        return {}

    def work() -> Model | None:
        return training.train(training.read_events()) if training else None

    training = None if version.arn in service.models else Training(service, version)
    service.lifecycle.start(campaign, Job(work, finish))


def update_campaign(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Change what a campaign deploys; the old version answers until the new one is there."""
    del call
    _check_config(request)
    campaign = service.registry.get_active(CAMPAIGN, request["campaignArn"])
    changes = {name: request[name] for name in ("minProvisionedTPS", "campaignConfig") if name in request}
    if "solutionVersionArn" in request:
        version = _version(service, request["solutionVersionArn"], request)
        if version["solutionArn"] != campaign["solutionArn"]:
            raise InvalidInputError("solutionVersionArn: the version belongs to another solution")
        if version.arn not in service.models:
            training = Training(service, version)
            deploy(service, version, training.train(training.read_events()))
        changes["solutionVersionArn"] = version.arn
    now = service.clock.now()
    update = {**changes, "status": ACTIVE, "creationDateTime": now, "lastUpdatedDateTime": now}
    service.registry.update(campaign, **changes, latestCampaignUpdate=update)
    drop_unused_models(service)
    return {"campaignArn": campaign.arn}


def delete_campaign(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Forget a campaign."""
    del call
    service.registry.delete(service.registry.get_active(CAMPAIGN, request["campaignArn"]))
    drop_unused_models(service)
    return {}


def _version(service: Service, arn: str, request: dict[str, Any]) -> Resource:
    registry = service.registry
    if not arn.endswith(LATEST):
        if request.get("campaignConfig", {}).get("syncWithLatestSolutionVersion"):
            raise InvalidInputError(
                "campaignConfig.syncWithLatestSolutionVersion: solutionVersionArn must be <solution ARN>/$LATEST"
            )
        return registry.get_active(SOLUTION_VERSION, arn)
    solution = registry.get_active(SOLUTION, arn.removesuffix(LATEST))
    versions = registry.all(SOLUTION_VERSION, solutionArn=solution.arn, status=ACTIVE)
    if not versions:
        raise ResourceNotFoundError(f"Solution {solution.arn} has no ACTIVE version")
    return versions[-1]


def _check_config(request: dict[str, Any]) -> None:
    for option in ("itemExplorationConfig", "rankingInfluence"):
        if request.get("campaignConfig", {}).get(option):
            raise InvalidInputError(f"campaignConfig.{option}: the recipes that are built here do not have it")
    if request.get("campaignConfig", {}).get("enableMetadataWithRecommendations"):
        raise not_built("campaignConfig.enableMetadataWithRecommendations")
