"""All resources: in memory for reading, in the database for keeping."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local_personalize.clock import Clock
from local_personalize.control.kinds import KINDS, Kind
from local_personalize.errors import (
    InvalidInputError,
    ResourceAlreadyExistsError,
    ResourceInUseError,
    ResourceNotFoundError,
)
from local_personalize.store.database import Database

PENDING, IN_PROGRESS, ACTIVE, FAILED = "CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE", "CREATE FAILED"
STOPPING, STOPPED = "CREATE STOPPING", "CREATE STOPPED"
DELETE_PENDING, DELETE_IN_PROGRESS = "DELETE PENDING", "DELETE IN_PROGRESS"
JOB_PENDING, JOB_IN_PROGRESS, COMPLETED, JOB_FAILED = "PENDING", "IN_PROGRESS", "COMPLETED", "FAILED"
IN_TRANSITION = frozenset(
    {PENDING, IN_PROGRESS, STOPPING, DELETE_PENDING, DELETE_IN_PROGRESS, JOB_PENDING, JOB_IN_PROGRESS}
)


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource: its document has every member that Describe and List may show, and private ones they do not."""

    position: int
    kind: Kind
    arn: str
    document: Mapping[str, Any]

    @property
    def status(self) -> str:
        """Its status; a resource without one is always there."""
        return self.document.get("status", ACTIVE)

    @property
    def in_transition(self) -> bool:
        """Whether it is being made, stopped or deleted."""
        return self.status in IN_TRANSITION

    @property
    def in_deletion(self) -> bool:
        """Whether it is being deleted."""
        return self.status in (DELETE_PENDING, DELETE_IN_PROGRESS)

    def in_update(self, member: str) -> bool:
        """Whether the update that `member` describes, such as latestDatasetUpdate, is under way."""
        return self.document.get(member, {}).get("status") in IN_TRANSITION

    def __getitem__(self, member: str) -> Any:
        return self.document[member]


class Registry:
    """The resources by ARN."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        kinds = {kind.noun: kind for kind in KINDS}
        self.by_arn = {
            document[kinds[noun].arn_member]: Resource(
                position, kinds[noun], document[kinds[noun].arn_member], document
            )
            for position, noun, document in database.resources()
        }

    def create(self, kind: Kind, arn: str, document: Mapping[str, Any]) -> Resource:
        """Keep a new resource; ResourceAlreadyExistsError if there is one of that ARN."""
        if arn in self.by_arn:
            raise ResourceAlreadyExistsError(f"Another resource with Arn {arn} already exists.")
        now = self.clock.now()
        made = {**document, kind.arn_member: arn, "creationDateTime": now, "lastUpdatedDateTime": now}
        return self._save(kind, arn, made)

    def update(self, resource: Resource, **members: Any) -> Resource:
        """Change members of a resource."""
        changed = {**resource.document, **members, "lastUpdatedDateTime": self.clock.now()}
        return self._save(resource.kind, resource.arn, changed)

    def delete(self, resource: Resource) -> None:
        """Forget a resource."""
        with self.database.transaction():
            self.database.delete_resource(resource.arn)
        del self.by_arn[resource.arn]

    def get(self, kind: Kind, arn: str) -> Resource:
        """The resource of that ARN; ResourceNotFoundError if there is none."""
        resource = self.by_arn.get(arn)
        if resource is None or resource.kind is not kind:
            if f":{kind.arn_type}/" not in arn:
                raise InvalidInputError(f"The given ARN is no {kind.arn_type} ARN: {arn}")
            raise ResourceNotFoundError(f"Could not find {kind.noun} with given arn: {arn}")
        return resource

    def get_active(self, kind: Kind, arn: str) -> Resource:
        """The resource of that ARN, which must be ACTIVE; ResourceInUseError if it is in transition."""
        resource = self.get_settled(kind, arn)
        if resource.status != ACTIVE:
            raise InvalidInputError(f"{kind.noun} {arn} is in {resource.status} status.")
        return resource

    def get_settled(self, kind: Kind, arn: str) -> Resource:
        """The resource of that ARN, ACTIVE or failed; ResourceInUseError if it is in transition."""
        resource = self.get(kind, arn)
        if resource.in_transition:
            raise ResourceInUseError(f"{kind.noun} {arn} is in {resource.status} status.")
        return resource

    def all(self, kind: Kind, region: str | None = None, **members: str) -> list[Resource]:
        """Resources of a kind, oldest first: those of a region, and with the given members."""
        found = [
            resource
            for resource in self.by_arn.values()
            if resource.kind is kind
            and (region is None or region_of(resource.arn) == region)
            and all(resource.document.get(name) == value for name, value in members.items())
        ]
        return sorted(found, key=lambda resource: resource.position)

    def _save(self, kind: Kind, arn: str, document: Mapping[str, Any]) -> Resource:
        with self.database.transaction():
            position = self.database.save_resource(arn, kind.noun, document)
        resource = self.by_arn[arn] = Resource(position, kind, arn, document)
        return resource


def region_of(arn: str) -> str:
    """The region in an ARN."""
    return arn.split(":")[3]
