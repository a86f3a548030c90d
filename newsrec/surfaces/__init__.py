"""Surfaces: where on the site a list stands, how it is mixed, laid out and ruled; the documents lie beside this."""

from newsrec.surfaces.layout import Layout, Slot
from newsrec.surfaces.surface import JustPublished, Surface, UnknownSurface, load, read_surface, surface_names

__all__ = ["JustPublished", "Layout", "Slot", "Surface", "UnknownSurface", "load", "read_surface", "surface_names"]
