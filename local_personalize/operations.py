"""Which function answers which operation, and the work to go on with after a start."""

from collections.abc import Mapping

from local_personalize.control import campaigns, datasets, filters, imports, solution_versions, solutions, tags
from local_personalize.control.kinds import CAMPAIGN, DATASET_GROUP, IMPORT_JOB, KINDS, SOLUTION_VERSION
from local_personalize.control.listing import reading_operations
from local_personalize.control.training import Training, deploy, start_training
from local_personalize.events.put_events import put_events
from local_personalize.events.put_records import put_items, put_users
from local_personalize.runtime.get_recommendations import get_recommendations
from local_personalize.service import Handler, Service

OPERATIONS: Mapping[str, Handler] = {
    **reading_operations(),
    "CreateSchema": datasets.create_schema,
    "DeleteSchema": datasets.delete_schema,
    "CreateDatasetGroup": datasets.create_dataset_group,
    "DeleteDatasetGroup": datasets.delete_dataset_group,
    "CreateDataset": datasets.create_dataset,
    "DeleteDataset": datasets.delete_dataset,
    "CreateEventTracker": datasets.create_event_tracker,
    "DeleteEventTracker": datasets.delete_event_tracker,
    "CreateDatasetImportJob": imports.create_dataset_import_job,
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
}


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
    """Go on with what was being made when the server ended."""
    for kind in KINDS:
        for resource in service.registry.all(kind):
            if not resource.in_transition:
                continue
            if kind is IMPORT_JOB:
                imports.start_import(service, resource)
            elif kind is SOLUTION_VERSION:
                start_training(service, resource)
            elif kind is CAMPAIGN:
                campaigns.start_deployment(service, resource)
            else:
                service.lifecycle.start(resource)


def _delete_stray_files(service: Service) -> None:
    documents = [resource.document for resource in service.registry.by_arn.values()]
    used = {bulk["file"] for document in documents for bulk in document.get("bulk", ())}
    for path in service.bulk_folder.iterdir():
        if path.name not in used:
            path.unlink()
