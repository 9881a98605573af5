"""Outlines of quarters: whether a point is inside one, and how far it is from it. Degrees, WGS 84."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[float, float]  # longitude, latitude
_METRES = 111_320.0  # of one degree of latitude
_ON_EDGE = 1e-9  # degrees; a point this near to an edge stands on it


@dataclass(frozen=True, slots=True)
class Outline:
    """Polygons, each an outer ring followed by its holes; and the box that holds them all."""

    polygons: tuple[tuple[tuple[Point, ...], ...], ...]
    west: float
    south: float
    east: float
    north: float

    def contains(self, lon: float, lat: float) -> bool:
        """Whether the point is inside; an edge belongs to the quarter, that of a hole too."""
        if not (self.west <= lon <= self.east and self.south <= lat <= self.north):
            return False
        return any(_in_polygon(lon, lat, rings) for rings in self.polygons)

    def metres_to(self, lon: float, lat: float) -> float:
        """Distance to the outline, 0 inside; right to a few metres within some kilometres."""
        if self.contains(lon, lat):
            return 0.0
        rings = (ring for rings in self.polygons for ring in rings)
        return min(_metres_to_ring(lon, lat, ring) for ring in rings)


def read_outline(text: str) -> Outline | None:
    """A GeoJSON polygon or multipolygon; None when it is none."""
    try:
        geometry = json.loads(text)
        told = geometry["coordinates"]
        many = {"MultiPolygon": told, "Polygon": [told]}[geometry["type"]]
        polygons = tuple(
            tuple(tuple((float(lon), float(lat)) for lon, lat, *_ in ring) for ring in rings)
            for rings in many
            if rings
        )
    except (ValueError, KeyError, TypeError):
        return None
    points = [point for rings in polygons for ring in rings for point in ring]
    if len(points) < 3:
        return None
    lons, lats = zip(*points, strict=True)
    return Outline(polygons, min(lons), min(lats), max(lons), max(lats))


def quarter_at(lon: float, lat: float, outlines: Mapping[str, Outline]) -> str | None:
    """The code of the quarter where the point stands, None when it is in none."""
    return next((code for code, outline in outlines.items() if outline.contains(lon, lat)), None)


def nearest(lon: float, lat: float, outlines: Mapping[str, Outline]) -> tuple[str, float] | None:
    """The code of the nearest quarter and the metres to it, None when there is none."""
    found = ((outline.metres_to(lon, lat), code) for code, outline in outlines.items())
    best = min(found, default=None)
    return None if best is None else (best[1], best[0])


def _in_polygon(lon: float, lat: float, rings: tuple[tuple[Point, ...], ...]) -> bool:
    if any(_on_ring(lon, lat, ring) for ring in rings):
        return True
    outer, *holes = rings
    return _in_ring(lon, lat, outer) and not any(_in_ring(lon, lat, hole) for hole in holes)


def _in_ring(lon: float, lat: float, ring: tuple[Point, ...]) -> bool:
    """Ray casting: a point is inside when a ray to the east crosses the ring an odd number of times."""
    inside = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
        x1, y1 = x2, y2
    return inside


def _on_ring(lon: float, lat: float, ring: tuple[Point, ...]) -> bool:
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if _gap(lon - x1, lat - y1, x2 - x1, y2 - y1) <= _ON_EDGE:
            return True
        x1, y1 = x2, y2
    return False


def _gap(x: float, y: float, dx: float, dy: float) -> float:
    """From the point (x, y) to the segment from the origin to (dx, dy)."""
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
    return math.hypot(x - along * dx, y - along * dy)


def _metres_to_ring(lon: float, lat: float, ring: tuple[Point, ...]) -> float:
    shrink = math.cos(math.radians(lat))  # a degree of longitude is shorter than one of latitude
    flat = [((x - lon) * shrink, y - lat) for x, y in ring]
    x1, y1 = flat[-1]
    best = math.inf
    for x2, y2 in flat:
        best = min(best, _gap(-x1, -y1, x2 - x1, y2 - y1))
        x1, y1 = x2, y2
    return best * _METRES
