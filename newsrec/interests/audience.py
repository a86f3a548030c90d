"""What readers on average read about, to tell an interest of one reader from what everybody reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from newsrec.model import Article

LEAST_READERS: Final = 50
"""Of fewer readers no average is made: it would be uncertain, and say something about each of them."""


AVERAGE_READER: Final = "training/average_reader.json"
"""The key of the newest average in the data bucket."""


@dataclass(frozen=True, slots=True)
class AverageReader:
    """Per company the share of a reader's opened articles that are about it, averaged over so many readers.

    A company that is not named is one that none of them read about.
    """

    readers: int
    company_shares: Mapping[str, float]

    def as_json(self) -> dict[str, Any]:
        return {"readers": self.readers, "company_shares": dict(self.company_shares)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "AverageReader":
        """What `as_json` wrote."""
        return cls(document["readers"], document["company_shares"])

    def lift(self, company: str, share: float) -> float:
        """How many times the average reader's share of a company that `share` is; infinite where that is 0."""
        average = self.company_shares.get(company, 0.0)
        return share / average if average else float("inf")


def average_reader(opened: Iterable[Iterable[str]], articles: Mapping[str, Article]) -> AverageReader | None:
    """The average of readers, each given by the ids of the articles they opened.

    An article that is not known counts as opened, about no company. None where there are too few readers.
    """
    sums: defaultdict[str, float] = defaultdict(float)
    readers = 0
    for ids in map(set, opened):
        if not ids:
            continue
        readers += 1
        for company in (company for id in ids if id in articles for company in set(articles[id].companies)):
            sums[company] += 1 / len(ids)
    if readers < LEAST_READERS:
        return None
    return AverageReader(readers, {company: total / readers for company, total in sorted(sums.items())})
