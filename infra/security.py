"""The security rules (cdk-nag, AwsSolutions) and the exceptions from them, each with its reason."""

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks
from constructs import IConstruct


def check_security(app: cdk.App) -> None:
    """Make the synthesis of `app` fail on every finding that nobody acknowledged."""
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks())


def acknowledge(construct: IConstruct, reason: str, *rules: str) -> None:
    """Accept the findings of `rules` (such as `SQS3`) on this one construct."""
    cdk.Validations.of(construct).acknowledge(
        *(cdk.Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=reason) for rule in rules)
    )
