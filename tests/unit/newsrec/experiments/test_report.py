"""What the report says is true as often as it says: on experiments that are simulated, with and without an effect."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from scipy.stats import chisquare

from newsrec.experiments.counts import ReaderCounts
from newsrec.experiments.report import Difference, Report, report
from newsrec.experiments.wording import report_text
from tests.unit.newsrec.experiments.fakes import experiment, surface_document_of

HALVES = experiment()
THIRDS = experiment(
    variants=[
        {"name": name, "share": share, "document": surface_document_of()}
        for name, share in (("control", 0.5), ("more", 0.3), ("most", 0.2))
    ]
)


def counts(variant: str, *readers: tuple[int, int]) -> list[ReaderCounts]:
    return [
        ReaderCounts(variant=variant, reader_id=f"{variant}-{number}", impressions=impressions, clicks=clicks)
        for number, (impressions, clicks) in enumerate(readers)
    ]


def readers(random: random.Random, number: int, effect: float = 1) -> Iterator[tuple[int, int]]:
    """Readers as they are: few see much, some click a lot, and how much one sees goes with how often one clicks."""
    for _ in range(number):
        eager = random.gammavariate(1.5, 1)
        impressions = 1 + int(random.expovariate(1 / (5 + 10 * eager)))
        chance = min(0.9, 0.05 * effect * (0.3 + eager))
        yield impressions, sum(random.random() < chance for _ in range(impressions))


def simulated(seed: int, *, effect: float = 1, number: int = 400) -> Difference:
    dice = random.Random(seed)
    control, other = readers(dice, number), readers(dice, number, effect)
    difference = report(HALVES, [*counts("control", *control), *counts("more", *other)]).variants[1].difference
    assert difference is not None
    return difference


def test_where_nothing_differs_few_experiments_say_that_something_does() -> None:
    alarms = sum(simulated(seed).clear for seed in range(400))
    assert 0.03 <= alarms / 400 <= 0.07


def test_the_interval_holds_the_true_difference_about_as_often_as_it_says() -> None:
    # The truth is what a great many readers show.
    truth = simulated(-1, effect=1.3, number=60_000).absolute.value
    held = [simulated(seed, effect=1.3).absolute for seed in range(300)]
    assert 0.9 <= sum(one.low <= truth <= one.high for one in held) / 300 <= 0.98


def test_an_effect_is_found_with_its_size() -> None:
    found = simulated(7, effect=1.3, number=4000)
    assert found.clear
    assert found.relative == pytest.approx(0.3, abs=0.1)
    assert found.absolute.low > 0


def test_click_through_is_that_of_all_impressions_together() -> None:
    first = report(HALVES, counts("control", (10, 1), (30, 5), (20, 0))).variants[0]
    assert (first.readers, first.impressions, first.clicks) == (3, 60, 6)
    assert first.click_through is not None
    assert first.click_through.value == pytest.approx(0.1)
    # By hand: clicks less a tenth of the impressions are 0, 2 and -2; their variance over three readers, over 60.
    assert first.click_through.high - 0.1 == pytest.approx(1.96 * (8 * 3 / 2) ** 0.5 / 60, rel=1e-3)


def dealt(*numbers: int) -> Report:
    names = ("control", "more", "most")
    everybody = [counts(name, *[(1, 0)] * number) for name, number in zip(names, numbers, strict=False)]
    return report(THIRDS if len(numbers) == 3 else HALVES, [one for some in everybody for one in some])


@pytest.mark.parametrize("numbers", [(500, 500), (520, 480), (400, 600), (480, 320, 200), (500, 300, 260)])
def test_the_dealing_is_tested_by_chi_square(numbers: tuple[int, ...]) -> None:
    shares = (0.5, 0.5) if len(numbers) == 2 else (0.5, 0.3, 0.2)
    expected = [share * sum(numbers) for share in shares]
    assert dealt(*numbers).ratio_p == pytest.approx(chisquare(numbers, expected).pvalue)


def test_readers_dealt_out_wrongly_raise_an_alarm() -> None:
    assert dealt(400, 600).ratio_alarm
    assert not dealt(520, 480).ratio_alarm
    assert "ALARM: the readers are not dealt out" in report_text(HALVES, dealt(400, 600), HALVES.until)
    assert "The readers are dealt out as the shares say" in report_text(HALVES, dealt(520, 480), HALVES.until)


def test_readers_who_saw_several_variants_are_left_out_and_said() -> None:
    twice = [ReaderCounts(variant=name, reader_id="r1", impressions=9, clicks=9) for name in ("control", "more")]
    made = report(HALVES, [*counts("control", (10, 1), (10, 2)), *twice])
    assert (made.variants[0].readers, made.variants[1].readers, made.in_several) == (2, 0, 1)
    assert "Left out, as they saw more than one variant: 1." in report_text(HALVES, made, HALVES.until)


def test_what_is_not_known_is_not_said() -> None:
    for nothing in ([], counts("gone", (3, 1)), counts("control", (1, 1))):
        made = report(HALVES, nothing)
        assert [variant.click_through for variant in made.variants] == [None, None]
        assert made.variants[1].difference is None
        assert "nothing to compare yet" in report_text(HALVES, made, HALVES.until)


def test_variants_without_any_difference_between_readers_are_compared_without_an_error() -> None:
    made = report(HALVES, [*counts("control", (2, 0), (2, 0)), *counts("more", (2, 0), (4, 0))])
    difference = made.variants[1].difference
    assert difference is not None
    assert (difference.p, difference.relative, difference.clear) == (1, None, False)


def test_the_text_names_every_variant_and_says_what_to_beware_of() -> None:
    made = report(HALVES, [*counts("control", (100, 4), (90, 6)), *counts("more", (95, 8), (105, 9))])
    text = report_text(HALVES, made, HALVES.from_ + timedelta(hours=1))
    assert "Experiment bigger on home, 2026-03-02 08:00 to 2026-03-04 09:00, still running" in text
    assert "more against control: +3.24 points of click-through" in text
    assert "Fewer than 100 readers: control, more" in text
    assert "It still runs" in text
    assert report_text(HALVES, made, HALVES.from_ - timedelta(hours=1)).splitlines()[0].count("planned from") == 1
