"""Which function answers which operation, and the work to go on with after a start."""

import asyncio
from collections.abc import Callable, Mapping

from local_personalize.control import (
    batch_inference,
    campaigns,
    data_deletion,
    datasets,
    exports,
    filters,
    imports,
    metric_attributions,
    recipes,
    solution_versions,
    solutions,
    tags,
)
from local_personalize.control.automatic_training import train_automatically
from local_personalize.control.kinds import (
    BATCH_INFERENCE_JOB,
    CAMPAIGN,
    DATA_DELETION_JOB,
    DATASET,
    DATASET_GROUP,
    EXPORT_JOB,
    IMPORT_JOB,
    KINDS,
    METRIC_ATTRIBUTION,
    SOLUTION,
    SOLUTION_VERSION,
    Kind,
)
from local_personalize.control.listing import reading_operations
from local_personalize.control.registry import ACTIVE, STOPPING, Resource
from local_personalize.control.training import CAMPAIGN_UPDATE, Training, deploy, start_training
from local_personalize.events.put_events import put_events
from local_personalize.events.put_records import put_items, put_users
from local_personalize.runtime.get_personalized_ranking import get_personalized_ranking
from local_personalize.runtime.get_recommendations import get_recommendations
from local_personalize.service import Handler, Service

OPERATIONS: Mapping[str, Handler] = {
    **reading_operations(),
    "CreateSchema": datasets.create_schema,
    "DeleteSchema": datasets.delete_schema,
    "CreateDatasetGroup": datasets.create_dataset_group,
    "DeleteDatasetGroup": datasets.delete_dataset_group,
    "CreateDataset": datasets.create_dataset,
    "UpdateDataset": datasets.update_dataset,
    "DeleteDataset": datasets.delete_dataset,
    "CreateEventTracker": datasets.create_event_tracker,
    "DeleteEventTracker": datasets.delete_event_tracker,
    "CreateDatasetImportJob": imports.create_dataset_import_job,
    "CreateDatasetExportJob": exports.create_dataset_export_job,
    "CreateDataDeletionJob": data_deletion.create_data_deletion_job,
    "CreateMetricAttribution": metric_attributions.create_metric_attribution,
    "UpdateMetricAttribution": metric_attributions.update_metric_attribution,
    "DeleteMetricAttribution": metric_attributions.delete_metric_attribution,
    "ListMetricAttributionMetrics": metric_attributions.list_metrics,
    "CreateSolution": solutions.create_solution,
    "DescribeSolution": solutions.describe_solution,
    "UpdateSolution": solutions.update_solution,
    "DeleteSolution": solutions.delete_solution,
    "CreateSolutionVersion": solution_versions.create_solution_version,
    "StopSolutionVersionCreation": solution_versions.stop_solution_version_creation,
    "GetSolutionMetrics": solution_versions.get_solution_metrics,
    "CreateBatchInferenceJob": batch_inference.create_batch_inference_job,
    "CreateCampaign": campaigns.create_campaign,
    "UpdateCampaign": campaigns.update_campaign,
    "DeleteCampaign": campaigns.delete_campaign,
    "CreateFilter": filters.create_filter,
    "DeleteFilter": filters.delete_filter,
    "DescribeRecipe": recipes.describe_recipe,
    "ListRecipes": recipes.list_recipes,
    "DescribeAlgorithm": recipes.describe_algorithm,
    "DescribeFeatureTransformation": recipes.describe_feature_transformation,
    "TagResource": tags.tag_resource,
    "UntagResource": tags.untag_resource,
    "ListTagsForResource": tags.list_tags,
    "PutEvents": put_events,
    "PutItems": put_items,
    "PutUsers": put_users,
    "GetRecommendations": get_recommendations,
    "GetPersonalizedRanking": get_personalized_ranking,
}

Going = Mapping[Kind, Callable[[Service, Resource], None]]
"""By kind, what goes on with work that was under way; other kinds have none besides their statuses."""

MAKING: Going = {
    IMPORT_JOB: imports.start_import,
    EXPORT_JOB: exports.start_export,
    DATA_DELETION_JOB: data_deletion.start_data_deletion,
    SOLUTION_VERSION: start_training,
    BATCH_INFERENCE_JOB: batch_inference.start_batch_inference,
    CAMPAIGN: campaigns.start_deployment,
}
DELETING: Going = {
    DATASET_GROUP: datasets.start_dataset_group_deletion,
    DATASET: datasets.start_dataset_deletion,
    METRIC_ATTRIBUTION: metric_attributions.start_attribution_deletion,
    CAMPAIGN: campaigns.start_campaign_deletion,
    SOLUTION: solutions.start_solution_deletion,
}
UPDATING = {
    datasets.DATASET_UPDATE: datasets.resume_dataset_update,
    CAMPAIGN_UPDATE: campaigns.resume_campaign_update,
    solutions.SOLUTION_UPDATE: solutions.resume_solution_update,
}
"""By the member that describes an update, what goes on with it."""


def load(service: Service) -> None:
    """Read the data folder: dataset groups, and the models of campaigns."""
    registry = service.registry
    for group in registry.all(DATASET_GROUP):
        trained = registry.all(SOLUTION_VERSION, datasetGroupArn=group.arn, status=ACTIVE)
        in_order = sorted(trained, key=lambda version: version["trainedAt"])
        service.kept_models.prepare(service.group(group.arn), [version.arn for version in in_order])
        service.load_group(group.arn)
    for arn in {campaign["solutionVersionArn"] for campaign in registry.all(CAMPAIGN)}:
        version = registry.by_arn[arn]
        deploy(service, version, Training(service, version).recover())
    _delete_stray_files(service)


def resume(service: Service) -> None:
    """Go on with what was being made, updated, stopped or deleted when the server ended, and train automatically."""
    for kind in KINDS:
        for resource in service.registry.all(kind):
            if resource.in_deletion:
                DELETING.get(kind, _delete)(service, resource)
            elif resource.status == STOPPING:
                service.lifecycle.stop_job(resource)
            elif resource.in_transition:
                MAKING.get(kind, _make)(service, resource)
            for member, update in UPDATING.items():
                if resource.in_update(member):
                    update(service, resource)
    service.lifecycle.tasks["automatic training"] = asyncio.get_running_loop().create_task(train_automatically(service))


def _make(service: Service, resource: Resource) -> None:
    service.lifecycle.start(resource)


def _delete(service: Service, resource: Resource) -> None:
    service.lifecycle.delete(resource)


def _delete_stray_files(service: Service) -> None:
    service.kept_models.delete_all_but(
        {version.arn for version in service.registry.all(SOLUTION_VERSION, status=ACTIVE)}
    )
    documents = [resource.document for resource in service.registry.by_arn.values()]
    used = {value for document in documents for bulk in document.get("bulk", ()) for value in bulk.values()}
    for path in service.bulk_folder.iterdir():
        if path.name not in used:
            path.unlink()
