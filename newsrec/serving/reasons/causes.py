"""What the rules did to an article, as causes that a reason may name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Final

from newsrec.rules import Reranking
from newsrec.rules.predicates import Predicate
from newsrec.rules.roles import Override, Pin
from newsrec.rules.rule import Params, Rule
from newsrec.serving.reasons.grounds import Cause, PlacedBy

_FOR_VARIETY: Final = frozenset(
    {"max_per_attribute", "no_adjacent_same", "min_distinct", "target_distribution", "max_similarity"}
)
_FOR_IMPORTANCE: Final = frozenset({"min_matching", "slot_requires", "reserved_slot"})
_TOPICS: Final = ("topic", "topics")


def placed_by(reranking: Reranking, rules: Sequence[Rule]) -> Mapping[str, Sequence[PlacedBy]]:
    """By article the rules that put it where it stands: orders that are kept in its slot, and what lifted it.

    A rule that an article satisfies where it stood anyway did nothing to it.
    """
    by_id = {rule.id: rule.params for rule in rules}
    found: defaultdict[str, dict[PlacedBy, None]] = defaultdict(dict)
    for article_id, placed in (*_ordered(reranking, by_id), *_lifted(reranking, by_id)):
        found[article_id][placed] = None
    return {article_id: tuple(placed) for article_id, placed in found.items()}


def _ordered(reranking: Reranking, rules: Mapping[str, Params]) -> Iterator[tuple[str, PlacedBy]]:
    in_slot = {item.position: item.article_id for item in reranking.items}
    kept = [outcome.id for outcome in reranking.rules if outcome.outcome == "kept"]
    for rule_id in kept:
        params = rules.get(rule_id)
        if isinstance(params, Pin) and in_slot.get(params.slot) == params.article_id:
            yield params.article_id, PlacedBy(rule_id, Cause.EDITORS_CHOICE)
        elif isinstance(params, Override) and params.slot in in_slot:
            yield in_slot[params.slot], PlacedBy(rule_id, Cause.BREAKING)


def _lifted(reranking: Reranking, rules: Mapping[str, Params]) -> Iterator[tuple[str, PlacedBy]]:
    for swap in reranking.swaps:
        if swap.rule in rules and (cause := _cause(rules[swap.rule])):
            yield swap.article_id, PlacedBy(swap.rule, cause)


def _cause(params: Params) -> Cause | None:
    """What a rule lifts articles for; None for what is no reason to show readers, such as a slot's layout."""
    if params.name == "local_share":
        return Cause.REGION
    if params.name in _FOR_VARIETY:
        return Cause.VARIETY if getattr(params, "attribute", None) in _TOPICS else None
    if params.name in _FOR_IMPORTANCE:
        asked = (getattr(params, field.name) for field in fields(params))
        about = {name for one in asked if isinstance(one, Predicate) for name in one.attributes()}
        return Cause.IMPORTANCE if "news_value" in about else None
    return None
