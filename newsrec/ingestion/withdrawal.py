"""An article taken back by the newsroom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any


def withdrawal(record: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The payload that withdraws the article of a generic record: the same record, withdrawn and not older.

    It goes out as source `bare`, since an article may be known without a title. A description dated after `now` keeps
    its time: an older one would change nothing.
    """
    described = datetime.fromisoformat(record.get("updated_at") or record["published_at"])
    withdrawn = {**record, "status": "withdrawn", "updated_at": max(now, described).isoformat()}
    return {"source": "bare", "record": withdrawn}
