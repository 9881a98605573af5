"""« Personnes et droits », « Charge de travail » and what a role finds greyed, used as an officer would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.queries.people import people, teams
from db.store import Store
from desktop.flow.instruct import propose, to_committee
from desktop.flow.people import add_person, change_person
from desktop.places import places
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.people import ask_motive
from desktop.ui.people.dialog import PeopleDialog
from desktop.ui.people.handing import HandingDialog
from desktop.ui.people.motive import MotiveDialog
from desktop.ui.people.workload import WorkloadDialog
from desktop.ui.rail import RailButton
from desktop.ui.window import Window
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of, type_words


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path)
    opened.author = "Test"
    yield opened


@pytest.fixture
def office(qtbot: QtBot, store: Store) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_person_is_added_with_a_role_quarters_and_a_team(
    qtbot: QtBot, office: Office, over: QWidget
) -> None:
    dialog = PeopleDialog(office, over)
    dialog.show()
    assert "La base est ouverte" in dialog.state.words()
    dialog.add.click()
    assert not dialog.save.isEnabled()
    type_words(dialog.form.name, "Zoé Antenne")
    dialog.form.role.setCurrentIndex(dialog.form.role.findData("quarter_office"))
    dialog.form.quarters.item(0).setCheckState(Qt.CheckState.Checked)
    assert "ne décide ni n’imprime" in dialog.form.about.text()
    type_words(dialog.form.teams, "Équipe Nord")
    dialog.save.click()
    row = next(row for row in people(office.reader) if row.name == "Zoé Antenne")
    assert (row.role, row.initials, row.quarters) == ("quarter_office", "ZA", office.quarters[0].code)
    assert teams(office.reader) == {"Équipe Nord": ["Zoé Antenne"]}
    assert dialog.form.name.text() == "Zoé Antenne" and not dialog.save.isEnabled()
    assert unnamed(dialog) == []
    dialog.reject()


def test_a_login_that_would_lock_everybody_out_is_refused_in_place(
    qtbot: QtBot, office: Office, over: QWidget
) -> None:
    office.do(add_person, name="Anne", role="officer")
    dialog = PeopleDialog(office, over)
    dialog.show()
    dialog.rows.selectRow(0)
    assert dialog.form.name.text() == "Anne"
    type_words(dialog.form.login, "anne")
    dialog.save.click()
    assert "Il doit rester ici un administrateur" in dialog.state.words()
    dialog.rows.selectRow(1)
    type_words(dialog.form.login, "test")
    dialog.save.click()
    assert "Les droits sont tenus" in dialog.state.words()
    dialog.gone.click()  # the last administrator
    assert "Il doit rester ici" in dialog.state.words()
    dialog.reject()


def test_somebody_else_reads_the_list_and_is_told_who_could_change_it(
    qtbot: QtBot, store: Store, office: Office, over: QWidget
) -> None:
    _held(store)
    theirs = office_as(store, "Anne")
    dialog = PeopleDialog(theirs, over)
    dialog.show()
    assert "Rôles autorisés : Administrateur" in dialog.state.words()
    assert not dialog.add.isEnabled() and not dialog.form.isEnabled() and not dialog.save.isEnabled()
    dialog.reject()
    theirs.reader.close()


def _held(store: Store) -> None:
    key = next(row.id for row in people(store.reader) if row.name == "Test")
    store.do(change_person, person=key, login="test")
    for name, role in (("Anne", "officer"), ("Lue", "reader")):
        store.do(add_person, name=name, role=role, login=name.lower())


def office_as(store: Store, author: str) -> Office:
    from db.connection import open_reader

    return Office(store.path, open_reader(store.path), author=author, site="PC-2")


def test_a_reader_finds_everything_shut_and_says_why(qtbot: QtBot, store: Store, office: Office) -> None:
    _held(store)
    theirs = office_as(store, "Lue")
    assert theirs.read_only and "Lecteur" in theirs.why_not("annotate")
    assert not office_as(store, "Anne").read_only
    assert office_as(store, "inconnu").read_only
    theirs.reader.close()


def test_what_nobody_has_is_shared_out_after_a_look(
    qtbot: QtBot, store: Store, office: Office, over: QWidget
) -> None:
    for name in ("Anne", "Bruno"):
        office.do(add_person, name=name)
    dialog = WorkloadDialog(office, over)
    dialog.show()
    assert dialog.loads.rows.lines[0].cells[:2] == ("Personne", "3")
    assert "3 dossiers sans personne" in dialog.title.text()
    first = dialog.free.rows.lines[0].what
    dialog.who.setCurrentIndex(dialog.who.findData("Bruno"))
    dialog.who.activated.emit(dialog.who.currentIndex())
    assert dialog.choices[first.id] == "Bruno"
    assert unnamed(dialog) == []
    dialog.share.click()
    assert "Chaque dossier est dans les mains" in dialog.title.text()
    wanted: list[str] = []
    office.list_wanted.connect(wanted.append)
    dialog.loads.selectRow(0)
    dialog.show_list.click()
    assert wanted and wanted[0].startswith('agent:"')
    assert len(queries.list_ids(office.reader)) == 3


def test_handing_over_asks_to_whom_and_why(qtbot: QtBot, office: Office, over: QWidget) -> None:
    office.do(add_person, name="Anne")
    told: list[tuple[str, str]] = []
    dialog = HandingDialog(over, office, "2026-0001", "Test", lambda who, why: told.append((who, why)))
    dialog.show()
    assert dialog.who.count() == 1 and not dialog.deed.isEnabled()
    type_words(dialog.reason, "Congé")
    assert unnamed(dialog) == []
    dialog.deed.click()
    assert told == [("Anne", "Congé")]


def test_after_a_milestone_the_window_asks_why_and_keeps_the_answer_for_that_dossier(
    qtbot: QtBot, store: Store, office: Office, over: QWidget
) -> None:
    funder = office.funders[0].id
    key, other, _ = queries.list_ids(store.reader)
    for one in (key, other):
        store.do(propose, dossier=one, amounts={funder: 5_000_00})
        store.do(to_committee, dossier=one)
    assert office.do(propose, dossier=key, amounts={funder: 6_000_00}) is None  # without a window
    office.ask_motive = ask_motive(over)
    seen: list[str] = []

    def answer(words: str, *, keep: bool) -> None:
        dialog = over.findChild(MotiveDialog)
        assert dialog is not None
        assert unnamed(dialog) == []
        seen.append(words)
        if not words:
            dialog.reject()
            return
        assert not dialog.save.isEnabled()
        type_words(dialog.reason, words)
        dialog.again.setChecked(keep)
        dialog.save.click()

    def do(amount: int, dossier: bytes, words: str, *, keep: bool = False) -> bool:
        QTimer.singleShot(0, lambda: answer(words, keep=keep))
        return office.do(propose, dossier=dossier, amounts={funder: amount}) is not None

    assert not do(6_000_00, key, "")
    assert do(6_000_00, key, "Second devis", keep=True)
    assert office.do(propose, dossier=key, amounts={funder: 7_000_00}) is not None  # kept for this one
    assert do(6_000_00, other, "Autre raison")
    assert seen == ["", "Second devis", "Autre raison"]
    reasons = store.reader.execute("SELECT reason FROM op WHERE field = 'proposed' AND dossier = ?", (key,))
    assert [row[0] for row in reasons][-2:] == ["Second devis", "Second devis"]


def test_a_role_finds_greyed_with_the_reason_what_it_may_not(qtbot: QtBot, tmp_path: Path) -> None:
    store = filled(tmp_path)
    store.author = "Test"
    _held(store)
    key = next(row.id for row in people(store.reader) if row.name == "Anne")
    store.do(change_person, person=key, role="quarter_office")
    store.author = "Anne"
    office = office_of(store)
    settings = QSettings(str(tmp_path / "f.ini"), QSettings.Format.IniFormat)
    window = Window(office, places(), settings)
    qtbot.addWidget(window)
    window.show()
    button = next(b for b in window.rail.findChildren(RailButton) if b.accessibleName() == "Importer")
    assert not button.isEnabled() and "Rôles autorisés : Instructeur" in button.toolTip()
    window.go("import")
    assert window.stack.place().name == "list"
    window.open_dossier(queries.list_ids(office.reader)[0], None)
    screen = window.stack.current()
    assert isinstance(screen, DossierView)
    screen.deeds.fill(screen.header.menu)
    greyed = {
        a.text().replace("&", ""): a.toolTip() for a in screen.header.menu.actions() if not a.isEnabled()
    }
    assert any(
        words.startswith("Décider") and "enregistrer une décision" in tip for words, tip in greyed.items()
    )
    assert "Confier à…" in greyed and "Prendre ce dossier" not in greyed
    window.close()
    office.close()
