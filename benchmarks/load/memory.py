"""The memory of a group of processes, and whether it stays what it was."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

KIB = 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """Resident memory in KiB: of the process that leads the group, and of all the others in it together."""

    leader: int
    others: int


def sample(group: int) -> Sample:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid=,rss="], capture_output=True, check=True, text=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    resident = {pid: kib for pid, of_group, kib in rows if of_group == group}
    return Sample(resident.get(group, 0), sum(kib for pid, kib in resident.items() if pid != group))


@dataclass(frozen=True, slots=True)
class Course:
    """What a memory was in the four quarters of a run: the median of each, in KiB."""

    quarters: tuple[float, float, float, float]

    @property
    def growth(self) -> float:
        """KiB from the second quarter to the last; in the first one everything is made for the first time."""
        return self.quarters[3] - self.quarters[1]

    def figures(self) -> Mapping[str, float]:
        return {
            f"quarter_{number}_mib": round(kib / KIB, 1) for number, kib in enumerate(self.quarters, 1) if number != 3
        }


def course(values: Sequence[int]) -> Course:
    """Of at least four values, taken at equal distances."""
    cuts = [round(len(values) * quarter / 4) for quarter in range(5)]
    first, second, third, last = (median(values[start:end]) for start, end in pairwise(cuts))
    return Course((first, second, third, last))
