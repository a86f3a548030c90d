from hypothesis import given
from hypothesis import strategies as st

from newsrec.model import Article, Candidate, Source
from newsrec.serving.related import kinship, nearest_kin_first
from tests.unit.newsrec.records import article

HOST = article(
    "host",
    title="Harbour bridge opens",
    url="https://news.example/bridge",
    story_cluster_id="bridge",
    companies=("Acme", "Beam"),
    industries=("building",),
    topics=("local", "transport"),
)


def candidate(article_id: str, **changed: object) -> Candidate:
    return Candidate(article=article(article_id, **({"topics": ()} | changed)), source=Source.TRENDING)


def order(*candidates: Candidate) -> list[str]:
    return [one.article.article_id for one in nearest_kin_first(HOST, candidates)]


def test_the_same_story_comes_first_then_companies_then_industries_then_topics() -> None:
    assert order(
        candidate("nothing"),
        candidate("topics", topics=("local", "transport")),
        candidate("industry", industries=("building",)),
        candidate("company", companies=("Acme",)),
        candidate("companies", companies=("Acme", "Beam")),
        candidate("story", story_cluster_id="bridge"),
    ) == ["story", "companies", "company", "industry", "topics", "nothing"]


def test_what_is_equally_kin_stays_in_its_order() -> None:
    assert order(candidate("b"), candidate("a"), candidate("c")) == ["b", "a", "c"]


def test_the_host_and_copies_of_it_are_out() -> None:
    assert (
        order(
            candidate("host"),
            candidate("same address", url="https://news.example/bridge"),
            candidate("same headline", title=" harbour  bridge OPENS "),
        )
        == []
    )


def test_articles_without_story_address_and_headline_are_no_copies_and_no_story() -> None:
    bare = article("bare", title=None, topics=())
    other = Candidate(article=article("other", title=None, topics=()), source=Source.POPULAR)
    assert list(nearest_kin_first(bare, [other])) == [other]
    assert kinship(bare, other.article) == (False, 0, 0, 0)


names = st.lists(st.sampled_from("abcd"), max_size=3).map(tuple)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    drawn = draw(st.lists(st.tuples(names, names, names, st.sampled_from([None, "s", "t"])), max_size=12))
    return [
        article(
            f"a{number}", title=None, companies=companies, industries=industries, topics=topics, story_cluster_id=story
        )
        for number, (companies, industries, topics, story) in enumerate(drawn)
    ]


@given(articles(), articles())
def test_nothing_is_lost_and_no_nearer_kin_stands_behind(hosts: list[Article], others: list[Article]) -> None:
    host = hosts[0] if hosts else HOST
    candidates = [Candidate(article=one, source=Source.POPULAR) for one in others]
    ordered = nearest_kin_first(host, candidates)
    assert {one.article.article_id for one in ordered} == {one.article_id for one in others} - {host.article_id}
    degrees = [kinship(host, one.article) for one in ordered]
    assert degrees == sorted(degrees, reverse=True)
