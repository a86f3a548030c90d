"""Two lists of one reader side by side: what differs, and what did it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsrec.serving.recommend import ServedItem, ServedList


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that stands elsewhere in the second list, that is only in it (`before` is None) or not (`after`).

    Places count from 1. `rules` act on it in the second list and not in the first, `no_longer` the other way round. Of
    an article that stands in both, `ranks` are its places among all candidates, before the rules.
    """

    item: ServedItem
    before: int | None
    after: int | None
    rules: tuple[str, ...] = ()
    no_longer: tuple[str, ...] = ()
    ranks: tuple[int, int] | None = None


def changes(before: ServedList, after: ServedList) -> Sequence[Change]:
    """What came in, what fell out, and what moved, each from the top down."""
    first, second = _by_id(before), _by_id(after)
    came = (Change(item=item, before=None, after=item.position) for id, item in second.items() if id not in first)
    fell = (Change(item=item, before=item.position, after=None) for id, item in first.items() if id not in second)
    moved = (
        Change(item=item, before=first[id].position, after=item.position, ranks=(first[id].was, item.was))
        for id, item in second.items()
        if id in first and first[id].position != item.position
    )
    return [_explained(change, before, after) for change in (*came, *fell, *moved)]


def _explained(change: Change, before: ServedList, after: ServedList) -> Change:
    article_id = change.item.article.article_id
    earlier, later = _acting(article_id, before), _acting(article_id, after)
    return Change(
        item=change.item,
        before=change.before,
        after=change.after,
        rules=tuple(rule for rule in later if rule not in earlier),
        no_longer=tuple(rule for rule in earlier if rule not in later),
        ranks=change.ranks,
    )


def _acting(article_id: str, served: ServedList) -> Sequence[str]:
    """The rules that lifted the article, or others over it."""
    rank = served.ranked.index(article_id) + 1 if article_id in served.ranked else None
    place = next((item.position for item in served.items if item.article.article_id == article_id), None)
    lifted_over = {
        item.article.article_id
        for item in served.items
        if rank is not None and item.was > rank and (place is None or item.position < place)
    }
    swaps = served.reranking.swaps
    found = (swap.rule for swap in swaps if swap.article_id == article_id or swap.article_id in lifted_over)
    return tuple(dict.fromkeys(found))


def _by_id(served: ServedList) -> dict[str, ServedItem]:
    return {item.article.article_id: item for item in served.items}


def outcomes(before: ServedList, after: ServedList) -> Iterator[dict[str, object]]:
    """Each rule's outcome in both lists, None where a list was made without it."""
    first = {outcome.id: outcome for outcome in before.reranking.rules}
    second = {outcome.id: outcome for outcome in after.reranking.rules}
    for rule in dict.fromkeys((*second, *first)):
        sides = (first.get(rule), second.get(rule))
        told = [{"outcome": one.outcome, "detail": one.detail} if one else None for one in sides]
        yield {"id": rule, "before": told[0], "after": told[1]}
