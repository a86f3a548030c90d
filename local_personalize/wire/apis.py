"""The operations of the three APIs, read from botocore's service models."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import botocore.session
from botocore.model import OperationModel, StructureShape

from local_personalize.wire.checks import Check, check_for

SERVICES = ("personalize", "personalize-events", "personalize-runtime")


@dataclass(frozen=True)
class Operation:
    """One operation: its name, its API, and the shapes of its request and answer."""

    name: str
    service: str
    model: OperationModel

    @cached_property
    def check_request(self) -> Check:
        """Checks a request body."""
        return check_for(self.model.input_shape)

    @cached_property
    def check_answer(self) -> Check:
        """Checks an answer, in which unknown members are wrong too."""
        return check_for(self.model.output_shape, closed=True)


@dataclass(frozen=True, slots=True)
class Apis:
    """All operations, by target name (the control API) and by path (the other two)."""

    by_target: Mapping[str, Operation]
    by_path: Mapping[str, Operation]


def load_apis() -> Apis:
    """Read the three service models that botocore ships."""
    session = botocore.session.get_session()
    by_target: dict[str, Operation] = {}
    by_path: dict[str, Operation] = {}
    for service in SERVICES:
        model = session.get_service_model(service)
        for name in model.operation_names:
            operation = Operation(name, service, model.operation_model(name))
            path = operation.model.http["requestUri"]
            if path == "/":
                by_target[name] = operation
            else:
                by_path[path] = operation
    return Apis(by_target, by_path)


def project(shape: StructureShape, values: Mapping[str, Any]) -> dict[str, Any]:
    """The members of `shape` that `values` has."""
    return {name: values[name] for name in shape.members if values.get(name) is not None}
