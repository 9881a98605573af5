"""The paper form: keyed in, checked in place, added up, kept through a kill, and saved."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.ui.draft import Draft
from desktop.ui.intake import PaperScreen
from desktop.ui.office import Office
from tests.office import dump
from tests.ui.a11y import unnamed
from tests.ui.intake_files import dress, press
from tests.ui.shelf import filled, office_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "data"))
    return filled(tmp_path / "office")


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    dress(qapp, "light")
    made = office_of(store)
    yield made
    made.close()
    dress(qapp, "light")


def shown(office: Office, qtbot: QtBot) -> PaperScreen:
    made = PaperScreen(office)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    return made


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> PaperScreen:
    return shown(office, qtbot)


def settled(qtbot: QtBot, screen: PaperScreen) -> None:
    """Until the panel and the draft have followed the keys."""
    qtbot.waitUntil(lambda: not screen._looking.isActive() and not screen._saving.isActive())


def followed(qtbot: QtBot, screen: PaperScreen) -> None:
    """Until the panel has followed the keys."""
    qtbot.waitUntil(lambda: not screen._looking.isActive())


def fill(qtbot: QtBot, screen: PaperScreen) -> None:
    """A whole application, typed."""
    people, action, budget = screen.form.people, screen.form.action, screen.form.budget
    for name, words in (
        ("applicant.name", "Les Voisins du Canal"),
        ("applicant.rna", "W802999999"),
        ("applicant.city", "Amiens"),
        ("representative.first_name", "Claire"),
        ("representative.last_name", "Exemple"),
    ):
        qtbot.keyClicks(people.lines[name], words)
    people.civilities["representative"].setCurrentIndex(1)
    for name, words in (
        ("title", "Fresque du canal"),
        ("starts_on", "1/3/2026"),
        ("ends_on", "30/11/2026"),
        ("beneficiaries", "120"),
        ("women", "70"),
        ("asked", "9000"),
    ):
        qtbot.keyClicks(action.lines[name], words)
    qtbot.keyClicks(action.texts["objectives"], "Trente ateliers au pied des immeubles.")
    for box in (action.quarters["QN08001M"], action.challenges["D04"], action.challenges["D07"]):
        box.click()
    action.main.setCurrentIndex(action.main.findData("D07"))
    for name, words in (
        ("budget.641", "12000"), ("budget.601", "3000"), ("funder.ETAT147", "9000"),
        ("budget.756", "1000"), ("other.0", "5000"),
    ):  # fmt: skip
        if name == "other.0":
            press(qtbot, budget.more)
            qtbot.keyClicks(budget._others[0][0], "Fondation du Nord")
        qtbot.keyClicks(budget.amounts[name], words)


def test_a_paper_application_becomes_a_whole_dossier(
    screen: PaperScreen, office: Office, qtbot: QtBot
) -> None:
    assert not screen.panel.save.isEnabled()
    fill(qtbot, screen)
    settled(qtbot, screen)
    assert screen.form.faults() == []
    assert screen.panel.balance.words() == "Le budget est équilibré."
    qtbot.keyClick(
        screen.form.people.lines["applicant.name"], Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier
    )
    assert "2026-0007" in screen.notice.words()
    with qtbot.waitSignal(office.dossier_wanted) as wanted:
        press(qtbot, screen.open)
    dossier = wanted.args[0]
    head = queries.head(office.reader, dossier)
    assert head is not None
    assert (head.title, head.asked, head.cost) == ("Fresque du canal", 9_000_00, 15_000_00)
    assert (head.beneficiaries, head.women, head.quarters) == (120, 70, "Étouvie")
    lines = [(row.side, row.account, row.amount) for row in queries.budget(office.reader, dossier)]
    assert ("product", "74etat", 9_000_00) in lines and ("product", "74aidespriv", 5_000_00) in lines
    assert {row.code: row.asked for row in queries.amounts(office.reader, dossier)}["ETAT147"] == 9_000_00
    declared = [mark.code for mark in queries.marks(office.reader, dossier) if mark.declared]
    assert sorted(declared) == ["D04", "D07"]
    assert not screen.draft.path.exists() and screen.form.slots.values() == {}


def test_two_applications_can_be_typed_one_after_the_other(
    screen: PaperScreen, office: Office, qtbot: QtBot
) -> None:
    for title in ("Premier", "Second"):
        qtbot.keyClicks(screen.form.people.lines["applicant.name"], "Les Voisins du Canal")
        qtbot.keyClicks(screen.form.action.lines["title"], title)
        settled(qtbot, screen)
        press(qtbot, screen.panel.save)
    titles = [
        head.title for key in queries.list_ids(office.reader) if (head := queries.head(office.reader, key))
    ]
    assert {"Premier", "Second"} <= set(titles)
    before = dump(office.reader)
    office.undo()
    assert dump(office.reader) != before


WRONG = (
    ("applicant.siret", "12345678901234", "mal recopié"),
    ("applicant.siret", "123", "14"),
    ("applicant.rna", "W12", "10"),
    ("beneficiaries", "beaucoup", "nombre"),
    ("asked", "neuf mille", "montant"),
    ("starts_on", "31/2/2026", "date"),
    ("budget.641", "abc", "montant"),
)


def leads_to(qtbot: QtBot, screen: PaperScreen, sentence: str) -> QPushButton:
    """The button of a fault: the panel lays them out anew a moment after a key, old ones leave later."""

    def shown() -> list[QPushButton]:
        every = screen.panel.findChildren(QPushButton)
        return [b for b in every if b.accessibleName() == sentence and b.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def test_what_is_wrong_is_said_in_place(screen: PaperScreen, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.form.people.lines["applicant.name"], "Les Voisins du Canal")
    qtbot.keyClicks(screen.form.action.lines["title"], "Fresque")
    for name, words, said in WRONG:
        field = screen.form.slots.field(name)
        assert isinstance(field, QLineEdit)
        qtbot.keyClicks(field, words)
        followed(qtbot, screen)
        assert field.property("wrong") and said in field.toolTip()
        assert not screen.panel.save.isEnabled()
        (fault,) = screen.form.faults()
        assert fault.name == name
        screen.form.action.lines["title"].setFocus()
        press(qtbot, leads_to(qtbot, screen, fault.sentence))
        assert field.hasFocus()
        field.selectAll()
        qtbot.keyClick(field, Qt.Key.Key_Delete)
        followed(qtbot, screen)
        assert screen.panel.save.isEnabled()


def test_dates_and_challenges_must_agree(screen: PaperScreen, qtbot: QtBot) -> None:
    action = screen.form.action
    fill(qtbot, screen)
    action.lines["ends_on"].clear()
    qtbot.keyClicks(action.lines["ends_on"], "1/2/2026")
    action.main.setCurrentIndex(action.main.findData(None))
    assert [fault.name for fault in screen.form.faults()] == ["ends_on", "main"]
    action.challenges["D04"].click()
    assert action.main.currentData() == "D07"


def test_the_budget_adds_up_while_it_is_typed(screen: PaperScreen, qtbot: QtBot) -> None:
    budget = screen.form.budget
    qtbot.keyClicks(budget.amounts["budget.641"], "12000")
    qtbot.keyClicks(budget.amounts["budget.645"], "3000")
    qtbot.keyClicks(budget.amounts["funder.ETAT147"], "9000")
    qtbot.keyClicks(screen.form.action.lines["asked"], "4500")
    settled(qtbot, screen)
    assert budget.amounts["budget.64"].placeholderText() == "15\u202f000\u00a0€"
    assert "6\u202f000" in screen.panel.balance.words()
    assert "50,0" in screen.panel._sums["share"].text()
    assert any("ne se retrouve pas" in words for words in screen.form.remarks())


def test_what_is_typed_survives_a_kill(office: Office, store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.ui.paper_victim", str(store.path)]
    ended = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, timeout=300)
    assert ended.returncode == -9
    screen = shown(office, qtbot)
    assert "Les Voisins du Canal" in screen.notice.words()
    assert not screen.form.isEnabled() and not screen.panel.save.isEnabled()
    press(qtbot, screen.take)
    assert screen.form.people.lines["applicant.name"].text() == "Les Voisins du Canal"
    assert screen.form.action.texts["objectives"].text() == "Trente ateliers au pied des immeubles"
    assert screen.form.action.cents("asked") == 9_000_50


def test_a_draft_that_is_refused_is_gone(office: Office, qtbot: QtBot) -> None:
    first = shown(office, qtbot)
    qtbot.keyClicks(first.form.action.lines["title"], "Fresque")
    first.close_down()
    assert first.draft.path.exists()
    second = shown(office, qtbot)
    press(qtbot, second.drop)
    assert second.form.isEnabled() and second.form.slots.values() == {}
    assert not second.draft.path.exists()


def test_everything_is_put_back_as_typed(office: Office, screen: PaperScreen, qtbot: QtBot) -> None:
    fill(qtbot, screen)
    settled(qtbot, screen)
    again = shown(office, qtbot)
    press(qtbot, again.take)
    assert again.form.application() == screen.form.application()


def test_a_draft_that_cannot_be_read_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "demande.json"
    path.write_text('{"values": {"title"', encoding="utf-8")
    assert Draft(path, tmp_path / "base.db").load() == {}
    assert not path.exists() and path.with_suffix(".illisible").exists()


def test_clearing_asks_first(screen: PaperScreen, qtbot: QtBot) -> None:
    qtbot.keyClicks(screen.form.action.lines["title"], "Fresque")
    for words, left in (("&Garder", "Fresque"), ("&Effacer", "")):
        press(qtbot, screen.panel.clear)
        box = screen.findChildren(QMessageBox)[-1]
        button = next(each for each in box.buttons() if each.text() == words)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert screen.form.action.lines["title"].text() == left


def test_every_control_has_a_name(office: Office, qtbot: QtBot) -> None:
    screen = shown(office, qtbot)
    screen.form.budget.more.click()
    assert unnamed(screen) == []


def test_the_day_of_the_deposit_is_today_until_it_is_changed(screen: PaperScreen) -> None:
    assert screen.form.action.day("deposited_at") == dt.date.today()
