"""Icons: every bundled drawing can be drawn, in the colour asked for."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.ui import icons, theme


def inked(name: str, colour: str, size: int = 16, ratio: float = 1.0) -> set[str]:
    image = icons.pixmap(name, colour, size, ratio).toImage()
    spots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(c.rgb()).name() for c in spots if c.alpha() == 255}


@pytest.mark.parametrize("path", sorted(icons.FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_every_drawing_leaves_ink(qtbot: QtBot, path: Path) -> None:
    assert inked(path.stem, "#b3352d", 32)


def test_the_colour_and_the_sharpness_are_those_asked_for(qtbot: QtBot) -> None:
    assert inked("square", "#00ff00", 24) == {"#00ff00"}
    sharp = icons.pixmap("square", "#00ff00", 24, 2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (48, 2.0)


def test_the_same_drawing_is_made_once(qtbot: QtBot) -> None:
    assert icons.pixmap("check").cacheKey() == icons.pixmap("check").cacheKey()


def test_an_unknown_name_is_an_error(qtbot: QtBot) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-drawing")


def test_every_challenge_has_its_drawing(qtbot: QtBot) -> None:
    for grid in (theme.RESOURCES / "grids").glob("*.toml"):
        for challenge in tomllib.loads(grid.read_text(encoding="utf-8")).get("challenge", []):
            assert not icons.icon(challenge["icon"], challenge["colour"]).isNull()
