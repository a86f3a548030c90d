"""What everything did end in."""

from tests.integration.ingestion.outside import Outside
from tests.integration.ingestion.reference import State


def observed(outside: Outside) -> State:
    state = State(items=outside.catalogue, events=outside.events)
    state.articles = {item["article_id"]: item["version"] for item in outside.scan("articles")}
    state.waiting = {item["event_id"] for item in outside.scan("awaiting-article")}
    state.clicks_now = {
        (item["window"], item["article_id"]): int(item["clicks"]) for item in outside.scan("article-clicks")
    }
    for item in outside.scan("just-published"):
        if "edition" in item:
            state.shelf.add(item["article_id"])
        names = ("clicks", "impressions", "unique_readers", "fading_clicks", "fading_impressions")
        counters = {name: item[name] for name in names if name in item}
        state.just_published |= {(item["article_id"], name): count for name, count in counters.items()}
    for item in outside.scan("reader-interests"):
        kind, _, what = item["entry"].partition("#")
        if kind == "read":
            known = (item.get(name) for name in ("about", "authors"))
            state.reads[item["reader_id"], what] = (
                item["read_at"],
                *(frozenset(names or ()) for names in known),
                item.get("story_cluster_id"),
            )
        elif kind == "experiment":
            counted = ("impressions", "clicks", "first_exposed_at")
            state.exposures[item["reader_id"], what] = {name: item[name] for name in counted if name in item}
        elif kind == "interests":
            keys = ("reader_id", "entry")
            state.interests[item["reader_id"]] = {k: v for k, v in item.items() if k not in keys}
    return state
