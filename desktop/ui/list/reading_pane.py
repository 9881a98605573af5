"""The reading pane: what decides whether to open a dossier, beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from db.search import Hit
from desktop.rules.journey import LABELS, may_move
from desktop.rules.money import NO_BREAK
from desktop.ui.dossier.interests import closed_words
from desktop.ui.fields import Button
from desktop.ui.frieze import Frieze
from desktop.ui.list.brief import Brief, brief
from desktop.ui.list.finds import plain
from desktop.ui.list.pane_parts import Facts, FindingLine, Group, wrapped
from desktop.ui.office import Office
from desktop.ui.theme import font
from desktop.ui.tongue import as_written

_OPENS = frozenset({"decided", "notified", "closed"})  # nothing left to instruct: the button only opens


class ReadingPane(QWidget):
    """Shows one dossier; reads it in a few statements, each by its key."""

    open_wanted = Signal(object)  # key
    instruct_wanted = Signal(object)
    piece_wanted = Signal(object)

    def __init__(
        self, office: Office, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._office, self._now = office, now
        self.brief: Brief | None = None
        self.setAccessibleName(self.tr("Volet de lecture"))
        self._number = QLabel()
        self._number.setProperty("kind", "caption")
        self._open = Button(self.tr("Ouvrir"), "maximize-2")
        self._open.clicked.connect(lambda: self._tell(self.open_wanted))
        self._applicant = wrapped()
        self._applicant.setFont(font(15, QFont.Weight.DemiBold))
        self._title = wrapped(kind="caption")
        self._frieze = Frieze([challenge.short for challenge in office.challenges])
        self._frieze.chosen.connect(lambda _number: self._tell(self.open_wanted))
        self._marks = wrapped(kind="caption")
        self._facts = Facts()
        self._found = Group(self.tr("Trouvé dans"))
        self._checks = Group(self.tr("Contrôles"))
        self._note = Group(self.tr("Dernière note"))
        self._ask = Button(self.tr("Demander une pièce"), "file-question-mark")
        self._ask.clicked.connect(lambda: self._tell(self.piece_wanted))
        self._instruct = Button(self.tr("Instruire"), "pencil-line", kind="primary")
        self._instruct.clicked.connect(lambda: self._tell(self.instruct_wanted))
        self._lay_out()
        self.show_dossier(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        head.addWidget(self._open)
        self._body = QWidget()
        box = QVBoxLayout(self._body)
        box.setContentsMargins(18, 12, 18, 12)
        box.setSpacing(8)
        box.addLayout(head)
        parts: tuple[QWidget, ...] = (self._applicant, self._title, self._frieze, self._marks)
        for part in parts:
            box.addWidget(part)
        box.addSpacing(6)
        box.addWidget(self._facts)
        for group in (self._found, self._checks, self._note):
            box.addSpacing(4)
            box.addWidget(group)
        box.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._body)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(18, 8, 18, 12)
        foot.addWidget(self._ask)
        foot.addWidget(self._instruct, 1)
        self._nothing = wrapped(kind="caption")
        self._nothing.setContentsMargins(18, 0, 18, 0)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._nothing, 1)
        whole.addWidget(area, 1)
        whole.addWidget(self._foot)
        self._area = area

    def show_dossier(self, key: bytes | None) -> None:
        """Read and show this dossier, or nothing."""
        shut = closed_words(self._office, key) if key is not None else ""
        office = self._office
        read = key is not None and not shut
        self.brief = brief(office.reader, key, self._now(), office.author) if key and read else None
        shown = self.brief is not None
        self._nothing.setText(shut or self.tr("Choisissez un dossier dans la liste pour le lire ici."))
        self._nothing.setVisible(not shown)
        self._area.setVisible(shown)
        self._foot.setVisible(shown)
        if self.brief is not None:
            self._fill(self.brief)

    def show_found(self, hits: Sequence[Hit]) -> None:
        """Show where the words of the search stand in this dossier."""
        mine = [hit for hit in hits if self.brief is not None and hit.dossier == self.brief.key]
        self._found.fill(wrapped(plain(hit.snippet)) for hit in mine if plain(hit.snippet))

    def _fill(self, what: Brief) -> None:
        self._number.setText(what.number)
        self._applicant.setText(as_written(what.applicant))
        self._title.setText(as_written(what.title))
        self._frieze.set_levels(what.levels)
        # A number stays on the line of its name.
        said = "   ".join(mark.replace(" ", NO_BREAK) for mark in self._frieze.strong_words().split("    "))
        self._marks.setText(said or self.tr("Aucun défi n’est encore marqué."))
        self._facts.fill(what.facts)
        lines: list[QWidget] = [FindingLine(finding) for finding in what.findings]
        if what.more:
            lines.append(wrapped(self.tr("et {0} autres dans le dossier").format(what.more), "caption"))
        self._checks.fill(lines)
        self._note.fill([wrapped(what.note), wrapped(what.note_by, "caption")] if what.note else [])
        self._ask.setEnabled(what.missing > 0)
        self._ask.setToolTip("" if what.missing else self.tr("Aucune pièce ne manque à ce dossier."))
        self._instruct.setText(self.tr("Relire") if what.stage in _OPENS else self.tr("Instruire"))
        moves = what.stage != "instruction" and may_move(what.stage, "instruction")
        after = self.tr("Le dossier passe à «\u00a0{0}\u00a0» et s’ouvre.").format(LABELS["instruction"])
        self._instruct.setToolTip(after if moves and what.stage in ("received", "complete") else "")
        self._area.verticalScrollBar().setValue(0)

    def _tell(self, signal: SignalInstance) -> None:
        if self.brief is not None:
            signal.emit(self.brief.key)
