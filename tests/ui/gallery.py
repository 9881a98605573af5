"""Pictures of the reusable parts, to be looked at: python -m tests.ui.gallery [folder]."""

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import theme
from desktop.ui.fields import (
    AutoText,
    Button,
    DateField,
    FilterChips,
    IconButton,
    MoneyField,
    Pill,
    SearchField,
    SectionTitle,
    StageChips,
    StrengthDots,
    Toast,
)
from desktop.ui.frieze import Frieze
from desktop.ui.icons import FOLDER
from desktop.ui.tables import DossierList

TODAY = date(2025, 3, 1)
NAMES = [f"Défi {number}" for number in range(1, 12)]
ACTIONS = (
    ("Jardins du Bord de Selle", "Ateliers cuisine et paniers du mois"),
    ("Espace Rencontre Ouest", "Accompagnement à la scolarité collège"),
    ("Lire en Bas de Chez Soi", "Livre et lecture de rue, pied d’immeuble"),
    ("Jeunesse en Commun", "Ambassadeurs du vivre ensemble"),
    ("Atelier des Possibles", "Fabrique mobile numérique"),
)
STAGES = (
    "received",
    "incomplete",
    "complete",
    "instruction",
    "opinion",
    "ready",
    "decided",
    "notified",
    "closed",
)


class Shown(NamedTuple):
    id: int
    number: str
    applicant: str
    title: str
    quarters: str
    levels: tuple[int, ...]
    asked: int | None
    proposed: int | None
    pieces_held: int
    pieces_asked: int
    pieces_state: str
    anomalies: int
    doubts: int
    stage: str
    outcome: str | None
    due_on: date | None
    paused_until: str | None = None
    news: bool = False
    closed: bool = False
    disputed: int = 0
    proposals: int = 0
    lent: str = ""


def row(key: int) -> Shown:
    """An invented dossier, the same at each run."""
    levels = [0] * 11
    levels[key % 11], levels[(key * 7) % 11] = 1 + key % 3, 1 + key % 2
    due = TODAY + timedelta(days=(5, 34, 2, 21, 0, -3)[key % 6])
    held = 9 - key % 3
    return Shown(
        key,
        f"2025-{key:04}",
        *ACTIONS[key % 5],
        ("Étouvie", "Nord", "P. Rollin", "Condorcet")[key % 4],
        tuple(levels),
        (key * 7 % 39 + 1) * 100_000,
        None if key % 3 else (key * 5 % 19 + 1) * 85_050,
        held,
        9,
        "bad" if key % 7 == 6 else "",
        (0, 0, 1)[key % 3],
        (0, 2, 0, 1)[key % 4],
        STAGES[key % 9],
        None,
        due,
    )


def a_list() -> DossierList:
    """The list as an officer finds it, one row current and one marked."""
    view = DossierList(lambda ids: [row(key) for key in ids], NAMES, lambda: TODAY)
    view.resize(1180, 620)
    view.set_ids(range(101, 353))
    view.set_sorted("due_on", False)
    view.show()
    view.go_to(2)
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().select(view.model().index(5, 0), flags.Select | flags.Rows)
    return view


def _chips() -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    stages, filters = StageChips(), FilterChips()
    stages.set_chips([("i", "À instruire", 118), ("c", "À compléter", 23), ("p", "Prêts comité", 46)])
    stages.choose(["i"])
    filters.set_filters([("q", "Quartier : Étouvie, Nord"), ("d", "Défi : 4 Réussite")])
    line.addWidget(stages, 3)
    line.addWidget(filters, 3)
    return box


def _buttons() -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    off = Button("Indisponible", "printer")
    off.setEnabled(False)
    for part in (
        Button("Importer", "download"),
        Button("Nouveau dossier", "plus", kind="primary"),
        Button("Plus tard", kind="plain"),
        off,
        IconButton("arrow-left", "Revenir à la liste"),
        IconButton("ellipsis", "Autres actions"),
    ):
        line.addWidget(part)
    line.addStretch()
    return box


def _inputs() -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    money, wrong, day, combo = MoneyField("Montant"), MoneyField("Montant"), DateField("Date"), QComboBox()
    money.set_cents(900_050)
    wrong.setText("neuf mille")
    wrong.textEdited.emit(wrong.text())
    day.set_day(TODAY)
    combo.addItems(["Étouvie", "Nord"])
    combo.setAccessibleName("Quartier")
    note = AutoText("Note", lines=2)
    note.set_text("Public éloigné, bon levier ; indicateur d’inscription à suivre.")
    for at, part in enumerate((money, wrong, day, combo)):
        grid.addWidget(part, 0, at)
    grid.addWidget(SearchField("Chercher dans les dossiers, les notes et les pièces   (Ctrl+K)"), 1, 0, 1, 2)
    grid.addWidget(note, 1, 2, 1, 2)
    return box


def _states() -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    for tone in theme.TONES:
        line.addWidget(Pill(tone.capitalize(), tone))
    for number in (1, 4, 7):
        dots = StrengthDots("Force", number)
        dots.set_level(number % 4)
        line.addWidget(dots)
    line.addStretch()
    return box


def parts() -> QWidget:
    """All the small parts on one page."""
    page = QFrame()
    page.resize(1180, 620)
    box = QVBoxLayout(page)
    frieze = Frieze(NAMES)
    frieze.set_levels((1, 0, 0, 3, 0, 0, 2, 0, 0, 1, 3))
    frieze.setMaximumWidth(420)
    toasts = []
    for tone, words in (
        ("good", "La note est enregistrée."),
        ("bad", "Le fichier n’a pas pu être lu. Rien n’a été changé."),
    ):
        toasts.append(Toast())
        toasts[-1].tell(words, tone, "Annuler")
    for part in (SectionTitle("Boutons"), _buttons(), _chips(), _inputs(), _states(), frieze, *toasts):
        box.addWidget(part)
    box.addStretch()
    page.show()
    return page


def drawings() -> QWidget:
    """Every icon with its name."""
    page = QFrame()
    grid = QGridLayout(page)
    for at, path in enumerate(sorted(FOLDER.glob("*.svg"))):
        grid.addWidget(IconButton(path.stem, path.stem), at // 16, at % 16)
    page.show()
    return page


def main() -> None:
    """Write the pictures and say where they are."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="parvis-gallery-"))
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv)
    suffix = "" if app.devicePixelRatio() == 1 else f"-{app.devicePixelRatio():.0%}".replace("%", "")
    for name in theme.THEMES:
        theme.apply(app, name)
        made = {"list": a_list(), "parts": parts(), "icons": drawings()}
        for what, widget in made.items():
            widget.grab().save(str(folder / f"{what}-{name}{suffix}.png"))
            widget.close()
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
