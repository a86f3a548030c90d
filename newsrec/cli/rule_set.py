"""Rule sets outside a surface, and the published schemas of these and of surface documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsrec.rules.decoding import Positive
from newsrec.rules.json_schema import DIALECT, Schema, definitions, rules_schema, schema_of
from newsrec.surfaces.layout import NO_LAYOUT, Layout
from newsrec.surfaces.surface import SurfaceDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules on their own, for lists of `limit` places if that is known."""

    rules: object = field(default_factory=list[object])
    layout: Layout = NO_LAYOUT
    limit: Positive | None = None


def published_schemas() -> Mapping[str, Schema]:
    """By file name."""
    rules = rules_schema()
    rule_set: Schema = {"anyOf": [rules, schema_of(RuleSet, {"rules": rules})]}
    return {
        "rules.schema.json": _published("Rule set", rule_set),
        "surface.schema.json": _published("Surface", schema_of(SurfaceDocument, {"rules": rules})),
    }


def _published(title: str, schema: Schema) -> Schema:
    return {"$schema": DIALECT, "title": title, **schema, "$defs": dict(definitions())}
