"""Encryption in the window: opened by its passphrase, encrypted, locked, recovered, with the keys alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from db import boxes, encrypt
from db import vault as keeper
from db.connection import open_reader, sealed_mark
from desktop.app import Parvis
from desktop.flow import vault
from desktop.ui import theme
from desktop.ui.office import Office
from desktop.ui.vault.choosing import PassphraseDialog
from desktop.ui.vault.fields import PassphraseField
from desktop.ui.vault.screen import VaultDialog
from desktop.ui.vault.unlock import UnlockDialog
from tests.ring import FileRing
from tests.ui.a11y import unnamed
from tests.ui.desk import filled
from tests.ui.test_window_start import settings_in

WORDS, OTHER = "quatre mots sans rapport", "cinq autres mots tout neufs"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    before = keyring.get_keyring()  # of the machine: asked before this test's own is named
    for name in list(os.environ):
        if name.startswith("PARVIS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PARVIS_DATA", str(tmp_path / "moi"))
    monkeypatch.setenv("PARVIS_TEST_RING", str(tmp_path / "ring"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.ring.FileRing")
    keyring.set_keyring(FileRing())
    yield
    keyring.set_keyring(before)
    for mark in list(keeper._keys):
        keeper.forget(mark)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    store = filled(tmp_path)
    store.close()
    return store.path


left: list[int] = []


@pytest.fixture
def parvis(tmp_path: Path, qapp: QApplication) -> Iterator[Parvis]:
    theme.apply(qapp, "light")
    left.clear()
    made = Parvis(settings_in(tmp_path), "A. Exemple", left.append)
    yield made
    made.close()
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox):
            box.deleteLater()


def type_in(field: PassphraseField, words: str, qtbot: QtBot) -> None:
    field.line.clear()
    qtbot.keyClicks(field.line, words)


def asked(parvis: Parvis, qtbot: QtBot) -> UnlockDialog:
    """The dialog that asks for the passphrase, once it is there."""
    qtbot.waitUntil(lambda: parvis.journey is not None and parvis.journey.unlocking is not None)
    assert parvis.journey is not None and parvis.journey.unlocking is not None
    return parvis.journey.unlocking


def shown(parvis: Parvis, qtbot: QtBot) -> Office:
    """The office of the window, once verbs can run."""
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office.is_open, timeout=20_000)
    assert parvis.office is not None
    return parvis.office


def test_a_wrong_then_the_right_passphrase_by_the_keyboard(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    vault.encrypt_base(base, WORDS)
    vault.lock(base)
    parvis.open(base)
    dialog = asked(parvis, qtbot)
    assert parvis.window is None and unnamed(dialog) == [] and not dialog.open_button.isEnabled()
    type_in(dialog.passphrase, OTHER, qtbot)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "n’est pas celle de la base" in dialog.said.words())
    assert dialog.passphrase.words() == "" and parvis.window is None
    type_in(dialog.passphrase, WORDS, qtbot)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
    office = shown(parvis, qtbot)
    assert len(office.challenges) == 11 and left == []


def test_capitals_that_are_locked_are_told(qtbot: QtBot) -> None:
    field = PassphraseField("Phrase de passe")
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClick(field.line, Qt.Key.Key_A)
    assert field.words() == "a" and not field.caps.isVisible()
    field.line.clear()
    event = Qt.KeyboardModifier.NoModifier
    from tests.ui.desk import press

    press(field.line, Qt.Key.Key_A, "A", event)
    assert field.caps.isVisible()
    press(field.line, Qt.Key.Key_A, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not field.caps.isVisible()


def test_the_escrow_key_typed_at_the_opening(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    secret, recipient = boxes.new_escrow()
    vault.encrypt_base(base, WORDS, recipient=recipient)
    vault.lock(base)
    parvis.open(base)
    dialog = asked(parvis, qtbot)
    dialog.escrow.click()
    assert parvis.journey is not None and parvis.journey.recovering is not None
    recover = parvis.journey.recovering
    assert unnamed(recover) == []
    recover.key.setPlainText(f"{secret[:16]}\n{secret[16:40]} {secret[40:-1].lower()}")
    for field in (recover.new, recover.again):
        type_in(field, OTHER, qtbot)
    assert recover.count.text() == "73 signes sur 74"
    recover.recover()
    qtbot.waitUntil(lambda: "comporte une faute" in recover.said.words())
    recover.key.setPlainText(secret)
    recover.recover()
    shown(parvis, qtbot)
    vault.lock(base)
    vault.unlock(base, OTHER)


def test_encrypting_from_the_window_closes_it_works_and_opens_it_again(
    parvis: Parvis, base: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    parvis.open(base)
    office = shown(parvis, qtbot)
    qtbot.waitUntil(lambda: not office._quiet.busy(), timeout=20_000)
    assert parvis.window is not None
    parvis.window.menu.vault_wanted.emit()
    assert parvis.journey is not None and parvis.journey.dialog is not None
    dialog = parvis.journey.dialog
    assert dialog.state.text() == "La base est en clair" and unnamed(dialog) == []
    sheet = tmp_path / "cle.pdf"
    dialog._choose = lambda _parent, _title, _name: sheet
    dialog.encrypt.click()
    assert isinstance(dialog.asking, PassphraseDialog)
    chooser = dialog.asking
    assert unnamed(chooser) == [] and not chooser.accept_button.isEnabled()
    type_in(chooser.new, WORDS, qtbot)
    type_in(chooser.again, WORDS[:-1], qtbot)
    assert not chooser.accept_button.isEnabled() and "diffèrent" in chooser.said.words()
    type_in(chooser.again, WORDS, qtbot)
    chooser.accept_button.click()
    qtbot.waitUntil(lambda: parvis.office is not None and parvis.office is not office, timeout=20_000)
    assert sealed_mark(base) is not None
    again = shown(parvis, qtbot)
    assert len(again.challenges) == 11 and vault.status(base).escrow
    with pdfium.PdfDocument(sheet) as page:
        assert "Clé de secours" in page[0].get_textpage().get_text_range()


def test_locking_closes_the_window_and_asks_again(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    vault.encrypt_base(base, WORDS, keyring=True)
    vault.lock(base)
    parvis.open(base)
    office = shown(parvis, qtbot)  # by the keyring, without a word
    qtbot.waitUntil(lambda: not office._quiet.busy(), timeout=20_000)
    assert parvis.window is not None
    parvis.window.menu.lock_wanted.emit()
    dialog = asked(parvis, qtbot)
    assert parvis.window is None and keeper.is_locked(base)
    assert "verrouillée" in dialog.said.words() and left == []
    dialog.leave.click()
    assert left == [1]


def test_the_screen_changes_the_passphrase_the_keyring_and_the_escrow_key(
    base: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light")
    vault.encrypt_base(base, WORDS)
    office = Office(base, open_reader(base), author="A. Exemple", site="poste-1")
    dialog = VaultDialog(office, choose=lambda _parent, _title, _name: tmp_path / "cle.pdf")
    qtbot.addWidget(dialog)
    dialog.show()
    assert "Pas de clé de secours" in dialog.ways.text()
    dialog.escrow.click()
    assert "clé de secours gardée au coffre" in dialog.ways.text() and (tmp_path / "cle.pdf").exists()
    dialog.keyring.click()
    assert vault.status(base).keyring and "trousseau de ce poste" in dialog.ways.text()
    dialog.keyring.click()
    assert not vault.status(base).keyring
    for old, tone in ((OTHER, "bad"), (WORDS, "good")):
        dialog.change.click()
        chooser = dialog.asking
        assert isinstance(chooser, PassphraseDialog)
        for field, words in ((chooser.old, old), (chooser.new, OTHER), (chooser.again, OTHER)):
            type_in(field, words, qtbot)
        chooser.accept_button.click()
        assert dialog.said.property("tone") == tone
    vault.lock(base)
    vault.unlock(base, OTHER)
    office.close()


def test_a_cancelled_work_and_a_lost_header_are_told(parvis: Parvis, base: Path, qtbot: QtBot) -> None:
    from desktop.ui.vault.working import Working

    work = Working(
        base, "Chiffrement", lambda p: vault.encrypt_base(base, WORDS, progress=lambda w, s: False)
    )
    with qtbot.waitSignal(work.failed, timeout=10_000) as told:
        work.start()
    assert told.args == ["Annulé\u00a0: la base est comme avant."] and sealed_mark(base) is None
    work.end()
    vault.encrypt_base(base, WORDS)
    vault.lock(base)
    for header in [boxes.header_of(base), *map(boxes.header_of, encrypt.copies_of(base))]:
        header.unlink(missing_ok=True)
    parvis.open(base)
    found: list[QWidget] = []
    qtbot.waitUntil(
        lambda: bool(
            found.extend(
                w for w in QApplication.topLevelWidgets() if w.objectName() == "refused" and w.isVisible()
            )
            or found
        )
    )
    box = found[0]
    assert isinstance(box, QMessageBox) and "fichier des clés" in box.text()
