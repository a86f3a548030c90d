"""Who may stand in named slots."""

from typing import Any

import pytest

from newsrec.rules import RankedArticle, ReaderFacts
from tests.unit.newsrec.rules.building import (
    IMAGE,
    article,
    hours_ago,
    image_in,
    reranked,
    rule,
    shown,
    title_in,
)


def pictured(article_id: str = "b", **changes: Any) -> RankedArticle:
    return article(article_id, **(IMAGE | changes))


class TestSlotImage:
    def test_the_best_ranked_article_with_a_fitting_image_is_lifted(self) -> None:
        assert shown(reranked([article("a"), article("b"), pictured("c")], image_in(1))) == ["c", "a", "b"]

    def test_several_slots_may_ask_for_one(self) -> None:
        candidates = [pictured("a"), article("b"), article("c"), pictured("d")]
        assert shown(reranked(candidates, image_in(1, 3))) == ["a", "b", "d", "c"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"image_width": 399, "image_height": 239},
            {"image_width": 1000, "image_height": 1000},
            {"image_width": None},
            {"image_height": 0},
            {"image_alt": ""},
            {"image_alt": "  "},
            {"image_alt": None},
        ],
    )
    def test_too_narrow_out_of_shape_or_without_alternative_does_not_fit(self, changes: dict[str, Any]) -> None:
        assert reranked([pictured(**changes)], image_in(1)).conflict == ("r0",)

    @pytest.mark.parametrize(("height", "fits"), [(600, True), (597, True), (603, True), (590, False), (610, False)])
    def test_the_shape_may_differ_by_the_tolerance(self, height: int, fits: bool) -> None:
        assert bool(reranked([pictured(image_height=height)], image_in(1)).items) is fits

    def test_any_of_the_aspect_ratios_will_do(self) -> None:
        square = pictured(image_height=1000)
        params = {"slot": 1, "aspect_ratios": ["5:3", "1:1"]}
        assert shown(reranked([square], {"rule": "slot_image", "params": params})) == ["b"]

    def test_the_text_alternative_may_be_waived(self) -> None:
        params = {"slot": 1, "require_alt": False}
        assert shown(reranked([pictured(image_alt="")], {"rule": "slot_image", "params": params})) == ["b"]

    def test_a_slot_beyond_the_list_asks_for_nothing(self) -> None:
        assert shown(reranked([article("a")], image_in(2))) == ["a"]


class TestSlotTitleLength:
    def test_the_first_title_that_is_neither_too_long_nor_too_short_is_lifted(self) -> None:
        candidates = [article("a", title="x" * 66), article("b", title="x" * 19), article("c", title="x" * 65)]
        assert shown(reranked(candidates, title_in(1, least=20, most=65))) == ["c", "a", "b"]

    def test_the_short_title_stands_in_for_one_that_does_not_fit_and_is_reported(self) -> None:
        candidates = [article("a", title="x" * 66, short_title="Brief"), article("b", title="Fits")]
        reranking = reranked(candidates, title_in(1, 2, most=65))
        assert [(item.article_id, item.title_variant) for item in reranking.items] == [("a", "short"), ("b", "full")]

    def test_without_variants_only_the_title_counts(self) -> None:
        candidates = [article("a", title="x" * 66, short_title="Brief"), article("b", title="Fits")]
        params = {"slot": 1, "max_chars": 65, "use_variants": False}
        assert shown(reranked(candidates, {"rule": "slot_title_length", "params": params})) == ["b", "a"]

    def test_one_variant_must_satisfy_all_rules_of_a_slot(self) -> None:
        candidates = [
            article("a", title="x" * 70, short_title="Brief"),
            article("b", title="x" * 30),
        ]
        reranking = reranked(candidates, title_in(1, most=65), title_in(1, least=20))
        assert shown(reranking) == ["b", "a"]

    def test_an_article_without_a_title_does_not_fit(self) -> None:
        assert reranked([article("a")], title_in(1)).conflict == ("r0",)

    def test_a_character_of_several_code_points_counts_once(self) -> None:
        family = article("a", title="\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301")
        assert shown(reranked([family], title_in(1, least=3, most=3))) == ["a"]

    def test_a_title_may_be_measured_in_pixels(self) -> None:
        candidates = [article("a", title="WWWWWWWWWW"), article("b", title="iiiiiiiiii")]
        document = rule("slot_title_length", slot=1, max_chars=60, measure="pixels")
        assert shown(reranked(candidates, document)) == ["b", "a"]


