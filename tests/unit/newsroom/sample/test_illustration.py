"""The pictures: small, well-formed, always the same, described by their alternative text."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest

from newsroom.sample import SampleNewsroom, illustration


def test_every_picture_is_a_small_well_formed_svg_that_its_alternative_text_describes(sample: SampleNewsroom) -> None:
    for record in sample.articles[::5]:
        svg = illustration(record)
        root = ElementTree.fromstring(svg)
        assert (root.get("width"), root.get("height")) == ("1200", "720")
        assert len(svg.encode()) < 4096
        image = record.get("image")
        if isinstance(image, Mapping):
            assert image == {
                "url": f"/images/{record['article_id']}.svg",
                "alt": root.findtext("{http://www.w3.org/2000/svg}title"),
                "width": 1200,
                "height": 720,
            }


def test_an_article_keeps_its_picture_and_two_articles_rarely_share_one(sample: SampleNewsroom) -> None:
    pictures = [illustration(record) for record in sample.articles[:200]]
    assert pictures == [illustration(record) for record in sample.articles[:200]]
    assert len(set(pictures)) > 190


def test_an_article_of_an_unknown_topic_has_a_picture_too() -> None:
    assert illustration({"article_id": "x", "topics": ["gardening"]}).startswith("<svg")


def test_an_article_without_a_topic_is_refused_by_name() -> None:
    record: dict[str, Any] = {"article_id": "x", "topics": []}
    with pytest.raises(ValueError, match="topics"):
        illustration(record)
