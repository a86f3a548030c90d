"""Amazon Personalize's event side: what readers did and which articles there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsrec.aws.clients import OutsideError, client, refusal_of
from newsrec.model import Article, Interaction
from newsrec.transform import article_row, interaction_row, properties_json, streamed_properties


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalizeEvents:
    """An event tracker and an items dataset; either may be unused."""

    tracking_id: str = ""
    items_dataset_arn: str = ""

    def put_interactions(self, interactions: Sequence[Interaction]) -> None:
        """Sends at most 10 interactions of one reader and session. Raises `Unavailable` and `Unacceptable`."""
        first = interactions[0]
        try:
            client("personalize-events").put_events(
                trackingId=self.tracking_id,
                userId=first.reader_key,
                sessionId=first.session_id,
                eventList=[_event(interaction) for interaction in interactions],
            )
        except OutsideError as error:
            raise refusal_of(error, "PutEvents") from error

    def put_articles(self, articles: Sequence[Article]) -> None:
        """Sends at most 10 articles. Raises `Unavailable` and `Unacceptable`."""
        try:
            client("personalize-events").put_items(
                datasetArn=self.items_dataset_arn,
                items=[
                    {
                        "itemId": article.article_id,
                        "properties": properties_json(streamed_properties(article_row(article))),
                    }
                    for article in articles
                ],
            )
        except OutsideError as error:
            raise refusal_of(error, "PutItems") from error


def _event(interaction: Interaction) -> dict[str, Any]:
    properties = streamed_properties(interaction_row(interaction))
    return {
        "eventId": interaction.event_id,
        "eventType": interaction.type.value,
        "itemId": interaction.article_id,
        "sentAt": interaction.occurred_at,
    } | ({"properties": properties_json(properties)} if properties else {})
