"""The kinds of resources and what the API calls their parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource: `noun` as in DescribeNoun, `arn_type` as in ARNs, and the member names of the API."""

    noun: str
    plural: str
    arn_type: str
    arn_member: str
    describe_member: str
    list_member: str
    parent_member: str | None = None


SCHEMA = Kind("Schema", "Schemas", "schema", "schemaArn", "schema", "schemas")
DATASET_GROUP = Kind(
    "DatasetGroup", "DatasetGroups", "dataset-group", "datasetGroupArn", "datasetGroup", "datasetGroups"
)
DATASET = Kind("Dataset", "Datasets", "dataset", "datasetArn", "dataset", "datasets", "datasetGroupArn")
IMPORT_JOB = Kind(
    "DatasetImportJob",
    "DatasetImportJobs",
    "dataset-import-job",
    "datasetImportJobArn",
    "datasetImportJob",
    "datasetImportJobs",
    "datasetArn",
)
EXPORT_JOB = Kind(
    "DatasetExportJob",
    "DatasetExportJobs",
    "dataset-export-job",
    "datasetExportJobArn",
    "datasetExportJob",
    "datasetExportJobs",
    "datasetArn",
)
DATA_DELETION_JOB = Kind(
    "DataDeletionJob",
    "DataDeletionJobs",
    "data-deletion-job",
    "dataDeletionJobArn",
    "dataDeletionJob",
    "dataDeletionJobs",
    "datasetGroupArn",
)
METRIC_ATTRIBUTION = Kind(
    "MetricAttribution",
    "MetricAttributions",
    "metric-attribution",
    "metricAttributionArn",
    "metricAttribution",
    "metricAttributions",
    "datasetGroupArn",
)
EVENT_TRACKER = Kind(
    "EventTracker",
    "EventTrackers",
    "event-tracker",
    "eventTrackerArn",
    "eventTracker",
    "eventTrackers",
    "datasetGroupArn",
)
SOLUTION = Kind("Solution", "Solutions", "solution", "solutionArn", "solution", "solutions", "datasetGroupArn")
SOLUTION_VERSION = Kind(
    "SolutionVersion",
    "SolutionVersions",
    "solution",
    "solutionVersionArn",
    "solutionVersion",
    "solutionVersions",
    "solutionArn",
)
CAMPAIGN = Kind("Campaign", "Campaigns", "campaign", "campaignArn", "campaign", "campaigns", "solutionArn")
BATCH_INFERENCE_JOB = Kind(
    "BatchInferenceJob",
    "BatchInferenceJobs",
    "batch-inference-job",
    "batchInferenceJobArn",
    "batchInferenceJob",
    "batchInferenceJobs",
    "solutionVersionArn",
)
FILTER = Kind("Filter", "Filters", "filter", "filterArn", "filter", "Filters", "datasetGroupArn")

KINDS = (
    SCHEMA,
    DATASET_GROUP,
    DATASET,
    IMPORT_JOB,
    EXPORT_JOB,
    DATA_DELETION_JOB,
    METRIC_ATTRIBUTION,
    EVENT_TRACKER,
    SOLUTION,
    SOLUTION_VERSION,
    CAMPAIGN,
    BATCH_INFERENCE_JOB,
    FILTER,
)
