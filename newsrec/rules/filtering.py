"""Rules that refuse articles, whatever the order of the others."""

from collections.abc import Iterable
from enum import IntEnum
from typing import ClassVar

from newsrec.rules.primitives import Primitive, RankedArticle, matching
from newsrec.rules.rule import Mode, Params, Pool, Situation


class Stage(IntEnum):
    """In the order in which filters are asked: the first that refuses an article gives the reason."""

    STATUS = 1
    WINDOW = 2
    GEOGRAPHY = 3
    RISK = 4
    LANGUAGE = 5
    ACCESS = 6
    EXCLUSIONS = 7
    PAGE = 8
    READ = 9
    AGE = 10
    DUPLICATES = 11


class Filter(Params):
    """Refuses articles where it is hard; where it is soft, those stand at the end."""

    __slots__ = ()

    stage: ClassVar[Stage]
    orders: ClassVar[Mode | None] = None
    """How hard it asks for an order of what it does not refuse, if it does."""

    def refuses(self, mode: Mode) -> bool:
        """Whether it keeps articles off the list in that mode."""
        return mode == "hard"

    def refusal(self, article: RankedArticle, situation: Situation) -> str | None:
        """Why the article may not be shown."""
        raise NotImplementedError

    def demotes(self, article: RankedArticle, situation: Situation) -> bool:  # noqa: ARG002 - what rules override
        """Whether the article, though it may be shown, is to stand at the end."""
        return False

    def demoted(self, pool: Pool) -> int:
        situation = pool.situation
        return matching(
            pool.articles,
            lambda article: self.refusal(article, situation) is not None or self.demotes(article, situation),
        )

    def demands(self, pool: Pool) -> Iterable[Primitive]:
        return pool.demoting(self.demoted(pool))
