"""Clicks per article and hour, read as the list of what is read most: the last source that is left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsrec.aws.clients import OutsideError
from newsrec.aws.counters import HOUR_FORMAT
from newsrec.aws.dynamodb import query
from newsrec.unavailable import Unavailable

HOURS = 6


@dataclass(frozen=True, slots=True)
class ArticleClicksTable:
    name: str

    def most_clicked(self, now: datetime, *, most: int) -> Sequence[str]:
        """Article ids by clicks of the last hours, an hour's clicks worth half of the next one's.

        Raises `Unavailable`.
        """
        clicks: Counter[str] = Counter()
        try:
            for hours_ago in range(HOURS):
                hour = (now - timedelta(hours=hours_ago)).strftime(HOUR_FORMAT)
                items = query(
                    self.name,
                    "#hour = :hour",
                    {":hour": hour},
                    most=most,
                    IndexName="by-clicks",
                    ScanIndexForward=False,
                    ExpressionAttributeNames={"#hour": "hour"},
                )
                for item in items:
                    clicks[item["article_id"]] += int(item["clicks"]) << (HOURS - 1 - hours_ago)
        except OutsideError as error:
            raise Unavailable(str(error)) from error
        return [article_id for article_id, _ in sorted(clicks.items(), key=lambda entry: (-entry[1], entry[0]))][:most]
