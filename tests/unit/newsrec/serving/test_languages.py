import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsrec.serving.languages import best_accepted, is_language_tag


@pytest.mark.parametrize(
    ("header", "best"),
    [
        ("de-CH", "de-CH"),
        ("en;q=0.7, de-CH, fr;q=0.9", "de-CH"),
        ("fr;q=0.9, en;q=0.9", "fr"),
        ("*, en;q=0.1", "en"),
        ("en;q=0, de;q=0.001", "de"),
        ("en;q=0", None),
        ("en;q=2, de;q=0.2", "de"),
        ("?!, en", "en"),
        ("*", None),
        ("", None),
    ],
)
def test_the_language_that_a_browser_likes_best_is_taken(header: str, best: str | None) -> None:
    assert best_accepted(header) == best


@given(st.text() | st.from_regex(r"([a-z]{1,4}(;q=[0-9.]*)?, ?)*"))
def test_a_header_gives_a_tag_or_nothing(header: str) -> None:
    best = best_accepted(header)
    assert best is None or is_language_tag(best)
