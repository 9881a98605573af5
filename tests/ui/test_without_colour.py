"""States told apart without their hue: in grey, and as two kinds of eyes see them, their shapes differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication

from desktop.rules import journey
from desktop.rules.bars import Bar, Bars
from desktop.ui import theme
from desktop.ui.checks.levels import FACES as LEVELS
from desktop.ui.dossier.outline_rows import PIECE_FACES
from desktop.ui.fields import notices
from desktop.ui.figures import drawing, map_ink
from desktop.ui.frieze import paint_frieze
from desktop.ui.history import chart as history
from desktop.ui.money import envelope_table as money
from desktop.ui.sift.questions import FACES as REPLIES
from desktop.ui.tables.lines import Line
from desktop.ui.tables.paint import RowPainter
from desktop.ui.tables.row import WIDTHS
from tests.ui.gallery import row

# Grey as the eye weighs it; and what is left of colours without one kind of cones (Machado 2009, whole).
GREY = (0.2126, 0.7152, 0.0722, 0)
EYES: dict[str, tuple[float, ...]] = {
    "grey": (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
    "protan": (0.152, 1.053, -0.205, 0, 0.115, 0.786, 0.099, 0, -0.004, -0.048, 1.052, 0),
    "deutan": (0.367, 0.861, -0.228, 0, 0.280, 0.673, 0.047, 0, -0.012, 0.043, 0.969, 0),
}
_EDGE = 40  # what a line of a shape answers to the filter of edges, at least
_LIGHT = 60  # of 255: how much lighter or darker a pixel must be to be seen so without its hue
_LEAST = 10  # pixels that differ
TODAY = dt.date(2026, 3, 10)
Paint = Callable[[QPainter, theme.Tokens], object]


@pytest.fixture(params=theme.THEMES)
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[theme.Tokens]:
    theme.apply(qapp, request.param)
    yield theme.tokens()
    theme.apply(qapp, "light")


def shot(paint: Paint, look: theme.Tokens, wide: int = 60, high: int = 40) -> Image.Image:
    """What is painted, on the paper of the theme."""
    made = QImage(wide, high, QImage.Format.Format_RGB888)
    made.fill(QColor(look.paper))
    painter = QPainter(made)
    paint(painter, look)
    painter.end()
    data = bytes(made.constBits())
    return Image.frombuffer("RGB", (wide, high), data, "raw", "RGB", made.bytesPerLine(), 1)


def alike(pictures: dict[str, Image.Image]) -> list[str]:
    """Pairs of states that some eyes cannot tell from one another: the same lines, nothing much lighter."""
    found = []
    for eyes, matrix in EYES.items():
        seen = {name: shot.convert("RGB", matrix).convert("L", GREY) for name, shot in pictures.items()}
        lines = {name: _over(each.filter(ImageFilter.FIND_EDGES), _EDGE) for name, each in seen.items()}
        for one, other in combinations(seen, 2):
            drawn = ImageChops.difference(lines[one], lines[other])
            lighter = _over(ImageChops.difference(seen[one], seen[other]), _LIGHT)
            differ = ImageChops.lighter(drawn, lighter).histogram()[255]
            if differ < _LEAST:
                found.append(f"{eyes}: {one} / {other} ({differ})")
    return found


def _over(picture: Image.Image, least: int) -> Image.Image:
    return picture.point([0] * least + [255] * (256 - least))


def rows(look: theme.Tokens, states: dict[str, dict[str, Any]], *, compact: bool) -> dict[str, Image.Image]:
    painter = RowPainter()
    painter.lay_out(WIDTHS, compact, 1.0, TODAY)
    lefts = [sum(WIDTHS[:at]) for at in range(len(WIDTHS))]
    plain = row(0)._replace(disputed=0, proposals=0, news=False, closed=False, paused_until=None)
    found = {}
    for name, facts in states.items():
        drawn = {key: facts.pop(key) for key in ("current", "marked") if key in facts}
        line = Line(
            0, name, plain._replace(**facts), drawn.get("current", False), drawn.get("marked", False), False
        )

        def paint(pen: QPainter, _look: theme.Tokens, line: Line = line) -> None:
            painter.paint(pen, lefts, sum(WIDTHS), False, [line])

        found[name] = shot(paint, look, sum(WIDTHS), painter.height)
    return found


@pytest.mark.parametrize("compact", [False, True])
def test_rows_of_the_list(look: theme.Tokens, compact: bool) -> None:
    pieces = {"pieces_held": 3, "pieces_asked": 5}
    groups: dict[str, dict[str, dict[str, Any]]] = {
        "stages": {stage.code: {"stage": stage.code} for stage in journey.STAGES},
        "pieces": {state: {"pieces_state": state, **pieces} for state in ("good", "warn", "bad")},
        "marks": {f"level {n}": {"levels": (n,) * 11} for n in range(4)},
        "rows": {
            "plain": {}, "to be settled": {"disputed": 2}, "several amounts": {"proposals": 2},
            "news": {"news": True}, "closed": {"closed": True}, "chosen": {"current": True},
            "ticked": {"marked": True},
        },
        "clocks": {
            "soon": {"due_on": "2026-03-18"}, "late": {"due_on": "2026-03-02"},
            "waiting": {"due_on": "2026-03-18", "paused_until": "2026-04-01"},
        },
    }  # fmt: skip
    found = {name: alike(rows(look, states, compact=compact)) for name, states in groups.items()}
    assert {name: pairs for name, pairs in found.items() if pairs} == {}


def test_bars_maps_and_friezes(look: theme.Tokens) -> None:
    area, box = QPainterPath(), QRectF(8, 6, 44, 28)
    area.addRect(box)
    groups: dict[str, dict[str, Paint]] = {
        "history": {str(k): lambda p, t, k=k: history._paint_bar(p, t, box, k) for k in range(4)},
        "map": {
            str(level): lambda p, t, level=level: map_ink.draw_area(p, area, level, t, chosen=False)
            for level in range(map_ink.CLASSES)
        },
        "places": {
            str(given): lambda p, t, given=given: map_ink.draw_heap(p, _heap(given), t)
            for given in (True, False)
        },
        "frieze": {
            str(n): lambda p, _t, n=n: paint_frieze(p, QRectF(0, 0, 60, 40), (n,) * 11, False)
            for n in range(4)
        },
    }
    found = {
        name: alike({state: shot(paint, look) for state, paint in states.items()})
        for name, states in groups.items()
    }
    assert {name: pairs for name, pairs in found.items() if pairs} == {}


def _heap(granted: bool) -> map_ink.Heap:
    spot = map_ink.Spot(b"1", "Place", 0.0, 0.0, granted, "")
    return map_ink.Heap(30.0, 20.0, (spot,))


class _Envelope:
    depth, held = 1, 1000

    def __init__(self, engaged: int, proposed: int) -> None:
        self.engaged, self.proposed, self.left = engaged, proposed, 1000 - engaged - proposed


def test_what_an_envelope_engaged_and_what_it_proposes(
    look: theme.Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(money, "beside_words", lambda _line: "")  # the figure says it too: here the bar alone
    states = {"engaged": (600, 0), "proposed": (0, 600), "over": (800, 400), "free": (0, 0)}
    room = QRectF(0, 0, 300, 30)
    pictures = {
        name: shot(lambda p, t, of=of: money._paint_bar(p, t, room, _Envelope(*of)), look, 300, 30)
        for name, of in states.items()
    }
    assert alike(pictures) == []


def test_patterns_of_charts(qapp: QApplication) -> None:
    pictures = {}
    for pattern in ("hatch", "cross", "dots"):
        made = drawing.picture(
            Bars("Titre", "2026", (Bar("a", "Nom", 100, "100", pattern=pattern),)), 300, 1.0
        )
        made = made.convertToFormat(QImage.Format.Format_RGB888)
        data = bytes(made.constBits())
        size = (made.width(), made.height())
        pictures[pattern] = Image.frombuffer("RGB", size, data, "raw", "RGB", made.bytesPerLine(), 1)
    assert alike(pictures) == []


@pytest.mark.parametrize(
    "faces",
    [
        {level: name for level, (name, _tone) in LEVELS.items()},
        {state: name for state, (name, _tone) in PIECE_FACES.items()},
        {reply: name for reply, (name, _tone) in REPLIES.items()},
        dict(notices._DRAWINGS),
    ],
    ids=["findings", "pieces", "answers", "messages"],
)
def test_each_state_has_a_drawing_of_its_own(faces: dict[str, str]) -> None:
    assert len(set(faces.values())) == len(faces)
    assert all((theme.RESOURCES / "icons" / "lucide" / f"{name}.svg").is_file() for name in faces.values())


def test_the_measure_tells_two_hues_of_one_shape_alike(look: theme.Tokens) -> None:
    box = QRectF(8, 6, 44, 28)
    pictures = {
        name: shot(lambda p, t, name=name: p.fillRect(box, QColor(getattr(t, name))), look)
        for name in ("bad", "good")
    }
    assert any(pair.startswith("grey") for pair in alike(pictures))
