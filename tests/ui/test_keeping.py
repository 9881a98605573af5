"""The place « Archives » by keys and mouse: rules, the list and its visa, the archive of a year, persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.queries.persons import rights_requests
from db.queries.retention import elimination_lists, rules
from db.store import Store
from desktop.flow.anonymise import anonymise_set
from desktop.flow.decide import decide
from desktop.ui.dossier.united import United
from desktop.ui.keeping import lists_tab, persons_tab, year_tab
from desktop.ui.keeping.ask_dialog import KeepingDialog
from desktop.ui.keeping.rule_dialog import RuleDialog
from desktop.ui.keeping.screen import KeepingScreen
from desktop.ui.keeping.tabs import TabKind
from desktop.ui.office import Office
from desktop.ui.opinions.papers import MailDialog
from tests.office import made_once
from tests.ui.a11y import unnamed
from tests.ui.desk import filled, office_of

Key = Qt.Key


@made_once
def stocked(folder: Path) -> Store:
    """One refused long ago, so that it is due; two in progress."""
    made = filled(folder)
    keys = queries.list_ids(made.reader)
    made.do(decide, dossier=keys[0], outcome="refused", comment="Trop tard.", decided_on=dt.date(2019, 4, 2))
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path / "base")


@pytest.fixture
def office(store: Store, qapp: QApplication) -> Iterator[Office]:
    made = office_of(store)
    yield made
    made.close()


@pytest.fixture
def screen(office: Office, qtbot: QtBot, tmp_path: Path) -> Iterator[KeepingScreen]:
    out = tmp_path / "out"
    out.mkdir()
    kinds = (
        TabKind("retention", "C", "clock", lambda o: KeepingScreen(o).tab("retention")),
        TabKind("lists", "É", "trash-2", lambda o: lists_tab.ListsTab(o, lambda _w, name: out / name)),
        TabKind("year", "A", "folder-down", lambda o: year_tab.YearTab(o, lambda _w, _t: out)),
        TabKind("persons", "P", "user", lambda o: persons_tab.PersonsTab(o, lambda _w, _t: out)),
    )
    made = KeepingScreen(office, kinds)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    yield made
    made.close_down()


def shown(screen: KeepingScreen, qtbot: QtBot, name: str) -> Any:
    """The tab in front, once it has read."""
    screen.show_tab(name)
    tab: Any = screen.tab(name)
    qtbot.waitUntil(lambda: tab._known and not tab._reading)
    return tab


def dialog(screen: KeepingScreen, qtbot: QtBot) -> KeepingDialog:
    qtbot.waitUntil(lambda: bool(screen.findChildren(KeepingDialog)))
    made = screen.findChildren(KeepingDialog)[-1]
    assert unnamed(made) == []
    return made


def type_in(asked: KeepingDialog, name: str, words: str) -> None:
    field = asked.fields[name]
    assert isinstance(field, QLineEdit)
    field.setText(words)


def test_rules_and_what_is_due(screen: KeepingScreen, store: Store, qtbot: QtBot) -> None:
    tab = shown(screen, qtbot, "retention")
    QAbstractItemModelTester(tab.table.model())
    said = {line.cells[1]: line.cells for line in tab.table.rows.lines}
    due = said["Demandes refusées, ajournées ou réorientées"]
    assert (due[0], due[3]) == ("1", "1") and said["Délibérations"][2] == "gardé pour toujours"
    rank = list(said).index("Demandes refusées, ajournées ou réorientées")
    tab.table.selectRow(rank)
    assert [line.cells[:2] for line in tab.dossiers.rows.lines] == [("31/12/2024", "2026-0001")]
    qtbot.keyClick(tab.table, Key.Key_F2)
    (asked,) = screen.findChildren(RuleDialog)
    assert unnamed(asked) == []
    asked.years.setValue(10)
    asked.confirmed.setChecked(True)
    asked.keep.click()
    (row,) = [row for row in rules(store.reader) if row.code == "refuses"]
    assert row.years == 10 and not row.to_confirm
    qtbot.waitUntil(lambda: tab.dossiers.rows.lines[0].cells[0] == "31/12/2029")
    assert tab.table.current().row.code == "refuses"


def test_a_list_goes_from_draft_to_done(
    screen: KeepingScreen, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    tab = shown(screen, qtbot, "lists")
    assert tab.state.isVisible() and not tab.next.isEnabled()
    tab.prepare()
    qtbot.waitUntil(lambda: len(tab.lines.rows.lines) == 1)
    tab.write_paper()
    year = dt.date.today().year
    qtbot.waitUntil(lambda: (tmp_path / "out" / f"BE{year}-01.pdf").exists())
    tab.go_on()
    dialog(screen, qtbot).go.click()
    qtbot.waitUntil(lambda: "visa" in tab.next.text())
    tab.go_on()
    asked = dialog(screen, qtbot)
    asked.go.click()
    assert "référence" in asked.notice.words()
    type_in(asked, "visa", "AD80-12")
    asked.go.click()
    qtbot.waitUntil(lambda: "liminer" in tab.next.text())
    tab.go_on()
    asked = dialog(screen, qtbot)
    asked.go.click()
    assert "Tapez le numéro" in asked.notice.words()
    type_in(asked, "number", f"BE{year}-01")
    asked.go.click()
    qtbot.waitUntil(lambda: "1 dossier éliminé" in tab.notice.words(), timeout=20_000)
    (row,) = elimination_lists(store.reader)
    assert row.state == "done"
    qtbot.waitUntil(lambda: not tab.next.isEnabled())


def test_an_emptied_dossier_says_so(office: Office, store: Store, qtbot: QtBot) -> None:
    made, keys = United(office), queries.list_ids(store.reader)
    qtbot.addWidget(made)
    made.show_dossier(keys[1])
    assert made.words() == ""
    anonymise_set(store, [keys[1]], "Étude")
    made.show_dossier(keys[1])
    assert "Dossier anonymisé le" in made.words() and not made.part.isVisibleTo(made) and not made.gone


def test_an_archive_is_written_and_read_again(screen: KeepingScreen, qtbot: QtBot, tmp_path: Path) -> None:
    tab = shown(screen, qtbot, "year")
    assert tab.table.rows.lines[0].cells[:2] == ("2026", "3")
    qtbot.keyClick(tab.table, Key.Key_Return)
    qtbot.waitUntil(lambda: "est écrite" in tab.notice.words(), timeout=20_000)
    assert (tmp_path / "out" / "index.html").exists() and tab.open.isEnabled()
    tab.verify.click()
    qtbot.waitUntil(lambda: "tels qu’ils ont été écrits" in tab.notice.words())
    (tmp_path / "out" / "index.html").unlink()
    tab.verify.click()
    qtbot.waitUntil(lambda: "1 écart" in tab.notice.words())


def test_a_person_asks_and_is_answered(
    screen: KeepingScreen, store: Store, qtbot: QtBot, tmp_path: Path
) -> None:
    tab = shown(screen, qtbot, "persons")
    tab.ask_add()
    asked = dialog(screen, qtbot)
    type_in(asked, "person", "Claire Exemple")
    asked.go.click()
    qtbot.waitUntil(lambda: len(tab.table.rows.lines) == 1)
    qtbot.keyClick(tab.table, Key.Key_Return)
    qtbot.waitUntil(lambda: tab.found is not None and len(tab.places.rows.lines) >= 3)
    tab.ask_export()
    qtbot.waitUntil(lambda: bool(screen.findChildren(MailDialog)))
    assert len(list((tmp_path / "out").glob("donnees Claire*"))) == 2
    screen.findChildren(MailDialog)[-1].reject()
    tab.ask_correct()
    asked = dialog(screen, qtbot)
    type_in(asked, "email", "claire@exemple.org")
    asked.go.click()
    qtbot.waitUntil(lambda: "Corrigé à 3" in tab.notice.words())
    qtbot.waitUntil(lambda: any("claire@exemple.org" in line.cells[3] for line in tab.places.rows.lines))
    tab.ask_erase()
    asked = dialog(screen, qtbot)
    asked.go.click()
    qtbot.waitUntil(lambda: "Effacé là où la loi" in tab.notice.words(), timeout=20_000)
    qtbot.waitUntil(lambda: len(screen.findChildren(MailDialog)) >= 1)
    screen.findChildren(MailDialog)[-1].reject()
    tab.ask_answer()
    asked = dialog(screen, qtbot)
    asked.fields["answer"].setPlainText("Fait.")  # type: ignore[attr-defined]
    asked.go.click()
    assert rights_requests(store.reader)[0].state == "answered"


def test_every_part_has_a_name_and_a_reader_may_not(
    screen: KeepingScreen, store: Store, qtbot: QtBot
) -> None:
    for name in ("retention", "lists", "year", "persons"):
        shown(screen, qtbot, name)
        assert unnamed(screen) == []

    def officers(session: Session) -> None:
        session.add(m.Person(name=store.author, role="officer", login="o"))
        session.add(m.Person(name="Chef", role="administrator", login="c"))

    store.do(officers)
    screen.office.at_work.know(frozenset({"person"}), frozenset())
    tab = shown(screen, qtbot, "lists")
    tab._tell()
    assert not tab.make.isEnabled() and "Rôles autorisés" in tab.make.toolTip()
