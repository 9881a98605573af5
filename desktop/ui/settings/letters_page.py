"""The page of the letters: their words, those that the office adds, and beside them the real page."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.flow.settings_read import shipped
from desktop.rules.settings import Entry, Subject
from desktop.rules.settings.choices import ALWAYS
from desktop.ui.fields import IconButton
from desktop.ui.office import Office
from desktop.ui.settings.blocks import BlocksInput
from desktop.ui.settings.merge_fields import MergeFieldsDialog
from desktop.ui.settings.page import NEW
from desktop.ui.settings.previewed import PreviewedPage

_TRIED = "m_"  # what the page of a letter that has no name yet is made under


class LettersPage(PreviewedPage):
    """A model is added blank, or as a copy of the one that is shown."""

    def __init__(self, office: Office, subject: Subject) -> None:
        self.fields: MergeFieldsDialog | None = None
        words = QCoreApplication.translate("LettersPage", "Faire un nouveau modèle de celui qui est montré")
        self.copy = IconButton("copy", words)
        super().__init__(office, subject)
        self.copy.clicked.connect(self._copy)
        self.deeds.insertWidget(1, self.copy)
        blocks = self.form.inputs["block"]
        assert isinstance(blocks, BlocksInput)
        blocks.fields.clicked.connect(self.ask_field)
        key = QShortcut(QKeySequence("Ctrl+Space"), self, self.ask_field)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._own_only()

    def letter(self) -> str:
        return "" if self._code is None else self._code or _TRIED

    def words(self, reader: sqlite3.Connection, typed: Entry) -> tuple[Entry, Mapping[str, Any] | None]:
        return typed, None

    def shown_as(self) -> str:
        return str(self.form.inputs["title"].value())

    def _picked(self, code: str | None) -> None:
        super()._picked(code)
        self._own_only()

    def _own_only(self) -> None:
        """When a model is proposed is said of those of the office; a shipped one stays where it serves."""
        code = self._code
        own = code is not None and code not in shipped(self.subject)
        self.form.show_field("when", own)
        self.drop.setVisible(own)

    def blank_entry(self) -> dict[str, Any]:
        """What every letter has, and an empty paragraph."""
        told = super().blank_entry()
        like = shipped(self.subject)["accuse_reception"]
        return told | {
            "when": [ALWAYS], "appeal": "none", "signer": like["signer"], "closing": like["closing"],
            "object": self.words_of_object, "block": [{"text": ""}],
        }  # fmt: skip

    words_of_object = "votre demande « {dossier.titre} »"  # of the paper, which is French

    def _copy(self) -> None:
        one = self._standing.get(self._code or "")
        if one is not None and NEW not in self.pending:
            title = f"{one.entry['title']} (copie)"
            when = list(one.entry["when"]) or [ALWAYS]
            self.begin_with({**one.entry, "title": title, "when": when})

    def _tell(self) -> None:
        super()._tell()
        self.copy.setEnabled(self.add.isEnabled() and bool(self._code))

    def ask_field(self) -> None:
        """The list of the fields; the chosen one goes where the caret was."""
        if self.why_not:
            return
        place = self.form.focusWidget()
        blocks = self.form.inputs["block"]
        assert isinstance(blocks, BlocksInput)
        into = place if isinstance(place, QPlainTextEdit | QLineEdit) else blocks.words

        def put(words: str) -> None:
            if isinstance(into, QLineEdit):
                into.insert(words)
                into.textEdited.emit(into.text())
            else:
                into.insertPlainText(words)
            into.setFocus()

        self.fields = MergeFieldsDialog(self, put)
        self.fields.open()
