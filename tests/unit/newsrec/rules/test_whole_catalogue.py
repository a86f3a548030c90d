"""What holds for any list under any of the rules together."""

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsrec.rules import Page, RankedArticle, ReaderFacts, Reranking, rerank
from newsrec.rules.documents import read_rules
from tests.unit.newsrec.rules.building import NOW, hours_ago

DOCS = Path(__file__).parents[4] / "docs" / "rules.md"
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)][1:]

TITLES = [
    "Storm hits the coast tonight",
    "Storm hits the coast",
    "Budget passes after a long night",
    "Goals galore",
    None,
]
ARTICLES = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "topic": st.sampled_from(["politics", "sport", "money", None]),
        "topics": st.sampled_from([("politics", "money"), ("sport",), ()]),
        "author": st.sampled_from(["Ada", "Bo"]),
        "desk": st.sampled_from(["domestic", "world", "culture"]),
        "source": st.sampled_from(["personalised", "trending", "just_published", "editors", "fallback", "latest"]),
        "status": st.sampled_from(["published", "published", "published", "withdrawn"]),
        "published_at": st.sampled_from([hours_ago(1), hours_ago(30), hours_ago(100)]),
        "embargo_until": st.sampled_from([None, None, hours_ago(-1)]),
        "news_value": st.integers(0, 5),
        "type": st.sampled_from(["news", "opinion"]),
        "tone": st.sampled_from(["light", "grave"]),
        "editorial_flags": st.sampled_from([(), ("tragedy",), ("breaking",), ("graphic",)]),
        "sponsored": st.sampled_from([False, False, True]),
        "story_cluster_id": st.sampled_from([None, None, "storm"]),
        "region": st.sampled_from(["ZH", "AG"]),
        "access": st.sampled_from(["free", "subscriber"]),
        "language": st.sampled_from(["de-CH", "fr"]),
        "media_type": st.sampled_from(["text", "video"]),
        "impressions": st.sampled_from([0, 5000]),
    }
)
CANDIDATES = st.lists(ARTICLES, max_size=9).map(
    lambda found: [RankedArticle(f"a{rank}", attributes) for rank, attributes in enumerate(found)]
)
DOCUMENTS = st.lists(st.sampled_from(EXAMPLES), max_size=6, unique_by=lambda document: document["id"]).map(
    lambda drawn: [document | {"priority": index} for index, document in enumerate(drawn)]
)
READERS = st.sampled_from(
    [
        ReaderFacts(),
        ReaderFacts(country="CH", languages=("fr",), home_region="ZH", read={"a0": NOW}, impressions={"a1": 9}),
        ReaderFacts(muted_topics=("sport",), shown_fewer={"Ada": NOW}, segments=("subscriber",)),
    ]
)
PAGES = st.sampled_from([Page(), Page(page_ids=("a1",), last_served=("a3", "a2"), last_served_at=NOW)])


def reranked(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int, reader: ReaderFacts, page: Page
) -> Reranking:
    return rerank(candidates, read_rules(documents), limit=limit, now=NOW, surface="home", reader=reader, page=page)


@settings(max_examples=200, deadline=None)
@given(CANDIDATES, DOCUMENTS, st.integers(1, 8), READERS, PAGES)
def test_the_account_leads_from_the_candidates_to_the_list(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int, reader: ReaderFacts, page: Page
) -> None:
    reranking = reranked(candidates, documents, limit, reader, page)
    on_list = [item.article_id for item in reranking.items]
    line = [candidate.article_id for candidate in candidates]
    order = on_list + [article_id for article_id in line if article_id not in on_list]
    rank = {article_id: index for index, article_id in enumerate(line)}
    inverted = sum(rank[earlier] > rank[later] for earlier, later in combinations(order, 2))
    assert reranking.displacement == len(reranking.swaps) == inverted
    for swap in reranking.swaps:
        assert line[swap.from_position - 1] == swap.article_id
        assert swap.rule in {document["id"] for document in documents}
        line[swap.to_position - 1 : swap.from_position] = reversed(line[swap.to_position - 1 : swap.from_position])
    if not reranking.conflict:
        assert line == order
    for item in reranking.items:
        assert item.was == rank[item.article_id] + 1


@settings(max_examples=200, deadline=None)
@given(CANDIDATES, DOCUMENTS, st.integers(1, 8), READERS, PAGES)
def test_every_candidate_is_shown_refused_or_left_over_and_every_rule_accounts_for_itself(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int, reader: ReaderFacts, page: Page
) -> None:
    reranking = reranked(candidates, documents, limit, reader, page)
    on_list = [item.article_id for item in reranking.items]
    refused = [refusal.article_id for refusal in reranking.refused]
    assert len({*on_list, *refused}) == len(on_list) + len(refused)
    assert [rule.id for rule in reranking.rules] == [document["id"] for document in documents]
    assert set(reranking.conflict) <= {document["id"] for document in documents}
    assert len(on_list) <= limit
    assert reranking.at_least <= reranking.swaps_of_order <= reranking.displacement or not reranking.items
    assert reranking == reranked(candidates, documents, limit, reader, page)


@settings(max_examples=100, deadline=None)
@given(CANDIDATES, DOCUMENTS, st.integers(1, 8), READERS, PAGES)
def test_what_the_law_and_the_newsroom_forbid_is_never_shown(
    candidates: list[RankedArticle], documents: list[dict[str, Any]], limit: int, reader: ReaderFacts, page: Page
) -> None:
    reranking = reranked(candidates, documents, limit, reader, page)
    rules = {document["rule"] for document in documents}
    shown = {item.article_id for item in reranking.items}
    for candidate in candidates:
        attributes = candidate.attributes
        forbidden = (
            ("published_and_not_withdrawn" in rules and attributes["status"] == "withdrawn")
            or ("publish_window" in rules and attributes["embargo_until"] is not None)
            or ("editorial_risk" in rules and attributes["editorial_flags"] == ("graphic",))
            or ("no_duplicate_article" in rules and candidate.article_id in page.page_ids)
        )
        assert not (forbidden and candidate.article_id in shown)
