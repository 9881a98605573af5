"""First steps of an exchange in the window: hub, request, enrolment, fingerprints, loss; what is carried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.exchange import keys as key_files
from desktop.exchange.keys import Keys
from desktop.flow import enrol as verbs
from desktop.flow.satchel_trust import Place, places
from desktop.ui import theme
from desktop.ui.apart.enrolling import PlacesDialog
from desktop.ui.apart.preparing import PrepareDialog
from desktop.ui.apart.screen import ApartScreen
from desktop.ui.dossier.asking import ReasonDialog
from desktop.ui.office import Office
from tests.office import application, bring, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import Told, app, office_of

HUB, STATION = "Mairie", "Antenne Étouvie"
CLICK = Qt.MouseButton.LeftButton


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    theme.apply(app(), "light")
    open_office(tmp_path / "ville").close()
    store = Store(tmp_path / "ville" / "parvis.db", author="A. Martin", place=HUB)
    bring(store, application("1", quarters=["Étouvie"]), application("2", quarters=["Pierre Rollin"]))
    made = office_of(store)
    yield made
    made.close()


class Answers:
    """What the file dialogs would answer, in order."""

    def __init__(self, *paths: Path) -> None:
        self.paths = list(paths)

    def __call__(self, _over: QWidget, _name: str, _write: bool) -> Path | None:
        return self.paths.pop(0) if self.paths else None


def dialog_of(office: Office, qtbot: QtBot, mine: Keys, *paths: Path) -> PlacesDialog:
    made = PlacesDialog(office, choose=Answers(*paths), own=lambda then: then(mine))
    qtbot.addWidget(made)
    made.show()
    return made


def answer(over: QDialog, words: str) -> None:
    asked = over.findChildren(QInputDialog)[-1]
    asked.setTextValue(words)
    asked.accept()


def place(office: Office, name: str) -> Place:
    return next(each for each in places(office.reader) if each.name == name)


def test_a_base_that_exchanges_with_nobody_says_how_to_begin(office: Office, qtbot: QtBot) -> None:
    screen = ApartScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown()
    assert "n’échange encore avec personne" in screen.calm.title.text()
    assert screen.calm.hub.isVisible() and screen.calm.station.isVisible()
    assert not screen.head.prepare.isEnabled() and not screen.foot.isVisible()
    assert unnamed(screen) == []


def test_a_hub_is_made_then_a_workstation_enrolled_confirmed_and_revoked(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    mine, theirs = key_files.make(HUB), key_files.make(STATION)
    request, card = tmp_path / "demande.json", tmp_path / "carte.json"
    key_files.write_public(request, theirs.public, "request")
    dialog = dialog_of(office, qtbot, mine, request, card)
    assert "Une seule base reçoit les mallettes" in dialog.told.text() and unnamed(dialog) == []
    QTest.mouseClick(dialog.hub, CLICK)
    assert "poste central" in dialog.told.text() and mine.public.fingerprint in dialog.said.words()
    QTest.mouseClick(dialog.enrol, CLICK)
    answer(dialog, "antenne d’Étouvie")
    assert place(office, STATION).place == "antenne d’Étouvie" and not place(office, STATION).enrolled_at
    row = next(n for n, line in enumerate(dialog.rows.rows.lines) if line.cells[0] == STATION)
    dialog.rows.selectRow(row)
    told = Told(office)
    QTest.mouseClick(dialog.confirm, CLICK)
    answer(dialog, mine.public.fingerprint)
    assert "n’est pas celle des clés reçues" in told.last and not place(office, STATION).enrolled_at
    QTest.mouseClick(dialog.confirm, CLICK)
    answer(dialog, theirs.public.fingerprint.replace(" ", "-"))
    assert place(office, STATION).enrolled_at
    QTest.mouseClick(dialog.card, CLICK)
    assert key_files.read_public(card).public == mine.public
    dialog.rows.selectRow(row)
    QTest.mouseClick(dialog.revoke, CLICK)
    reason = dialog.findChild(ReasonDialog)
    assert reason is not None
    reason.reason.set_text("Portable volé")
    QTest.mouseClick(reason.deed, CLICK)
    assert place(office, STATION).revoked_why == "Portable volé"


def test_a_workstation_writes_its_request_then_joins(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    hub, mine = key_files.make("Poste central"), key_files.make(HUB)
    request, card, junk = tmp_path / "demande.json", tmp_path / "carte.json", tmp_path / "autre.json"
    key_files.write_public(card, hub.public, "card", escrow="")
    junk.write_text("bonjour", encoding="utf-8")
    dialog = dialog_of(office, qtbot, mine, request, junk, card)
    QTest.mouseClick(dialog.request, CLICK)
    assert key_files.read_public(request).public == mine.public
    QTest.mouseClick(dialog.join, CLICK)
    assert "n’est ni une demande d’enrôlement ni une carte" in dialog.said.words()
    QTest.mouseClick(dialog.join, CLICK)
    answer(dialog, hub.public.fingerprint)
    assert "Ce poste rapporte son travail à « Poste central »" in dialog.told.text()


def enrolled(office: Office) -> Keys:
    mine, theirs = key_files.make(HUB), key_files.make(STATION)
    office.do(verbs.become_hub, public=mine.public)
    done = office.do(verbs.enrol, public=theirs.public, place="antenne d’Étouvie")
    assert done is not None
    office.do(verbs.confirm, workstation=done.value, fingerprint=theirs.public.fingerprint)
    return mine


def prepare_dialog(
    office: Office, qtbot: QtBot, mine: Keys, done: Callable[[object], object]
) -> PrepareDialog:
    made = PrepareDialog(office, None, done, choose_folder=lambda _o, _f: None, keys=lambda then: then(mine))
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_a_satchel_would_carry_is_counted_before_it_is_written(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    mine, gone = enrolled(office), []
    dialog = prepare_dialog(office, qtbot, mine, gone.append)
    qtbot.waitUntil(lambda: dialog.load.text() == "2 dossiers, sans pièces")
    assert not dialog.write.isEnabled(), "nowhere to write it yet"
    for row in range(dialog.scope.quarters.count()):
        item = dialog.scope.quarters.item(row)
        if item.text() == "Étouvie":
            item.setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: dialog.load.text() == "1 dossier, sans pièces")
    dialog.scope.query.setFocus()
    QTest.keyClicks(dialog.scope.query, "etape:nulle-part")
    qtbot.waitUntil(lambda: "n’est pas compris" in dialog.wrong.words())
    dialog.scope.ways.button(4).setChecked(True)
    dialog.folder.setText(str(tmp_path / "cle"))
    QTest.mouseClick(dialog.write, CLICK)
    qtbot.waitUntil(lambda: bool(gone), timeout=10_000)
    assert list((tmp_path / "cle").glob("*.mallette"))


def test_nothing_is_offered_before_a_workstation_is_enrolled(office: Office, qtbot: QtBot) -> None:
    mine = key_files.make(HUB)
    office.do(verbs.become_hub, public=mine.public)
    dialog = prepare_dialog(office, qtbot, mine, lambda _made: None)
    assert "enrôlez celui de l’antenne" in dialog.wrong.words() and not dialog.write.isEnabled()
    dialog.reject()
