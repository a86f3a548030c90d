"""The SurfaceDocuments table: every revision of every document that editors saved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from newsrec.aws.clients import OutsideError, client, error_code
from newsrec.aws.dynamodb import Item, from_item, instant, to_item
from newsrec.surfaces.saved import SavedDocument, SavedMeanwhile
from newsrec.unavailable import Unavailable

_REVISION: Final = re.compile("[0-9]{8}")


@dataclass(frozen=True, slots=True)
class SurfaceDocumentsTable:
    """Keyed by the document's name and its revision in eight digits, so that the newest is the last one."""

    name: str

    def newest_first(self, name: str, *, at_once: int = 1) -> Iterator[SavedDocument]:
        """The revisions, `at_once` per call; an item that is none of them is passed over. Raises `Unavailable`."""
        pages = (
            client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=self.name,
                KeyConditionExpression="#name = :name",
                ExpressionAttributeNames={"#name": "name"},
                ExpressionAttributeValues=to_item({":name": name}),
                ScanIndexForward=False,
                ConsistentRead=True,
                PaginationConfig={"PageSize": at_once},
            )
        )
        try:
            for page in pages:
                items = map(from_item, page["Items"])
                yield from (_saved(item) for item in items if _REVISION.fullmatch(item["revision"]))
        except OutsideError as error:
            raise Unavailable(f"SurfaceDocuments: {error}") from error

    def find(self, name: str, revision: int) -> SavedDocument | None:
        """Raises `Unavailable`."""
        key = to_item({"name": name, "revision": _digits(revision)})
        try:
            item = client("dynamodb").get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")
        except OutsideError as error:
            raise Unavailable(f"SurfaceDocuments: {error}") from error
        return _saved(from_item(item)) if item else None

    def save(self, document: SavedDocument) -> None:
        """Raises `SavedMeanwhile` and `Unavailable`."""
        item = {
            "name": document.name,
            "revision": _digits(document.revision),
            "saved_at": instant(document.saved_at) if document.saved_at else None,
            "saved_by": document.saved_by,
            "why": document.why,
            "text": document.text,
        }
        try:
            client("dynamodb").put_item(
                TableName=self.name, Item=to_item(item), ConditionExpression="attribute_not_exists(revision)"
            )
        except OutsideError as error:
            if error_code(error) == "ConditionalCheckFailedException":
                raise SavedMeanwhile(f"revision {document.revision} of {document.name} is there already") from error
            raise Unavailable(f"SurfaceDocuments: {error}") from error


def _digits(revision: int) -> str:
    return f"{revision:08}"


def _saved(item: Item) -> SavedDocument:
    """What somebody wrote by hand may lack anything but its key; its text is checked by whoever reads it."""
    try:
        saved_at = datetime.fromisoformat(str(item.get("saved_at")))
    except ValueError:
        saved_at = None
    return SavedDocument(
        name=item["name"],
        revision=int(item["revision"]),
        saved_at=saved_at,
        saved_by=str(item.get("saved_by", "")),
        why=str(item.get("why", "")),
        text=str(item.get("text", "")),
    )
