"""Clicks per article and quarter of an hour, read as the list of what is read most right now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from newsrec.aws.clients import PATIENT, OutsideError, Patience
from newsrec.aws.dynamodb import query
from newsrec.serving.popular_now import clicks_now, windows_back_from
from newsrec.unavailable import Unavailable


@dataclass(frozen=True, slots=True)
class ArticleClicksTable:
    name: str
    patience: Patience = PATIENT

    def most_clicked(self, now: datetime, *, most: int) -> Mapping[str, float]:
        """The `most` articles clicked most with their clicks in the last quarter of an hour, in more time at night.

        The most clicked come first. Raises `Unavailable`.
        """
        windows = (self._most_clicked_in(window, most) for window in windows_back_from(now))
        try:
            return dict(islice(clicks_now(windows, now).items(), most))
        except OutsideError as error:
            raise Unavailable(f"ArticleClicks: {error}") from error

    def _most_clicked_in(self, window: str, most: int) -> Mapping[str, int]:
        items = query(
            self.name,
            "#window = :window",
            {":window": window},
            most=most,
            patience=self.patience,
            IndexName="by-clicks",
            ScanIndexForward=False,
            ExpressionAttributeNames={"#window": "window"},
        )
        return {item["article_id"]: int(item["clicks"]) for item in items}
