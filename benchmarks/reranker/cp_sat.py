"""The same arrangement as a model for OR-Tools' CP-SAT solver, which knows nothing of ours but the primitives."""

from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from benchmarks.reranker.cases import Case
from newsrec.rules.constraints import members
from newsrec.rules.primitives import Minimum, PrefixMaximum, Primitive, SlotPredicate, Spacing


class Answer(NamedTuple):
    """The swaps of the best order, if there is one, and no order has fewer than `at_least`.

    `first_after` is when the first order was found, in seconds.
    """

    swaps: int | None
    at_least: float
    first_after: float | None


class _FirstOrder(cp_model.CpSolverSolutionCallback):
    def __init__(self) -> None:
        super().__init__()
        self.after: float | None = None

    def on_solution_callback(self) -> None:
        if self.after is None:
            self.after = self.wall_time


def solve(case: Case, seconds: float, workers: int) -> Answer:
    """The best order that the solver finds in that time."""
    model = _model(case)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    first = _FirstOrder()
    status = solver.solve(model, first)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Answer(round(solver.objective_value) if found else None, solver.best_objective_bound, first.after)


def _model(case: Case) -> cp_model.CpModel:
    model = cp_model.CpModel()
    size, length = len(case.candidates), len(case.slots)
    stands = [[model.new_bool_var("") for _ in range(length)] for _ in range(size)]
    for place in range(length):
        model.add_exactly_one(stands[candidate][place] for candidate in range(size))
    for candidate in range(size):
        model.add_at_most_one(stands[candidate])
    for primitive in case.primitives():
        _add(model, primitive, stands, length)
    ranks = [model.new_int_var(0, size - 1, "") for _ in range(length)]
    for place, rank in enumerate(ranks):
        model.add(rank == sum(candidate * stands[candidate][place] for candidate in range(size)))
    # Ranks less the places count the swaps with those not shown, and each pair in the other order is one more.
    inverted: list[Any] = []
    for place, rank in enumerate(ranks):
        for later in ranks[place + 1 :]:
            inverted.append(model.new_bool_var(""))
            model.add(rank < later).only_enforce_if(~inverted[-1])
    model.minimize(sum(ranks) - length * (length - 1) // 2 + sum(inverted))
    return model


def _add(model: cp_model.CpModel, primitive: Primitive, stands: list[list[Any]], length: int) -> None:
    match primitive:
        case PrefixMaximum(groups, maximum, first_n):
            for group in groups:
                model.add(_count(stands, group, range(min(first_n or length, length))) <= maximum)
        case Minimum(group, minimum, first_n):
            model.add(_count(stands, group, range(min(first_n or length, length))) >= minimum)
        case Spacing(groups, distance, 1):
            for group in groups:
                for first in range(length - 1):
                    for later in range(first + 1, min(first + distance, length - 1) + 1):
                        model.add(_count(stands, group, (first, later)) <= 1)
        case SlotPredicate():
            for slot in primitive.slots:
                if slot <= length:
                    model.add_exactly_one(stands[candidate][slot - 1] for candidate in members(primitive.fitting))
        case _:
            raise ValueError(f"no model for {primitive}")


def _count(stands: list[list[Any]], group: int, places: Any) -> Any:
    return sum(stands[candidate][place] for candidate in members(group) for place in places)
