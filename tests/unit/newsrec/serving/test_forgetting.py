from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsrec.serving.forgetting import DeletionRun, forget_reader, request_deletions
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW


@dataclass
class House:
    """Reader data, requests and models' data that remember what they were told."""

    forgotten: list[str] = field(default_factory=list)
    requests: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, list[str]] = field(default_factory=dict)
    busy: bool = False

    def forget(self, reader_id: str, now: datetime) -> None:
        self.forgotten.append(reader_id)

    def add(self, receipt: str, reader_id: str) -> None:
        self.requests[receipt] = reader_id

    def waiting(self) -> Mapping[str, str]:
        return dict(self.requests)

    def settle(self, receipts: Iterable[str]) -> None:
        for receipt in receipts:
            del self.requests[receipt]

    def delete_readers(self, job: str, reader_ids: Iterable[str]) -> None:
        if self.busy:
            raise Unavailable("LimitExceededException")
        self.jobs[job] = list(reader_ids)

    def asked_by(self, *reader_ids: str) -> "House":
        for number, reader_id in enumerate(reader_ids):
            forget_reader(reader_id, receipt=f"receipt {number}", now=NOW, readers=self, requests=self)
        return self

    def run(self, job: str) -> DeletionRun:
        return request_deletions(job, now=NOW, readers=self, requests=self, models=self)


def test_a_reader_is_forgotten_at_once_and_waits_for_the_models() -> None:
    house = House().asked_by("r1")
    assert (house.forgotten, house.requests, house.jobs) == (["r1"], {"receipt 0": "r1"}, {})


def test_one_job_deletes_all_who_wait_each_once() -> None:
    house = House().asked_by("r2", "r1", "r2")
    assert house.run("job 1") == DeletionRun(requested=2)
    assert (house.jobs, house.requests) == ({"job 1": ["r1", "r2"]}, {})
    assert house.run("job 2") == DeletionRun(requested=0)
    assert house.jobs == {"job 1": ["r1", "r2"]}


def test_while_no_job_can_begin_all_wait_for_the_next_run_and_it_is_said() -> None:
    house = House(busy=True).asked_by("r1", "r2")
    assert house.run("job 1") == DeletionRun(requested=0, waiting=2, reason="LimitExceededException")
    house.busy = False
    assert house.run("job 2").requested == 2
    assert house.jobs == {"job 2": ["r1", "r2"]}


def test_what_came_in_of_a_reader_meanwhile_is_deleted_again() -> None:
    house = House().asked_by("r1")
    house.forgotten.clear()
    house.run("job 1")
    assert house.forgotten == ["r1"]
