"""The articles: what the newsroom's systems would send, and what a reader would believe."""

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from newsrec.model import Article
from newsrec.transform import to_article
from newsroom.sample import SampleNewsroom, new_article
from newsroom.sample.companies import COMPANIES
from newsroom.sample.desks import DESKS

from .conftest import NOW


def title(record: dict[str, Any]) -> str:
    return record["title"]


def test_every_article_is_accepted_by_the_transformation(sample: SampleNewsroom) -> None:
    refused = [made for made in map(to_article, sample.articles) if not isinstance(made, Article)]
    assert not refused
    assert len(sample.articles) == 1500


def test_articles_come_in_order_of_publication_within_the_window_and_right_up_to_now(sample: SampleNewsroom) -> None:
    times = [datetime.fromisoformat(str(record["published_at"])) for record in sample.articles]
    assert times == sorted(times)
    assert times[0] >= NOW - timedelta(days=14)
    assert times[-1] <= NOW
    assert sum(time > NOW - timedelta(hours=2) for time in times) >= 5


@pytest.mark.parametrize("hour", [3, 12, 23])
def test_a_handful_of_articles_is_younger_than_two_hours_at_any_hour(hour: int) -> None:
    from newsroom.sample import generate

    now = NOW.replace(hour=hour)
    articles = generate(now=now, articles=300, readers=10).articles
    young = [a for a in articles if datetime.fromisoformat(str(a["published_at"])) > now - timedelta(hours=2)]
    assert len(young) >= 5


def test_weekends_have_about_half_of_the_articles_of_a_weekday(sample: SampleNewsroom) -> None:
    days = Counter(datetime.fromisoformat(str(record["published_at"])).weekday() for record in sample.articles)
    assert 0.35 < ((days[5] + days[6]) / 2) / (sum(days[day] for day in range(5)) / 5) < 0.65


def test_no_title_comes_twice(sample: SampleNewsroom) -> None:
    titles = Counter(map(title, sample.articles))
    assert titles.most_common(1)[0][1] == 1


def test_titles_are_as_long_as_real_ones(sample: SampleNewsroom) -> None:
    lengths = [len(title(record)) for record in sample.articles]
    assert np.percentile(lengths, [5, 50, 95]) == pytest.approx([38, 65, 99], abs=4)


def test_titles_are_of_more_than_a_thousand_forms_none_of_which_stands_out(sample: SampleNewsroom) -> None:
    forms = Counter(re.sub(r"\b(?:[A-Z][\w'&-]*|\d[\d.,]*)\b", "#", title(record)) for record in sample.articles)
    assert len(forms) > 1000
    assert forms.most_common(1)[0][1] <= 6


def test_texts_have_no_gaps_doubled_words_or_wrong_articles(sample: SampleNewsroom) -> None:
    texts = [str(record[part]) for record in sample.articles for part in ("title", "abstract") if part in record]
    faults = re.compile(r"[{}\[\]|]|  |\b(\w+) \1\b|\ba (?:[ai]|8)|\s[,.;:]|s's\b", re.IGNORECASE)
    assert [text for text in texts if faults.search(text)] == []


def test_a_short_title_begins_the_title_it_stands_for(sample: SampleNewsroom) -> None:
    shortened = [record for record in sample.articles if "short_title" in record]
    assert len(shortened) > 150
    assert all(title(record).startswith(str(record["short_title"])) for record in shortened)


def test_every_desk_writes_about_its_share_on_several_sub_topics(sample: SampleNewsroom) -> None:
    written = Counter(record["topics"][0] for record in sample.articles)  # type: ignore[index]
    expected: Counter[str] = Counter()
    for desk in DESKS:
        expected[desk.topic] += desk.share / sum(each.share for each in DESKS) * 1500  # type: ignore[assignment]
    assert len(expected) == 9
    for topic, count in expected.items():
        assert written[topic] == pytest.approx(count, rel=0.35)
        assert len({record["topics"][1] for record in sample.articles if record["topics"][0] == topic}) >= 5  # type: ignore[index]


def test_a_third_of_the_articles_names_invented_companies_in_the_text(sample: SampleNewsroom) -> None:
    industries = {company.name: company.industries for company in COMPANIES}
    naming: list[dict[str, Any]] = [record for record in sample.articles if "companies" in record]
    assert 0.27 <= len(naming) / 1500 <= 0.43
    for record in naming:
        text = f"{record['title']} {record.get('abstract', record['title'])}"
        assert "abstract" not in record or all(name in text for name in record["companies"])
        assert set(industries[record["companies"][0]]) <= set(record["industries"])
    in_business = sum(record["topics"][0] in ("business", "technology") for record in naming)
    assert in_business / len(naming) > 0.6
    assert len(industries) == len(COMPANIES) == 60
    assert {name for record in naming for name in record["companies"]} <= set(industries)


def test_some_articles_have_no_picture_some_are_sponsored_some_are_film_or_sound(sample: SampleNewsroom) -> None:
    records: tuple[dict[str, Any], ...] = sample.articles
    assert 0.05 < sum("image" not in record for record in records) / 1500 < 0.11
    sponsored = [record for record in records if "sponsored" in record]
    assert 3 <= len(sponsored) <= 25
    assert all(record["sponsored"]["sponsor"] in record["companies"] for record in sponsored)
    media = Counter(record["media_type"] for record in records)
    assert media["article"] > 1200
    assert min(media["video"], media["audio"]) > 20


def test_some_events_are_reported_more_than_once_on_one_topic(sample: SampleNewsroom) -> None:
    stories: dict[str, list[dict[str, Any]]] = {}
    for record in sample.articles:
        if "story_cluster_id" in record:
            stories.setdefault(str(record["story_cluster_id"]), []).append(record)
    repeated = [records for records in stories.values() if len(records) > 1]
    assert len(repeated) > 30
    assert all(len({record["topics"][0] for record in records}) == 1 for records in repeated)


def test_each_seed_gives_another_new_article_with_a_picture() -> None:
    made = [new_article(now=NOW, seed=seed) for seed in range(40)]
    assert len({str(record["article_id"]) for record in made}) == 40
    assert len({title(record) for record in made}) == 40
    assert all("image" in record and isinstance(to_article(record), Article) for record in made)
    assert made[3] == new_article(now=NOW, seed=3)
