"""Which function answers which operation, and the work to go on with after a start."""

from collections.abc import Callable, Mapping

from local_personalize.control import (
    campaigns,
    data_deletion,
    datasets,
    exports,
    filters,
    imports,
    metric_attributions,
    solution_versions,
    solutions,
    tags,
)
from local_personalize.control.kinds import (
    CAMPAIGN,
    DATA_DELETION_JOB,
    DATASET,
    DATASET_GROUP,
    EXPORT_JOB,
    IMPORT_JOB,
    KINDS,
    METRIC_ATTRIBUTION,
    SOLUTION_VERSION,
    Kind,
)
from local_personalize.control.listing import reading_operations
from local_personalize.control.registry import STOPPING, Resource
from local_personalize.control.training import Training, deploy, start_training
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
    "DeleteSolution": solutions.delete_solution,
    "CreateSolutionVersion": solution_versions.create_solution_version,
    "GetSolutionMetrics": solution_versions.get_solution_metrics,
    "CreateCampaign": campaigns.create_campaign,
    "UpdateCampaign": campaigns.update_campaign,
    "DeleteCampaign": campaigns.delete_campaign,
    "CreateFilter": filters.create_filter,
    "DeleteFilter": filters.delete_filter,
    "DescribeRecipe": solutions.describe_recipe,
    "ListRecipes": solutions.list_recipes,
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
    CAMPAIGN: campaigns.start_deployment,
}
DELETING: Going = {
    DATASET_GROUP: datasets.start_dataset_group_deletion,
    DATASET: datasets.start_dataset_deletion,
    METRIC_ATTRIBUTION: metric_attributions.start_attribution_deletion,
}
UPDATING = {datasets.DATASET_UPDATE: datasets.resume_dataset_update}
"""By the member that describes an update, what goes on with it."""


def load(service: Service) -> None:
    """Read the data folder: dataset groups, and the models of campaigns."""
    registry = service.registry
    for group in registry.all(DATASET_GROUP):
        service.load_group(group.arn)
    for arn in {campaign["solutionVersionArn"] for campaign in registry.all(CAMPAIGN)}:
        version = registry.by_arn[arn]
        training = Training(service, version)
        deploy(service, version, training.train(training.read_events()))
    _delete_stray_files(service)


def resume(service: Service) -> None:
    """Go on with what was being made, updated, stopped or deleted when the server ended."""
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


def _make(service: Service, resource: Resource) -> None:
    service.lifecycle.start(resource)


def _delete(service: Service, resource: Resource) -> None:
    service.lifecycle.delete(resource)


def _delete_stray_files(service: Service) -> None:
    documents = [resource.document for resource in service.registry.by_arn.values()]
    used = {value for document in documents for bulk in document.get("bulk", ()) for value in bulk.values()}
    for path in service.bulk_folder.iterdir():
        if path.name not in used:
            path.unlink()
