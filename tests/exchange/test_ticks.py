"""Boxes of printed sheets after a pen and a bad scanner; tests.benchmarks.paper_bridge measures at length."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageDraw

from desktop.exchange.scan_codes import codes, look_at
from desktop.exchange.ticks import UNFOUND, cut, read
from desktop.rules.page_ticks import BASE, BOXES, HIGH, doubts, state_of
from tests import scanner
from tests.benchmarks.paper_bridge import measure, sheets


def test_a_short_run_reads_every_code_and_every_box() -> None:
    rates = measure(4, 1.0, seed=3)
    assert rates.codes == rates.pages == 4
    assert set(rates.ticked) == {"ticked"}
    assert set(rates.empty) == {"empty"}


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    return sheets(1)[0]


def _mm(page: Image.Image, x: float, y: float) -> tuple[float, float]:
    dot = page.width / 210
    return x * dot, (HIGH - y) * dot


def test_pen_beside_a_box_ticks_nothing(sheet: Image.Image) -> None:
    page = sheet.copy()
    for box in BOXES:  # underlined, and the word struck through
        for y in (BASE - 1.2, BASE + 2.5):
            ends = [_mm(page, box.left + 6, y), _mm(page, box.left + 17, y)]
            ImageDraw.Draw(page).line(ends, fill=30, width=4)
    assert {state_of(share) for _, share in look_at(page).ticks} == {""}


def test_a_small_mark_is_doubtful_and_a_blackened_box_too(sheet: Image.Image) -> None:
    page = sheet.copy()
    x, y = BOXES[0].centre
    ImageDraw.Draw(page).line([_mm(page, x - 1.1, y), _mm(page, x + 1.1, y)], fill=40, width=4)
    x, y = BOXES[3].centre
    ImageDraw.Draw(page).rectangle([*_mm(page, x - 2.4, y + 2.4), *_mm(page, x + 2.4, y - 2.4)], fill=30)
    shares = dict(look_at(page).ticks)
    assert state_of(shares["favourable"]) == "doubtful"
    assert state_of(shares["again"]) == "doubtful"
    assert doubts(shares) == "Case à regarder : favorable, à revoir."


def test_a_box_that_is_torn_off_is_told_not_guessed(sheet: Image.Image) -> None:
    page = sheet.copy()
    ImageDraw.Draw(page).rectangle([0, *_mm(page, 0, 24)[1:], *_mm(page, 32, 0)], fill=255)
    shares = dict(look_at(page).ticks)
    assert shares["favourable"] == UNFOUND
    assert state_of(UNFOUND) == "doubtful"
    assert {code for code, share in shares.items() if share == UNFOUND} == {"favourable"}


def test_a_page_upside_down_gives_its_boxes_upright(sheet: Image.Image) -> None:
    dice, page = random.Random(2), sheet.copy()
    scanner.tick(dice, page, "unfavourable")
    turned = page.rotate(180)
    ((_, corners),) = codes(turned)
    assert [c for c, share in read(turned, corners).items() if state_of(share)] == ["unfavourable"]
    assert cut(turned, corners, "unfavourable").startswith(b"\x89PNG")
    assert cut(turned, corners, "nothing") == b""


def test_two_opinions_are_told() -> None:
    assert doubts({"favourable": 0.3, "unfavourable": 0.3}) == "Plusieurs avis sont cochés."
    assert doubts({"favourable": 0.3, "amount": 0.3}) == ""
