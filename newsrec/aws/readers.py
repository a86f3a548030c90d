"""A reader's history and interests, as the counters left them."""

from dataclasses import dataclass
from datetime import datetime

from newsrec.aws.clients import OutsideError
from newsrec.aws.counters import INTERESTS
from newsrec.aws.dynamodb import Item, query
from newsrec.interests import Interest, InterestKind, ReadArticle, ReaderProfile, faded
from newsrec.unavailable import Unavailable

MOST_READ = 500


@dataclass(frozen=True, slots=True)
class ReaderInterestsTable:
    name: str

    def profile(self, reader_id: str, now: datetime) -> ReaderProfile:
        """What is known of the reader; an unknown one has an empty profile. Raises `Unavailable`."""
        try:
            items = query(
                self.name,
                "reader_id = :reader AND entry >= :first",
                {":reader": reader_id, ":first": INTERESTS},
                most=MOST_READ,
            )
        except OutsideError as error:
            raise Unavailable(str(error)) from error
        none: Item = {}
        counts = next((item for item in items if item["entry"] == INTERESTS), none)
        return ReaderProfile(
            reads=tuple(_read(item) for item in items if item["entry"].startswith("read#")),
            interests={
                _interest(name): faded(count, now)
                for name, count in counts.items()
                if name not in {"reader_id", "entry"}
            },
        )


def _read(item: Item) -> ReadArticle:
    return ReadArticle(
        article_id=item["entry"].removeprefix("read#"),
        read_at=datetime.fromisoformat(item["read_at"]),
        interests=tuple(_interest(name) for name in item.get("about", ())),
    )


def _interest(name: str) -> Interest:
    kind, _, label = name.partition("#")
    return Interest(InterestKind(kind), label)
