"""What an environment's deployed stacks answer, read from CloudFormation."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from newsrec.aws.clients import OutsideError, client
from newsrec.unavailable import Unavailable

STACKS: Final = ("data", "ingestion", "serving", "training", "digest", "operations")
"""The stacks of an environment, each named `newsrec-ENVIRONMENT-STACK`."""


class NotDeployed(Exception):
    """Stacks, or outputs of them, are missing; the message names them."""


@dataclass(frozen=True, slots=True)
class StackOutputs:
    """The outputs of all stacks, named as they are there but for the spelling (`DataBucketName`)."""

    data_bucket_name: str
    personalize_role_arn: str
    dataset_group_arn: str
    interactions_dataset_arn: str
    items_dataset_arn: str
    tracking_id: str
    unread_filter_arn: str
    articles_table_name: str
    just_published_table_name: str
    reader_interests_table_name: str
    article_clicks_table_name: str
    digest_ledger_table_name: str
    surface_documents_table_name: str

    interactions_stream_name: str
    articles_stream_name: str
    dead_letter_queue_url: str
    interactions_job_name: str
    items_job_name: str

    api_id: str
    api_url: str
    signing_secret_name: str
    postprocess_function_name: str

    training_machine_arn: str

    digest_machine_arn: str
    digest_sender: str
    digest_plan_function_name: str
    digest_recommend_function_name: str
    digest_compose_function_name: str

    dashboard_name: str
    alarm_topic_arn: str


def stack_outputs(environment: str) -> StackOutputs:
    """The outputs of the environment's stacks. Raises `NotDeployed` and `Unavailable`."""
    prefix = f"newsrec-{environment}-"
    try:
        pages = client("cloudformation").get_paginator("describe_stacks").paginate()
        stacks: Mapping[str, Any] = {
            stack["StackName"].removeprefix(prefix): stack
            for page in pages
            for stack in page["Stacks"]
            if stack["StackName"].startswith(prefix)
        }
    except OutsideError as error:
        raise Unavailable(f"CloudFormation: {error}") from error
    found = {
        output["OutputKey"]: output["OutputValue"] for stack in stacks.values() for output in stack.get("Outputs", ())
    }
    missing_outputs = [key for key in _OUTPUT_KEYS.values() if key not in found]
    if missing_outputs:
        if missing_stacks := [f"{prefix}{name}" for name in STACKS if name not in stacks]:
            raise NotDeployed(f"not deployed: {', '.join(missing_stacks)}")
        raise NotDeployed(f"missing outputs of environment {environment}: {', '.join(missing_outputs)}")
    return StackOutputs(**{name: found[key] for name, key in _OUTPUT_KEYS.items()})


_OUTPUT_KEYS: Final = {
    field.name: "".join(word.capitalize() for word in field.name.split("_")) for field in fields(StackOutputs)
}
