"""The security rules (cdk-nag, AwsSolutions) and the exceptions from them, each with its reason."""

from typing import Any, cast

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


def wildcard(scope: IConstruct, arn: str, suffix: str = "") -> str:
    """The rule that finds the `*` of `arn` and `suffix` in a policy of `scope`, spelled as the rules spell it.

    Another stack's ARN has to be that of the resource itself, with the rest of it as the suffix.
    """
    stack = cdk.Stack.of(scope)
    parts = cdk.Tokenization.reverse_string(arn)
    if parts.length == 1 and cdk.Reference.is_reference(parts.first_token):
        owner = cdk.Stack.of(cast(cdk.Reference, parts.first_token).target)
        if owner is not stack:
            return f"IAM5[Resource::{owner.resolve(owner.export_value(arn))['Fn::ImportValue']}{suffix}]"
    return f"IAM5[Resource::{_spelled(stack.resolve(arn))}{suffix}]"


def _spelled(value: Any) -> str:
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(map(_spelled, parts))
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [resource, attribute]}:
            return f"<{resource}.{attribute}>"
        case _:
            return str(value)
