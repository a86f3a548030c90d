"""DynamoDB tables in memory, for the operations that the stream consumers use: exact, and quick enough for a million.

Nothing expires and no index can be asked. An operation or an option that is not known here is an error, never ignored.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from benchmarks.ingestion.expressions import Item, Request, holds, updated

Answer = dict[str, Any]
Keys = Mapping[str, Sequence[str]]
"""The names of the key attributes of each table: partition key, then sort key if there is one."""

_EXPRESSION = {"ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"}
_OPTIONS: Mapping[str, set[str]] = {
    "PutItem": {"TableName", "Item", *_EXPRESSION},
    "UpdateItem": {"TableName", "Key", "UpdateExpression", *_EXPRESSION},
    "DeleteItem": {"TableName", "Key", *_EXPRESSION},
    "ConditionCheck": {"TableName", "Key", *_EXPRESSION},
    "GetItem": {"TableName", "Key", "ConsistentRead"},
    "BatchGetItem": {"RequestItems"},
    "TransactWriteItems": {"TransactItems", "ClientRequestToken"},
    "Query": {"TableName", "KeyConditionExpression", "ConsistentRead", *_EXPRESSION},
}
_OPERATION_OF_WRITE = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}


class Refusal(Exception):
    """What the service answers instead: its error code, and what else the error holds."""

    def __init__(self, code: str, message: str, **more: object) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.more = code, message, more


class Tables:
    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._stored: dict[str, dict[str, dict[str, Item]]] = {table: {} for table in keys}
        self._lock = Lock()
        self._operations: Mapping[str, Callable[[Request], Answer]] = {
            "TransactWriteItems": self._transact_write_items,
            "BatchGetItem": self._batch_get_item,
            "GetItem": lambda request: {"Item": item} if (item := self._found(request, request["Key"])) else {},
            "Query": self._query,
        }

    def call(self, operation: str, request: Request) -> Answer:
        """The answer of one API operation. Raises `Refusal`, and NotImplementedError for what is not known here."""
        _require_known(operation, request)
        with self._lock:
            if operation in self._operations:
                return self._operations[operation](request)
            if not self._allowed(operation, request):
                raise Refusal("ConditionalCheckFailedException", "The conditional request failed")
            self._write(operation, request)
            return {}

    def items(self, table: str) -> Iterator[Item]:
        return (item for partition in self._stored[table].values() for item in partition.values())

    def _place(self, request: Request, key: Item) -> tuple[str, str]:
        """Partition and sort key."""
        names = self._keys[request["TableName"]]
        return key[names[0]]["S"], key[names[1]]["S"] if len(names) > 1 else ""

    def _found(self, request: Request, key: Item) -> Item:
        """The stored item, or an empty one."""
        partition, sort = self._place(request, key)
        return self._stored[request["TableName"]].get(partition, {}).get(sort, {})

    def _allowed(self, operation: str, write: Request) -> bool:
        key = write["Item"] if operation == "PutItem" else write["Key"]
        return holds(write.get("ConditionExpression"), self._found(write, key), write)

    def _write(self, operation: str, write: Request) -> None:
        if operation == "ConditionCheck":
            return
        key: Item = write["Item"] if operation == "PutItem" else write["Key"]
        partition, sort = self._place(write, key)
        stored = self._stored[write["TableName"]]
        if operation == "DeleteItem":
            stored.get(partition, {}).pop(sort, None)
            return
        item = (
            key if operation == "PutItem" else updated(write["UpdateExpression"], self._found(write, key) or key, write)
        )
        stored.setdefault(partition, {})[sort] = item

    def _transact_write_items(self, request: Request) -> Answer:
        wanted: list[Mapping[str, Request]] = request["TransactItems"]
        writes = [(_OPERATION_OF_WRITE.get(kind, kind), write) for one in wanted for kind, write in one.items()]
        for operation, write in writes:
            _require_known(operation, write)
        places = {
            (write["TableName"], *self._place(write, write["Item"] if operation == "PutItem" else write["Key"]))
            for operation, write in writes
        }
        if len(places) < len(writes):
            message = "Transaction request cannot include multiple operations on one item"
            raise Refusal("ValidationException", message)
        allowed = [self._allowed(operation, write) for operation, write in writes]
        if not all(allowed):
            codes = ["None" if fine else "ConditionalCheckFailed" for fine in allowed]
            message = (
                f"Transaction cancelled, please refer cancellation reasons for specific reasons [{', '.join(codes)}]"
            )
            reasons = [{"Code": code} for code in codes]
            raise Refusal("TransactionCanceledException", message, CancellationReasons=reasons)
        for operation, write in writes:
            self._write(operation, write)
        return {}

    def _batch_get_item(self, request: Request) -> Answer:
        responses: dict[str, list[Item]] = {}
        for table, wanted in request["RequestItems"].items():
            if unknown := wanted.keys() - {"Keys", "ConsistentRead"}:
                raise NotImplementedError(f"BatchGetItem: {', '.join(sorted(unknown))}")
            found = (self._found({"TableName": table}, key) for key in wanted["Keys"])
            responses[table] = [item for item in found if item]
        return {"Responses": responses, "UnprocessedKeys": {}}

    def _query(self, request: Request) -> Answer:
        """A partition in the order of its sort key, all of it at once."""
        key, *_ = self._keys[request["TableName"]]
        condition = request["KeyConditionExpression"]
        wanted = condition.split(" AND ")[0].removeprefix(f"{key} = ")
        partition = self._stored[request["TableName"]].get(request["ExpressionAttributeValues"][wanted]["S"], {})
        return {"Items": [item for _, item in sorted(partition.items()) if holds(condition, item, request)]}


def _require_known(operation: str, request: Request) -> None:
    unknown = request.keys() - _OPTIONS.get(operation, set[str]())
    if unknown:
        raise NotImplementedError(f"{operation}: {', '.join(sorted(unknown))}")
