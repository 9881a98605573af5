"""A believable dossier on screen for the tests: texts, notes, pieces of which one is a real PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.instruct import move
from desktop.flow.pieces import add_piece
from desktop.ui import theme
from desktop.ui.dossier import DossierView
from desktop.ui.office import Office
from desktop.ui.walk import Walk
from tests.office import application, bring, made_once, open_office

NAMES = ("Lire en Bas de Chez Soi", "Jardins du Bord de Selle", "Atelier des Possibles")
WORDS = "séances de lecture hebdomadaires"


def pdf(*lines: str) -> bytes:
    """A page with these words."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for rank, line in enumerate(lines):
        canvas.drawString(72, 760 - 24 * rank, line)
    canvas.save()
    return out.getvalue()


@made_once
def filled(folder: Path) -> Store:
    """Three dossiers in instruction; the first has its statutes, a real PDF."""
    store = open_office(folder)
    made = []
    for rank, name in enumerate(NAMES, start=1):
        applicant = Applicant(name=name, rna=f"W80290000{rank}", city="Amiens", postcode="80000")
        made.append(application(f"2650000{rank}", applicant=applicant))
    bring(store, *made)
    keys = queries.list_ids(store.reader)
    for key in keys:
        store.do(move, dossier=key, stage="instruction")
    content = pdf("Statuts de l'association", "Article 2 : lecture pour tous les enfants du quartier")
    store.do(add_piece, dossier=keys[0], name="Statuts.pdf", content=content)
    return store


def office_of(store: Store) -> Office:
    """The office as the program opens it, on a store already open."""
    office = Office(store.path, open_reader(store.path), author=store.author, site=store.site)
    office.places = frozenset({"list", "dossier", "letters"})
    office.attach(store)
    return office


def press(widget: QWidget, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier | None = None) -> None:
    """One key, whatever its letter; QTest itself only knows ASCII."""
    modifiers = held or Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def type_words(widget: QWidget, words: str) -> None:
    for letter in words:
        press(widget, Qt.Key(0), letter)


def select_with_keys(screen: DossierView, words: str) -> None:
    """Put the caret before the words, then hold Shift and go right over them."""
    page = screen.middle.reading.page
    cursor = page.document().find(words)
    cursor.setPosition(cursor.selectionStart())
    page.setTextCursor(cursor)
    for _ in words:
        press(page, Qt.Key.Key_Right, held=Qt.KeyboardModifier.ShiftModifier)
    assert page.textCursor().selectedText() == words


@contextmanager
def on_screen(qtbot: QtBot, office: Office) -> Iterator[DossierView]:
    """The screen as the window plugs it in, open on the first dossier of the list."""
    theme.apply(app(), "light")
    screen = DossierView(office)
    qtbot.addWidget(screen)
    screen.resize(1280, 760)
    office.changed.connect(screen.refresh)
    ids = queries.list_ids(office.reader)
    screen.open(ids[0], Walk(ids))
    screen.show()
    screen.activateWindow()
    qtbot.waitExposed(screen)
    screen.shown()
    try:
        yield screen
    finally:
        screen.close_down()


def app() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


class Told:
    """What the office told, in order."""

    def __init__(self, office: Office) -> None:
        self.words: list[str] = []
        office.told.connect(lambda sentence, _tone: self.words.append(sentence))

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""
