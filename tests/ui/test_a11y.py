"""The walk of the accessible tree finds what has no name, and every reusable part has one."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.fields import (
    AutoText,
    Button,
    DateField,
    FilterChips,
    IconButton,
    MoneyField,
    SearchField,
    StageChips,
    StrengthDots,
    Toast,
)
from desktop.ui.frieze import Frieze
from desktop.ui.tables import DossierList
from tests.ui import gallery
from tests.ui.a11y import names, unnamed


def page(qtbot: QtBot, *parts: QWidget) -> QWidget:
    made = QWidget()
    box = QVBoxLayout(made)
    for part in parts:
        box.addWidget(part)
    qtbot.addWidget(made)
    made.show()
    return made


def test_parts_without_a_name_are_found(qtbot: QtBot) -> None:
    combo, field, tool, hidden = QComboBox(), QLineEdit(), QToolButton(), QLineEdit()
    combo.addItem("Nord")
    made = page(qtbot, QLabel("Quartier"), combo, field, tool, hidden)
    hidden.hide()
    assert [path.rsplit("/", 1)[1] for path in unnamed(made)] == ["QComboBox", "QLineEdit", "QToolButton"]
    combo.setAccessibleName("Quartier")
    field.setAccessibleName("Motif")
    tool.setText("Ouvrir")
    assert unnamed(made) == []
    assert "Ouvrir" in names(made)


def test_every_reusable_part_has_a_name(qtbot: QtBot) -> None:
    chips, filters, toast = StageChips(), FilterChips(), Toast()
    chips.set_chips([("ready", "Prêts comité", 46)])
    filters.set_filters([("quarter", "Quartier : Nord")])
    shown = DossierList(lambda ids: (), [str(n) for n in range(11)], lambda: date(2025, 3, 1))
    shown.set_ids(())
    shown.show_state("empty", "Aucun dossier", "Importez un fichier pour commencer.", "Importer")
    made = page(
        qtbot,
        chips,
        filters,
        toast,
        shown,
        Button("Importer", "download"),
        IconButton("x", "Fermer"),
        MoneyField("Montant proposé"),
        DateField("Date du comité"),
        SearchField("Chercher dans les dossiers"),
        AutoText("Note générale"),
        StrengthDots("Force", 3),
        Frieze([f"Nom{n}" for n in range(11)]),
    )
    toast.tell("Enregistré.", "good", "Annuler")
    assert unnamed(made) == []


def test_the_gallery_shows_nothing_without_a_name(qtbot: QtBot) -> None:
    for shown in (gallery.parts(), gallery.a_list()):
        qtbot.addWidget(shown)
        assert unnamed(shown) == []
