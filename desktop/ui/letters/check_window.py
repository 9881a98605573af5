"""The window before a deed on many letters: one line each, in the order of the list: goes, or why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.rules import ruling
from desktop.ui.fields import Button
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.letters.entry import Entry, kind_words
from desktop.ui.theme import font
from desktop.ui.tongue import euros, plural


class Fate(NamedTuple):
    """What becomes of one letter: `why` it stays, "" when it goes."""

    entry: Entry
    why: str = ""
    grave: bool = True  # something is to mend; a letter only unticked is not


class Words(NamedTuple):
    """What the window says."""

    title: str
    question: str
    more: str
    agree: str
    refuse: str


class CheckWindow(QDialog):
    """Enter and Escape refuse: only the button itself, or its letter, agrees."""

    def __init__(
        self,
        parent: QWidget,
        words: Words,
        fates: Sequence[Fate],
        titles: Mapping[str, str],
        then: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("checkWindow")
        self.setWindowTitle(words.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(880, 560)
        self._more, self.fates = words.more, list(fates)
        self.rows = Rows(
            self.tr("Lettres"),
            [
                (self.tr("Rang"), 64),
                (self.tr("Destinataire"), 250),
                (self.tr("Courrier"), 130),
                (self.tr("Accordé"), 110),
                (self.tr("Ce qui sera fait"), 0),
            ],
            right=(3,),
        )
        self.rows.show_lines(lines(fates, titles))
        self.agree = Button(words.agree, kind="primary")
        self.refuse = Button(words.refuse)
        self._lay_out(words, fates)
        self.refuse.setDefault(True)
        self.refuse.setFocus()
        self.refuse.clicked.connect(self.reject)
        self.agree.clicked.connect(self.accept)
        self.accepted.connect(then)

    def _lay_out(self, words: Words, fates: Sequence[Fate]) -> None:
        title, more, told = QLabel(words.question), QLabel(words.more), QLabel(summary(fates))
        title.setFont(font(15, QFont.Weight.DemiBold))
        for label in (title, more, told):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        more.setProperty("kind", "caption")
        foot = QHBoxLayout()
        foot.addWidget(told, 1)
        foot.addWidget(self.refuse)
        foot.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for part in (title, more):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)

    def buttons(self) -> list[QPushButton]:
        """The two answers."""
        return [self.refuse, self.agree]

    def informativeText(self) -> str:
        """All that the window says, its lines included."""
        return "\n".join([self._more, *(" ".join(line.cells) for line in self.rows.rows.lines)])


def lines(fates: Sequence[Fate], titles: Mapping[str, str]) -> list[Line]:
    """One line a letter, in the order given; those that go are counted."""
    made, rank = [], 0
    for fate in fates:
        row = fate.entry.row
        rank += not fate.why
        amount = euros(row.granted) if row.outcome in ruling.GRANTING and row.granted else ""
        tone = "good" if not fate.why else "bad" if fate.grave else "neutral"
        deed = fate.why or _goes(fate.entry)
        head = "—" if fate.why else str(rank)
        made.append(Line((head, row.applicant, kind_words(row, titles), amount, deed), tone, fate.entry))
    return made


def _goes(entry: Entry) -> str:
    say, pages = QCoreApplication.translate, entry.checked.pages if entry.checked else 0
    return say("letters", "prête, {0} {1}").format(pages, plural(pages, "page"))


def summary(fates: Sequence[Fate]) -> str:
    """« 22 lettres, 187 500 € accordés · 2 à corriger · 1 décochée »."""
    say = QCoreApplication.translate
    going = [fate.entry for fate in fates if not fate.why]
    granted = sum(e.row.granted or 0 for e in going if e.row.outcome in ruling.GRANTING)
    parts = [f"{len(going)} {plural(len(going), 'lettre')}"]
    if granted:
        parts[0] += say("letters", ", {0} accordés").format(euros(granted))
    if held := sum(bool(fate.why) and fate.grave for fate in fates):
        parts.append(say("letters", "{0} {1}").format(held, plural(held, "retenue")))
    if off := sum(bool(fate.why) and not fate.grave for fate in fates):
        parts.append(say("letters", "{0} {1}").format(off, plural(off, "laissée")))
    return " · ".join(parts)
