"""The parameters of the API's routes; their limits are the constants that requests are checked with."""

from typing import Any, Final

from lambdas.api.parameters import DEFAULT_SURFACE, ID_LENGTH, MOST_EXCLUDED, MOST_TOPICS, RELATED_SURFACE
from newsrec.serving.identity import ANY_READER, EXPLAIN, LONGEST_ID
from newsrec.serving.languages import LANGUAGE_TAG
from newsrec.surfaces import load, surface_names

Json = dict[str, Any]

NAME: Final[Json] = {"type": "string", "minLength": 1, "maxLength": ID_LENGTH}
_MOST_LISTED: Final = max(load(name).max_limit for name in surface_names())


def query_parameters() -> Json:
    """By name, those of lists."""

    def parameter(name: str, schema: Json, description: str, **also: object) -> Json:
        return {"name": name, "in": "query", "description": description, "schema": schema, **also}

    def names(name: str, most: int, description: str) -> Json:
        several = {"type": "array", "items": NAME, "minItems": 1, "maxItems": most}
        return parameter(name, several, description, style="form", explode=False)

    flag: Json = {"type": "string", "enum": ["true", "false"]}
    surfaces: Json = {"type": "string", "enum": list(surface_names()), "default": DEFAULT_SURFACE}
    limit: Json = {"type": "integer", "minimum": 1, "maximum": _MOST_LISTED}
    listed = [
        parameter("surface", surfaces, "Where on the website the list stands."),
        parameter("limit", limit, "How many articles; the surface says how many without it, and at most."),
        parameter("cursor", {"type": "string"}, "`next_cursor` of the page before, for ten minutes."),
        names("topics", MOST_TOPICS, "Only articles on one of these topics."),
        names("exclude", MOST_EXCLUDED, "Ids of articles that the page shows already."),
        parameter("article_id", NAME, f"The article that the list stands under; `{RELATED_SURFACE}` needs it."),
        parameter(
            "locale",
            {"type": "string", "pattern": f"^{LANGUAGE_TAG}$"},
            "BCP 47 tag of the language of reasons; else `Accept-Language` says it, else the website.",
        ),
        parameter("personalised", flag | {"default": "true"}, "`false`: a list without the reader's history."),
        parameter("explain", flag | {"default": "false"}, f"What the rules did; needs the scope `{EXPLAIN}`."),
    ]
    return {one["name"]: one for one in listed}


def reader_header() -> Json:
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID}
    description = f"The reader that a trusted web service asks for; needs the scope `{ANY_READER}`."
    return {"name": "X-Reader-Id", "in": "header", "description": description, "schema": schema}


def article_in_path() -> Json:
    return {"name": "article_id", "in": "path", "required": True, "schema": NAME}


def unsubscribe_token() -> Json:
    description = "That of the link in a mail."
    return {"name": "token", "in": "query", "required": True, "description": description, "schema": {"type": "string"}}
