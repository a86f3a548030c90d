"""A sheet to draw on: colours, size, and the few shapes that all motifs are made of."""

import random
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Canvas:
    """Shapes drawn so far, in painting order; colours go from the paper through far, middle and near to an accent."""

    chooser: random.Random
    paper: str
    far: str
    middle: str
    near: str
    accent: str
    width: int
    height: int
    shapes: list[str] = field(default_factory=list[str])

    def between(self, low: float, high: float) -> int:
        """A whole number in the range, by chance."""
        return round(self.chooser.uniform(low, high))

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str, more: str = "") -> None:
        """A filled rectangle with its upper left corner at (x, y)."""
        self.shapes.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"{more}/>')

    def circle(self, x: float, y: float, radius: float, fill: str, more: str = "") -> None:
        """A filled circle around (x, y)."""
        self.shapes.append(f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"{more}/>')

    def path(self, data: str, fill: str = "none", more: str = "") -> None:
        """A path in SVG's own notation."""
        self.shapes.append(f'<path d="{data}" fill="{fill}"{more}/>')

    def line(self, data: str, colour: str, width: float) -> None:
        """A path that is stroked with round ends."""
        self.path(
            data, more=f' stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"'
        )

    def sun(self, low: float = 120, high: float = 260) -> None:
        """A disc in the accent colour somewhere in the sky."""
        self.circle(self.between(220, 980), self.between(low, high), self.between(55, 95), self.accent)

    def ridge(self, base: float, swing: float, fill: str, steps: int = 5) -> None:
        """A smooth range of hills across the whole width, filled down to the lower edge."""
        step = self.width / steps
        points = [(index * step, base + self.between(-swing, swing)) for index in range(steps + 1)]
        data = f"M0 {points[0][1]:g}"
        for (x0, y0), (x1, y1) in pairwise(points):
            middle = (x0 + x1) / 2
            data += f"C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}"
        self.path(f"{data}V{self.height}H0Z", fill)
