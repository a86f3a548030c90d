"""The generated sample newsroom."""

from datetime import datetime, timedelta

from newsroom.sample import generate
from newsroom.sources import NewsroomData, Reader

STREAMED = timedelta(hours=36)


def sample(now: datetime) -> NewsroomData:
    newsroom = generate(now=now)
    return NewsroomData(
        name="the sample newsroom",
        articles=newsroom.articles,
        interactions=newsroom.interactions,
        readers=[Reader(id=reader.reader_id, name=reader.name, description=reader.tastes) for reader in newsroom.readers],
        streamed_from=now - STREAMED,
    )
