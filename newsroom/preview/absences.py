"""Why an article is not on a page, as a sentence for editors."""

from datetime import UTC, datetime
from typing import Final

from newsrec.model import Article
from newsrec.serving.absence import Absence
from newsrec.serving.request import ListRequest

_SENTENCES: Final = {
    "shown": "It is on the page.",
    "unknown": "There is no article with this id.",
    "withdrawn": "It was withdrawn.",
    "draft": "It is still a draft.",
    "off_topic": "It is on none of the topics that were asked for.",
    "excluded": "The page asked for a list without it.",
    "earlier_page": "An earlier page of the list shows it.",
    "read": "The reader has read it already.",
    "no_candidate": "It may be shown, but no source named it: no model recommended it to this reader, and it is "
    "neither just published nor among the articles that are clicked most right now.",
}


def in_words(absence: Absence, request: ListRequest, article: Article | None) -> str:
    match absence.code:
        case "refused":
            return f"The rule “{absence.rule}” refuses it: {absence.detail}."
        case "outranked":
            lifted = f" The rule “{absence.rule}” lifted others over it." if absence.rule else ""
            return f"It was candidate number {absence.rank}; {request.limit} places went to others.{lifted}"
        case "too_old":
            return f"It is older than the {request.surface.max_age_hours} hours that {request.surface.name} goes back."
        case "not_yet":
            return f"It will be published on {_moment(article and article.published_at)}."
        case "embargo":
            return f"It is under embargo until {_moment(article and article.embargo_until)}."
        case "expired":
            return f"It expired on {_moment(article and article.expires_at)}."
        case code:
            return _SENTENCES[code]


def _moment(time: datetime | None) -> str:
    return f"{time.astimezone(UTC):%-d %B %Y, %H:%M} UTC" if time else "a day that is not known any more"
