"""The three themes: everything that is read has 4.5:1 on whatever is behind it."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from desktop.ui import theme
from desktop.ui.colours import READABLE, blend, contrast, readable


def pairs(look: theme.Tokens) -> list[tuple[str, str, str]]:
    found = []
    for ground in ("paper", "ground", "accent_wash"):
        behind = getattr(look, ground)
        for words in ("ink", "muted", "accent", "good", "warn", "bad", "violet"):
            found.append((f"{words} on {ground}", getattr(look, words), behind))
        for i, words in enumerate(look.challenge_inks, 1):
            found.append((f"challenge {i} on {ground}", words, behind))
    for tone in theme.TONES:
        found.append((f"tone {tone}", *look.tone(tone)))
    for i in range(11):
        found.append((f"number on challenge {i + 1}", look.on_challenges[i], look.challenges[i]))
        found.append((f"ink on highlight {i + 1}", look.ink, look.challenge_washes[i]))
        found.append((f"challenge {i + 1} on highlight", look.challenge_inks[i], look.challenge_washes[i]))
    for words, behind in (("rail_text", "rail"), ("rail_text", "rail_chosen"), ("rail_muted", "rail")):
        found.append((f"{words} on {behind}", getattr(look, words), getattr(look, behind)))
    found += [("button", look.on_accent, look.accent), ("empty cell", look.muted, look.cell)]
    found.append(("button under the mouse", look.on_accent, blend(look.accent, look.paper, 0.14)))
    found.append(("tooltip", look.paper, look.ink))
    return found


@pytest.mark.parametrize("name", theme.THEMES)
def test_all_words_can_be_read(name: str) -> None:
    weak = [
        (what, round(contrast(a, b), 2))
        for what, a, b in pairs(theme.theme(name))
        if contrast(a, b) < READABLE
    ]
    assert weak == []


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_filled_cell_of_the_frieze_stands_out_from_an_empty_one(name: str) -> None:
    look = theme.theme(name)
    assert min(contrast(fill, look.cell) for fill in look.challenges) >= 2.9


def test_contrast_counts_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert readable("#1c2430", ("#ffffff",)) == "#1c2430"
    assert contrast(readable("#c07a16", ("#ffffff",)), "#ffffff") >= READABLE


def test_no_shade_is_said_and_not_guessed() -> None:
    with pytest.raises(ValueError, match="no shade"):
        readable("#888888", ("#000000", "#ffffff"), 7)


@pytest.mark.parametrize("name", theme.THEMES)
def test_applying_dresses_the_program(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)
    look = theme.tokens()
    assert look.name == name
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == look.ink
    assert look.accent in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_fonts_have_figures_of_one_width(qtbot: QtBot) -> None:
    made = theme.font(20, QFont.Weight.DemiBold)
    assert made.pixelSize() == 20
    assert made.isFeatureSet(QFont.Tag.fromString("tnum"))
    assert QFontInfo(made).family()
    assert theme.reading_font(18).pixelSize() == 18


def test_without_bundled_fonts_the_system_serves(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    QFontDatabase.removeAllApplicationFonts()
    theme.family.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(theme, "RESOURCES", tmp_path)
        general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        assert (theme.family("Inter"), theme.family("Source Serif")) == (general, general)
    theme.family.cache_clear()
    assert (theme.family("Inter"), theme.family("Source Serif")) == ("Inter", "Source Serif 4")


def test_the_program_is_dressed_wherever_it_lies(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person installs it under their own name, which has spaces, accents and apostrophes."""
    box = QCheckBox("Reçue")
    box.setChecked(True)
    qtbot.addWidget(box)
    box.setStyleSheet(theme.style_sheet(theme.theme("light")))
    usual = box.grab().toImage()
    there = tmp_path / "Hélène d'Été (poste 2)"
    shutil.copytree(theme.RESOURCES / "theme", there / "theme")
    monkeypatch.setattr(theme, "RESOURCES", there)
    box.setStyleSheet(theme.style_sheet(theme.theme("light")))
    assert str(there) in box.styleSheet() and box.grab().toImage() == usual
