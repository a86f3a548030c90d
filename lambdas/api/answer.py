"""A served list as the website gets it."""

from datetime import datetime, timedelta
from typing import Any

from newsrec.model import Article
from newsrec.serving.gather import ListRequest
from newsrec.serving.recommend import ServedItem, ServedList
from newsrec.serving.signing import MOST_PAGED, Cursor, cursor_text, impression_id

FRESH_FOR = timedelta(seconds=30)
RECOMMENDER = "user-personalization+trending-now"


def list_answer(served: ServedList, *, key: str, explain: bool) -> dict[str, Any]:
    """The response body; what the rules did is in it only when `explain` is set."""
    request = served.request
    shown = (*request.page_ids, *(item.article.article_id for item in served.items))
    more = served.more and len(shown) < MOST_PAGED
    answer: dict[str, Any] = {
        "list_id": request.list_id,
        "surface": request.surface.name,
        "personalised": request.profiled_reader is not None,
        "generated_at": _text(request.now),
        "expires_at": _text(request.now + FRESH_FOR),
        "recommender": {"name": RECOMMENDER, "rules": request.surface.version},
        "degraded": list(served.degraded),
        "items": [_item(item, request, key=key, explain=explain) for item in served.items],
        "next_cursor": cursor_text(Cursor(request.list_id, shown), now=request.now, key=key) if more else None,
    }
    if explain:
        reranking = served.reranking
        answer["explain"] = {
            "rules": [
                {"id": outcome.id, "outcome": outcome.outcome, "detail": outcome.detail} for outcome in reranking.rules
            ],
            "swaps": [
                {"article_id": swap.article_id, "from": swap.from_position, "to": swap.to_position, "rule": swap.rule}
                for swap in reranking.swaps
            ],
            "displacement": reranking.displacement,
        }
    return answer


def _item(item: ServedItem, request: ListRequest, *, key: str, explain: bool) -> dict[str, Any]:
    article_id, reader_id = item.article.article_id, request.reader_id
    answer: dict[str, Any] = {
        "position": item.position,
        "impression_id": impression_id(
            request.list_id, item.position, article_id, reader_id=reader_id, now=request.now, key=key
        ),
        "article": _article(item.article) | {"title_variant": item.title_variant},
        "source": item.source.value,
        "reasons": [{"code": item.reason.code, "text": item.reason.text}],
    }
    if explain:
        answer |= {"was": item.was, "fell": item.fell, "lifted": item.lifted}
        answer["reasons"][0]["evidence"] = dict(item.reason.evidence)
    return answer


def _article(article: Article) -> dict[str, Any]:
    image, sponsored = article.image, article.sponsored
    return {
        "id": article.article_id,
        "url": article.url,
        "title": article.title,
        "short_title": article.short_title,
        "abstract": article.abstract,
        "topics": list(article.topics),
        "companies": list(article.companies),
        "authors": list(article.authors),
        "media_type": article.media_type,
        "image": {"url": image.url, "alt": image.alt, "width": image.width, "height": image.height} if image else None,
        "published_at": _text(article.published_at),
        "access": article.access,
        "sponsored": {"sponsor": sponsored.sponsor, "label": sponsored.label} if sponsored else None,
    }


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")
