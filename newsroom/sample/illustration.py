"""Draws an article's picture: a quiet motif of its topic, always the same for the same article."""

import random
from collections.abc import Callable, Mapping
from typing import Final

from newsroom.sample.motifs import (
    Canvas,
    bar_chart,
    bookshelf,
    circuit,
    columns,
    crowd_banners,
    cut_outs,
    globe,
    harbour,
    heartbeat,
    hills,
    houses,
    leaves,
    night_sky,
    pitch,
    running_track,
    sea,
    skyline,
    stage,
    waves_of_data,
)

WIDTH: Final = 1200
HEIGHT: Final = 720

_MOTIFS: Final[Mapping[str, tuple[Callable[[Canvas], str], ...]]] = {
    "politics": (columns, crowd_banners, columns, skyline),
    "world": (globe, sea, hills, harbour),
    "business": (bar_chart, skyline, harbour, bar_chart),
    "technology": (circuit, waves_of_data, circuit, skyline),
    "science": (night_sky, leaves, waves_of_data, hills),
    "health": (heartbeat, leaves, heartbeat, cut_outs),
    "culture": (stage, cut_outs, bookshelf, stage),
    "sport": (pitch, running_track, hills, pitch),
    "local": (houses, hills, harbour, houses),
}
# Per palette: background, far, middle, near, accent.
_PALETTES: Final = (
    ("#f3ede2", "#d9cdb8", "#8fa3a6", "#3d5a66", "#c8553d"),
    ("#e8eef0", "#c4d3d8", "#7d9aa5", "#2f4858", "#d98e4a"),
    ("#f6efe9", "#e2cfc0", "#b08d7c", "#5a4a4f", "#3f7d77"),
    ("#eef0e6", "#cfd6bd", "#8ea47c", "#40543f", "#c96f4a"),
    ("#ece9f1", "#cfc7dc", "#8f86ac", "#433f63", "#d9a441"),
    ("#f2ece6", "#ddc9b3", "#a3745a", "#46322e", "#5f8ea0"),
)


def illustration(article: Mapping[str, object]) -> str:
    """The article's picture as SVG text, 1200 by 720."""
    topics = article["topics"]
    if not isinstance(topics, list | tuple) or not topics:
        raise ValueError("topics: at least one is needed")
    return _draw(str(article["article_id"]), str(topics[0]))[0]


def alt_text(article_id: str, topic: str) -> str:
    """What the article's picture shows, in a few words."""
    return _draw(article_id, topic)[1]


def _draw(article_id: str, topic: str) -> tuple[str, str]:
    chooser = random.Random(f"{topic} {article_id}")
    palette = chooser.choice(_PALETTES)
    canvas = Canvas(chooser, *palette, WIDTH, HEIGHT)
    description = chooser.choice(_MOTIFS.get(topic, (hills, cut_outs, sea)))(canvas)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img"><title>{description}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="{canvas.paper}"/>'
        f"{''.join(canvas.shapes)}</svg>"
    )
    return svg, description
