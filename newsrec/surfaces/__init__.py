"""Surfaces: where on the site a list stands, how it is mixed, laid out and ruled; the documents lie beside this."""

from newsrec.surfaces.layout import Layout, Slot
from newsrec.surfaces.surface import (
    Followed,
    JustPublished,
    Surface,
    UnknownSurface,
    doubts,
    load,
    packaged_document,
    read_surface,
    surface_names,
)

__all__ = [
    "Followed",
    "JustPublished",
    "Layout",
    "Slot",
    "Surface",
    "UnknownSurface",
    "doubts",
    "load",
    "packaged_document",
    "read_surface",
    "surface_names",
]
