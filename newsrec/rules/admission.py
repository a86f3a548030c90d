"""Who may be shown at all: the hard filters, one reason per refused article, and of copies only one."""

import dataclasses
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from newsrec.rules.filtering import Filter, Stage
from newsrec.rules.primitives import RankedArticle
from newsrec.rules.roles import Collapse
from newsrec.rules.rule import Rule, Situation


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that may not be shown, the rule that says so, and why."""

    article_id: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """The articles that may be shown, in the order in which they are offered, and the others.

    `loosened` are the filters that gave way so that the list is not too short, with what became of them; they refuse
    no longer, and where they are `None` they ask for nothing any more. `moved` names the rule that put an article
    before better-ranked ones.
    """

    articles: tuple[RankedArticle, ...]
    refused: tuple[Refused, ...] = ()
    loosened: Mapping[str, Rule | None] = field(default_factory=dict[str, Rule | None])
    moved: Mapping[str, str] = field(default_factory=dict[str, str])


def admit(
    articles: Sequence[RankedArticle],
    rules: Sequence[Rule],
    situation: Situation,
    *,
    least: int,
    pinned: Container[str],
    kept_though_read: Container[str],
) -> Admitted:
    """Filters give way, the last asked first, while fewer than `least` articles are left."""
    filters = _in_order(rules)
    loosened: dict[str, Rule | None] = {}
    while True:
        verdicts = {article.article_id: _verdict(article, filters, situation, kept_though_read) for article in articles}
        refused = [refusal for refusal in verdicts.values() if refusal]
        left = [article for article in articles if not verdicts[article.article_id]]
        yielding = _yielding(filters, refused, loosened) if len(left) < least else None
        if yielding is None:
            break
        looser = _loosened(yielding)
        loosened[yielding.id] = looser
        place = filters.index(yielding)
        filters[place : place + 1] = [looser] if looser and yielding.relaxed else []
    admitted = Admitted(tuple(left), tuple(refused), loosened)
    for rule in rules:
        admitted = _without_copies(admitted, rule, pinned)
    return admitted


def _in_order(rules: Sequence[Rule]) -> list[Rule]:
    def precedence(rule: Rule) -> tuple[Stage, int, str]:
        return (rule.params.stage if isinstance(rule.params, Filter) else Stage.STATUS, rule.priority, rule.id)

    refusing = [rule for rule in rules if isinstance(rule.params, Filter) and rule.params.refuses(rule.mode)]
    return sorted(refusing, key=precedence)


def _verdict(
    article: RankedArticle, filters: Sequence[Rule], situation: Situation, kept_though_read: Container[str]
) -> Refused | None:
    for rule in filters:
        if not isinstance(rule.params, Filter):
            continue
        if rule.params.stage is Stage.READ and article.article_id in kept_though_read:
            continue
        if reason := rule.params.refusal(article, situation):
            return Refused(article.article_id, rule.id, reason)
    return None


def _yielding(filters: Sequence[Rule], refused: Sequence[Refused], loosened: Mapping[str, object]) -> Rule | None:
    refusing = {refusal.rule for refusal in refused}
    return next(
        (
            rule
            for rule in reversed(filters)
            if rule.id in refusing and rule.id not in loosened and rule.on_unmet in ("relax", "drop_rule")
        ),
        None,
    )


def _loosened(rule: Rule) -> Rule | None:
    """The filter as it gives way: with looser parameters, or else what it refused stands at the end."""
    if rule.on_unmet == "drop_rule":
        return None
    if rule.relaxed:
        return dataclasses.replace(rule, params=rule.relaxed, relaxed=None)
    return dataclasses.replace(rule, mode="soft")


def _without_copies(admitted: Admitted, rule: Rule, pinned: Container[str]) -> Admitted:
    """Of copies the one that is kept, in the place of the best-ranked."""
    if rule.mode != "hard" or not isinstance(rule.params, Collapse):
        return admitted
    articles = admitted.articles
    kept_in_place: dict[int, int] = {}
    kept_for: dict[int, int] = {}
    for kept, *others in rule.params.copies(articles, pinned):
        kept_in_place[min(kept, *others)] = kept
        kept_for |= dict.fromkeys((kept, *others), kept)
    offered = [
        articles[kept_in_place.get(index, index)]
        for index in range(len(articles))
        if index in kept_in_place or index not in kept_for
    ]
    copies = [
        Refused(articles[index].article_id, rule.id, f"copy of {articles[kept].article_id}")
        for index, kept in kept_for.items()
        if kept != index
    ]
    moved = {articles[kept].article_id: rule.id for place, kept in kept_in_place.items() if place != kept}
    return dataclasses.replace(
        admitted,
        articles=tuple(offered),
        refused=(*admitted.refused, *copies),
        moved={**admitted.moved, **moved},
    )
