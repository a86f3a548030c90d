"""The rules in force before any order is sought: which say nothing here, and what the others do to the candidates."""

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from newsrec.rules.admission import Admitted, admit
from newsrec.rules.filtering import Filter
from newsrec.rules.primitives import RankedArticle
from newsrec.rules.roles import Choice, Collapse, Limit, Override, Pin, Size
from newsrec.rules.rule import Pool, Rule, Situation, active

MIXED_SOURCES: Final = ("personalised", "trending", "just_published", "popular", "editors")
"""Sources whose articles are always offered; those of any other that a rule falls back on are kept back at first."""
FALLBACK: Final = "fallback"


@dataclass(frozen=True, slots=True)
class PinReport:
    """Whether a pinned article is `held` in its slot, or the pin was released and why."""

    article_id: str
    slot: int
    state: Literal["held", "pin_released"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The candidates that may be shown and the rules that ask for an order of them.

    `silent` are the rules that ask for nothing here, and why.
    """

    admitted: Admitted
    rules: tuple[Rule, ...]
    situation: Situation
    length: int
    sizes: tuple[Rule, ...] = ()
    pins: tuple[PinReport, ...] = ()
    silent: Mapping[str, str] = field(default_factory=dict[str, str])


def reserve(articles: Sequence[RankedArticle], rules: Sequence[Rule]) -> Container[str]:
    """The ids of the articles that are kept back until a rule is unmet that falls back on them."""
    falling_back = [rule for rule in rules if rule.on_unmet == "fall_back"]
    if not falling_back:
        return ()
    named = {source for rule in falling_back if isinstance(rule.params, Size) for source in rule.params.fallbacks}
    sources = {FALLBACK, *named}.difference(MIXED_SOURCES)
    return {article.article_id for article in articles if article.attributes.get("source") in sources}


def pinned_ids(rules: Iterable[Rule], situation: Situation) -> tuple[str, ...]:
    """The articles that pins ask for now, so that the caller can offer them among the candidates."""
    return tuple(
        rule.params.article_id
        for rule in active(rules, situation)
        if isinstance(rule.params, Pin) and not rule.params.released(situation)
    )


def prepare(articles: Sequence[RankedArticle], rules: Sequence[Rule], situation: Situation, limit: int) -> Prepared:
    """For a list of `limit` places at most."""
    silent = {rule.id: f"inactive: {why}" for rule in rules if (why := rule.params.inactive(situation))}
    asking = [rule for rule in rules if rule.id not in silent]
    sizes = [rule.params for rule in asking if isinstance(rule.params, Size)]
    wanted = [rule.params for rule in asking if isinstance(rule.params, Pin) and not rule.params.released(situation)]
    admitted = admit(
        articles,
        asking,
        situation,
        least=max([1, *(size.min for size in sizes)]),
        pinned={pin.article_id for pin in wanted},
        kept_though_read={pin.article_id for pin in wanted if pin.outlasts_reading},
    )
    admitted = _chosen(admitted, asking, situation)
    length = min([limit, *(size.max for size in sizes)])
    pins = _pins(asking, admitted, situation, min(length, len(admitted.articles)))
    silent |= {id: f"pin_released: {pin.reason}" for id, pin in pins.items() if pin.state == "pin_released"}
    silent |= _suspended(asking, admitted, situation)
    ordering = [part for rule in asking if rule.id not in silent for part in _ordering(rule, admitted, situation)]
    pool = Pool(admitted.articles, length, situation)
    demoted = 0
    for rule in ordering:
        demoted |= rule.params.demoted(pool)
    return Prepared(
        admitted=admitted,
        rules=tuple(ordering),
        situation=dataclasses.replace(
            situation,
            pinned=frozenset(pin.article_id for pin in pins.values() if pin.state == "held"),
            demoted=frozenset(one.article_id for n, one in enumerate(admitted.articles) if demoted >> n & 1),
        ),
        length=length,
        sizes=tuple(rule for rule in asking if isinstance(rule.params, Size)),
        pins=tuple(pins.values()),
        silent=silent,
    )


def _chosen(admitted: Admitted, rules: Sequence[Rule], situation: Situation) -> Admitted:
    for rule in rules:
        if isinstance(rule.params, Choice):
            articles = tuple(rule.params.chosen(admitted.articles, situation))
            moved = {
                one.article_id: rule.id for one, was in zip(articles, admitted.articles, strict=True) if one != was
            }
            admitted = dataclasses.replace(admitted, articles=articles, moved={**admitted.moved, **moved})
    return admitted


def _pins(rules: Sequence[Rule], admitted: Admitted, situation: Situation, length: int) -> Mapping[str, PinReport]:
    """What becomes of each pin, by the id of its rule; of several on a slot the most important is held."""
    refused = {refusal.article_id: f"{refusal.reason} ({refusal.rule})" for refusal in admitted.refused}
    offered = {article.article_id for article in admitted.articles}
    taken: dict[str | int, str] = {}
    reports: dict[str, PinReport] = {}
    for rule in sorted(rules, key=lambda rule: (rule.priority, rule.id)):
        if not isinstance(pin := rule.params, Pin):
            continue
        reason = pin.released(situation) or refused.get(pin.article_id)
        if not reason and pin.article_id not in offered:
            reason = "not among the candidates"
        if not reason and pin.slot > length:
            reason = f"the list has {length} slots"
        if not reason and (other := taken.get(pin.slot) or taken.get(pin.article_id)):
            reason = f"slot or article is held by {other}"
        if not reason:
            taken |= {pin.slot: rule.id, pin.article_id: rule.id}
        reports[rule.id] = PinReport(pin.article_id, pin.slot, "pin_released" if reason else "held", reason or "")
    return reports


def _suspended(rules: Sequence[Rule], admitted: Admitted, situation: Situation) -> Mapping[str, str]:
    suspended: dict[str, str] = {}
    for rule in rules:
        if isinstance(override := rule.params, Override) and any(
            override.breaks(article, situation) for article in admitted.articles
        ):
            suspended |= dict.fromkeys(override.suspend, f"suspended by {rule.id}")
    return suspended


def _ordering(rule: Rule, admitted: Admitted, situation: Situation) -> Iterator[Rule]:
    """The rule as it asks for an order, in the mode in which it does."""
    params = rule.params
    if rule.id in admitted.loosened:
        if loosened := admitted.loosened[rule.id]:
            yield dataclasses.replace(loosened, mode="soft", on_unmet="drop_rule", relaxed=None)
    elif isinstance(params, Filter) and params.refuses(rule.mode):
        if params.orders == "soft":
            yield dataclasses.replace(rule, mode="soft", on_unmet="drop_rule", relaxed=None)
        elif params.orders:
            yield rule
    elif isinstance(params, Limit) and rule.mode == "soft":
        yield dataclasses.replace(rule, priority=-1)
    elif not isinstance(params, Size | Collapse) or rule.mode == "soft":
        yield rule
    if isinstance(params, Choice):
        bound = params.bound(admitted.articles, situation)
        yield Rule(id=f"{rule.id}{BOUND}", params=bound, mode="hard")


BOUND: Final = " (maximum)"
"""What the id of a rule ends in that was split off another because it is hard in every mode."""
