"""The page of one subject: its entries, the form of the chosen one, what changed since it was shipped."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QSplitter, QVBoxLayout, QWidget

from desktop.flow.settings_read import Standing, entries, standings
from desktop.rules.settings import BY_CODE, Subject, blank, name_of
from desktop.ui.fields import Button
from desktop.ui.intake.parts import Notice, scrolled, text
from desktop.ui.intake.rows import PLAIN, Line, Rows
from desktop.ui.office import Office
from desktop.ui.settings.asking import ask_effect
from desktop.ui.settings.form import EntryForm
from desktop.ui.settings.ways_out import way_out
from desktop.ui.theme import font
from desktop.ui.tongue import date_short

NEW = ""  # the code of an entry that is being made


class EntriesPage(QWidget):
    """What is typed waits for « Enregistrer », which is one step whatever the number of entries."""

    typed = Signal()  # something waits, or nothing any more

    def __init__(self, office: Office, subject: Subject) -> None:
        super().__init__()
        self.office, self.subject = office, subject
        self.pending: dict[str, dict[str, Any]] = {}
        self._standing: dict[str, Standing] = {}
        self._code: str | None = None
        self.question: QMessageBox | None = None
        self.notice = Notice()
        self.rows = Rows(
            subject.title, [(self.tr("Ligne"), 0), (self.tr("État"), 72 if subject.code == "letters" else 88)]
        )
        self.rows.setMinimumWidth(150)
        self.form = EntryForm(subject, self._others)
        self.state = text(caption=True)
        self.add = Button(self.tr("&Ajouter"), "plus")
        self.drop = Button(self.tr("&Retirer"), "trash-2", kind="plain")
        self.back = Button(self.tr("Revenir à ce qui est &livré"), "undo-2")
        self.keep = Button(self.tr("&Enregistrer"), "check", kind="primary")
        self._lay_out()
        self._connect()
        self.read()

    @property
    def why_not(self) -> str:
        """Why nothing can be written here, "" when it can."""
        if self.office.at_work.shut:
            return self.tr("Cette base est ouverte en lecture seule\u00a0: les réglages se lisent seulement.")
        return self.office.why_not(self.subject.right)

    def _lay_out(self) -> None:
        title = QLabel(self.subject.title)
        title.setFont(font(17, QFont.Weight.DemiBold))
        area = scrolled(self.form, self.subject.title)
        area.setMinimumWidth(270)
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 10, 0)
        beside.addWidget(self.rows, 1)
        self.deeds = QHBoxLayout()
        for button in (self.add, self.drop):
            self.deeds.addWidget(button)
        self.deeds.addStretch(1)
        beside.addLayout(self.deeds)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(area)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 520])
        if (more := self.beside()) is not None:
            split.addWidget(more)
            split.setSizes([235, 400, 420])
        left.setVisible(not self.subject.one)
        foot = self.foot = QHBoxLayout()
        foot.addWidget(self.state, 1)
        if self.subject.door:
            foot.addWidget(way_out(self))
        foot.addWidget(self.back)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 4, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(text(self.subject.about, caption=True))
        column.addWidget(self.notice)
        column.addWidget(split, 1)
        column.addLayout(foot)
        for button in (self.add, self.drop, self.back, self.keep):
            button.setAutoDefault(False)

    def beside(self) -> QWidget | None:
        """What stands at the right of the form, where a page has more to show."""
        return None

    def close_down(self) -> None:
        """The window closes."""

    def _connect(self) -> None:
        self.rows.picked.connect(self._picked)
        self.form.changed.connect(self._typed)
        self.add.clicked.connect(lambda: self.begin_with(self.blank_entry()))
        self.drop.clicked.connect(self._drop)
        self.back.clicked.connect(lambda: self._back(agreed=False))
        self.keep.clicked.connect(lambda: self.save(agreed=False))

    # Showing

    def _others(self, of: str) -> list[tuple[str, str]]:
        other = BY_CODE[of]
        return [
            (code, name_of(other, entry, code)) for code, entry in entries(self.office.reader, other).items()
        ]

    def read(self) -> None:
        """Read the entries again; the chosen one stays chosen."""
        self._standing = {one.code: one for one in standings(self.office.reader, self.subject)}
        self.pending = {
            code: told for code, told in self.pending.items() if code in self._standing or not code
        }
        self.form.lock(bool(self.why_not))
        self._show_rows()

    def _show_rows(self) -> None:
        chosen = self._code
        lines = [self._line(one) for one in self._standing.values()]
        if NEW in self.pending:
            lines.append(Line((self.tr("(nouvelle ligne)"), self.tr("à enregistrer")), "accent", NEW))
        codes = [line.what for line in lines]
        self.rows.show_lines(lines)
        if chosen in codes:
            self.rows.selectRow(codes.index(chosen))
        elif not lines:
            self._picked(None)
        self._tell()

    def _line(self, one: Standing) -> Line:
        entry = self.pending.get(one.code, one.entry)
        if one.code in self.pending:
            return Line(
                (name_of(self.subject, entry, one.code), self.tr("à enregistrer")), "accent", one.code
            )
        words = {"changed": self.tr("modifié"), "added": self.tr("ajouté")}.get(one.state, "")
        return Line((name_of(self.subject, entry, one.code), words), "neutral" if words else PLAIN, one.code)

    def _picked(self, code: str | None) -> None:
        self._code = code
        self.form.setEnabled(code is not None)
        if code is not None:
            one = self._standing.get(code)
            entry = self.pending.get(code) or (one.entry if one else {})
            self.form.show_entry(entry, new=code == NEW)
        self._tell()

    def _typed(self) -> None:
        code = self._code
        if code is None:
            return
        told, one = self.form.entry(), self._standing.get(code)
        before = code in self.pending
        if one is not None and told == one.entry:
            self.pending.pop(code, None)
        else:
            self.pending[code] = told
        if (code in self.pending) != before:
            row = self.rows.currentIndex().row()
            if one is not None and row >= 0:
                self.rows.rows.lines[row] = self._line(one)
                self.rows.viewport().update()
        self._tell()
        self.typed.emit()

    def _tell(self) -> None:
        shut, one = self.why_not, self._standing.get(self._code or "")
        faults = self.form.faults() if self._code is not None and self._code in self.pending else []
        if shut:
            self.notice.tell(shut, "neutral")
        else:
            self.notice.tell(" ".join(faults), "bad")
        can = not shut and not faults
        self.keep.setEnabled(can and bool(self.pending))
        self.back.setEnabled(not shut and one is not None and one.state == "changed" and not self.pending)
        self.add.setVisible(self.subject.adds)
        self.add.setEnabled(not shut and NEW not in self.pending)
        self.drop.setVisible(self.subject.removes)
        self.drop.setEnabled(not shut and self._code is not None)
        self.state.setText(self._since(one))
        # Its room goes to the names while all is as it was shipped.
        self.rows.setColumnHidden(1, not any(line.cells[1] for line in self.rows.rows.lines))

    def _since(self, one: Standing | None) -> str:
        if one is None:
            return ""
        if one.state == "same":
            return self.tr("Tel que livré.")
        words = self.tr("Modifié") if one.state == "changed" else self.tr("Ajouté ici")
        if not one.at:
            return f"{words}."
        day = dt.datetime.fromisoformat(one.at[:19])
        when = date_short(day.date()), f"{day:%H:%M}"
        return self.tr("{0} le {1} à {2} par {3}.").format(words, *when, one.author)

    # Deeds

    def blank_entry(self) -> dict[str, Any]:
        """What a new line holds before anything is typed."""
        told: dict[str, Any] = {field.name: blank(field) for field in self.subject.fields}
        for first in [*self._standing.values()][:1]:  # what it stands under is what the others do
            told |= {f.name: first.entry[f.name] for f in self.subject.fields if f.kind == "row" and f.needed}
        if "rank" in told:
            told["rank"] = 1 + max((one.entry.get("rank") or 0 for one in self._standing.values()), default=0)
        return told | ({"active": True} if "active" in told else {})

    def begin_with(self, told: dict[str, Any]) -> None:
        """Begin a new line that holds this."""
        self.pending[NEW], self._code = told, NEW
        self._show_rows()
        self.rows.scrollToBottom()
        self.form.inputs[self.subject.fields[0].name].setFocus()
        self.typed.emit()

    def _drop(self) -> None:
        from desktop.flow.settings import remove

        code = self._code
        if code == NEW:
            self.pending.pop(NEW)
            self._code = None
            self._show_rows()
        elif code is not None and self._do(remove, code=code):
            self.pending.pop(code, None)
            self.read()
        self.typed.emit()

    def _back(self, *, agreed: bool) -> None:
        from desktop.flow.settings import revert

        if self._code and self._do(
            revert, again=lambda: self._back(agreed=True), code=self._code, agreed=agreed
        ):
            self.read()

    def save(self, *, agreed: bool = False) -> None:
        """Write all that is typed, in one step; a new entry is a step of its own."""
        from desktop.flow.settings import add, change

        told = {code: entry for code, entry in self.pending.items() if code}
        if told:
            changes = {
                code: {
                    name: value for name, value in entry.items() if value != self._standing[code].entry[name]
                }
                for code, entry in told.items()
            }
            if not self._do(change, again=lambda: self.save(agreed=True), changes=changes, agreed=agreed):
                return
            self.pending = {code: entry for code, entry in self.pending.items() if not code}
        if NEW in self.pending:
            if not self._do(add, values=self.pending[NEW]):
                self.read()
                return
            self.pending.clear()
        self.read()
        self.typed.emit()

    def forget(self) -> None:
        """Drop what is typed."""
        self.pending.clear()
        self.read()

    def _do(self, verb: Any, *, again: Any = None, **told: Any) -> bool:
        """Whether it was done; what refuses it is said here, an effect to agree to is asked first."""
        from desktop.flow.settings_effects import ToAgree

        try:
            done = self.office.store.do(verb, subject=self.subject.code, **told)
        except ToAgree as asked:
            self._ask(str(asked), again)
            return False
        except ValueError as refusal:
            self.notice.tell(str(refusal), "bad")
            return False
        self.office.after(done)
        return True

    def _ask(self, words: str, again: Any) -> None:
        self.question = ask_effect(self, words, again)
