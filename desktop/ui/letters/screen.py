"""The letters screen: the outbox, the real page beside it; nothing prints that is not green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from db import queries
from desktop.paths import resources
from desktop.rules import approval
from desktop.ui.letters.bar import LettersBar, status
from desktop.ui.letters.beside import beside_page
from desktop.ui.letters.checking import Checker
from desktop.ui.letters.deed_table import MENU, deeds_of, may_of
from desktop.ui.letters.deeds import LetterDeeds
from desktop.ui.letters.desk import Desk
from desktop.ui.letters.editor import LetterEditor
from desktop.ui.letters.entry import APPROVE, PRINTED, Checked, Entry, why_not
from desktop.ui.letters.exporting import ChoosePlace, LetterExport, ask_place
from desktop.ui.letters.keys import letter_actions
from desktop.ui.letters.outbox_list import OutboxList
from desktop.ui.letters.outbox_model import OutboxModel
from desktop.ui.letters.pager import Pager
from desktop.ui.letters.panels import Word
from desktop.ui.letters.papers import LetterPapers
from desktop.ui.letters.preview import Preview
from desktop.ui.letters.printing import ChoosePrinter, ask_letter_printer
from desktop.ui.letters.second_look import SecondLook
from desktop.ui.letters.signed_scans import SignedScans
from desktop.ui.letters.touching import to_look_at
from desktop.ui.office import Office
from desktop.ui.runner import Runner
from desktop.ui.walk import Walk


class LettersScreen(QWidget):
    """Reads the letters, has them looked at beside the window, and hands deeds to LetterDeeds."""

    status = Signal(str)

    name = "letters"
    icon = "mail"

    def __init__(
        self,
        office: Office,
        today: Callable[[], dt.date] = dt.date.today,
        templates: Path | None = None,
        choose_printer: ChoosePrinter = ask_letter_printer,
        choose_place: ChoosePlace = ask_place,
    ) -> None:
        super().__init__()
        self.office = office
        self.title = self.tr("Courriers")
        self._entries: dict[bytes, Entry] = {}
        self._chip = ""
        self._runner = Runner(office.at_work.open_eyes, self)  # no bar: pages and checks are short
        self.desk = Desk(templates or resources() / "letters", today, office.author)
        self.checker = Checker(self.desk, self._runner, self)
        self.deeds = LetterDeeds(office, self.desk, self, choose_printer)
        self.second_look = SecondLook(self.deeds, self)
        self.signed = SignedScans(office, self, today)
        self.setAcceptDrops(True)
        self.exporting = LetterExport(self.deeds, self, choose_place)
        self.bar = LettersBar()
        self.model = OutboxModel()
        self.list = OutboxList(self.model)
        self.preview = Preview(self.tr("Choisissez un courrier : sa page se montre ici, telle qu’elle part."))
        self.second_look.stand_in(self.preview.buttons, self.list.current)
        self.pager = Pager(office, self.desk, self._runner, self.preview)
        self.word = Word("mail")
        self.editor = LetterEditor(office, self.desk)
        self.actions_by_name = letter_actions(self, self.list, deeds_of(self))
        self.papers = LetterPapers(self.deeds, self, self.list, self.bar.papers)
        self._lay_out()
        self._connect()
        self.read()

    @property
    def widget(self) -> QWidget:
        return self

    def _lay_out(self) -> None:
        parts = (self.list, self.word, self.editor)
        self.left, self.split = beside_page(parts, self.preview, (520, 640))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.split, 1)

    def _connect(self) -> None:
        bar, checker = self.bar, self.checker
        bar.prepare_wanted.connect(self.deeds.prepare)
        bar.print_wanted.connect(self.print_letters)
        bar.export_wanted.connect(self.export_letters)
        bar.approve_wanted.connect(lambda: self.second_look.approve_all(self.model.entries()))
        bar.level_wanted.connect(self.second_look.require)
        bar.chip_chosen.connect(self.choose_chip)
        self.model.ticks_changed.connect(self._tell_ticks)
        self.list.current_changed.connect(self._current_changed)
        self.list.refused.connect(lambda entry: self.office.told.emit(why_not(entry), "warn"))
        self.list.customContextMenuRequested.connect(self._menu)
        checker.checked.connect(self._checked)
        checker.broken.connect(self._broken)
        checker.failed.connect(lambda sentence: self.office.told.emit(sentence, "bad"))
        self.word.wanted.connect(self._next_step)
        self.list.edit_wanted.connect(self.edit_letter)
        self.editor.closed.connect(self._edited)
        self.editor.regenerate_wanted.connect(lambda: self.with_row(self.deeds.regenerate))

    # Rows

    def read(self, dossiers: frozenset[bytes] | None = None) -> None:
        """Read the letters again; those of `dossiers` (all when None) are looked at again."""
        self.desk.know(self.office.reader)
        rows = queries.letter_list(self.office.reader)
        level = str(queries.setting(self.office.reader, approval.SETTING) or "never")
        self.bar.tell_level(level, writable=self.office.may("write_letter"))
        before, self._entries = self._entries, {}
        for row in rows:
            known = before.get(row.id)
            stays = known and dossiers is not None and row.dossier_id not in dossiers
            self._entries[row.id] = Entry(row, known.checked if known and stays else None)
        waiting = [e.row for e in self._entries.values() if e.row.state != "issued" and e.checked is None]
        self.checker.want(waiting)
        self._show()

    def _show(self, *, top: bool = False) -> None:
        current, row = self.list.current(), self.list.currentIndex().row()
        self.model.titles = self.desk.titles()
        self.model.show_entries([e for e in self._entries.values() if e.under(self._chip)])
        self._tell_bar()
        if self.editor.letter is not None:
            self._tell_editor(self.editor.letter)
        elif self.model.rowCount():
            self.left.setCurrentWidget(self.list)
        if self.model.rowCount():
            place = self.model.place_of(current.row.id) if current else 0
            # A letter that left the list leaves its place to the next one: they are walked one by one.
            near = 0 if top else min(max(0, row), self.model.rowCount() - 1)
            self.list.go_to(place if place >= 0 else near)
        elif self.editor.letter is None:
            self._say_empty()
        self._current_changed(self.list.current())
        self._tell_status()

    def _checked(self, found: dict[bytes, Checked]) -> None:
        for key, checked in found.items():
            if key in self._entries and self._entries[key].state != PRINTED:
                self._entries[key] = self._entries[key]._replace(checked=checked)
        self._show()

    def _say_empty(self) -> None:
        if self._entries and self._chip:
            self.word.tell_none_of_this_kind()
        else:
            self.word.tell_nothing_to_send(writable=self.office.may("write_letter"))
        self.left.setCurrentWidget(self.word)

    def _broken(self, sentence: str) -> None:
        self.word.tell_broken(sentence, self.desk.folder)
        self.left.setCurrentWidget(self.word)
        self.pager.show(None)

    def _next_step(self, step: str) -> None:
        if step == "reread":
            self.desk.reread()
            self.read()
        elif step == "all":
            self.choose_chip("")
        else:
            self.deeds.prepare()

    def choose_chip(self, chip: str) -> None:
        """Show the letters of one chip; "" shows all that wait."""
        self._chip = chip
        self.bar.chips.choose([chip] if chip else [])
        self._show(top=True)

    # Writing in a letter

    def edit_letter(self) -> None:
        """Write in the letter chosen."""
        entry = self.list.current()
        if entry is None or entry.state == PRINTED or not self.deeds.writable():
            return
        if entry.checked is None or entry.checked.letter is None:
            self.office.told.emit(why_not(entry), "warn")
            return
        self.left.setCurrentWidget(self.editor)
        self.editor.open(entry)

    def _tell_editor(self, letter: bytes) -> None:
        """Looked at again while it is written in: what was dropped or undone comes back to the editor."""
        entry = self._entries.get(letter)
        if entry is None or entry.state == PRINTED:
            self.editor.leave()
        elif entry.checked and entry.checked.letter and self.editor.differs(entry):
            self.editor.open(entry)

    def _edited(self) -> None:
        self.left.setCurrentWidget(self.list)
        self._show()
        self.list.setFocus()

    # What is told

    def _tell_bar(self) -> None:
        self.bar.tell_counts(self._entries.values())
        waiting = sum(entry.state == APPROVE for entry in self.model.entries())
        self.bar.tell_chip(self._chip, waiting, writable=self.office.may("write_letter"))

    def _tell_ticks(self) -> None:
        self.bar.tell_ticked(len(self.model.ticked()), writable=self.office.may("write_letter"))

    def _tell_status(self) -> None:
        self.status.emit(status(self._entries.values()))

    def _current_changed(self, entry: Entry | None) -> None:
        self.pager.show(entry)
        self.second_look.tell(entry)
        for name, on in may_of(entry).items():
            self.actions_by_name[name].setEnabled(on)

    # Deeds

    def with_entry(self, deed: Callable[[Entry], object]) -> None:
        """Do this with the letter chosen."""
        entry = self.list.current()
        if entry is not None:
            deed(entry)

    def with_row(self, deed: Callable[..., object]) -> None:
        """Do this with the row of the letter chosen."""
        entry = self.list.current()
        if entry is not None:
            deed(entry.row)

    def print_letters(self) -> None:
        """Issue and print what is ticked, once agreed to."""
        self.deeds.print_letters(self.model.ticked(), self.model.entries())

    def export_letters(self) -> None:
        """Write the PDF of what is shown."""
        self.exporting.ask(self.model.ticked(), self.model.entries())

    def open_dossier(self) -> None:
        """Open the dossier of the letter chosen."""
        entry = self.list.current()
        if entry is not None:
            self.office.dossier_wanted.emit(entry.row.dossier_id, Walk.alone(entry.row.dossier_id))

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        for names in MENU:
            menu.addActions([self.actions_by_name[name] for name in names])
            menu.addSeparator()
        menu.popup(self.list.viewport().mapToGlobal(place))

    def menu_actions(self) -> list[QAction]:
        """Shown in the menu while this screen is in front."""
        return [*self.actions_by_name.values(), *self.papers.actions.values()]

    # Scans dropped here are letters that came back signed; other files go on to the import.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.signed.enters(event):
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        if not self.signed.dropped(event):
            event.ignore()

    # The window

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        again = to_look_at(touched, dossiers)
        if again is None or again:
            self.read(again)

    def shown(self) -> None:
        self.list.setFocus()
        self._tell_status()

    def close_down(self) -> None:
        """The window closes: what is being written is kept first."""
        if self.editor.letter is not None:
            self.editor.leave()
        self.checker.forget()
        self.pager.close_down()
        self._runner.stop()
        self.preview.close_down()
        self.deeds.close_down()
