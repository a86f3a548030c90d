"""The nouns of the house: articles, interactions, candidates and reasons, all frozen."""

from newsrec.model.article import Article, ArticleStatus, Image, Sponsor
from newsrec.model.candidate import Candidate, Reason, Source
from newsrec.model.interaction import Context, Interaction, InteractionType
from newsrec.model.preferences import NO_PREFERENCES, Preferences

__all__ = [
    "NO_PREFERENCES",
    "Article",
    "ArticleStatus",
    "Candidate",
    "Context",
    "Image",
    "Interaction",
    "InteractionType",
    "Preferences",
    "Reason",
    "Source",
    "Sponsor",
]
