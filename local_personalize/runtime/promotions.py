"""Promotions: items of the caller's choice among the recommended ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from local_personalize.errors import InvalidInputError
from local_personalize.runtime.filtering import Admission, admission
from local_personalize.runtime.picks import Pick
from local_personalize.runtime.serving import Serving
from local_personalize.service import Service


@dataclass(frozen=True, slots=True)
class Promotion:
    """The promotion of a request: a share of the places, in percent, for certain items.

    `seed` decides the places, so that the same request finds them where they were.
    """

    name: str | None
    percent: int
    seed: str

    def among(self, promoted: Iterable[Pick], others: Iterable[Pick], count: int) -> list[Pick]:
        """`count` picks, or fewer if there are no more: promoted ones in random places, each kind in its own order.

        A promoted item may come again, among both kinds; it is picked once.
        """
        share = max(1, round(count * self.percent / 100)) if count else 0
        chosen = _first({}, promoted, share)
        rest = _first(chosen, others, count - len(chosen))
        size = len(chosen) + len(rest)
        places = frozenset(Random(self.seed).sample(range(size), len(chosen)))
        marked = (pick._replace(reason="Promoted item", promotion=self.name) for pick in chosen.values())
        unmarked = iter(rest.values())
        return [next(marked if place in places else unmarked) for place in range(size)]


def promotion_of(service: Service, serving: Serving, request: dict[str, Any]) -> tuple[Promotion, Admission] | None:
    """The promotion of a request and the items it is for, if it has one; InvalidInputError if the recipe takes none."""
    promotions: list[dict[str, Any]] = request.get("promotions", [])
    if not promotions:
        return None
    (given,) = promotions
    if not serving.entry.promotions:
        raise InvalidInputError(f"promotions: the recipe {serving.entry.name} takes none")
    place = "promotions.1.member."
    for member in ("percentPromotedItems", "filterArn"):
        if given.get(member) is None:
            raise InvalidInputError(f"{place}{member}: a promotion needs it")
    name: str | None = given.get("name")
    seed = f"{request.get('userId')} {request.get('itemId')} {name}"
    promotion = Promotion(name, given["percentPromotedItems"], seed)
    return promotion, admission(service, serving, request, given, place)


def _first(without: dict[str, Pick], picks: Iterable[Pick], count: int) -> dict[str, Pick]:
    """The first `count` different picks, by item, besides certain ones."""
    found: dict[str, Pick] = {}
    remaining = iter(picks)
    while len(found) < count and (pick := next(remaining, None)) is not None:
        if pick.item not in without:
            found.setdefault(pick.item, pick)
    return found
