"""Two windows, two bases: prepare, work apart, return, settle, print, and go on with the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.application import Applicant
from desktop.flow import enrol as verbs
from desktop.flow.instruct import move
from desktop.places import places
from desktop.ui import theme
from desktop.ui.apart import opening, preparing
from desktop.ui.apart.card import DisputeCard
from desktop.ui.apart.opening import OpenDialog
from desktop.ui.apart.preparing import PrepareDialog
from desktop.ui.apart.receipts import ReceiptDialog
from desktop.ui.apart.screen import ApartScreen
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.window import Window
from tests.apart.proofs.ledger import digest, rows_of
from tests.office import application, bring, founded
from tests.ui.desk import app, press, type_words
from tests.ui.shelf import settings_in

CITY, QUARTER = "PC-04", "PC-ETOUVIE"
Key, Left = Qt.Key, Qt.MouseButton.LeftButton
LONG = 20_000  # a worker that seals, copies and merges on a busy machine


class Side(NamedTuple):
    """One place: its base, its window, its keys."""

    office: Office
    window: Window
    keys: keys.Keys

    @property
    def apart(self) -> ApartScreen:
        self.window.go("apart")
        screen = self.window.stack.current()
        assert isinstance(screen, ApartScreen)
        return screen


def base(folder: Path, site: str, author: str) -> Store:
    folder.mkdir()
    (folder / "parvis.db").write_bytes(founded().read_bytes())
    return Store(folder / "parvis.db", author=author, place=site)


@pytest.fixture
def sides(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Side, Side]]:
    """The city, which receives, and a quarter office that has joined it; each in its window."""
    theme.apply(app(), "light")
    mine, theirs = keys.make(CITY), keys.make(QUARTER)
    hub, station = (
        base(tmp_path / "ville", CITY, "A. Martin"),
        base(tmp_path / "antenne", QUARTER, "S. Bernard"),
    )
    applicant = Applicant(name="Jardins du Bord de Selle", rna="W802900001", city="Amiens")
    bring(hub, application("26500001", applicant=applicant, title="Potager partagé"))
    hub.do(move, dossier=queries.list_ids(hub.reader)[0], stage="instruction")
    hub.do(verbs.become_hub, public=mine.public)
    place = hub.do(verbs.enrol, public=theirs.public, place="antenne d’Étouvie").value
    hub.do(verbs.confirm, workstation=place, fingerprint=theirs.public.fingerprint)
    station.do(verbs.join, hub=mine.public, fingerprint=mine.public.fingerprint, own=theirs.public)
    held = {CITY: mine, QUARTER: theirs}

    def keyring(_over: QWidget, office: Office, then: Callable[[keys.Keys], object]) -> None:
        then(held[office.site])  # the keyring of a person's system is not for tests

    monkeypatch.setattr(preparing, "with_keys", keyring)
    monkeypatch.setattr(opening, "with_keys", keyring)
    made = []
    for store, own in ((hub, mine), (station, theirs)):
        office = Office(store.path, open_reader(store.path), author=store.author, site=store.site)
        office.places = frozenset(each.name for each in places())
        office.attach(store)
        window = Window(office, places(), settings_in(store.path.parent))
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        made.append(Side(office, window, own))
    yield made[0], made[1]
    for side in made:
        side.window.close()
        side.office.close()


def test_two_offices_part_and_meet_again(sides: tuple[Side, Side], qtbot: QtBot, tmp_path: Path) -> None:
    city, quarter = sides
    stick = tmp_path / "cle"
    stick.mkdir()

    # The city prepares, the quarter office opens.
    leaving = leave_by(city, stick, qtbot)
    arrive(quarter, leaving, qtbot)
    (dossier,) = queries.list_ids(quarter.office.reader)
    assert queries.list_ids(city.office.reader) == [dossier]

    # Both propose an amount in their own window; neither knows of the other.
    propose(city, dossier, "9000", qtbot)
    propose(quarter, dossier, "8000", qtbot)
    assert (proposed(city, dossier), proposed(quarter, dossier)) == (9_000_00, 8_000_00)

    # The quarter office comes back: both values are shown, none is written over.
    back = leave_by(quarter, stick, qtbot)
    arrive(city, back, qtbot)
    assert proposed(city, dossier) is None, "the value agreed before is shown"
    amounts = [each for each in city.apart.cards if each.dispute.label.startswith("Montant proposé")]
    assert len(amounts) == 2, "what is proposed is shared between two funders"
    assert [sum(euros_of(card.boxes[side].side.words) for card in amounts) for side in (0, 1)] == [9000, 8000]

    # A person settles it, with a reason.
    while left := [each for each in city.apart.cards if each.dispute.open]:
        settle(city, left[0], qtbot)
    assert proposed(city, dossier) == 8_000_00

    # The receipt is printed, with what was settled.
    said = words_of(receipt_of(city, qtbot))
    told = [line for line in said.splitlines() if line.startswith("– Tranché : Montant proposé")]
    assert sum(euros_of(line.rpartition(":")[2]) for line in told) == 8000 and len(told) == 2

    # The next satchel brings the quarter office what was settled; both bases are the same.
    arrive(quarter, leave_by(city, stick, qtbot), qtbot)
    assert proposed(quarter, dossier) == 8_000_00
    assert not quarter.apart.cards
    # But for the loan, which the city writes once the satchel is handed over.
    here, there = (
        {key: values for key, values in rows_of(side.office.reader).items() if key[0] != "loan"}
        for side in sides
    )
    assert digest(here) == digest(there)


def leave_by(side: Side, stick: Path, qtbot: QtBot) -> Path:
    """A satchel made by the window, written on the stick; its receipt is closed."""
    before = set(stick.rglob("*.mallette"))
    QTest.mouseClick(side.apart.head.prepare, Left)
    dialog = top(side, PrepareDialog)
    dialog.folder.setText(str(stick))
    qtbot.waitUntil(dialog.write.isEnabled)
    QTest.mouseClick(dialog.write, Left)
    qtbot.waitUntil(lambda: bool(shown(side, ReceiptDialog)), timeout=LONG)
    top(side, ReceiptDialog).accept()
    (path,) = set(stick.rglob("*.mallette")) - before
    return path


def arrive(side: Side, path: Path, qtbot: QtBot) -> None:
    """A satchel dropped on the window: it is looked at, then taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, Left, Qt.KeyboardModifier.NoModifier)
    side.window.dropEvent(event)
    dialog = top(side, OpenDialog)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=LONG)
    with qtbot.waitSignal(side.apart.exchanging.taken, timeout=LONG):
        QTest.mouseClick(dialog.take, Left)


