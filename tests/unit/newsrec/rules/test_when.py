"""Where and when a rule is active."""

from typing import Any

import pytest

from newsrec.rules import ReaderFacts, rerank
from tests.unit.newsrec.rules.building import NOW, cap, rules_of


class TestWhen:
    def active(self, surface: str | None, when: dict[str, Any], reader: ReaderFacts | None = None) -> bool:
        rules = rules_of(cap(1, when=when))
        reranking = rerank([], rules, limit=1, now=NOW, surface=surface, reader=reader or ReaderFacts())
        return bool(reranking.rules)

    def test_a_rule_is_active_on_its_surfaces_only(self) -> None:
        assert self.active("home", {"surfaces": ["home", "digest"]})
        assert not self.active("section", {"surfaces": ["home", "digest"]})

    def test_where_the_surface_is_unknown_rules_of_all_surfaces_are_active(self) -> None:
        assert self.active(None, {"surfaces": ["home"]})

    @pytest.mark.parametrize(
        ("start", "until", "expected"),
        [
            ("2025-03-01T08:00:00Z", None, True),
            ("2025-03-01T08:00:01Z", None, False),
            (None, "2025-03-01T08:00:00Z", False),
            (None, "2025-03-01T09:00:01+01:00", True),
        ],
    )
    def test_from_is_included_and_until_is_not(self, start: str | None, until: str | None, expected: bool) -> None:
        assert self.active("home", {"from": start, "until": until}) is expected

    @pytest.mark.parametrize(("segments", "expected"), [(("subscriber",), True), (("anonymous",), False), ((), False)])
    def test_a_rule_for_segments_is_active_for_their_readers_only(
        self, segments: tuple[str, ...], expected: bool
    ) -> None:
        assert self.active("home", {"segments": ["subscriber", "trial"]}, ReaderFacts(segments=segments)) is expected

    @pytest.mark.parametrize(
        ("when", "expected"),
        [
            ({"weekdays": ["saturday"]}, True),
            ({"weekdays": ["monday", "sunday"]}, False),
            ({"hours": {"from": "08:00", "until": "09:00"}}, True),
            ({"hours": {"from": "07:00", "until": "08:00"}}, False),
            ({"hours": {"from": "22:00", "until": "08:01"}}, True),
            ({"hours": {"from": "08:00", "until": "09:00"}, "timezone": "Europe/Zurich"}, False),
            ({"hours": {"from": "09:00", "until": "10:00"}, "timezone": "Europe/Zurich"}, True),
            ({"weekdays": ["friday"], "timezone": "Pacific/Honolulu"}, True),
        ],
    )
    def test_days_and_hours_are_those_of_the_zone(self, when: dict[str, Any], expected: bool) -> None:
        assert self.active("home", when) is expected
