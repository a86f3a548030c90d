"""A source described by a JSON document: for every field of the model, where a record has it and how it is written."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from pydantic import ValidationError

from newsrec.model import Article, Interaction
from newsrec.transform.filling import Filling, compiled
from newsrec.transform.mapping_rules import SourceDocument, TargetRule
from newsrec.transform.records import bare_article
from newsrec.transform.reject import BrokenRules, FieldError, reject_of
from newsrec.transform.source import Record, SourceSchema, Unmapped
from newsrec.transform.targets import targets

_SECTIONS: Final = {"articles": targets(Article), "interactions": targets(Interaction)}


class InvalidMapping(BrokenRules):
    """A mapping document that can't be used."""


def read_mapping(document: bytes) -> SourceSchema:
    """The schema that a JSON document describes. Raises `InvalidMapping`."""
    try:
        parsed: object = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise InvalidMapping(FieldError("$", "json", f"not JSON: {error}")) from None
    try:
        sections = SourceDocument.model_validate(parsed)
    except ValidationError as error:
        raise InvalidMapping(*reject_of(parsed, error).errors) from None
    errors = [
        *_misplaced("articles", sections.articles),
        *_misplaced("interactions", sections.interactions),
    ]
    if errors:
        raise InvalidMapping(*errors)
    return SourceSchema(
        article_fields=_fields_of("articles", sections.articles),
        interaction_fields=_fields_of("interactions", sections.interactions),
        article=bare_article,
    )


def _misplaced(section: str, rules: Mapping[str, TargetRule] | None) -> list[FieldError]:
    """What no rule can say by itself: that its target is there and takes what it makes, and that none is missing."""
    if rules is None:
        return []
    known = _SECTIONS[section]
    errors = [
        FieldError(f"{section}.{name}", "missing", "every record needs this field, so its rule has to be there")
        for name, target in known.items()
        if target.required and name not in rules
    ]
    for name, rule in rules.items():
        path = f"{section}.{name}"
        if name not in known:
            errors.append(FieldError(path, "unknown_field", f"is not one of {', '.join(known)}"))
            continue
        if not known[name].several:
            errors += [
                FieldError(f"{path}.{part}", "one_value", "makes several values, and this field holds one")
                for part in rule.spreading
            ]
        if not known[name].is_time:
            errors += [
                FieldError(f"{path}.{part}", "no_time", "is for fields that hold a time") for part in rule.timing
            ]
    return errors


def _fields_of(section: str, rules: Mapping[str, TargetRule] | None) -> Callable[[Record], Record]:
    if rules is None:
        unmapped = FieldError("$", "unmapped", f"this source says nothing of {section}")

        def refuse(_: Record) -> Record:
            raise Unmapped(unmapped)

        return refuse
    fillings = [(name.split("."), compiled(rule, _SECTIONS[section][name])) for name, rule in rules.items()]
    return lambda record: _filled(record, fillings)


def _filled(record: Record, fillings: list[tuple[list[str], Filling]]) -> Record:
    fields: dict[str, Any] = {}
    errors: list[FieldError] = []
    for names, filling in fillings:
        try:
            value = filling(record)
        except Unmapped as unmapped:
            errors += unmapped.errors
            continue
        if value is not None:
            part = fields if len(names) == 1 else cast(dict[str, Any], fields.setdefault(names[0], {}))
            part[names[-1]] = value
    if errors:
        raise Unmapped(*errors)
    return fields
