"""Degrees to points of a sheet and back; labels stand inside what they name."""

from __future__ import annotations

import json
import math

import pytest

from desktop.paths import resources
from desktop.rules.outline import Outline, read_outline
from desktop.rules.projection import Projection, fitted, middle


@pytest.fixture(scope="module")
def quarters() -> dict[str, Outline]:
    text = (resources() / "quarters" / "amiens-2024.geojson").read_text(encoding="utf-8")
    found = {}
    for feature in json.loads(text)["features"]:
        outline = read_outline(json.dumps(feature["geometry"]))
        assert outline is not None
        found[feature["properties"]["code_qp"]] = outline
    return found


def test_every_quarter_stands_on_the_sheet_within_its_margin(quarters: dict[str, Outline]) -> None:
    sheet = fitted(quarters.values(), 800, 500, margin=30)
    points = [
        sheet.point(lon, lat)
        for one in quarters.values() for rings in one.polygons for lon, lat in rings[0]
    ]  # fmt: skip
    assert min(x for x, _ in points) >= 29.9 and max(x for x, _ in points) <= 770.1
    assert min(y for _, y in points) >= 29.9 and max(y for _, y in points) <= 470.1
    tight = max(max(x for x, _ in points) - 30, max(y for _, y in points) - 30)
    assert tight >= 439  # it fills one of the two ways


def test_north_is_up_and_a_kilometre_is_the_same_both_ways() -> None:
    sheet = Projection(2.3, 49.9, 10_000, 800, 500, 49.9)
    (x, y), (east, _), (_, north) = sheet.point(2.3, 49.9), sheet.point(2.31, 49.9), sheet.point(2.3, 49.91)
    assert (x, y) == (400, 250) and east > x and north < y
    kilometre = 1 / 111.32
    across = sheet.point(2.3 + kilometre / math.cos(math.radians(49.9)), 49.9)[0] - x
    assert across == pytest.approx(y - sheet.point(2.3, 49.9 + kilometre)[1])


def test_zooming_keeps_the_place_under_the_pointer() -> None:
    sheet = Projection(2.3, 49.9, 10_000, 800, 500, 49.9)
    place = sheet.place(120, 90)
    near = sheet.zoomed(2.5, 120, 90)
    assert near.point(*place) == pytest.approx((120, 90), abs=1e-6)
    assert near.scale == 25_000
    assert sheet.moved(50, -20).point(2.3, 49.9) == pytest.approx((450, 230))


def test_the_scale_bar_is_a_round_distance_that_fits() -> None:
    metres, points = Projection(2.3, 49.9, 11_132, 800, 500, 49.9).bar(120)
    assert (metres, points) == (1000, pytest.approx(100))
    assert Projection(2.3, 49.9, 111_320, 800, 500, 49.9).bar(120)[0] == 100


def test_a_label_stands_in_the_middle_of_its_quarter(quarters: dict[str, Outline]) -> None:
    ring = ((0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0))
    assert middle(Outline(((ring,),), 0, 0, 4, 2)) == pytest.approx((2.0, 1.0))
    for code, outline in quarters.items():
        lon, lat = middle(outline)
        assert outline.west < lon < outline.east and outline.south < lat < outline.north, code


def test_nothing_to_fit_is_said() -> None:
    with pytest.raises(ValueError, match="no outline"):
        fitted([], 100, 100)
