"""What each answer must be: this reader's list, made anew, without what the reader has read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from newsrec.serving.signing import SigningKey, impression_id

HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader with the token to ask with, and the articles that the reader has opened."""

    reader_id: str
    token: str = field(repr=False)
    read: frozenset[str]


class Checks:
    """Counts of what was answered; `wrong` is empty while all is well."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key
        self._list_ids: set[str] = set()
        self.answers = 0
        self.wrong = Counter[str]()
        self.degraded = Counter[str]()
        self.incomplete = 0

    def failed(self, error: Exception) -> None:
        """No answer came."""
        self.wrong[type(error).__name__] += 1

    def check(self, reader: Reader, response: httpx.Response) -> None:
        self.answers += 1
        if response.status_code != httpx.codes.OK:
            self.wrong[f"status {response.status_code}"] += 1
            return
        answer: Mapping[str, Any] = response.json()
        self.incomplete += bool(answer["degraded"])
        self.degraded.update(answer["degraded"])
        self.wrong.update(self._mistakes(reader, answer))

    def _mistakes(self, reader: Reader, answer: Mapping[str, Any]) -> Sequence[str]:
        list_id, items = str(answer["list_id"]), answer["items"]
        article_ids = [str(item["article"]["id"]) for item in items]
        # Without the history only the models know what was read, which other sources don't ask.
        read = frozenset[str]() if HISTORY in answer["degraded"] else reader.read
        mistakes = {
            "no items": not items,
            "not personalised": not answer["personalised"],
            "a list that was there before": list_id in self._list_ids,
            "an article twice": len(set(article_ids)) < len(article_ids),
            "an article that the reader has read": not read.isdisjoint(article_ids),
            "another reader's impression": not all(self._is_of(reader, list_id, item) for item in items),
        }
        self._list_ids.add(list_id)
        return [mistake for mistake, is_one in mistakes.items() if is_one]

    def _is_of(self, reader: Reader, list_id: str, item: Mapping[str, Any]) -> bool:
        """Whether the signature is the one of this list, place, article and reader, at the time that it names."""
        made_at = datetime.fromtimestamp(int(item["impression_id"].split(".")[2]), UTC)
        expected = impression_id(
            list_id,
            item["position"],
            item["article"]["id"],
            reader_id=reader.reader_id,
            now=made_at,
            key=self._key,
        )
        return item["impression_id"] == expected
