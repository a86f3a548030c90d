"""Batch inference, data deletion, and metric attribution."""

import json

from tests.conformance.personalize.shop import ROLE, Aws, NewGroup, Shop, interactions_csv, settled
from tests.integration.local_personalize.refusal import refused


def test_a_batch_job_answers_every_line(shop: Shop) -> None:
    """guide: getting-batch-recommendations, batch-data-upload."""
    lines = [{"userId": "reader-1"}, {"userId": "reader-2"}, {"userId": "never-seen"}]
    location = shop.aws.upload("batch/users.json", "\n".join(json.dumps(line) for line in lines))
    job = shop.aws.personalize.create_batch_inference_job(
        jobName=shop.aws.name("users"),
        solutionVersionArn=shop.versions["user-personalization-v2"],
        numResults=4,
        jobInput={"s3DataSource": {"path": location}},
        jobOutput={"s3DataDestination": {"path": f"s3://{shop.aws.bucket}/{shop.aws.run}/batch-out/"}},
        roleArn=ROLE,
    )["batchInferenceJobArn"]
    describe = shop.aws.personalize.describe_batch_inference_job
    done = settled(lambda: describe(batchInferenceJobArn=job)["batchInferenceJob"])
    assert done["status"] == "ACTIVE", done
    answers = [json.loads(line) for line in shop.aws.read("batch-out/users.json.out").splitlines() if line]
    assert [answer["input"] for answer in answers] == lines
    assert all(len(answer["output"]["recommendedItems"]) == 4 for answer in answers)
    assert all(answer["error"] is None for answer in answers)


def test_trending_now_has_no_batch(shop: Shop) -> None:
    """guide: getting-batch-recommendations."""
    with refused("InvalidInputException"):
        shop.aws.personalize.create_batch_inference_job(
            jobName=shop.aws.name("trending"),
            solutionVersionArn=shop.versions["trending-now"],
            jobInput={"s3DataSource": {"path": f"s3://{shop.aws.bucket}/x.json"}},
            jobOutput={"s3DataDestination": {"path": f"s3://{shop.aws.bucket}/out/"}},
            roleArn=ROLE,
        )


def test_a_deletion_job_completes(aws: Aws, new_group: NewGroup) -> None:
    """guide: delete-records; model: DataDeletionJob.status (PENDING, IN_PROGRESS, COMPLETED)."""
    group, datasets = new_group("forget", "Interactions")
    aws.import_job(datasets["Interactions"], "forget", interactions_csv(1_760_000_000))
    job = aws.personalize.create_data_deletion_job(
        jobName=aws.name("forget"),
        datasetGroupArn=group,
        dataSource={"dataLocation": aws.upload("forget/users.csv", "USER_ID\nreader-1\nnever-seen")},
        roleArn=ROLE,
    )["dataDeletionJobArn"]
    describe = aws.personalize.describe_data_deletion_job
    done = settled(lambda: describe(dataDeletionJobArn=job)["dataDeletionJob"])
    assert done["status"] == "COMPLETED", done
    assert job in [one["dataDeletionJobArn"] for one in aws.personalize.list_data_deletion_jobs()["dataDeletionJobs"]]


def test_a_metric_attribution_has_its_metrics(aws: Aws, new_group: NewGroup) -> None:
    """guide: metric-attribution-requirements, creating-metric-attribution."""
    group, _ = new_group("measured", "Interactions", "Items")
    metrics = [
        {"eventType": "click", "metricName": "clicks", "expression": "SAMPLECOUNT()"},
        {"eventType": "click", "metricName": "worth", "expression": "SUM(Items.PRICE)"},
    ]
    asked = {"datasetGroupArn": group, "metricsOutputConfig": {"roleArn": ROLE}}
    wrong = {"eventType": "click", "metricName": "average", "expression": "AVG(Items.PRICE)"}
    with refused("InvalidInputException"):
        aws.personalize.create_metric_attribution(name=aws.name("wrong"), metrics=[wrong], **asked)
    arn = aws.personalize.create_metric_attribution(name=aws.name("measured"), metrics=metrics, **asked)[
        "metricAttributionArn"
    ]
    describe = aws.personalize.describe_metric_attribution
    assert settled(lambda: describe(metricAttributionArn=arn)["metricAttribution"])["status"] == "ACTIVE"
    listed = aws.personalize.list_metric_attribution_metrics(metricAttributionArn=arn)["metrics"]
    assert [metric["metricName"] for metric in listed] == ["clicks", "worth"]
