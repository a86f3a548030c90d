import json
import string
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsrec.serving.reasons as package
from newsrec.model import Candidate, Source, Sponsor
from newsrec.model.candidate import Reason
from newsrec.serving.reasons import PRIORITY, reasons_for
from newsrec.serving.reasons.wording import language_of, languages, lasting_text
from tests.unit.newsrec.records import article
from tests.unit.newsrec.serving.reasons.readers import grounds

CATALOGUES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in (Path(package.__file__).parent / "sentences").glob("*.json")
}


def named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def sentences(catalogue: dict[str, str | dict[str, str]], code: str) -> dict[str, str]:
    found = catalogue[code]
    return {"": found} if isinstance(found, str) else found


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_language_has_a_sentence_for_every_code_and_form_that_names_the_same(language: str) -> None:
    ours, english = CATALOGUES[language], CATALOGUES["en"]
    assert ours.keys() == {*PRIORITY, "in_mail"}
    assert ours["in_mail"].keys() <= set(PRIORITY)
    for code in PRIORITY:
        forms = sentences(ours, code)
        assert forms.keys() == sentences(english, code).keys()
        for form, sentence in forms.items():
            assert named(sentence) == named(sentences(english, code)[form])


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (("de-CH",), "de"),
        (("DE-Latn-CH-1996",), "de"),
        (("fr", "de"), "de"),
        (("en-GB", "de"), "en"),
        (("fr",), "en"),
        ((None, "de"), "de"),
        ((), "en"),
    ],
)
def test_the_language_is_the_nearest_of_those_that_are_wanted(wanted: tuple[str | None, ...], language: str) -> None:
    assert language_of(*wanted) == language


@given(st.text(), st.sampled_from(sorted(languages())))
def test_what_others_wrote_is_put_into_a_sentence_without_control_characters(name: str, language: str) -> None:
    paid = article(sponsored=Sponsor(sponsor=name, label="Paid content"))
    [reason] = reasons_for(Candidate(article=paid, source=Source.TRENDING), grounds(), language=language)
    assert not [one for one in reason.text if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}]


def test_braces_and_markup_in_a_name_stay_what_they_are() -> None:
    paid = article(sponsored=Sponsor(sponsor="{topic} <b>&amp;", label="Paid content"))
    [reason] = reasons_for(Candidate(article=paid, source=Source.TRENDING), grounds(), language="de")
    assert reason.text == "Bezahlter Inhalt von {topic} <b>&amp;"


def test_what_is_true_for_minutes_only_is_worded_otherwise_in_a_mail() -> None:
    fresh = Reason(code="just_published", text="Gerade erschienen")
    assert lasting_text(fresh, "de") == "War beim Versand dieser Mail gerade erschienen"
    pinned = Reason(code="editors_choice", text="Chosen by\nour editors")
    assert lasting_text(pinned, "en") == "Chosen by our editors"
