"""Candidates, slots and primitives of all kinds from hypothesis, small enough to try every order."""

from hypothesis import strategies as st

from benchmarks.reranker.cases import PrimitiveCase
from newsrec.rules.primitives import (
    Apart,
    Displacement,
    MinDistinct,
    Minimum,
    Pinned,
    PrefixMaximum,
    Primitive,
    SlotPredicate,
    Spacing,
    WindowMaximum,
)


@st.composite
def primitive_cases(draw: st.DrawFn, most_candidates: int = 6, most_primitives: int = 4) -> PrimitiveCase:
    """Slots may be left out of the list, and groups may overlap."""
    size = draw(st.integers(1, most_candidates))
    length = draw(st.integers(1, size))
    slots = draw(st.lists(st.integers(1, length + 2), min_size=length, max_size=length, unique=True).map(sorted))
    return PrimitiveCase(size, slots, draw(st.lists(_primitives(size, length), max_size=most_primitives)))


def _primitives(size: int, length: int) -> st.SearchStrategy[Primitive]:
    candidates = st.integers(0, (1 << size) - 1)
    groups = st.one_of(_disjoint(size), st.lists(candidates, min_size=1, max_size=3).map(tuple))
    slots = st.lists(st.integers(1, length + 2), min_size=1, max_size=2, unique=True).map(tuple)
    first_n = st.sampled_from([None, 1, 2, 3, 5])
    near = st.integers(1, 3)
    columns = st.sampled_from([1, 1, 2, 3])
    bound = st.sampled_from([None, 0, 1, 2, 3])
    return st.one_of(
        st.builds(SlotPredicate, slots, candidates, candidates),
        st.builds(PrefixMaximum, groups, st.integers(0, 3), first_n),
        st.builds(WindowMaximum, groups, st.integers(0, 2), st.integers(1, 4)),
        st.builds(Spacing, groups, near, columns),
        st.builds(Apart, candidates, candidates, near, columns),
        st.builds(Minimum, candidates, st.integers(0, 3), first_n),
        st.builds(MinDistinct, groups, st.integers(0, 4), first_n),
        st.builds(Pinned, st.integers(0, size - 1), st.integers(1, length + 2)),
        st.builds(Displacement, bound, bound, candidates),
    )


def _disjoint(size: int) -> st.SearchStrategy[tuple[int, ...]]:
    """Every candidate in one of up to three groups."""
    numbers = st.lists(st.integers(0, 2), min_size=size, max_size=size)
    return numbers.map(
        lambda of: tuple(sum(1 << index for index, one in enumerate(of) if one == group) for group in set(of))
    )
