"""Points in and out of outlines: edges, corners, holes, several parts, and the real quarters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rules.outline import Outline, nearest, quarter_at, read_outline

SQUARE = [[2.0, 49.0], [3.0, 49.0], [3.0, 50.0], [2.0, 50.0], [2.0, 49.0]]
HOLE = [[2.4, 49.4], [2.6, 49.4], [2.6, 49.6], [2.4, 49.6], [2.4, 49.4]]
AMIENS = Path(__file__).parents[2] / "resources" / "quarters" / "amiens-2024.geojson"


def made(kind: str, coordinates: object) -> Outline:
    outline = read_outline(json.dumps({"type": kind, "coordinates": coordinates}))
    assert outline is not None
    return outline


def amiens() -> dict[str, Outline]:
    told = json.loads(AMIENS.read_text(encoding="utf-8"))
    outlines = {f["properties"]["code_qp"]: read_outline(json.dumps(f["geometry"])) for f in told["features"]}
    return {code: outline for code, outline in outlines.items() if outline}


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (2.2, 49.2, True), (1.9, 49.2, False), (2.2, 50.1, False),
        (2.0, 49.5, True), (2.5, 49.0, True), (3.0, 50.0, True),  # edges and a corner belong to it
        (2.5, 49.5, False), (2.4, 49.5, True), (2.5, 49.6, True),  # the hole, and its edges
        (2.5, 49.3999, True),
    ],
)  # fmt: skip
def test_a_square_with_a_hole(lon: float, lat: float, inside: bool) -> None:
    assert made("Polygon", [SQUARE, HOLE]).contains(lon, lat) is inside


def test_a_ray_through_a_corner_counts_once() -> None:
    diamond = made("Polygon", [[[2, 49], [2.5, 49.5], [3, 49], [2.5, 48.5], [2, 49]]])
    assert diamond.contains(2.5, 49.0) and not diamond.contains(1.5, 49.0) and not diamond.contains(1.5, 49.5)


def test_several_parts_and_heights() -> None:
    other = [[[5.0, 45.0, 12.0], [5.1, 45.0, 12.0], [5.0, 45.1, 12.0], [5.0, 45.0, 12.0]]]
    both = made("MultiPolygon", [[SQUARE], other])
    assert both.contains(2.5, 49.5) and both.contains(5.02, 45.02) and not both.contains(4.0, 47.0)


@pytest.mark.parametrize(
    "text",
    ["", "rien", "{}", '{"type": "Point", "coordinates": [2, 49]}', '{"type":"Polygon","coordinates":[]}'],
)
def test_what_is_no_outline(text: str) -> None:
    assert read_outline(text) is None


def test_the_seven_quarters_and_places_of_the_city() -> None:
    outlines = amiens()
    assert len(outlines) == 7
    assert quarter_at(2.2502, 49.9150, outlines) == "QN08001M"
    assert quarter_at(2.2957, 49.8942, outlines) is None, "the cathedral square is in none"
    found = nearest(2.2957, 49.8942, outlines)
    assert found is not None and 300 < found[1] < 3000
    assert nearest(2.2957, 49.8942, {}) is None


def test_metres_are_metres() -> None:
    square = made("Polygon", [SQUARE])
    assert square.metres_to(2.5, 49.5) == 0
    assert square.metres_to(2.5, 48.999) == pytest.approx(111.3, abs=1)
    assert square.metres_to(1.999, 49.5) == pytest.approx(72.3, abs=1)


@given(st.floats(2.01, 2.99), st.floats(49.01, 49.99))
def test_every_point_of_a_square_is_in_it(lon: float, lat: float) -> None:
    assert made("Polygon", [SQUARE]).contains(lon, lat)
