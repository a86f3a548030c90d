"""How long a title is for its reader."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from newsrec.rules.title_length import graphemes


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", 0),
        ("Harbour opens", 13),
        ("Caf\u00e9", 4),
        ("Cafe\u0301", 4),
        ("\u201cYes\u201d \u2013 8\u202f%", 11),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1),
        ("\U0001f1e8\U0001f1ed", 1),
        ("\u0915\u094d\u0937\u093f", 1),
        ("\u65b0\u805e", 2),
        ("re\u00adport", 7),
    ],
)
def test_a_title_is_as_long_as_its_reader_counts(title: str, expected: int) -> None:
    assert graphemes(title) == expected


@given(st.text(st.one_of(st.characters(max_codepoint=0x3100), st.characters())))
def test_the_quick_count_of_plain_letters_agrees_with_the_full_one(title: str) -> None:
    assert graphemes(title) == len(regex.findall(r"\X", unicodedata.normalize("NFC", title)))
