"""What to read after one article: what is kin to it first, whatever source brought it."""

from collections.abc import Iterable, Sequence

from newsrec.model import Article, Candidate

Kinship = tuple[bool, int, int, int]
"""Whether it is the same story, and how many companies, industries and topics two articles share."""


def nearest_kin_first(host: Article, candidates: Iterable[Candidate]) -> Sequence[Candidate]:
    """The candidates by their kinship with `host`, else in their old order; `host` and copies of it are left out."""
    others = [candidate for candidate in candidates if not is_copy(host, candidate.article)]
    return sorted(others, key=lambda candidate: kinship(host, candidate.article), reverse=True)


def kinship(host: Article, other: Article) -> Kinship:
    """Compares as it is meant: one company in common weighs more than all topics."""
    same_story = host.story_cluster_id is not None and host.story_cluster_id == other.story_cluster_id
    return (
        same_story,
        _common(host.companies, other.companies),
        _common(host.industries, other.industries),
        _common(host.topics, other.topics),
    )


def is_copy(host: Article, other: Article) -> bool:
    """The same text again: the same article, address or headline."""
    return (
        other.article_id == host.article_id
        or (host.url is not None and other.url == host.url)
        or (host.title is not None and _plain(host.title) == _plain(other.title or ""))
    )


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    return len(set(one) & set(other))


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
