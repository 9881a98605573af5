"""A fault told calmly, the log and the report: no name, number or secret of the data is ever in them."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop import faults
from desktop.cli import main
from desktop.flow.fault_report import report
from desktop.places import places
from desktop.rules.scrub import scrub, vocabulary
from desktop.ui.faults.calm import Calm
from desktop.ui.faults.report import ReportDialog
from desktop.ui.window import Window
from tests.office import application, bring, open_office
from tests.ui.a11y import unnamed
from tests.ui.desk import office_of

PLANTED = (
    "Claire Exemple", "claire.exemple@exemple.fr", "06 12 34 56 78", "12 place du Marché", "W802900001",
    "FR76 3000 4000 0312 3456 7890 143", "821 456 789 00017", "quatre mots sans rapport",
    "/media/claire/bases/parvis.db", "Statuts de Claire.pdf", "2026-0001",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_office(tmp_path / "base")
    bring(opened, application("26500001"))
    yield opened
    opened.close()


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_value_never_leaves_a_message(planted: str) -> None:
    known = vocabulary(["La base {0} est introuvable : rien n’a été changé."])
    for words in (f"La base {planted} est introuvable", f"file not found: {planted}", f"« {planted} »"):
        told = scrub(words, known)
        assert planted not in told
        left = {word for word in planted.split() if len(word) > 3 and word.isalpha()}
        assert not any(word in told for word in left - {"base"})
    assert scrub("La base est introuvable", known) == "La base est introuvable"


def _fails(name: str) -> None:
    try:
        raise KeyError(name)
    except KeyError as error:
        raise ValueError(f"Le porteur {name} n’est pas connu : rien n’a été changé.") from error


def test_a_trace_says_where_and_keeps_the_words_of_the_program() -> None:
    name = "".join(("Rou", "lent"))  # whole, it would be a word of this program
    try:
        _fails(name)
    except ValueError as error:
        told = faults.trace_of(error)
    assert "tests/test_faults.py" in told and "_fails" in told
    assert "ValueError" in told and "KeyError" in told and "rien" in told
    assert name not in told and str(Path(__file__).parent) not in told


def test_the_report_counts_and_names_nobody(store: Store) -> None:
    trace = "ValueError: Lire en Bas de Chez Soi 26500001, Claire Exemple, Livre et lecture"
    text = report(store.reader, store.path, trace=trace, screen={"Écran": "1366×768"})
    assert "dossier 1" in text and "receive" in text and "1366×768" in text
    for name in ("Claire", "Exemple", "26500001", "Chez", "lecture", store.path.name, str(store.path.parent)):
        assert name not in text
    assert "ne s’ouvre pas" in report(None, store.path)


def test_it_is_read_and_edited_before_it_is_saved(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    office = office_of(store)
    dialog = ReportDialog(office, None, lambda _over, _first: tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.keep.isEnabled()
    qtbot.waitUntil(dialog.keep.isEnabled, timeout=10_000)
    assert unnamed(dialog) == []
    dialog.text.setPlainText("Ce que j’ai gardé")
    dialog.keep.click()
    assert dialog.saved is not None
    assert dialog.saved.read_text(encoding="utf-8") == "Ce que j’ai gardé"
    office.close()


def test_a_fault_is_told_once_and_offers_the_report(store: Store, qtbot: QtBot, tmp_path: Path) -> None:
    office = office_of(store)
    settings = QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat)
    window = Window(office, places(), settings)
    qtbot.addWidget(window)
    calm = Calm(office, window)
    calm.fault.emit("ValueError")
    calm.fault.emit("ValueError")
    box = calm.box
    assert isinstance(box, QMessageBox) and "est toujours" in box.informativeText()
    next(b for b in box.findChildren(QPushButton) if "rapport" in b.text()).click()
    assert window.findChild(ReportDialog) is not None
    qtbot.waitUntil(lambda: not office.runner.busy(), timeout=10_000)
    window.close()
    office.close()


CRASH = """
import logging, sys
from desktop import faults
faults.install()
faults.open_log()
def slot():
    raise ValueError("Le dossier de Claire Exemple a disparu : /media/claire/secret")
if sys.argv[1] == "fault":
    try:
        slot()
    except ValueError:
        sys.excepthook(*sys.exc_info())
    logging.getLogger("x").error("rien", exc_info=None)
else:
    import faulthandler
    faulthandler._sigsegv()
"""


def test_the_log_and_a_crash_are_kept_without_a_value(tmp_path: Path) -> None:
    environment = os.environ | {"PARVIS_DATA": str(tmp_path)}

    def run(how: str) -> None:
        subprocess.run(
            [sys.executable, "-c", CRASH, how], env=environment, cwd=Path(__file__).parents[1], check=False,
            capture_output=True, timeout=280,
        )  # fmt: skip

    run("fault")
    log = (tmp_path / "journal" / "parvis.log").read_text(encoding="utf-8")
    assert "ValueError" in log and "slot" in log
    assert "Claire" not in log and "secret" not in log
    run("crash")
    assert "Segmentation fault" in (tmp_path / "journal" / "plantage.txt").read_text(encoding="utf-8")
    assert logging.getLogger() is not None


def test_the_report_from_a_terminal(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "moi"))
    out = tmp_path / "panne.txt"
    assert main(["--db", str(store.path), "fault-report", "--out", str(out)]) == 0
    assert "rien n’est envoyé" in capsys.readouterr().out
    assert "Rien n’a été envoyé" in out.read_text(encoding="utf-8")
    assert main(["--db", str(tmp_path / "absente.db"), "fault-report", "--json"]) == 0
    assert "ne s’ouvre pas" in json.loads(capsys.readouterr().out)["report"]
