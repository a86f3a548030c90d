"""The CloudFormation types of Amazon Personalize, made through the service's own operations.

Runs inside the local AWS (`newsroom/local_aws.py`) and so on its packages alone.
"""

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SETTLE_SECONDS = 120.0
POLL_SECONDS = 0.05

Properties = Mapping[str, Any]
Created = tuple[str, dict[str, str]]
"""What Ref answers, and what Fn::GetAtt does."""


@dataclass(frozen=True, slots=True)
class PersonalizeType:
    """One CloudFormation type of Amazon Personalize, in terms of the service's own operations."""

    name: str
    operation: str
    parameters: Mapping[str, str]
    """CloudFormation property -> request parameter."""
    kept: tuple[str, ...]
    """Parameters that an existing resource of the same name must share to be adopted."""
    extra_attributes: Mapping[str, str]
    """Fn::GetAtt name -> field of the description."""

    @property
    def arn_attribute(self) -> str:
        return f"{self.name}Arn"

    @property
    def arn_parameter(self) -> str:
        return f"{self.name[0].lower()}{self.name[1:]}Arn"

    def create(self, client: Any, properties: Properties) -> Created:
        """Create the resource, or adopt the one of the same name, and wait until it can be used."""
        request = {parameter: properties[name] for name, parameter in self.parameters.items() if name in properties}
        try:
            arn: str = getattr(client, f"create_{self.operation}")(**request)[self.arn_parameter]
        except client.exceptions.ResourceAlreadyExistsException:
            arn = self._adopt(client, request)
        self._settle(client, arn)
        return arn, {self.arn_attribute: arn, **self.attributes(client, arn)}

    def unchanged(self, client: Any, arn: str, old: Properties, new: Properties) -> dict[str, str]:
        """The attributes after an update that changed tags at most; the service itself changes nothing else in place.

        Raises ValueError otherwise, as CloudFormation refuses to replace what has a name of its own.
        """
        if any(old.get(key) != new.get(key) for key in {*old, *new} - {"Tags"}):
            raise ValueError(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
                f"Rename {new['Name']} and update the stack again."
            )
        return {self.arn_attribute: arn, **self.attributes(client, arn)}

    def delete(self, client: Any, arn: str) -> None:
        """Delete the resource, if it is still there, and wait until it is gone."""
        deadline = time.monotonic() + SETTLE_SECONDS
        with contextlib.suppress(client.exceptions.ResourceNotFoundException):
            getattr(client, f"delete_{self.operation}")(**{self.arn_parameter: arn})
            while time.monotonic() < deadline:
                self._describe(client, arn)
                time.sleep(POLL_SECONDS)
            raise ValueError(f"{arn} is still there {SETTLE_SECONDS:.0f} s after its deletion")

    def attributes(self, client: Any, arn: str) -> dict[str, str]:
        """What Fn::GetAtt answers, beside the ARN."""
        if not self.extra_attributes:
            return {}
        description = self._describe(client, arn)
        return {attribute: str(description[field]) for attribute, field in self.extra_attributes.items()}

    def _describe(self, client: Any, arn: str) -> dict[str, Any]:
        answer = getattr(client, f"describe_{self.operation}")(**{self.arn_parameter: arn})
        return answer[f"{self.name[0].lower()}{self.name[1:]}"]

    def _adopt(self, client: Any, request: Mapping[str, Any]) -> str:
        [summaries] = client.get_paginator(f"list_{self.operation}s").paginate().build_full_result().values()
        for arn in (summary[self.arn_parameter] for summary in summaries if summary.get("name") == request["name"]):
            found = self._describe(client, arn)
            if all(same(found.get(parameter), request[parameter]) for parameter in self.kept):
                return arn
        raise ValueError(
            f"{self.name} {request['name']} exists already and differs; empty the local Personalize's data folder"
        )

    def _settle(self, client: Any, arn: str) -> None:
        deadline = time.monotonic() + SETTLE_SECONDS
        while (description := self._describe(client, arn)).get("status", "ACTIVE") != "ACTIVE":
            if description["status"].endswith("FAILED") or time.monotonic() > deadline:
                raise ValueError(f"{arn} is {description['status']}: {description.get('failureReason', 'no reason')}")
            time.sleep(POLL_SECONDS)


_GROUP = {"Name": "name", "DatasetGroupArn": "datasetGroupArn"}
PERSONALIZE_TYPES = (
    PersonalizeType("Schema", "schema", {"Name": "name", "Schema": "schema", "Domain": "domain"}, ("schema",), {}),
    PersonalizeType(
        "DatasetGroup",
        "dataset_group",
        {"Name": "name", "Domain": "domain", "RoleArn": "roleArn", "KmsKeyArn": "kmsKeyArn"},
        (),
        {},
    ),
    PersonalizeType(
        "Dataset",
        "dataset",
        {**_GROUP, "DatasetType": "datasetType", "SchemaArn": "schemaArn"},
        ("datasetGroupArn", "datasetType", "schemaArn"),
        {},
    ),
    PersonalizeType("EventTracker", "event_tracker", _GROUP, ("datasetGroupArn",), {"TrackingId": "trackingId"}),
    PersonalizeType(
        "Filter",
        "filter",
        {**_GROUP, "FilterExpression": "filterExpression"},
        ("datasetGroupArn", "filterExpression"),
        {"Status": "status"},
    ),
)


def same(found: Any, wanted: Any) -> bool:
    """Whether two property values mean the same; JSON text is compared by what it says, and letter case of types."""
    with contextlib.suppress(TypeError, ValueError):
        return bool(json.loads(found) == json.loads(wanted))
    return str(found).casefold() == str(wanted).casefold()
