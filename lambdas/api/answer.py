"""A served list as the website gets it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from newsrec.model import Article
from newsrec.serving.recommend import ServedItem, ServedList
from newsrec.serving.signing import SigningKey, impression_id

FRESH_FOR = timedelta(seconds=30)
RECOMMENDER = "user-personalization+trending-now"


def list_answer(served: ServedList, *, next_cursor: str | None, key: SigningKey, explain: bool) -> dict[str, Any]:
    """The response body; what the rules did is in it only when `explain` is set."""
    request = served.request
    answer: dict[str, Any] = {
        "list_id": request.list_id,
        "surface": request.surface.name,
        "personalised": request.profiled_reader is not None,
        "generated_at": _text(request.now),
        "expires_at": _text(request.now + FRESH_FOR),
        "recommender": {"name": RECOMMENDER, "rules": request.surface.version},
        "degraded": list(served.degraded),
        "experiment": dict(zip(("id", "variant"), request.experiment, strict=True)) if request.experiment else None,
        "status": served.reranking.status,
        "items": [_item(item, served, key=key, explain=explain) for item in served.items],
        "next_cursor": next_cursor,
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
            "refused": [asdict(refusal) for refusal in reranking.refused],
            "pins": [asdict(pin) for pin in reranking.pins],
        }
    return answer


def _item(item: ServedItem, served: ServedList, *, key: SigningKey, explain: bool) -> dict[str, Any]:
    request = served.request
    article_id, reader_id = item.article.article_id, request.reader_id
    position = len(request.page_ids) + item.position
    answer: dict[str, Any] = {
        "position": position,
        "impression_id": impression_id(
            request.list_id, position, article_id, reader_id=reader_id, now=request.now, key=key
        ),
        "article": _article(item.article) | {"title_variant": item.title_variant},
        "source": item.source.value,
        "pinned": any(pin.article_id == article_id and pin.state == "held" for pin in served.reranking.pins),
        "reasons": [{"code": reason.code, "text": reason.text} for reason in item.reasons[:1]],
    }
    if explain:
        answer |= {"was": item.was, "fell": item.fell, "lifted": item.lifted}
        answer["reasons"] = [asdict(reason) for reason in item.reasons]
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
