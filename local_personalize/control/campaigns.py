"""Campaigns: solution versions that answer requests."""

from collections.abc import Mapping
from typing import Any

from local_personalize.control.campaign_config import check_campaign_config
from local_personalize.control.kinds import CAMPAIGN, SOLUTION, SOLUTION_VERSION
from local_personalize.control.lifecycle import Job
from local_personalize.control.quotas import check_quota
from local_personalize.control.registry import ACTIVE, PENDING, Resource
from local_personalize.control.tags import given_tags
from local_personalize.control.training import CAMPAIGN_UPDATE, Training, deploy, drop_unused_models
from local_personalize.errors import InvalidInputError, ResourceInUseError, ResourceNotFoundError
from local_personalize.recipes.catalogue import recipe_entry
from local_personalize.recipes.model import Model
from local_personalize.service import Call, Service

LATEST = "/$LATEST"
CHANGEABLE = ("minProvisionedTPS", "campaignConfig")


def create_campaign(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to deploy a solution version."""
    version = _version(service, request["solutionVersionArn"])
    _check(request, version)
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
    """Do the work of a campaign: bring its version's model into memory."""
    service.lifecycle.start(campaign, _deployment(service, campaign["solutionVersionArn"], {}))


def update_campaign(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to change what a campaign deploys, and how; it answers as before until that is there."""
    del call
    registry = service.registry
    campaign = registry.get_settled(CAMPAIGN, request["campaignArn"])
    _refuse_while_in_update(campaign)
    arn: str = request.get("solutionVersionArn", campaign["solutionVersionArn"])
    version = _version(service, arn)
    if version["solutionArn"] != campaign["solutionArn"]:
        raise InvalidInputError("solutionVersionArn: the version belongs to another solution")
    _check({**request, "solutionVersionArn": arn}, version)
    changes = {name: request[name] for name in CHANGEABLE if name in request}
    if "solutionVersionArn" in request or campaign.status != ACTIVE:
        changes["solutionVersionArn"] = version.arn
    service.lifecycle.update(campaign, CAMPAIGN_UPDATE, changes, _update(service, campaign, changes))
    return {"campaignArn": campaign.arn}


def resume_campaign_update(service: Service, campaign: Resource) -> None:
    """Go on with the update of a campaign."""
    update = campaign[CAMPAIGN_UPDATE]
    changes = {name: update[name] for name in (*CHANGEABLE, "solutionVersionArn") if name in update}
    service.lifecycle.resume_update(campaign, CAMPAIGN_UPDATE, _update(service, campaign, changes))


def delete_campaign(service: Service, request: dict[str, Any], call: Call) -> dict[str, Any]:
    """Begin to delete a campaign; it answers no more."""
    del call
    campaign = service.registry.get_settled(CAMPAIGN, request["campaignArn"])
    _refuse_while_in_update(campaign)
    start_campaign_deletion(service, campaign)
    return {}


def start_campaign_deletion(service: Service, campaign: Resource) -> None:
    """Do the work of deleting a campaign."""
    service.lifecycle.delete(campaign, forgotten=lambda: drop_unused_models(service))


def _update(service: Service, campaign: Resource, changes: Mapping[str, Any]) -> Job[Model | None]:
    members = {**changes, "status": ACTIVE, "failureReason": None}  # also of a campaign whose creation had failed
    return _deployment(service, changes.get("solutionVersionArn", campaign["solutionVersionArn"]), members)


def _deployment(service: Service, version_arn: str, members: Mapping[str, Any]) -> Job[Model | None]:
    """The work of having a version's model in memory, unless it is there; at its end the campaign has the members."""
    version = service.registry.by_arn[version_arn]
    recover = None if version.arn in service.models else Training(service, version).recover

    def finish(model: Model | None) -> dict[str, Any]:
        if model is not None:
            deploy(service, version, model)
        return dict(members)

    return Job(recover, finish, lambda: drop_unused_models(service))


def _version(service: Service, arn: str) -> Resource:
    registry = service.registry
    if not arn.endswith(LATEST):
        return registry.get_active(SOLUTION_VERSION, arn)
    solution = registry.get_active(SOLUTION, arn.removesuffix(LATEST))
    versions = registry.all(SOLUTION_VERSION, solutionArn=solution.arn, status=ACTIVE)
    if not versions:
        raise ResourceNotFoundError(f"Solution {solution.arn} has no ACTIVE version")
    return versions[-1]


def _check(request: Mapping[str, Any], version: Resource) -> None:
    config: Mapping[str, Any] = request.get("campaignConfig", {})
    if config.get("syncWithLatestSolutionVersion") and not request["solutionVersionArn"].endswith(LATEST):
        raise InvalidInputError(
            "campaignConfig.syncWithLatestSolutionVersion: solutionVersionArn must be <solution ARN>/$LATEST"
        )
    check_campaign_config(config, recipe_entry(version["recipeArn"]), "campaignConfig")


def _refuse_while_in_update(campaign: Resource) -> None:
    if campaign.in_update(CAMPAIGN_UPDATE):
        raise ResourceInUseError(f"Campaign {campaign.arn} is being updated.")
