"""Crawlers that say what they are: what they fetch is no reader's doing."""

import re

_NAMES = (
    r"(?<!cu)bot\b",  # Googlebot, bingbot, GPTBot and most others; CUBOT makes telephones
    r"bot[/-]",
    "crawl",
    "spider",
    "slurp",
    "archiver",
    "mediapartners-google",
    "google-inspectiontool",
    "facebookexternalhit",
    "bingpreview",
    "whatsapp/",
    "headlesschrome",
    "phantomjs",
    "lighthouse",
    "pagespeed",
    "pingdom",
)
# Published lists name the plain HTTP clients too, which apps and a newsroom's own services report events with.
_CRAWLER = re.compile("|".join(_NAMES), re.IGNORECASE)


def is_crawler(user_agent: str) -> bool:
    """Whether a request's `User-Agent` is one of a known crawler, link preview, or headless browser."""
    return _CRAWLER.search(user_agent) is not None
