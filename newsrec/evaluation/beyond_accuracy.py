"""What can be said of lists without knowing what was relevant: how much of the catalogue they show, and how personal
they are.

Of each list, best first and without repeats, only the first `k` places count, `k >= 1`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from math import fsum, sqrt


def coverage(lists: Iterable[Sequence[str]], catalogue: Set[str], k: int) -> float:
    """Catalogue coverage: |articles of the catalogue in any list| / |catalogue|.

    A recommended article that is not in the catalogue does not count. `catalogue` is not empty. (Ge,
    Delgado-Battenfeld, Jannach: Beyond accuracy, evaluating recommender systems by coverage and serendipity, 2010.)
    """
    shown = {article_id for recommended in lists for article_id in recommended[:k]}
    return len(shown & catalogue) / len(catalogue)


def uniqueness(lists: Collection[Sequence[str]], k: int) -> float:
    """How different the lists are: the mean over all pairs of 1 - |A and B| / sqrt(|A| |B|), empty lists left out.

    0 when all are the same, 1 when nothing is shared or there are fewer than two lists. It is the inter-list distance
    of Zhou et al. (Solving the apparent diversity-accuracy dilemma of recommender systems, 2010), with the cosine for
    lists that differ in length.

    No pairs are formed: with w = 1 / sqrt(|A|) for each list A, the similarities of all pairs sum to half of
    (sum of w)^2 - sum of w^2 over the lists with an article, summed over the articles; each list adds |A| w^2 = 1 to
    the second sum.
    """
    lists_with: defaultdict[int, Counter[str]] = defaultdict(Counter)  # by length, since w depends on nothing else
    compared = 0
    for recommended in lists:
        if first := recommended[:k]:
            lists_with[len(first)].update(first)
            compared += 1
    if compared < 2:
        return 1.0
    weights: defaultdict[str, float] = defaultdict(float)
    for length, counts in lists_with.items():
        for article_id, count in counts.items():
            weights[article_id] += count / sqrt(length)
    similarity = (fsum(weight * weight for weight in weights.values()) - compared) / (compared * (compared - 1))
    return min(1.0, max(0.0, 1 - similarity))  # rounding may lead just outside
