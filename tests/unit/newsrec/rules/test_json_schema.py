"""The published schemas and the documents for editors say what the product reads."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from newsrec.cli.rule_set import published_schemas
from newsrec.rules.catalogue import RULE_NAMES, kind_of
from newsrec.rules.decoding import InvalidDocument, decode
from newsrec.rules.documents import Envelope, read_rules
from newsrec.surfaces import packaged_document, surface_names

DOCS = Path(__file__).parents[4] / "docs"
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", (DOCS / "rules.md").read_text(), re.DOTALL)]
RULES = Draft202012Validator(published_schemas()["rules.schema.json"])
SURFACE = Draft202012Validator(published_schemas()["surface.schema.json"])


@pytest.mark.parametrize("name", sorted(published_schemas()))
def test_the_published_schemas_are_current_and_valid(name: str) -> None:
    written = json.loads((DOCS / "schemas" / name).read_text())
    assert written == json.loads(json.dumps(published_schemas()[name])), "newsrec rules schema docs/schemas"
    Draft202012Validator.check_schema(written)


@pytest.mark.parametrize("name", surface_names())
def test_every_surface_of_the_product_is_accepted(name: str) -> None:
    SURFACE.validate(packaged_document(name))


def test_a_rule_set_is_a_list_or_an_object_with_rules() -> None:
    RULES.validate(EXAMPLES)
    RULES.validate({"rules": EXAMPLES, "limit": 10, "layout": {"surface": "home"}})
    assert not RULES.is_valid({"rule": EXAMPLES})


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_every_example_is_valid(example: dict[str, Any]) -> None:
    read_rules([example])
    RULES.validate([example])


def test_every_rule_has_an_example() -> None:
    assert {example["rule"] for example in EXAMPLES} == set(RULE_NAMES)


PARTS = [None, True, -1, 0.5, 3, "", "x", "2h", [], {}, [1], ["x"], {"x": 1}]


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every part of a document."""
    yield path
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, part in parts:
        yield from places(part, (*path, key))


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """An example in which something was replaced, removed or added."""
    document = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    *outer, key = draw(st.sampled_from([place for place in places(document) if place]))
    parent = document
    for step in outer:
        parent = parent[step]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            parent[key] = draw(st.sampled_from(PARTS))
        case "remove":
            del parent[key]
        case _:
            added = draw(st.sampled_from(PARTS))
            parent.append(added) if isinstance(parent, list) else parent.update({"added": added})
    return document


def has_the_shape(document: Any) -> bool:
    """Whether every part of it can be read, whatever the parts say together."""
    try:
        envelope = decode(Envelope, document)
        kind = kind_of(envelope.rule)
        if kind is None:
            return False
        decode(kind, envelope.params)
        if envelope.relax_to is not None:
            decode(kind, {**envelope.params, **envelope.relax_to})
    except InvalidDocument:
        return False
    return True


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_the_schema_accepts_just_what_can_be_read(document: Any) -> None:
    assert RULES.is_valid([document]) == has_the_shape(document)
