"""The readers who subscribed to the morning mail, exported the way a subscriber system would."""

from newsrec.aws.files import Files
from newsroom.sources import NewsroomData, Reader

SUBSCRIBERS = 50
DIGEST = "morning"


def subscribers(data: NewsroomData) -> list[Reader]:
    return list(data.readers[:SUBSCRIBERS])


def upload_subscribers(bucket: str, data: NewsroomData) -> None:
    """Puts them where the digest looks for its audience."""
    lines = ({"reader_id": one.id, "email": address(one), "name": one.name} for one in subscribers(data))
    Files(bucket).write_lines(f"audience/{DIGEST}.jsonl", lines)


def address(reader: Reader) -> str:
    """A mailbox that nobody has."""
    return f"reader-{reader.id}@mail.example"
