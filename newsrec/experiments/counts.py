"""What one reader did with the lists of one variant."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCounts:
    """How many articles the reader saw and opened in lists that the variant made."""

    variant: str
    reader_id: str
    impressions: int
    clicks: int
