"""What stands over the letters: name and count, the chips, and the three deeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.rules import approval, ruling
from desktop.ui.fields import Button, IconButton, StageChips
from desktop.ui.fields.row import Row
from desktop.ui.letters.entry import (
    APPROVE,
    KINDS,
    MEND,
    OTHER,
    PRINTED,
    READY,
    RETURNED,
    WAITING,
    Entry,
    day_words,
)
from desktop.ui.theme import font
from desktop.ui.tongue import plural


class LettersBar(QWidget):
    """Tells what is wished, changes nothing itself."""

    prepare_wanted = Signal()
    export_wanted = Signal()
    print_wanted = Signal()
    approve_wanted = Signal()
    level_wanted = Signal(str)  # of the second look: desktop.rules.approval
    chip_chosen = Signal(str)  # "" when none is pressed

    def __init__(self) -> None:
        super().__init__()
        title = QLabel(self.tr("Courriers"))
        title.setFont(font(20, QFont.Weight.DemiBold))
        self.subtitle = QLabel()
        self.subtitle.setProperty("kind", "caption")
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.prepare = Button(self.tr("Préparer les courriers"), "mail-plus")
        self.export = Button(self.tr("Exporter les PDF"), "folder-output")
        self.print = Button("", "printer", kind="primary")
        self.prepare.clicked.connect(self.prepare_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.approve = Button("", "stamp", kind="primary")
        self.approve.clicked.connect(self.approve_wanted)
        self.approve.hide()
        self.rules = IconButton("settings", self.tr("Réglages du second regard"))
        self.rules.setMenu(self._rules_menu())
        self.rules.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.chips = StageChips()
        self.chips.chosen.connect(lambda codes: self.chip_chosen.emit(codes[0] if codes else ""))
        top = Row()
        top.setSpacing(8)
        top.addWidget(title)
        top.addSpacing(6)
        top.addWidget(self.subtitle, 1)
        self.papers = Button(self.tr("Papie&rs"), "files")
        for button in (self.rules, self.papers, self.prepare, self.export, self.print, self.approve):
            top.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 12, 16, 8)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self.chips)
        self.tell_ticked(0, writable=True)

    def tell_ticked(self, count: int, *, writable: bool) -> None:
        """How many letters the printer would get."""
        words = self.tr("Imprimer {0} {1}").format(count, plural(count, "lettre"))
        if count > 1:
            words = self.tr("Imprimer les {0} lettres").format(count)
        self.print.setText(words if count else self.tr("Imprimer"))
        self.print.setEnabled(bool(count) and writable)
        self.prepare.setEnabled(writable)

    def _rules_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        self.levels: dict[str, QAction] = {}
        for level, words in approval.LEVELS.items():
            action = QAction(words, menu, checkable=True)
            action.triggered.connect(lambda _on, level=level: self.level_wanted.emit(level))
            group.addAction(action)
            menu.addAction(action)
            self.levels[level] = action
        return menu

    def tell_level(self, level: str, *, writable: bool) -> None:
        """The rule of the office on the second look."""
        self.levels[level].setChecked(True)
        self.rules.setEnabled(writable)

    def tell_chip(self, chip: str, waiting: int, *, writable: bool) -> None:
        """Under « À approuver », the first deed is to approve; elsewhere it is to print."""
        words = self.tr("Approuver {0} {1}").format(waiting, plural(waiting, "lettre"))
        if waiting > 1:
            words = self.tr("Approuver les {0} lettres").format(waiting)
        self.approve.setText(words)
        self.approve.setEnabled(bool(waiting) and writable)
        self.approve.setVisible(chip == APPROVE)
        self.print.setVisible(chip != APPROVE)

    def tell_counts(self, entries: Iterable[Entry]) -> None:
        """The count of each chip, and the subtitle."""
        found = list(entries)
        codes = (*KINDS, OTHER, APPROVE, MEND, PRINTED)
        counts = {code: sum(entry.under(code) for entry in found) for code in codes}
        # A small office that asks nobody sees no chip for it.
        looked_at = counts[APPROVE] or any(entry.row.approval for entry in found)
        told = {code: words for code, words in chip_words().items() if code != APPROVE or looked_at}
        self.chips.set_chips([(code, words, counts[code]) for code, words in told.items()])
        self.subtitle.setText(subtitle(found))
        self.subtitle.setToolTip(self.subtitle.text())


def chip_words() -> Mapping[str, str]:
    """The chips in order, with their words."""
    say = QCoreApplication.translate
    return {
        **{code: ruling.LABELS[code] for code in KINDS},
        OTHER: say("letters", "Autres"),
        APPROVE: say("letters", "À approuver"),
        MEND: say("letters", "À corriger"),
        PRINTED: say("letters", "Déjà imprimées"),
    }


def subtitle(entries: Iterable[Entry]) -> str:
    """« comité du 12 mars 2026 : 24 décisions », or how many letters wait when they come from several."""
    waiting = [entry for entry in entries if entry.state != PRINTED]
    days = {e.checked.decided_on for e in waiting if e.checked and e.checked.decided_on}
    say, count = QCoreApplication.translate, len(waiting)
    if not count:
        return ""
    if len(days) == 1 and all(e.checked and e.checked.decided_on for e in waiting):
        words = say("letters", "comité du {0} : {1} {2}")
        return words.format(day_words(next(iter(days))), count, plural(count, "décision"))
    return say("letters", "{0} {1}").format(count, plural(count, "courrier à envoyer", "courriers à envoyer"))


def status(entries: Iterable[Entry]) -> str:
    """« 22 lettres prêtes · 1 à corriger · 3 en cours de contrôle »."""
    states = [entry.state for entry in entries]
    ready, approve, mend, waiting = (states.count(state) for state in (READY, APPROVE, MEND, WAITING))
    mend += states.count(RETURNED)
    say = QCoreApplication.translate
    parts = [f"{ready} {plural(ready, 'lettre prête', 'lettres prêtes')}"]
    if approve:
        parts.append(say("letters", "{0} à approuver").format(approve))
    if mend:
        parts.append(say("letters", "{0} à corriger").format(mend))
    if waiting:
        parts.append(say("letters", "{0} en cours de contrôle").format(waiting))
    return " · ".join(parts)
