"""What the reranker is compared with, and the figures and bars of each comparison."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean

from benchmarks.reranker import cp_sat, one_grouping, plain_primitives, plain_rules
from benchmarks.reranker.cases import Case, PrimitiveCase
from benchmarks.reranker.greedy import FirstFit, first_fit
from benchmarks.table import Measured, quantiles
from newsrec.rules import Reranking, rerank
from newsrec.rules.arrangement import Arrangement
from newsrec.rules.best_first import Found
from newsrec.rules.search import fewest_swaps

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
CP_SAT_ORDER_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What has to hold, and whether it does."""

    demand: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison, for print and for the exit code."""

    name: str
    figures: Mapping[str, object]
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class _Solved:
    """Swaps of a case: the fewest there are, ours and those of first fit; `None` is no order."""

    fewest: int | None
    ours: int | None
    greedy: int | None
    keeps_rules: bool
    named_conflict: bool = True


def with_rules(name: str, cases: Iterable[Case]) -> Compared:
    """Ours through `rerank`, against every order read off the rules' definitions."""
    return _against_optimum(name, [_solved_rules(case) for case in cases])


def with_primitives(name: str, cases: Iterable[PrimitiveCase]) -> Compared:
    """Ours through the search, against every order read off the primitives' definitions."""
    solved: list[_Solved] = []
    for case in cases:
        best = plain_primitives.fewest(case.size, case.slots, case.primitives)
        solved.append(_solved_primitives(case, best.swaps if best else None))
    return _against_optimum(name, solved)


def with_one_grouping(name: str, cases: Iterable[PrimitiveCase]) -> Compared:
    """Ours through the search, against dynamic programming."""
    return _against_optimum(name, [_solved_primitives(case, one_grouping.fewest_swaps(case)) for case in cases])


def _solved_rules(case: Case) -> _Solved:
    best = plain_rules.optimum(case.candidates, case.rules, case.limit)
    answer = reranked(case)
    order = [case.candidates[item.was - 1] for item in answer.items]
    return _Solved(
        fewest=best.swaps if best else None,
        ours=None if answer.conflict else answer.displacement,
        greedy=_swaps(first_fit(arranged(case))),
        keeps_rules=bool(answer.conflict) or plain_rules.satisfied(case.rules, order),
        named_conflict=bool(best or answer.conflict),
    )


def _solved_primitives(case: PrimitiveCase, fewest: int | None) -> _Solved:
    arrangement = Arrangement(case.size, case.slots, case.primitives)
    found = fewest_swaps(arrangement)
    ours = found if isinstance(found, Found) else None
    return _Solved(
        fewest=fewest,
        ours=ours.swaps if ours else None,
        greedy=_swaps(first_fit(arrangement)),
        keeps_rules=ours is None or plain_primitives.kept(case.primitives, case.slots, ours.shown),
    )


def _swaps(order: FirstFit) -> int | None:
    return None if order.dead_end else order.swaps


def _against_optimum(name: str, cases: Sequence[_Solved]) -> Compared:
    solvable = [case for case in cases if case.fewest is not None]
    optimal = sum(case.ours == case.fewest for case in solvable)
    invented = sum(case.fewest is None and case.ours is not None for case in cases)
    broken = sum(not case.keeps_rules for case in cases)
    figures = {
        "cases": len(cases),
        "solvable": len(solvable),
        "optimal": f"{optimal / len(solvable):.1%}",
        "optimal by first fit": f"{sum(case.greedy == case.fewest for case in solvable) / len(solvable):.1%}",
        "dead ends": sum(case.ours is None for case in solvable),
        "dead ends of first fit": sum(case.greedy is None for case in solvable),
        "orders that break a rule": broken + invented,
        "unsolvable without a named conflict": sum(not case.named_conflict for case in cases),
    }
    bars = [
        Bar("every solvable case is optimal", optimal == len(solvable)),
        Bar("no rule is broken", broken + invented == 0),
        Bar("every unsolvable case has a named conflict", all(case.named_conflict for case in cases)),
    ]
    return Compared(name, figures, bars)


