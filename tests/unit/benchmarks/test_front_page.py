"""What the benchmark of the front page measures with."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.front_page.__main__ import measure
from benchmarks.front_page.gains import Gains
from benchmarks.front_page.inserting import OURS, POLICIES, Articles, Inserting
from benchmarks.front_page.merging import Merging
from benchmarks.front_page.moments import Moment, Sampling, moments
from benchmarks.front_page.shelf import SHOWN_PER_VIEW, PopularNow, Shelf
from benchmarks.recommendation_quality.clicks import read_clicks
from newsrec.model import Source
from newsrec.serving.just_published import ColdArticle
from tests.unit.benchmarks.globo import write_clicks

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC).timestamp()
EVERYTHING = Sampling(every=1, every_young=1, warm_up_hours=1, retrain_hours=24)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("clicks") / "clicks.parquet"
    write_clicks(file)
    return file


def moment(*, clicked: str, shelf: list[ColdArticle] | None = None, velocity: dict[str, int] | None = None) -> Moment:
    models = {
        Source.PERSONALISED: [f"p{number}" for number in range(20)],
        Source.TRENDING: [f"t{number}" for number in range(20)],
        Source.POPULAR: [f"c{number}" for number in range(20)],
    }
    return Moment(
        time=START,
        hour=0,
        reader=1,
        session=1,
        clicked=clicked,
        is_young=True,
        in_sample=True,
        ranked=models,
        shelf=shelf or [],
        velocity=Counter(velocity or {}),
    )


def cold(article_id: str, *, minutes: int, clicks: int = 0) -> ColdArticle:
    published_at = datetime.fromtimestamp(START, UTC) - timedelta(minutes=minutes)
    grown = 2 ** (minutes / 10)
    return ColdArticle(
        article_id=article_id,
        published_at=published_at,
        clicks=clicks,
        impressions=50,
        fading_clicks=clicks * grown,
        fading_impressions=50 * grown,
    )


def test_the_shelf_counts_as_a_slow_count_from_all_clicks_does() -> None:
    chance = random.Random(3)
    clicks = sorted(
        (START + chance.randrange(4 * 3600), f"a{chance.randrange(12)}", chance.randrange(9)) for _ in range(300)
    )
    published: dict[str, float] = {}
    shelf = Shelf()
    for number, (time, name, reader) in enumerate(clicks):
        on_shelf = {one.article_id: one for one in shelf.at(time, set())}
        assert on_shelf.keys() == {name for name, at in published.items() if time - at < 7200}
        for other, one in on_shelf.items():
            of_it = [(at, who) for at, what, who in clicks[:number] if what == other]
            first_view = next(n for n, (_, what, _) in enumerate(clicks) if what == other)
            ages = [at - published[other] for at, _, _ in clicks[first_view:number]]
            assert (one.clicks, one.unique_readers) == (len(of_it), len({who for _, who in of_it}))
            assert one.impressions == int(SHOWN_PER_VIEW * len(ages))
            assert one.fading_impressions == pytest.approx(SHOWN_PER_VIEW * sum(2 ** (age / 600) for age in ages))
            assert one.fading_clicks == pytest.approx(sum(2 ** ((at - published[other]) / 600) for at, _ in of_it))
            assert shelf.velocity[other] == sum(at > time - 900 for at, _ in of_it)
        published.setdefault(name, time)
        shelf.click(name, reader, time, published[name])


def test_popular_now_is_what_the_quarter_hour_windows_hold() -> None:
    popular = PopularNow()
    for number in range(600):
        popular.click("a" if number % 3 else "b", START + number)
    assert popular.most_clicked(START + 600) == ["a", "b"]


def test_a_list_hits_by_the_place_of_the_clicked_article() -> None:
    merging = Merging((100, 0, 0), "mix")
    for clicked in ("p0", "p3", "p10", "t0"):
        merging.score(moment(clicked=clicked))
    assert {name: gains.values for name, gains in merging.gains.items()} == {
        "hr@10": [1, 1, 0, 0],
        "mrr@10": [1, 0.25, 0, 0],
        "hr@20": [1, 1, 1, 0],
    }


@pytest.mark.parametrize(
    ("policy", "first"), [(OURS, "liked"), ("clicks in 15 minutes", "fast"), ("newest first", "new"), ("random", None)]
)
def test_every_policy_places_what_the_list_does_not_have(policy: str, first: str | None) -> None:
    shelf = [
        cold("liked", minutes=60, clicks=9),
        cold("fast", minutes=40, clicks=1),
        cold("new", minutes=2),
        cold("p0", minutes=1),
    ]
    asked = moment(clicked="new", shelf=shelf, velocity={"fast": 5, "p0": 9})
    chosen = POLICIES[policy](asked, shelf, 1, {"p0"})
    assert first is None or list(chosen) == [first]
    assert set(POLICIES[policy](asked, shelf, 3, {"p0"})) == {"liked", "fast", "new"}


def test_a_click_is_won_only_in_an_inserted_place_and_a_place_costs_the_list_its_last_article() -> None:
    articles = Articles()
    shelf = [cold("new", minutes=2)]
    inserting = Inserting("newest first", 1)
    listed = [candidate.article.article_id for candidate in articles.merged(moment(clicked=""))]
    for clicked in ("new", "p0", listed[9]):
        one = moment(clicked=clicked, shelf=shelf)
        inserting.score(one, articles.merged(one), articles)
    assert (inserting.won.values, inserting.hits.values) == ([1, 0, 0], [1, 1, 0])


def test_a_difference_is_that_of_pairs_and_its_interval_holds_it() -> None:
    ours, theirs = Gains(), Gains()
    for session in range(400):
        ours.add(float(session % 2 == 0), session)
        theirs.add(float(session % 4 == 0), session)
    mean, low, high = ours.over(theirs)
    assert mean == 0.25
    assert 0.2 < low < 0.25 < high < 0.3
    assert ours.over(ours) == (0, 0, 0)


def test_gains_on_different_clicks_are_not_compared() -> None:
    ours, theirs = Gains([1.0], [1]), Gains([1.0], [2])
    with pytest.raises(ValueError, match="same clicks"):
        ours.over(theirs)


def test_what_is_asked_knows_nothing_of_the_click_it_foresees(log: Path) -> None:
    clicks = read_clicks(log, None)
    asked = list(moments(clicks, EVERYTHING))
    assert asked
    times = dict(zip(clicks.events.items.tolist()[::-1], clicks.events.times.tolist()[::-1], strict=True))
    for one in asked:
        had_before = times[int(one.clicked)] < one.time
        known = {
            *one.ranked[Source.PERSONALISED],
            *one.ranked[Source.POPULAR],
            *(cold.article_id for cold in one.shelf),
        }
        assert had_before or one.clicked not in known
        assert one.hour >= 1


def test_a_run_gives_every_figure(log: Path) -> None:
    figures = measure(log, None, EVERYTHING)
    assert figures["clicks"] > 0
    assert len(figures["inserting"]["policies"]) == 3 * len(POLICIES)
    assert all(0 <= row["hr@10"]["mean"] <= 1 for row in figures["merging"].values())
