import pytest

from newsrec.serving.reasons.sensitivity import SENSITIVE, Sensitivity
from tests.unit.newsrec.records import article


@pytest.mark.parametrize(
    "name",
    ["health", "Mental Health", "Trade unions", "crime", "US politics", "Religion & Faith", "sexuality", "Gesundheit"],
)
def test_a_name_with_a_sensitive_word_in_it_is_sensitive(name: str) -> None:
    assert SENSITIVE.names(name)
    assert SENSITIVE.about(article(topics=("sport", name)))
    assert SENSITIVE.about(article(companies=(name,)))


@pytest.mark.parametrize("name", ["business", "healthy cooking", "Unionville", "sextet", "Acme", ""])
def test_a_word_that_only_begins_like_one_is_not(name: str) -> None:
    assert not SENSITIVE.names(name)


def test_the_list_can_be_the_newsroom_s_own() -> None:
    ours = Sensitivity(("gambling",))
    assert ours.about(article(topics=("Gambling",)))
    assert not ours.about(article(topics=("politics",)))
    assert not Sensitivity(()).names("politics")
