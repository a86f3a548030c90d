"""Ways to break an interaction, by what the reason for parking it must say."""

import json
from collections.abc import Callable, Mapping
from typing import Any

BROKEN: Mapping[str, Callable[[dict[str, Any]], dict[str, Any] | str]] = {
    "not JSON": lambda record: json.dumps(record)[:-1],
    "type: ": lambda record: record | {"type": "glance"},
    "is more than 30 days before": lambda record: record | {"occurred_at": "2020-01-01T00:00:00Z"},
    "after it arrived": lambda record: record | {"occurred_at": "2999-01-01T00:00:00Z"},
    "session_id: ": lambda record: {name: value for name, value in record.items() if name != "session_id"},
}
