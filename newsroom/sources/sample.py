"""The generated sample newsroom."""

from datetime import datetime, timedelta

from newsroom.sample import SampleNewsroom, generate
from newsroom.sources import NewsroomData, Reader

STREAMED = timedelta(hours=6)


def sample(now: datetime) -> NewsroomData:
    return newsroom_data(generate(now=now), now)


def newsroom_data(newsroom: SampleNewsroom, now: datetime) -> NewsroomData:
    """A generated newsroom of any size."""
    return NewsroomData(
        name="the sample newsroom",
        masthead="The Harwick Courier",
        articles=newsroom.articles,
        interactions=newsroom.interactions,
        readers=[
            Reader(id=reader.reader_id, name=reader.name, description=reader.tastes) for reader in newsroom.readers
        ],
        streamed_from=now - STREAMED,
    )
