"""One finding on the sheet: its level, its sentence, its two sources, and what a person does about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.rules.checks.rule import Rule
from desktop.rules.findings import Accepted, Finding
from desktop.ui.checks.levels import FACES, level_word
from desktop.ui.checks.sources import Sources
from desktop.ui.fields import Button
from desktop.ui.icons import pixmap
from desktop.ui.list.pane_parts import wrapped
from desktop.ui.theme import font, tokens
from desktop.ui.tongue import date_long

_KEPT = 200  # signs of a reason


def accepted_words(accepted: Accepted) -> str:
    """« Accepté parce que… par A. Exemple le 12 mars 2026 »."""
    at = datetime.fromisoformat(accepted.at)
    say = QCoreApplication.translate
    return say("checks", "Accepté parce que «\u00a0{0}\u00a0», par {1} le {2} à {3}").format(
        accepted.reason, accepted.author, date_long(at.date()), f"{at:%H:%M}"
    )


class Because(QWidget):
    """One line to say why, with the reasons given before."""

    given = Signal(str)
    left = Signal()

    def __init__(self, before: Sequence[str]) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setMaxLength(_KEPT)
        self.line.setPlaceholderText(self.tr("Accepté parce que… (une ligne)"))
        self.line.setAccessibleName(self.tr("Raison"))
        if before:
            completer = QCompleter(list(before), self.line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            self.line.setCompleter(completer)
        self.keep = Button(self.tr("Accepter"), "check", kind="primary")
        self.keep.clicked.connect(self._give)
        self.line.returnPressed.connect(self._give)
        self.line.textChanged.connect(lambda words: self.keep.setEnabled(bool(words.strip())))
        self.keep.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)

    def _give(self) -> None:
        if self.line.text().strip():
            self.given.emit(self.line.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.line.completer() is not None:
            self.line.completer().setCompletionPrefix(self.line.text())
            self.line.completer().complete()
        # Enter was for the line: the card would lead to a source.
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class FindingCard(QFrame):
    """Takes the keyboard: Enter, Shift+Enter lead to the sources, A accepts, R takes it back, ? explains."""

    place_wanted = Signal(str)
    accept_wanted = Signal(str, str)  # code, reason
    reopen_wanted = Signal(str)  # code
    step_wanted = Signal(int)

    def __init__(
        self, finding: Finding, rule: Rule | None, before: Sequence[str], *, may_write: bool
    ) -> None:
        super().__init__()
        self.finding, self.rule, self._before = finding, rule, before
        self.level = "accepted" if finding.accepted else finding.level
        self._may_write = may_write
        self.setObjectName("findingCard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{level_word(self.level)}\u00a0: {finding.sentence}")
        self.sources = Sources(finding)
        self.sources.wanted.connect(self.place_wanted)
        self.because: Because | None = None
        self.explained: QLabel | None = None
        self._lay_out()
        self._dress()

    def _lay_out(self) -> None:
        self._sign = QLabel()
        self._sign.setFixedSize(18, 18)
        words = wrapped(self.finding.sentence)
        words.setFont(font(13, QFont.Weight.DemiBold))
        words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._word = QLabel(level_word(self.level))
        self._word.setFont(font(12, QFont.Weight.Medium))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        head.addWidget(self._word, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        if self.finding.accepted:
            why = wrapped(accepted_words(self.finding.accepted), "caption")
            why.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._column.addWidget(why)
        self._column.addWidget(self.sources)
        self._column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(6)
        self.accept = Button(self.tr("Accepter parce que…"), "square-check", kind="plain")
        self.accept.setToolTip(self.tr("Ne plus le compter, avec une raison (A)"))
        self.accept.clicked.connect(self.begin)
        self.accept.setVisible(self.finding.counts)
        self.reopen = Button(self.tr("Ne plus accepter"), "undo-2", kind="plain")
        self.reopen.setToolTip(self.tr("Le compter de nouveau (R)"))
        self.reopen.clicked.connect(lambda: self.reopen_wanted.emit(self.finding.code))
        self.reopen.setVisible(self.finding.accepted is not None)
        self.explain = Button(self.tr("Pourquoi ?"), "circle-help", kind="plain")
        self.explain.setToolTip(self.tr("La règle et son texte (?)"))
        self.explain.clicked.connect(self.toggle_rule)
        self.explain.setVisible(self.rule is not None)
        for button in (self.accept, self.reopen):
            button.setEnabled(self._may_write)
        for button in (self.accept, self.reopen, self.explain):
            foot.addWidget(button)
        foot.addStretch(1)
        return foot

    def begin(self, *, typed: str = "") -> None:
        """Ask for the reason, in place."""
        if not (self.finding.counts and self._may_write):
            return
        if self.because is None:
            self.because = Because(self._before)
            self.because.given.connect(lambda why: self.accept_wanted.emit(self.finding.code, why))
            self._column.addWidget(self.because)
        self.because.line.setText(typed)
        self.because.show()
        self.because.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def typed(self) -> str | None:
        """What is being written as a reason, None when nothing is."""
        return self.because.line.text() if self.because is not None and not self.because.isHidden() else None

    def toggle_rule(self) -> None:
        """Say, or hide again, what the rule is and where it is written."""
        if self.rule is None:
            return
        if self.explained is None:
            told = f"{self.rule.title}. {self.rule.why}\n{self.rule.law}"
            self.explained = wrapped(told, "caption")
            self.explained.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._column.insertWidget(self._column.count() - 1, self.explained)
            self.explained.show()
            return
        self.explained.setVisible(self.explained.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.typed is not None and key == Qt.Key.Key_Escape and self.because is not None:
            self.because.hide()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            source = self.finding.right if shift else self.finding.left
            if source.place:
                self.place_wanted.emit(source.place)
        elif key == Qt.Key.Key_A:
            self.begin()
        elif key == Qt.Key.Key_R and self.finding.accepted and self._may_write:
            self.reopen_wanted.emit(self.finding.code)
        elif event.text() == "?":
            self.toggle_rule()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        look = self._look = tokens()  # a style sheet tells of a change of palette: it is dressed once a theme
        drawing, tone = FACES[self.level]
        ink = getattr(look, tone)
        self._sign.setPixmap(pixmap(drawing, ink, 16))
        self._word.setStyleSheet(f"color: {ink}")
        self.setStyleSheet(
            f"QFrame#findingCard {{ background: {look.paper}; border: 1px solid {look.line};"
            f" border-left: 4px solid {ink}; border-radius: 8px }}"
            f"QFrame#findingCard:focus {{ border: 2px solid {look.accent}; border-left: 4px solid {ink} }}"
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._look is not tokens():
            self._dress()
        super().changeEvent(event)