def propose(side: Side, dossier: bytes, amount: str, qtbot: QtBot) -> None:
    """Typed in the dossier, as an officer does."""
    side.window.activateWindow()
    side.window.open_dossier(dossier, None)
    screen = side.window.stack.current()
    assert isinstance(screen, DossierView)
    field = screen.judging.proposal.amount
    screen.deed["propose"].trigger()
    field.selectAll()
    type_words(field, amount)
    press(field, Key.Key_Return)
    qtbot.waitUntil(lambda: proposed(side, dossier) == int(amount) * 100)


def proposed(side: Side, dossier: bytes) -> int | None:
    (row,) = queries.list_rows(side.office.reader, [dossier])
    return row.proposed


def euros_of(words: str) -> int:
    return int("".join(figure for figure in words if figure.isdigit()))


def settle(side: Side, card: DisputeCard, qtbot: QtBot) -> None:
    """The second proposal, by its key; a reason where one is asked; Enter."""
    key = card.dispute.row.key
    side.window.activateWindow()
    card.setFocus()
    press(card, Key.Key_2, "2")
    if card.reason.isVisible():
        type_words(card.reason, "Reconduit comme en 2025")
    press(card.reason if card.reason.isVisible() else card, Key.Key_Return)
    qtbot.waitUntil(lambda: not [c for c in side.apart.cards if c.dispute.row.key == key and c.dispute.open])


def receipt_of(side: Side, qtbot: QtBot) -> bytes:
    QTest.mouseClick(side.apart.foot.finish, Left)
    dialog = top(side, ReceiptDialog)
    content = dialog.content
    dialog.accept()
    return content


def words_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as document:
        told = "\n".join(page.get_textpage().get_text_range() for page in document)
    return told.replace("\u202f", " ").replace("\xa0", " ")


def shown(side: Side, kind: type[Any]) -> list[Any]:
    return [each for each in side.window.findChildren(kind) if each.isVisible()]


def top(side: Side, kind: type[Any]) -> Any:
    found = shown(side, kind)
    assert found, f"no {kind.__name__}"
    return found[-1]
