"""The average reader as a file: written when models were judged, read where reasons are given."""

from dataclasses import dataclass

from newsrec.aws.files import Files, NoSuchFile
from newsrec.interests.audience import AVERAGE_READER, AverageReader


@dataclass(frozen=True, slots=True)
class AverageReaderFile:
    bucket: str

    def read(self) -> AverageReader | None:
        """None where none was written yet. Raises `Unavailable`."""
        try:
            return AverageReader.from_json(Files(self.bucket).read_json(AVERAGE_READER))
        except NoSuchFile:
            return None

    def write(self, average: AverageReader) -> None:
        """Raises `Unavailable`."""
        Files(self.bucket).write_json(AVERAGE_READER, average.as_json())
