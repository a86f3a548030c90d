"""Topics from which a reader's convictions, condition or misfortune could be inferred: never given as a reason."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from newsrec.model import Article

DEFAULT_TERMS: Final = (
    *("politics", "political", "election", "elections", "party", "parties", "protest", "protests"),
    *("health", "medicine", "illness", "disease", "cancer", "addiction", "abortion", "pregnancy", "disability"),
    *("religion", "religious", "faith", "church", "islam", "judaism", "christianity"),
    *("sexuality", "sex", "gender", "lgbt", "lgbtq"),
    *("crime", "crimes", "crime victims", "abuse", "violence", "suicide"),
    *("trade union", "trade unions", "unions", "strike", "strikes"),
    *("politik", "wahl", "wahlen", "partei", "parteien", "gesundheit", "medizin", "krankheit", "krebs", "sucht"),
    *("religionen", "glaube", "kirche", "sexualität", "geschlecht", "verbrechen", "kriminalität", "opfer", "gewalt"),
    *("gewerkschaft", "gewerkschaften", "streik", "suizid"),
)
SENSITIVE_FLAGS: Final = frozenset({"sensitive", "tragedy", "crime_victims", "active_court_case", "graphic"})
"""Editorial flags that make any article a sensitive one."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A list of terms; a name is sensitive that has one of them in it as a word or as words, in any case."""

    terms: tuple[str, ...]

    def names(self, name: str) -> bool:
        """Whether the name of a topic, an industry or a company is sensitive."""
        return _has_one(self.terms, name)

    def about(self, article: Article) -> bool:
        """Whether the article as a whole is: by one of its topics, industries or companies, or by an editor's flag."""
        named = chain(article.topics, article.industries, article.companies)
        return not SENSITIVE_FLAGS.isdisjoint(article.editorial_flags) or any(map(self.names, named))


@lru_cache(maxsize=20_000)
def _has_one(terms: tuple[str, ...], name: str) -> bool:
    return _pattern(terms).search(name.casefold()) is not None


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(term.casefold()) for term in terms)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)")


SENSITIVE: Final = Sensitivity(DEFAULT_TERMS)
