"""Parts that a few rules play beside asking for an order, so that the reranker need not know which rules these are."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from newsrec.rules.primitives import RankedArticle
from newsrec.rules.rule import Params, Situation


class Pin(Params):
    """Holds an article in a slot."""

    __slots__ = ()

    article_id: str
    slot: int
    from_: datetime | None
    until: datetime
    segments: tuple[str, ...]

    @property
    def outlasts_reading(self) -> bool:
        """Whether the article stays though the reader has read it."""
        raise NotImplementedError

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:
        return beyond("slot", (self.slot,), length)

    def released(self, situation: Situation) -> str | None:
        """Why the slot goes to the ranking, for what is known without the candidates."""
        raise NotImplementedError


class Override(Params):
    """Keeps a slot for an article that is important enough, and suspends the rules named in `suspend` for it."""

    __slots__ = ()

    slot: int
    suspend: tuple[str, ...]

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:
        return beyond("slot", (self.slot,), length)

    def breaks(self, article: RankedArticle, situation: Situation) -> bool:
        """Whether the article is."""
        raise NotImplementedError


class Collapse(Params):
    """Shows only one of several copies."""

    __slots__ = ()

    def copies(self, articles: Sequence[RankedArticle], pinned: Container[str] = ()) -> Sequence[tuple[int, ...]]:
        """The sets of two or more copies, each with the one to keep first: one that is pinned, if any is."""
        raise NotImplementedError


class Size(Params):
    """Bounds the length of the list."""

    __slots__ = ()

    min: int
    max: int
    fallbacks: tuple[str, ...]

    @property
    def hides(self) -> bool:
        """Whether a list that is too short is not to be shown at all."""
        raise NotImplementedError


class Limit(Params):
    """Bounds what all other rules do to the ranking, so that these are given up before it."""

    __slots__ = ()


class Choice(Params):
    """Chooses among young articles of a kind, and bounds their number whatever its mode."""

    __slots__ = ()

    max_age: timedelta

    def bound(self, articles: Sequence[RankedArticle], situation: Situation) -> Params:
        """The bound, as a rule of its own."""
        raise NotImplementedError

    def chosen(self, articles: Sequence[RankedArticle], situation: Situation) -> Sequence[RankedArticle]:
        """The articles with those of the kind exchanging places among themselves."""
        raise NotImplementedError


class SlotRule(Params):
    """Says who may stand in named slots."""

    __slots__ = ()

    slot: int | tuple[int, ...]

    @property
    def slot_numbers(self) -> tuple[int, ...]:
        return (self.slot,) if isinstance(self.slot, int) else self.slot

    def beyond(self, length: int) -> Iterator[tuple[str, str]]:
        return beyond("slot", self.slot_numbers, length)


def beyond(field: str, slots: Iterable[int], length: int) -> Iterator[tuple[str, str]]:
    """The complaints of a field about its slots."""
    for slot in slots:
        if slot > length:
            yield field, f"slot {slot} is beyond the list, which has {length}"
