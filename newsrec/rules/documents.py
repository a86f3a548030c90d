"""Rule documents into rules: the envelope, its defaults, and what may stand together in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, cast

from newsrec.rules.catalogue import RULE_NAMES, kind_of
from newsrec.rules.decoding import InvalidDocument, JsonObject, Name, Problem, Range, decode, within
from newsrec.rules.filtering import Filter
from newsrec.rules.roles import SlotRule
from newsrec.rules.rule import ALWAYS, Mode, OnUnmet, Params, Rule, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A rule as editors write it."""

    id: Name
    rule: str
    mode: Mode | None = None
    priority: Annotated[int, Range(0, 1000)] = 500
    when: When = ALWAYS
    params: JsonObject = field(default_factory=dict[str, object])
    on_unmet: OnUnmet | None = None
    relax_to: JsonObject | None = None


def read_rules(document: object, path: str = "rules") -> tuple[Rule, ...]:
    """A list of rule documents; raises `InvalidDocument` with everything that is wrong in any of them."""
    if not isinstance(document, list):
        raise InvalidDocument([Problem(path or "$", "must be a list")])
    rules: list[Rule] = []
    problems: list[Problem] = []
    for index, entry in enumerate(cast(list[object], document)):
        here = f"{path}[{index}]"
        try:
            rule = _rule(entry, here)
        except InvalidDocument as invalid:
            problems += _naming(entry, invalid.problems)
            continue
        if any(rule.id == earlier.id for earlier in rules):
            problems.append(Problem(f"{here}.id", f"{rule.id} is the id of an earlier rule"))
        rules.append(rule)
    if problems:
        raise InvalidDocument(problems)
    return tuple(rules)


def _naming(entry: object, problems: Sequence[Problem]) -> Sequence[Problem]:
    """The problems with the rule's id in them, since editors know their rules by it."""
    rule_id = cast(JsonObject, entry).get("id") if isinstance(entry, dict) else None
    if not isinstance(rule_id, str):
        return problems
    return [Problem(problem.path, f"{problem.message} (rule {rule_id})") for problem in problems]


def _rule(document: object, path: str) -> Rule:
    envelope = decode(Envelope, document, path)
    kind = kind_of(envelope.rule)
    if kind is None:
        raise InvalidDocument([Problem(within(path, "rule"), f"must be one of {', '.join(RULE_NAMES)}")])
    params = _params(kind, envelope.params, within(path, "params"))
    relaxed = None
    if envelope.relax_to is not None:
        relaxed = _params(kind, {**envelope.params, **envelope.relax_to}, within(path, "relax_to"))
    mode = envelope.mode or kind.mode
    on_unmet = envelope.on_unmet or _usual_on_unmet(mode, relaxed, params)
    if on_unmet == "relax":
        relaxed = relaxed or params.looser()
    rule = Rule(
        id=envelope.id,
        params=params,
        mode=mode,
        priority=envelope.priority,
        when=envelope.when,
        on_unmet=on_unmet,
        relaxed=relaxed,
    )
    if problems := [Problem(within(path, name), message) for name, message in _contradictions(rule)]:
        raise InvalidDocument(problems)
    return rule


def _params(kind: type[Params], document: JsonObject, path: str) -> Params:
    params = decode(kind, document, path)
    if problems := [Problem(within(path, name), message) for name, message in params.contradictions()]:
        raise InvalidDocument(problems)
    return params


def _usual_on_unmet(mode: Mode, relaxed: Params | None, params: Params) -> OnUnmet:
    if relaxed:
        return "relax"
    own = params.own_on_unmet
    if own and (mode == "hard" or own in ("relax", "drop_rule")):
        return own
    if params.looser():
        return "relax"
    return "fail" if mode == "hard" else "drop_rule"


def _contradictions(rule: Rule) -> Sequence[tuple[str, str]]:
    """What in one envelope can't stand together: field and message."""
    found: list[tuple[str, str]] = []
    when = rule.when
    if when.from_ and when.until and when.until <= when.from_:
        found.append(("when.until", "must be after when.from"))
    if rule.on_unmet == "leave_empty" and not (
        isinstance(rule.params, SlotRule) or rule.params.own_on_unmet == "leave_empty"
    ):
        found.append(("on_unmet", f"leave_empty is not possible for {rule.params.name}: it names no slot"))
    if rule.mode == "soft" and rule.on_unmet in ("leave_empty", "fail", "fall_back"):
        found.append(("on_unmet", f"{rule.on_unmet} is for hard rules; a soft one is relaxed or dropped"))
    if rule.on_unmet == "relax" and not rule.relaxed and not isinstance(rule.params, Filter):
        found.append(("relax_to", "is required when on_unmet is relax"))
    if rule.on_unmet == "fail" and rule.relaxed:
        found.append(("relax_to", "is never used when on_unmet is fail"))
    if rule.relaxed == rule.params:
        found.append(("relax_to", "is no looser than params"))
    return found
