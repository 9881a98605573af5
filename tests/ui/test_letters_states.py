"""The letters screen at its edges: empty, broken templates, many letters, a batch stopped, read only."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import queries
from desktop.paths import resources
from desktop.ui import theme
from desktop.ui.letters.issuing import Batch, issue_all, told
from desktop.ui.letters.screen import LettersScreen
from desktop.ui.letters.sheaf import Sheaf
from tests.ui.a11y import unnamed
from tests.ui.outbox import DAY, decided, office_of, prepared
from tests.ui.post import Desktop

Left = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


def test_the_empty_outbox_says_what_it_is_and_prepares(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, decided(tmp_path / "base"), tmp_path)
    assert desk.screen.left.currentWidget() is desk.screen.word
    assert "lettres des décisions" in desk.screen.word.words.text() and unnamed(desk.screen) == []
    QTest.mouseClick(desk.screen.word.button, Left)
    qtbot.waitUntil(lambda: desk.said == ["6 courriers sont préparés."])
    assert len(desk.screen.model.entries()) == 6
    desk.screen.deeds.prepare()
    qtbot.waitUntil(lambda: "déjà leur courrier" in desk.said[-1])
    desk.settle()
    desk.close()


def test_nothing_decided_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, decided(tmp_path / "base", 0), tmp_path)
    QTest.mouseClick(desk.screen.word.button, Left)
    qtbot.waitUntil(lambda: any("décidez d’abord" in words for words in desk.said))
    desk.close()


def test_a_broken_template_is_told_in_place_and_read_again(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "modeles"
    shutil.copytree(resources() / "letters", folder)
    whole = (folder / "accord.toml").read_text(encoding="utf-8")
    (folder / "accord.toml").write_text(
        whole.replace("decision.montant", "decision.montan"), encoding="utf-8"
    )
    office = office_of(prepared(tmp_path / "base"))
    screen = LettersScreen(office, lambda: DAY, templates=folder)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.left.currentWidget() is screen.word)
    assert "accord.toml" in screen.word.words.text() and "decision.montan" in screen.word.words.text()
    assert not screen.bar.print.isEnabled()
    (folder / "accord.toml").write_text(whole, encoding="utf-8")
    QTest.mouseClick(screen.word.button, Left)
    qtbot.waitUntil(lambda: screen.bar.print.text() == "Imprimer les 5 lettres")
    assert screen.left.currentWidget() is screen.list
    screen.close_down()
    office.close()


def test_eighty_letters_fill_in_without_holding_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, prepared(tmp_path / "base", 80), tmp_path)
    QAbstractItemModelTester(desk.screen.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert len(desk.screen.model.entries()) == 80 and desk.screen.model.ticked() == []
    counts: list[int] = []
    desk.screen.model.ticks_changed.connect(lambda: counts.append(len(desk.screen.model.ticked())))
    desk.settle()
    assert counts == sorted(counts) and len(set(counts)) > 5
    assert len(desk.screen.model.ticked()) == 80 - 13  # those of one applicant in six have no address
    desk.close()


class StopAfter:
    """A progress that wants no more after so many tellings."""

    def __init__(self, count: int) -> None:
        self.left = count

    def __call__(self, _sentence: str, _share: float) -> bool:
        self.left -= 1
        return self.left >= 0


def test_a_batch_stopped_says_what_left_and_what_did_not(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    desk.settle()
    batch = Batch(desk.screen.model.ticked())
    issue_all(StopAfter(2), desk.store, desk.screen.desk, batch)  # type: ignore[arg-type]  # all it is asked
    words, tone = told(batch)
    assert "2 lettres sont parties (C2026-0001 à C2026-0002)" in words and tone == "warn"
    assert "3 sont restées dans la boîte d’envoi, sans numéro" in words
    assert [row.number for row in queries.register(desk.store.reader)] == ["C2026-0001", "C2026-0002"]
    touched = batch.touched()
    assert touched is not None and len(touched.dossiers) == 2
    desk.close()


def test_cancel_before_the_first_letter_issues_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    desk.settle()
    with qtbot.waitSignal(desk.screen.deeds.ended):
        desk.screen.deeds.issue(desk.screen.model.ticked(), lambda _letters: None)
        desk.office.runner.cancel()
    left = len(queries.register(desk.store.reader))
    assert left < 5 and ("Aucune lettre n’est partie" in desk.said[-1] or f"{left} lettre" in desk.said[-1])
    desk.close()


def test_a_file_read_only_prints_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    office = office_of(prepared(tmp_path / "base"), read_only=True)
    screen = LettersScreen(office, lambda: DAY)
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: len(screen.model.ticked()) == 5)
    assert not screen.bar.print.isEnabled() and not screen.bar.prepare.isEnabled()
    assert not screen.deeds.writable()
    screen.close_down()
    office.close()


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)  # Qt says so as well
def test_a_printer_that_fails_offers_the_same_paper_again(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    desk.settle()
    good = desk.paper
    desk.paper = tmp_path / "absent" / "papier.pdf"
    desk.screen.deeds.print_letters(desk.screen.model.ticked(), desk.screen.model.entries())
    desk.answer("Choisir")
    printing = desk.screen.deeds.printing
    qtbot.waitUntil(lambda: printing.question is not None)
    question = printing.question
    assert question is not None and "gardent leur numéro" in question.informativeText()
    desk.paper = good
    with qtbot.waitSignal(printing.done):
        QTest.mouseClick(next(b for b in question.buttons() if "Imprimer" in b.text()), Left)
    assert good.stat().st_size > 0
    desk.close()


def test_on_both_sides_each_letter_begins_on_a_sheet(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desktop(qtbot, prepared(tmp_path / "base"), tmp_path)
    desk.settle()
    paths = []
    for entry in desk.screen.model.ticked():
        assert entry.checked and entry.checked.letter
        paths.append(tmp_path / f"{entry.row.dossier}.pdf")
        paths[-1].write_bytes(desk.screen.desk.pdf(entry.checked.letter))
    sheaf = Sheaf(paths, both_sides=True)
    starts = [at for at, (_, number) in enumerate(sheaf.pages) if number == 0]
    assert all(at % 2 == 0 for at in starts) and len(sheaf) % 2 == 0
    blank = next(at for at, (_, number) in enumerate(sheaf.pages) if number < 0)
    assert sheaf.picture(blank, 0.2).pixelColor(5, 5).name() == "#ffffff"
    assert len(Sheaf(paths, both_sides=False)) < len(sheaf)
    sheaf.close()
    desk.close()
    assert QPrinter().duplex() == QPrinter.DuplexMode.DuplexNone
