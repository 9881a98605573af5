"""The questions of eligibility: each with its answer, what it rests on, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.rules.eligibility import Question
from desktop.ui.fields import IconButton
from desktop.ui.icons import pixmap
from desktop.ui.list.pane_parts import emptied, wrapped
from desktop.ui.tab_order import tab_through
from desktop.ui.theme import font, tokens

# answer -> drawing, token of its colour
FACES = {
    "yes": ("circle-check", "good"),
    "no": ("circle-x", "bad"),
    "unknown": ("circle-help", "warn"),
    "none": ("circle", "muted"),
}


# The way there stands back until it is wanted.
_QUIET = (
    "QToolButton { border-color: transparent; background: transparent; padding: 2px }"
    "QToolButton:hover { background: palette(alternate-base) }"
    "QToolButton:focus { border: 2px solid palette(highlight); padding: 1px }"
)


def reply_word(reply: str) -> str:
    """« oui », « à vérifier »."""
    say = QCoreApplication.translate
    return {
        "yes": say("sift", "oui"), "no": say("sift", "non"), "unknown": say("sift", "à vérifier"),
        "none": say("sift", "sans objet"),
    }[reply]  # fmt: skip


class QuestionLine(QWidget):
    """One question: the drawing of its answer, its words, what it rests on, a button that leads there."""

    place_wanted = Signal(str)

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._sign = QLabel()
        self._sign.setFixedSize(18, 18)
        title = wrapped(f"{question.title}\u00a0: {reply_word(question.reply)}")
        title.setFont(font(13))
        told = wrapped(question.told, "caption")
        told.setFont(font(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(told)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.go: QToolButton | None = None
        if question.place:
            self.go = IconButton("arrow-right", self.tr("Voir : {0}").format(question.title), colour="muted")
            self.go.clicked.connect(partial(self.place_wanted.emit, question.place))
            self.go.setStyleSheet(_QUIET)
            line.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        self._dress()

    def _dress(self) -> None:
        drawing, tone = FACES[self.question.reply]
        self._sign.setPixmap(pixmap(drawing, getattr(tokens(), tone), 16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)


class Questions(QWidget):
    """All of them, built again only when an answer changed."""

    place_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Recevabilité, question par question"))
        self.lines: list[QuestionLine] = []
        self._shown: Sequence[Question] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(7)

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Show these."""
        if questions == self._shown:
            return
        self._shown = questions
        emptied(self._box)
        self.lines = [QuestionLine(question) for question in questions]
        for line in self.lines:
            line.place_wanted.connect(self.place_wanted)
            self._box.addWidget(line)
        tab_through(self, self.lines)
