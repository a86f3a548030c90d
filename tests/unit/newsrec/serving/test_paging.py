from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.interests import ReadArticle, ReaderProfile
from newsrec.model import ArticleStatus, Source
from newsrec.serving.paging import Cursor, NoSuchList, StoredList, cursor_text, next_page, read_cursor, stored_list
from newsrec.serving.recommend import ServedList, recommend
from newsrec.serving.request import ListRequest, Sources
from newsrec.serving.signing import CURSOR_LIVES, BadSignature, SigningKey
from newsrec.surfaces import load
from newsrec.unavailable import Unavailable
from tests.unit.newsrec.records import NOW, article
from tests.unit.newsrec.serving.fakes import Newsroom, request

KEY = SigningKey("key")


@dataclass
class Lists:
    """Stored lists in memory."""

    stored: dict[str, tuple[StoredList, datetime]] = field(default_factory=dict)

    def keep(self, stored: StoredList, until: datetime) -> None:
        self.stored[stored.list_id] = stored, until

    def find(self, list_id: str, now: datetime) -> StoredList | None:
        stored, until = self.stored.get(list_id, (None, now))
        return stored if now < until else None


def newsroom(count: int = 12) -> Newsroom:
    """As many articles of either model, no two on one topic."""
    ids = [f"{model}{number}" for model in "pt" for number in range(count)]
    return Newsroom(
        articles=[article(one, topics=(f"topic {one}",), title=f"About {one}") for one in ids],
        personalised=ids[:count],
        trending=ids[count:],
    )


def ids(of: ServedList) -> list[str]:
    return [item.article.article_id for item in of.items]


def pages(asked: ListRequest, sources: Sources, limits: list[int]) -> list[ServedList]:
    """The first page and those after it, one per limit, as far as there are any."""
    lists = Lists()
    served = [recommend(asked, sources)]
    lists.keep(stored_list(served[0]), NOW + CURSOR_LIVES)
    cursor = Cursor(asked.list_id)
    for limit in limits:
        if served[-1].more:
            page, cursor = next_page(replace(asked, limit=limit), cursor, lists, sources)
            served.append(page)
    return served


@settings(max_examples=25)
@given(st.lists(st.integers(1, 9), max_size=6), st.integers(1, 9))
def test_no_article_comes_twice_and_the_pages_together_are_all_candidates(limits: list[int], first: int) -> None:
    with newsroom().sources() as sources:
        served = pages(request(limit=first), sources, [*limits, *[9] * 3])
    shown = [article_id for page in served for article_id in ids(page)]
    assert len(shown) == len(set(shown))
    assert set(shown) == {*ids(served[0]), *(left.article_id for left in served[0].rest)}
    assert not served[-1].more


def test_later_pages_ask_no_model() -> None:
    room = newsroom()
    with room.sources() as sources:
        lists = Lists()
        lists.keep(stored_list(recommend(request(), sources)), NOW + CURSOR_LIVES)
        room.asked.clear()
        next_page(request(), Cursor("l_1"), lists, sources)
    assert sorted(source for source, _ in room.asked) == ["articles", "history"]


def test_a_page_that_is_loaded_again_is_the_same_and_so_is_the_cursor_after_it() -> None:
    with newsroom().sources() as sources:
        lists = Lists()
        lists.keep(stored_list(recommend(request(), sources)), NOW + CURSOR_LIVES)
        again = [
            next_page(request(now=NOW + timedelta(minutes=minute)), Cursor("l_1"), lists, sources) for minute in (0, 7)
        ]
    assert ids(again[0][0]) == ids(again[1][0])
    assert again[0][1] == again[1][1]


def test_what_was_withdrawn_or_read_since_the_first_page_is_on_no_later_one() -> None:
    room = newsroom()
    with room.sources() as sources:
        lists = Lists()
        lists.keep(stored_list(recommend(request(), sources)), NOW + CURSOR_LIVES)
        before, _ = next_page(request(), Cursor("l_1"), lists, sources)
        withdrawn, read = ids(before)[:2]
        room.articles = [
            replace(one, status=ArticleStatus.WITHDRAWN) if one.article_id == withdrawn else one
            for one in room.articles
        ]
        room.profile = ReaderProfile(reads=(ReadArticle(read, NOW),))
        after, _ = next_page(request(), Cursor("l_1"), lists, sources)
    assert not {withdrawn, read} & set(ids(after))


def test_sources_are_remembered_from_page_to_page() -> None:
    with newsroom().sources() as sources:
        for page in pages(request(), sources, [5, 5]):
            assert {item.source for item in page.items if item.article.article_id.startswith("p")} == {
                Source.PERSONALISED
            }


def test_a_list_that_is_kept_no_more_and_one_of_another_surface_have_no_next_page() -> None:
    with newsroom().sources() as sources:
        lists = Lists()
        lists.keep(stored_list(recommend(request(), sources)), NOW + CURSOR_LIVES)
        for asked, cursor in (
            (request(now=NOW + CURSOR_LIVES), Cursor("l_1")),
            (request(), Cursor("l_2")),
            (request(surface=load("section")), Cursor("l_1")),
            (request(host_article_id="p1"), Cursor("l_1")),
        ):
            with pytest.raises(NoSuchList):
                next_page(asked, cursor, lists, sources)


class AwayLists(Lists):
    def find(self, list_id: str, now: datetime) -> StoredList | None:
        raise Unavailable("throttled")


def test_while_stored_lists_can_not_be_read_the_next_page_is_the_same_and_marked() -> None:
    with newsroom().sources() as sources:
        lists = Lists()
        first = recommend(request(), sources)
        lists.keep(stored_list(first), NOW + CURSOR_LIVES)
        second, cursor = next_page(request(), Cursor("l_1"), lists, sources)
        for after, stored in ((Cursor("l_1"), second), (cursor, next_page(request(), cursor, lists, sources)[0])):
            page, _ = next_page(request(), after, AwayLists(), sources)
            assert (ids(page), page.request.list_id) == (ids(stored), "l_1")
            assert page.degraded == ("served_lists",)


places = st.frozensets(st.integers(0, 199))


@given(places, st.sampled_from([None, "r1", "r\0"]))
def test_a_cursor_is_read_as_it_was_written(taken: frozenset[int], reader_id: str | None) -> None:
    text = cursor_text(Cursor("l_1", taken), reader_id=reader_id, now=NOW, key=KEY)
    assert read_cursor(text, reader_id=reader_id, now=NOW, key=KEY) == Cursor("l_1", taken)
    assert len(text) < 200


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"now": NOW + CURSOR_LIVES + timedelta(seconds=1)}, "expired"),
        ({"reader_id": "r2"}, "not a cursor"),
        ({"reader_id": None}, "not a cursor"),
        ({"key": SigningKey("other")}, "not a cursor"),
    ],
)
def test_a_cursor_is_one_readers_and_expires(changed: dict[str, object], why: str) -> None:
    text = cursor_text(Cursor("l_1"), reader_id="r1", now=NOW, key=KEY)
    with pytest.raises(BadSignature, match=why):
        read_cursor(text, **({"reader_id": "r1", "now": NOW, "key": KEY} | changed))  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_a_made_up_cursor_is_refused_and_never_breaks_anything_else(text: str) -> None:
    with pytest.raises(BadSignature):
        read_cursor(text, reader_id="r1", now=NOW, key=KEY)
