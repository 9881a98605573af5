"""Two windows enrol each other: request, fingerprints, sheet, card, key of the safe, loss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.exchange import keys
from desktop.exchange.keys import Keys
from desktop.flow.satchel_trust import place_named, standing, trusted_hub
from desktop.ui import theme
from desktop.ui.apart.enrolling import PlacesDialog
from desktop.ui.apart.receipts import ReceiptDialog
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.office import Office
from tests.office import founded
from tests.ui.a11y import unnamed
from tests.ui.desk import app, office_of


class Desk:
    """The dialog of one base, with its keys and the files that it is handed."""

    def __init__(self, folder: Path, site: str, qtbot: QtBot) -> None:
        folder.mkdir()
        path = folder / "parvis.db"
        path.write_bytes(founded().read_bytes())
        self.office: Office = office_of(Store(path, author="A. Exemple", place=site))
        self.keys: Keys = keys.make(site)
        self.file: Path | None = None
        self.dialog = PlacesDialog(
            self.office, choose=lambda _over, _name, _write: self.file, own=lambda then: then(self.keys)
        )
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.warned: list[str] = []
        self.office.told.connect(lambda words, tone: self.warned.append(words) if tone == "warn" else None)

    def answer(self, words: str) -> None:
        """Type in the small dialog in front, and accept."""
        asked = self.dialog.findChildren(QInputDialog)[-1]
        asked.setTextValue(words)
        asked.accept()

    def said(self) -> str:
        return self.dialog.said.words()

    def pick(self, name: str) -> None:
        rows = self.dialog.rows
        rows.selectRow(next(i for i, line in enumerate(rows.rows.lines) if line.what.name == name))


@pytest.fixture
def desks(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Desk, Desk]]:
    theme.apply(app(), "light")
    city, office = Desk(tmp_path / "ville", "PC-04", qtbot), Desk(tmp_path / "antenne", "PC-NORD", qtbot)
    yield city, office
    for desk in (city, office):
        desk.office.close()


def words(path: Path) -> str:
    with pdfium.PdfDocument(path.read_bytes()) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_two_windows_enrol_each_other(desks: tuple[Desk, Desk], tmp_path: Path, qtbot: QtBot) -> None:
    city, office = desks
    assert unnamed(city.dialog) == []
    city.dialog.hub.click()
    assert city.keys.public.fingerprint in city.said() and city.dialog.role == "hub"
    # On a screen too small for it the dialog has just begun to scroll: its buttons come back in a turn.
    qtbot.waitUntil(city.dialog.enrol.isVisible)
    assert not city.dialog.hub.isVisible()
    office.file = city.file = tmp_path / "nord.demande"
    office.dialog.request.click()
    assert office.keys.public.fingerprint in office.said()
    city.dialog.enrol.click()
    city.answer("antenne Nord")
    city.pick("PC-NORD")
    city.dialog.confirm.click()
    city.answer("12345")
    assert "n’est pas celle des clés" in city.warned[-1]
    city.pick("PC-NORD")
    city.dialog.confirm.click()
    city.answer(office.keys.public.fingerprint)
    place = place_named(city.office.reader, "PC-NORD")
    assert place is not None and place.enrolled_at and place.place == "antenne Nord"
    office.file = city.file = tmp_path / "ville.carte"
    city.dialog.card.click()
    office.dialog.join.click()
    office.answer(city.keys.public.fingerprint)
    known = trusted_hub(office.office.reader)
    assert known is not None and known[0] == city.keys.public
    assert standing(office.office.reader, "PC-NORD").role == "station"


def enrolled(city: Desk, office: Desk, folder: Path) -> None:
    city.dialog.hub.click()
    office.file = city.file = folder / "nord.demande"
    office.dialog.request.click()
    city.dialog.enrol.click()
    city.answer("antenne Nord")


def test_the_papers_of_the_keys(desks: tuple[Desk, Desk], tmp_path: Path, qtbot: QtBot) -> None:
    city, office = desks
    enrolled(city, office, tmp_path)
    city.pick("PC-NORD")
    city.dialog.sheet.click()
    sheet = city.dialog.findChildren(ReceiptDialog)[-1]
    assert sheet.windowTitle() == "Fiche d’enrôlement" and b"%PDF" in sheet.content[:8]
    sheet.reject()
    city.file = tmp_path / "secours.pdf"
    city.dialog.escrow.click()
    assert "AGE-SECRET-KEY-1" in words(city.file) and "coffre" in city.said()
    assert standing(city.office.reader, "PC-04").escrow.startswith("age1")
    city.pick("PC-NORD")
    city.dialog.revoke.click()
    asked = city.dialog.findChildren(ReasonDialog)[-1]
    asked.reason.setPlainText("perdu dans un bus")
    asked.deed.click()
    place = place_named(city.office.reader, "PC-NORD")
    assert place is not None and place.revoked_why == "perdu dans un bus"


def test_a_file_that_is_none_is_told(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    city, _ = desks
    city.dialog.hub.click()
    city.file = tmp_path / "autre.txt"
    city.file.write_text("bonjour", encoding="utf-8")
    city.dialog.enrol.click()
    assert "n’est ni une demande" in city.said()
    city.file = tmp_path / "rien" / "cle.pdf"
    city.dialog.escrow.click()
    assert not city.file.exists() and standing(city.office.reader, "PC-04").escrow == ""
