"""The motifs of the sample newsroom's pictures; each draws on a canvas and returns what it shows."""

from newsroom.sample.motifs.canvas import Canvas
from newsroom.sample.motifs.landscapes import harbour, hills, houses, leaves, night_sky, sea, skyline
from newsroom.sample.motifs.scenes import columns, crowd_banners, cut_outs, globe, pitch, running_track, stage
from newsroom.sample.motifs.symbols import bar_chart, bookshelf, circuit, heartbeat, waves_of_data

__all__ = [
    "Canvas",
    "bar_chart",
    "bookshelf",
    "circuit",
    "columns",
    "crowd_banners",
    "cut_outs",
    "globe",
    "harbour",
    "heartbeat",
    "hills",
    "houses",
    "leaves",
    "night_sky",
    "pitch",
    "running_track",
    "sea",
    "skyline",
    "stage",
    "waves_of_data",
]
