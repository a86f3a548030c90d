"""Several ranked lists into one that keeps the surface's mix in every prefix."""

from collections.abc import Mapping, Sequence

from newsrec.model import Article, Candidate, Source


def merge(ranked: Mapping[Source, Sequence[Article]], mix: Mapping[Source, float]) -> Sequence[Candidate]:
    """All articles once, each next place to the source that is furthest behind its share of the places so far.

    An article that several sources name is placed by the first that reaches it and remembers the others. A source
    that runs dry leaves its places to the rest; one without a share in the mix comes after all that have one.
    """
    named_by: dict[str, list[Source]] = {}
    for source, articles in ranked.items():
        for article in articles:
            named_by.setdefault(article.article_id, []).append(source)
    waiting = {source: list(reversed(articles)) for source, articles in ranked.items()}
    placed = dict.fromkeys(ranked, 0)
    merged: list[Candidate] = []
    taken: set[str] = set()
    while True:
        for articles in waiting.values():
            while articles and articles[-1].article_id in taken:
                articles.pop()
        supplied = [source for source, articles in waiting.items() if articles]
        if not supplied:
            return merged
        source = max(supplied, key=lambda name: _urgency(mix.get(name, 0), len(merged), placed[name]))
        article = waiting[source].pop()
        taken.add(article.article_id)
        placed[source] += 1
        also_from = tuple(other for other in named_by[article.article_id] if other is not source)
        merged.append(Candidate(article=article, source=source, also_from=also_from))


def _urgency(share: float, places_filled: int, placed: int) -> tuple[bool, float, float]:
    """Sources with a share first, then the one furthest behind it, then the one with the larger share."""
    return share > 0, share * (places_filled + 1) - placed, share
