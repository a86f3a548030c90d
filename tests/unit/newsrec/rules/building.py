"""Short ways to write candidates and rules in tests, and to ask hypothesis for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from newsrec.rules import RankedArticle, Reranking, Rule, rerank
from newsrec.rules.documents import read_rules

NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)
IMAGE = {"image_width": 1000, "image_height": 600, "image_alt": "A harbour"}


def article(article_id: str, **attributes: Any) -> RankedArticle:
    return RankedArticle(article_id, attributes)


def on_topics(topics: str) -> list[RankedArticle]:
    """One article per letter, which is its topic; ids a0, a1, ... by rank."""
    return [article(f"a{rank}", topic=topic) for rank, topic in enumerate(topics)]


def rules_of(*documents: dict[str, Any]) -> tuple[Rule, ...]:
    """Rules from documents, which are called r0, r1, ... where they have no id."""
    return read_rules([{"id": f"r{index}"} | document for index, document in enumerate(documents)])


def cap(most: int, attribute: str = "topic", first_n: int | None = None, **envelope: Any) -> dict[str, Any]:
    return {
        "rule": "max_per_attribute",
        "params": {"attribute": attribute, "max": most, "first_n": first_n},
        **envelope,
    }


def apart(distance: int = 1, attribute: str = "topic", mode: str = "hard", **envelope: Any) -> dict[str, Any]:
    return {
        "rule": "no_adjacent_same",
        "mode": mode,
        "params": {"attribute": attribute, "distance": distance},
        **envelope,
    }


def image_in(*slots: int, **envelope: Any) -> dict[str, Any]:
    return {"rule": "slot_image", "params": {"slot": list(slots)}, **envelope}


def title_in(*slots: int, least: int = 0, most: int = 90, **envelope: Any) -> dict[str, Any]:
    return {
        "rule": "slot_title_length",
        "params": {"slot": list(slots), "min_chars": least, "max_chars": most},
        **envelope,
    }


def reranked(
    candidates: list[RankedArticle], *documents: dict[str, Any], limit: int = 10, **situation: Any
) -> Reranking:
    """Under rules from documents; the situation is `surface`, `reader` and `page`, as `rerank` takes them."""
    return rerank(candidates, rules_of(*documents), limit=limit, now=NOW, **situation)


def rule(name: str, mode: str | None = None, **params: Any) -> dict[str, Any]:
    """A rule document with these parameters, in its usual mode unless said otherwise."""
    return {"rule": name, "params": params} | ({"mode": mode} if mode else {})


def hours_ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


def refusals(reranking: Reranking) -> dict[str, str]:
    """The reason by the id of each refused article."""
    return {refusal.article_id: refusal.reason for refusal in reranking.refused}


def shown(reranking: Reranking) -> list[str]:
    return [item.article_id for item in reranking.items]


def outcomes(reranking: Reranking) -> dict[str, str]:
    return {rule.id: rule.outcome for rule in reranking.rules}


def candidate_lists(most: int) -> st.SearchStrategy[list[RankedArticle]]:
    """Lists of 0 to `most` candidates whose attributes overlap, some of them without topic, picture or title."""
    attributes = st.fixed_dictionaries(
        {
            "topic": st.sampled_from(["news", "sport", "money", None]),
            "author": st.sampled_from(["Ada", "Bo", "Cy"]),
            "title": st.sampled_from(["short", "a medium title", "a very long title indeed", None]),
            "short_title": st.sampled_from(["brief", None]),
            "image_width": st.sampled_from([300, 1000, None]),
            "image_height": st.just(600),
            "image_alt": st.sampled_from(["A harbour", "A harbour", ""]),
        }
    )
    return st.lists(attributes, max_size=most).map(
        lambda found: [RankedArticle(f"a{rank}", fields) for rank, fields in enumerate(found)]
    )


def rule_documents(slots: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to four hard rules of any kind."""
    attribute = st.sampled_from(["topic", "author"])
    first_n = st.sampled_from([None, 2, 3, 5])
    places = st.lists(st.integers(1, slots), min_size=1, max_size=2, unique=True)
    titles = st.tuples(places, st.integers(0, 10), st.integers(1, 12)).map(
        lambda drawn: title_in(*drawn[0], least=drawn[1], most=drawn[1] + drawn[2])
    )
    one = st.one_of(
        st.builds(cap, st.integers(0, 3), attribute, first_n, mode=st.just("hard")),
        st.builds(apart, st.integers(1, 3), attribute),
        places.map(lambda drawn: image_in(*drawn)),
        titles,
    )
    return st.lists(one, max_size=4)
