"""What everything did end in."""

from tests.integration.ingestion.outside import Outside
from tests.integration.ingestion.reference import State


def observed(outside: Outside) -> State:
    state = State(items=outside.catalogue, events=outside.events)
    state.articles = {item["article_id"]: item["version"] for item in outside.scan("articles")}
    state.waiting = {item["event_id"] for item in outside.scan("awaiting-article")}
    state.hourly_clicks = {
        (item["hour"], item["article_id"]): int(item["clicks"]) for item in outside.scan("article-clicks")
    }
    for item in outside.scan("just-published"):
        if "edition" in item:
            state.shelf.add(item["article_id"])
        counters = {name: int(item[name]) for name in ("clicks", "impressions", "unique_readers") if name in item}
        state.just_published |= {(item["article_id"], name): count for name, count in counters.items()}
    for item in outside.scan("reader-interests"):
        kind, _, what = item["entry"].partition("#")
        if kind == "read":
            state.reads[item["reader_id"], what] = (item["read_at"], frozenset(item.get("about", ())))
        elif kind == "interests":
            keys = ("reader_id", "entry")
            state.interests[item["reader_id"]] = {k: v for k, v in item.items() if k not in keys}
    return state
