"""A map of some kilometres on a sheet: longitudes and latitudes to points of the sheet and back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.rules.outline import Outline

_METRES = 111_320.0  # of one degree of latitude
_ROUND = (50, 100, 200, 500, 1000, 2000, 5000)  # metres that a scale bar may be


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to points, north at the top, the same scale both ways. `scale`: points a degree of latitude."""

    lon: float  # of the middle of the sheet
    lat: float
    scale: float
    width: float
    height: float
    parallel: float  # the latitude at which both ways have the same scale: it does not move with the sheet

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """From the left and the top of the sheet."""
        across = (lon - self.lon) * self._narrow * self.scale
        return self.width / 2 + across, self.height / 2 - (lat - self.lat) * self.scale

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point of the sheet."""
        lon = self.lon + (x - self.width / 2) / (self._narrow * self.scale)
        return lon, self.lat + (self.height / 2 - y) / self.scale

    @property
    def _narrow(self) -> float:
        return math.cos(math.radians(self.parallel))  # a degree of longitude, beside one of latitude

    def zoomed(self, factor: float, x: float, y: float) -> Projection:
        """Larger or smaller, the place under a point of the sheet staying there."""
        lon, lat = self.place(x, y)
        near = replace(self, scale=self.scale * factor)
        there = near.place(x, y)
        return replace(near, lon=near.lon + lon - there[0], lat=near.lat + lat - there[1])

    def moved(self, dx: float, dy: float) -> Projection:
        """The sheet pushed by so many points."""
        lon, lat = self.place(self.width / 2 - dx, self.height / 2 - dy)
        return replace(self, lon=lon, lat=lat)

    def bar(self, most: float) -> tuple[int, float]:
        """The longest round distance that a bar of `most` points holds: metres, points."""
        a_metre = self.scale / _METRES
        fits = [metres for metres in _ROUND if metres * a_metre <= most]
        metres = fits[-1] if fits else _ROUND[0]
        return metres, metres * a_metre


def fitted(outlines: Iterable[Outline], width: float, height: float, margin: float = 40) -> Projection:
    """All of these outlines on a sheet, with a margin on each side. ValueError when there is none."""
    drawn = list(outlines)
    if not drawn:
        raise ValueError("no outline to fit")
    west, east = min(one.west for one in drawn), max(one.east for one in drawn)
    south, north = min(one.south for one in drawn), max(one.north for one in drawn)
    lat = (south + north) / 2
    wide = max((east - west) * math.cos(math.radians(lat)), 1e-6)
    scale = min(max(width - 2 * margin, 1) / wide, max(height - 2 * margin, 1) / max(north - south, 1e-6))
    return Projection((west + east) / 2, lat, scale, width, height, lat)


def middle(outline: Outline) -> tuple[float, float]:
    """Where a label stands: the middle of the largest polygon, by its area; degrees."""
    ring = max((rings[0] for rings in outline.polygons), key=lambda one: abs(_area(one)[0]))
    double, x, y = _area(ring)
    if abs(double) < 1e-15:
        return (outline.west + outline.east) / 2, (outline.south + outline.north) / 2
    return x / (3 * double), y / (3 * double)


def _area(ring: tuple[tuple[float, float], ...]) -> tuple[float, float, float]:
    """Twice the area of a ring, and the sums that give its middle; counted from its first point, since the
    degrees of one city differ in their last figures only."""
    lon0, lat0 = ring[0]
    double = x = y = 0.0
    for (lon1, lat1), (lon2, lat2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        part = (lon1 - lon0) * (lat2 - lat0) - (lon2 - lon0) * (lat1 - lat0)
        double += part
        x += part * (lon1 + lon2 - 2 * lon0)
        y += part * (lat1 + lat2 - 2 * lat0)
    return double, x + 3 * double * lon0, y + 3 * double * lat0