def with_cp_sat(name: str, cases: Sequence[Case], seconds: float, workers: int) -> Compared:
    """Ours through `rerank`, against the best that CP-SAT finds in that time."""
    answers = [(case, reranked(case), cp_sat.solve(case, seconds, workers)) for case in cases]
    ratios = [ours.displacement / theirs.swaps for _, ours, theirs in answers if theirs.swaps and not ours.conflict]
    quickly = [
        (ours, theirs)
        for _, ours, theirs in answers
        if theirs.first_after is not None and theirs.first_after <= CP_SAT_ORDER_WITHIN_S
    ]
    missed = sum(bool(ours.conflict) for ours, _ in quickly)
    broken = sum(not _keeps_rules(case, ours) for case, ours, _ in answers)
    figures = {
        "cases": len(cases),
        "solved by CP-SAT within 10 s": len(quickly),
        "of these without an order of ours": missed,
        "orders that break a rule": broken,
        "swaps, ours by CP-SAT's, mean": round(mean(ratios), 3) if ratios else None,
        "swaps, ours by CP-SAT's, worst": round(max(ratios), 3) if ratios else None,
        "proven share of our swaps, mean": round(mean(_proven(ours) for _, ours, _ in answers), 3),
    }
    bars = [
        Bar("an order wherever CP-SAT finds one in 10 s", missed == 0),
        Bar("no rule is broken", broken == 0),
        Bar("swaps on average no more than CP-SAT's best", not ratios or mean(ratios) <= 1),
        Bar("swaps never over 10 % more than CP-SAT's best", not ratios or max(ratios) <= 1.1),
    ]
    return Compared(name, figures, bars)


def _keeps_rules(case: Case, answer: Reranking) -> bool:
    shown = [item.was - 1 for item in answer.items]
    return bool(answer.conflict) or plain_primitives.kept(case.primitives(), case.slots, shown)


def _proven(answer: Reranking) -> float:
    return answer.at_least / answer.displacement if answer.displacement else 1.0


def with_first_fit(name: str, cases: Sequence[Case]) -> tuple[Compared, Measured]:
    """Ours through `rerank`, in time against a greedy pass over the same rules, where the rules can be kept.

    First fit does not name a conflict, so that these times stand apart.
    """
    mine: list[tuple[float, Reranking]] = []
    theirs: list[tuple[float, FirstFit]] = []
    for case in cases:
        started = time.process_time()
        greedy = first_fit(arranged(case))
        between = time.process_time()
        answer = reranked(case)
        ended = time.process_time()
        theirs.append(((between - started) * 1000, greedy))
        mine.append(((ended - between) * 1000, answer))
    times = Measured(
        name=name,
        reference="first fit",
        ours=[milliseconds for milliseconds, answer in mine if not answer.conflict],
        theirs=[milliseconds for milliseconds, _ in theirs],
    )
    both = [
        (ours.displacement, greedy.swaps)
        for (_, ours), (_, greedy) in zip(mine, theirs, strict=True)
        if not ours.conflict and not greedy.dead_end
    ]
    figures = {
        "cases": len(cases),
        "without an order": sum(bool(answer.conflict) for _, answer in mine),
        "slowest named conflict, ms": max((round(ms) for ms, answer in mine if answer.conflict), default=None),
        "dead ends of first fit": sum(greedy.dead_end for _, greedy in theirs),
        "swaps where both have an order": sum(ours for ours, _ in both),
        "swaps of first fit there": sum(greedy for _, greedy in both),
    }
    ours, reference = quantiles(times.ours), quantiles(times.theirs)
    bars = [
        Bar("time at most 10 times that of first fit, p50", ours["p50"] <= 10 * reference["p50"]),
        Bar("time at most 100 times that of first fit, p99", ours["p99"] <= 100 * reference["p99"]),
    ]
    return Compared(name, figures, bars), times


def reranked(case: Case) -> Reranking:
    """The reranker's answer."""
    return rerank(case.candidates, case.rules, limit=case.limit, now=NOW)


def arranged(case: Case) -> Arrangement:
    """The compiled rules."""
    return Arrangement(len(case.candidates), case.slots, case.primitives())
