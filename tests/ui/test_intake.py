"""The import wizard, driven as an officer would: files, columns, problems, summary."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db import queries
from db.store import Store
from desktop.flow.instruct import label, propose
from desktop.paths import import_maps
from desktop.ui.intake import IntakeScreen, PaperScreen
from desktop.ui.intake.journey import COLUMNS, FILE, PROBLEMS, SUMMARY
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from desktop.ui.screen import Place
from desktop.ui.window import Window
from tests.office import dump, founded
from tests.ui.a11y import unnamed
from tests.ui.intake_files import ARCHIVE, EXPORT, SAMPLES, UNKNOWN, broken, dress, go_on, press, table
from tests.ui.shelf import filled, number_of, office_of, settings_in

Key = Qt.Key


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


@pytest.fixture
def screen(office: Office, qtbot: QtBot) -> IntakeScreen:
    made = IntakeScreen(office)
    office.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    made.activateWindow()
    made.shown()
    return made


def step(screen: IntakeScreen) -> int:
    return screen.header.current


def to_summary(qtbot: QtBot, screen: IntakeScreen, path: Path) -> None:
    """From the file to the last step."""
    screen.take([path])
    for _ in range(3):
        go_on(qtbot, screen)
    assert step(screen) == SUMMARY


def test_an_export_goes_through_the_four_steps(
    screen: IntakeScreen, office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(EXPORT)], ""))
    assert not screen.forward.isEnabled()
    press(qtbot, screen.files.choose)
    go_on(qtbot, screen)
    assert step(screen) == COLUMNS and screen.columns.choice() is None
    go_on(qtbot, screen)
    assert step(screen) == PROBLEMS
    assert [line.cells[0] for line in screen.problems.problems.rows.rows.lines] == ["À vérifier"]
    qtbot.keyClick(screen, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert step(screen) == SUMMARY and screen.forward.text() == "Importer"
    assert len(queries.list_ids(office.reader)) == 6
    go_on(qtbot, screen)
    assert len(queries.list_ids(office.reader)) == 9
    assert "3 dossiers créés" in screen.summary.notice.words()
    copies = list((office.path.parent / "copies").glob("*-import.parvis"))
    assert len(copies) == 1
    with qtbot.waitSignal(office.list_wanted) as wanted:
        press(qtbot, screen.summary.see)
    assert wanted.args == ["numéro:2026-0007 OU numéro:2026-0008 OU numéro:2026-0009"]


def test_the_dry_run_says_the_figures_of_the_command_line(
    screen: IntakeScreen,
    office: Office,
    qtbot: QtBot,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from desktop.cli import main

    to_summary(qtbot, screen, ARCHIVE)
    assert screen.journey.trial is not None
    figures = screen.journey.trial.figures
    assert (figures["dossiers"]["new"], figures["pieces"]) == (3, 8)
    go_on(qtbot, screen)
    result = screen.journey.result
    assert result is not None and result.trial.figures == figures
    assert any(path.is_file() for path in office.files.rglob("*")), "the pieces are kept beside the base"
    other = tmp_path / "other.db"
    copyfile(founded(), other)
    assert main(["import", str(ARCHIVE), "--db", str(other), "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [figures]


def test_an_import_is_taken_back(screen: IntakeScreen, office: Office, qtbot: QtBot) -> None:
    before = dump(office.reader)
    to_summary(qtbot, screen, EXPORT)
    go_on(qtbot, screen)
    assert dump(office.reader) != before
    press(qtbot, screen.summary.undo)
    qtbot.waitUntil(lambda: screen.journey.undone)
    assert dump(office.reader) == before
    assert screen.queue.entries[0].state == "undone"


def test_an_import_that_is_no_longer_the_last_deed_is_not_taken_back(
    screen: IntakeScreen, office: Office, qtbot: QtBot
) -> None:
    to_summary(qtbot, screen, EXPORT)
    go_on(qtbot, screen)
    assert screen.summary.undo.isEnabled()
    office.do(label, dossier=queries.list_ids(office.reader)[0], name="urgent")
    assert not screen.summary.undo.isEnabled()
    office.undo()
    assert screen.summary.undo.isEnabled()


def test_a_bad_file_says_why_and_the_next_one_goes_on(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    before = dump(office.reader)
    missing = tmp_path / "parti.csv"
    screen.take([broken(tmp_path / "coupe.xlsx"), missing, EXPORT])
    with qtbot.waitSignal(office.told) as told:
        press(qtbot, screen.forward)
    qtbot.waitUntil(lambda: step(screen) == COLUMNS, timeout=20_000)
    assert "coupe.xlsx" in told.args[0]
    first, second, third = screen.queue.entries
    assert (first.state, second.state, third.state) == ("unreadable", "unreadable", "open")
    assert "abîmé" in first.sentence and "recommencez" in first.sentence
    assert second.sentence.endswith(".")
    assert dump(office.reader) == before


def test_an_unknown_table_is_taught_once(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.take([UNKNOWN])
    go_on(qtbot, screen)
    columns = screen.columns
    headers = [columns.table.item(row, 0).text() for row in range(columns.table.rowCount())]
    for header, code in (("nomBeneficiaire", "skip"), ("idBeneficiaire", "skip")):
        choose(qtbot, screen, headers.index(header), code)
    assert not screen.forward.isEnabled() and "porteur" in columns.notice.words()
    choose(qtbot, screen, headers.index("nomBeneficiaire"), "applicant.name")
    choose(qtbot, screen, headers.index("idBeneficiaire"), "applicant.name")
    assert "2 colonnes" in columns.notice.words()
    choose(qtbot, screen, headers.index("idBeneficiaire"), "applicant.siret")
    choose(qtbot, screen, headers.index("referenceDecision"), "other")
    assert screen.forward.isEnabled()
    columns.keep_name.selectAll()
    qtbot.keyClicks(columns.keep_name, "Subventions du conseil")
    for _ in range(3):
        go_on(qtbot, screen)
    (learnt,) = import_maps()[1].glob("*.toml")
    assert learnt.name == "subventions-du-conseil.toml"
    count = len(queries.list_ids(office.reader))
    assert count > 6
    go_on(qtbot, screen)  # « Importer d’autres fichiers »
    again = tmp_path / "suivant.csv"
    again.write_bytes(UNKNOWN.read_bytes())
    to_summary(qtbot, screen, again)
    assert screen.journey.look is not None and screen.journey.look.read is not None
    assert screen.journey.trial is not None
    assert {intake.status for intake in screen.journey.trial.intakes} == {"same"}
    assert len(queries.list_ids(office.reader)) == count


def choose(qtbot: QtBot, screen: IntakeScreen, row: int, code: str) -> None:
    """Choose a meaning with the keys, as in any list."""
    combo = screen.columns.table.combo(row)
    wanted = combo.findData(code)
    combo.setFocus()
    way = Key.Key_Down if wanted > combo.currentIndex() else Key.Key_Up
    for _ in range(abs(wanted - combo.currentIndex())):
        qtbot.keyClick(combo, way)
    assert combo.currentData() == code


def test_a_second_import_shows_what_changed_and_what_is_kept(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    to_summary(qtbot, screen, table(tmp_path / "mars.csv", ["A1;Les Amis du Parc;Fresque;9000;5000"]))
    go_on(qtbot, screen)
    result = screen.journey.result
    assert result is not None
    dossier = result.trial.intakes[0].dossier
    funder = office.funders[0].id
    assert office.do(propose, dossier=dossier, amounts={funder: 4_000_00}, reason="Moins d’ateliers")
    go_on(qtbot, screen)
    screen.take([table(tmp_path / "avril.csv", ["A1;Les Amis du Parc;Fresque;12000;6000"])])
    go_on(qtbot, screen)
    go_on(qtbot, screen)
    qtbot.mouseClick(chip(screen, "dossiers"), Qt.MouseButton.LeftButton)
    lines = {line.cells[0]: line.cells[1:] for line in screen.problems.dossiers.differences.rows.lines}
    assert lines["Montant demandé"] == ("9\u202f000\u00a0€", "12\u202f000\u00a0€", "Mis à jour")
    assert lines["Montant proposé"][2] == "La valeur d’ici est gardée"
    go_on(qtbot, screen)
    go_on(qtbot, screen)
    head = queries.head(office.reader, dossier)
    assert head is not None and head.asked == 12_000_00
    assert [row.proposed for row in queries.amounts(office.reader, dossier) if row.proposed] == [4_000_00]


def chip(screen: IntakeScreen, code: str):  # type: ignore[no-untyped-def]  # a Chip of one of the bars
    from desktop.ui.fields import Chip

    return next(one for one in screen.findChildren(Chip) if one.code == code and one.isVisible())


def test_problems_are_filtered(screen: IntakeScreen, qtbot: QtBot, tmp_path: Path) -> None:
    rows = [
        "B1;Amis du Parc;Fresque;9000;",
        "B1;Autre;Bal;100;",
        "B2;;Jeu;100;",
        "B3;Les Voisins;Fête;douze;",
    ]
    screen.take([table(tmp_path / "fautes.csv", rows)])
    go_on(qtbot, screen)
    go_on(qtbot, screen)
    problems = screen.problems.problems
    assert [line.cells[0] for line in problems.rows.rows.lines] == ["Bloquant", "Bloquant", "À vérifier"]
    assert "ne sera pas importé" in problems.detail.words()
    qtbot.mouseClick(chip(screen, "warning"), Qt.MouseButton.LeftButton)
    (line,) = problems.rows.rows.lines
    assert line.cells[3] == "douze"
    qtbot.keyClicks(problems.search, "introuvable")
    assert not problems.rows.rows.lines
    qtbot.mouseClick(chip(screen, "dossiers"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(chip(screen, "refused"), Qt.MouseButton.LeftButton)
    assert len(screen.problems.dossiers.rows.rows.lines) == 2
    assert "refusée" in screen.problems.dossiers.facts.text()


def test_a_cancelled_import_writes_nothing(
    screen: IntakeScreen, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [f"C{n};Association numéro {n};Action {n};{n}00;" for n in range(1, 301)]
    to_summary(qtbot, screen, table(tmp_path / "longue.csv", rows))
    before = dump(office.reader)
    office.runner.progressed.connect(
        lambda words, _share: office.runner.cancel() if words.startswith("Dossier") else None
    )
    with qtbot.waitSignal(office.told, timeout=20_000) as told:
        press(qtbot, screen.forward)
    assert "annulé" in told.args[0]
    assert dump(office.reader) == before
    assert screen.forward.isEnabled() and screen.forward.text() == "Importer"


def test_what_changed_meanwhile_is_tried_again_first(
    screen: IntakeScreen, office: Office, qtbot: QtBot
) -> None:
    to_summary(qtbot, screen, EXPORT)
    office.do(label, dossier=queries.list_ids(office.reader)[0], name="urgent")
    go_on(qtbot, screen)
    assert step(screen) == PROBLEMS and screen.journey.result is None
    go_on(qtbot, screen)
    go_on(qtbot, screen)
    assert screen.journey.result is not None


def test_files_are_dropped_put_off_and_removed(screen: IntakeScreen, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(EXPORT)), QUrl.fromLocalFile(str(ARCHIVE))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(QPoint(300, 300), *how), QDropEvent(QPoint(300, 300), *how)):
        QApplication.sendEvent(screen, event)
    assert [entry.path for entry in screen.queue.entries] == [EXPORT, ARCHIVE]
    go_on(qtbot, screen)
    press(qtbot, screen.aside)
    assert step(screen) == FILE
    assert [entry.path for entry in screen.queue.entries] == [ARCHIVE, EXPORT]
    screen.files.remove_wanted.emit(screen.queue.entries[0])
    assert [entry.path for entry in screen.queue.entries] == [EXPORT]


def test_every_control_of_each_step_has_a_name(screen: IntakeScreen, qtbot: QtBot, tmp_path: Path) -> None:
    screen.take([broken(tmp_path / "coupe.xlsx"), UNKNOWN])
    assert unnamed(screen) == []
    press(qtbot, screen.forward)
    qtbot.waitUntil(lambda: step(screen) == COLUMNS, timeout=20_000)
    assert unnamed(screen) == []
    for _ in range(3):
        go_on(qtbot, screen)
        assert unnamed(screen) == []
    assert screen.header.accessibleName().startswith("Étape 4 sur 4")


def test_the_tables_behave(screen: IntakeScreen, qtbot: QtBot) -> None:
    rows = (screen.problems.problems.rows, screen.problems.dossiers.rows)
    testers = [QAbstractItemModelTester(view.rows) for view in rows]
    screen.take([EXPORT])
    go_on(qtbot, screen)
    go_on(qtbot, screen)
    assert all(tester.model().rowCount() for tester in testers)


def test_the_window_leads_to_the_import_and_back_to_the_list(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    places = [
        Place("list", "Dossiers", "folder-open", ListScreen),
        Place("import", "Importer", "download", IntakeScreen, in_rail=False),
        Place("new", "Saisir une demande papier", "file-pen-line", PaperScreen, in_rail=False),
    ]
    window = Window(office, places, settings_in(tmp_path))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.front == "new"
    qtbot.keyClick(window, Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    screen = window.stack.screen_of("import")
    assert window.stack.front == "import" and isinstance(screen, IntakeScreen)
    to_summary(qtbot, screen, EXPORT)
    go_on(qtbot, screen)
    press(qtbot, screen.summary.see)
    assert window.stack.front == "list"
    listing = window.stack.screen_of("list")
    assert isinstance(listing, ListScreen)
    qtbot.waitUntil(lambda: listing.rows.model().rowCount() == 3)
    assert [number_of(listing, place) for place in range(3)] == ["2026-0007", "2026-0008", "2026-0009"]
    window.stack.close_down()


def test_a_learnt_map_that_is_mended_keeps_its_name(
    screen: IntakeScreen, qtbot: QtBot, tmp_path: Path
) -> None:
    screen.take([SAMPLES / "tables" / "le-compte-asso.csv"])
    go_on(qtbot, screen)
    columns = screen.columns
    assert columns.choice() is None
    qtbot.mouseClick(columns.keep, Qt.MouseButton.LeftButton, pos=QPoint(8, columns.keep.height() // 2))
    choice = columns.choice()
    assert choice is not None and choice.keep
    look = screen.journey.look
    assert look is not None
    proposal = look.proposals[look.sheet]
    assert proposal is not None and choice.mapping.id == proposal.id


def test_a_base_that_is_only_read_takes_nothing(office: Office, qtbot: QtBot) -> None:
    office.at_work.shut = True
    screen = IntakeScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    screen.take([EXPORT])
    assert screen.queue.entries == [] and not screen.files.choose.isEnabled()
    assert "lecture seule" in screen.files.notice.words()