class TestMoreAboutImages:
    def test_an_image_with_a_focal_point_may_be_cropped_if_enough_is_left(self) -> None:
        square = pictured(image_height=1000, image_focal_point="0.5,0.4")
        assert shown(reranked([square], image_in(1))) == ["b"]
        assert reranked([square], rule("slot_image", slot=1, min_width_px=1001)).conflict == ("r0",)
        assert reranked([square], rule("slot_image", slot=1, croppable=False)).conflict == ("r0",)

    def test_an_image_without_rights_does_not_fit(self) -> None:
        assert reranked([pictured(image_rights=False)], image_in(1)).conflict == ("r0",)
        assert shown(reranked([pictured(image_rights=False)], rule("slot_image", slot=1, require_rights=False))) == [
            "b"
        ]

    def test_a_placeholder_may_stand_in_where_no_image_is_near(self) -> None:
        candidates = [*(article(f"n{rank}") for rank in range(10)), pictured("p")]
        waiting = rule("slot_image", slot=1, placeholder_allowed=True)
        assert shown(reranked(candidates, waiting))[0] == "n0"
        assert shown(reranked(candidates, rule("slot_image", slot=1)))[0] == "p"
        assert shown(reranked(candidates[1:], waiting))[0] == "p"


def video(article_id: str, **attributes: Any) -> RankedArticle:
    return article(article_id, **({"media_type": "video", "duration_s": 120} | attributes))


class TestSlotMediaType:
    def test_the_slot_is_for_the_media_type(self) -> None:
        assert shown(reranked([article("a"), video("v")], rule("slot_media_type", slot=1))) == ["v", "a"]

    @pytest.mark.parametrize("attributes", [{"duration_s": 181}, {"captions": False}, {"media_type": "audio"}])
    def test_one_that_is_too_long_or_without_captions_does_not_fit(self, attributes: dict[str, Any]) -> None:
        document = rule("slot_media_type", slot=1, max_duration_s=180)
        assert reranked([video("v", **attributes)], document).conflict == ("r0",)

    def test_other_types_take_the_slot_where_none_fits(self) -> None:
        document = rule("slot_media_type", slot=1, fallback_types=["text"])
        assert shown(reranked([article("a"), article("t", media_type="text")], document)) == ["t", "a"]


class TestSlotRequires:
    def test_the_slot_is_for_what_matches(self) -> None:
        lead = {"all": [{"news_value_gte": 4}, {"age_lt": "6h"}]}
        candidates = [
            article("a", news_value=5, published_at=hours_ago(7)),
            article("b", news_value=3, published_at=hours_ago(1)),
            article("c", news_value=4, published_at=hours_ago(5)),
        ]
        assert shown(reranked(candidates, rule("slot_requires", slot=1, predicate=lead))) == ["c", "a", "b"]


SOURCED = [article("a"), article("b", source="trending"), article("c", topic="sport", region="ZH")]


class TestReservedSlot:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [("trending", ["b", "a", "c"]), ({"topic": "sport"}, ["c", "a", "b"]), ("local", ["c", "a", "b"])],
    )
    def test_slots_are_for_the_articles_of_a_source(self, source: object, expected: list[str]) -> None:
        reader = ReaderFacts(home_region="ZH")
        assert shown(reranked(SOURCED, rule("reserved_slot", slots=[1], source=source), reader=reader)) == expected

    def test_slots_that_the_source_can_not_fill_go_to_the_ranking(self) -> None:
        reranking = reranked(SOURCED, rule("reserved_slot", slots=[1, 2], source="trending"))
        assert (shown(reranking), reranking.rules[0].detail) == (["b", "a", "c"], "articles for 1 of 2 slots")

    def test_or_stay_empty(self) -> None:
        document = rule("reserved_slot", slots=[1, 2], source="trending", fallback="leave_empty")
        reranking = reranked(SOURCED, document, limit=3)
        assert [(item.article_id, item.position) for item in reranking.items] == [("b", 1), ("a", 3)]
