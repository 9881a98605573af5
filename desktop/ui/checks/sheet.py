"""The sheet « Contrôles »: what was found by level, what was accepted folded at the end. Keyboard first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.findings import reasons_before
from desktop.flow.rulebook import rulebook
from desktop.rules.findings import LEVELS, Finding, Level, worst
from desktop.ui.checks.card import FindingCard
from desktop.ui.checks.levels import level_word
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.intake.parts import scrolled, text
from desktop.ui.list.pane_parts import FindingLine, emptied
from desktop.ui.office import Office
from desktop.ui.tongue import plural


def state(_reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    """What the outline says: the worst level that counts, and how many of each."""
    return worst(whole.findings), summary(whole.findings)


def summary(findings: Sequence[Finding]) -> str:
    """« 1 anomalie, 2 à voir, 1 accepté »."""
    say = QCoreApplication.translate
    counts = dict.fromkeys((*LEVELS, "accepted"), 0)
    for finding in findings:
        counts["accepted" if finding.accepted else finding.level] += 1
    told = []
    for level in ("bad", "warn", "info", "accepted"):
        if counts[level]:
            word = level_word(level)
            told.append(
                f"{counts[level]} {plural(counts[level], word) if level in ('bad', 'accepted') else word}"
            )
    odd = counts["bad"] + counts["warn"]
    return ", ".join(told) if odd or told else say("checks", "Rien à signaler")


class ChecksSheet(WorkSheet):
    """Cards in one column; the arrows walk them, the other keys are those of the card."""

    spoken_role = QAccessible.Role.Grouping

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._whole: Whole | None = None
        self._unfolded = False
        self.cards: list[FindingCard] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = text(self.tr("Contrôles"), 20, bold=True)
        self.told = text(caption=True)
        self.fold = Button("", "chevron-right", kind="plain")
        self.fold.clicked.connect(self._toggle)
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 8, 8, 8)
        self._list.setSpacing(8)
        self._area = scrolled(self._body, self.tr("Ce que les contrôles ont trouvé"))
        keys = self.tr(
            "Flèches\u00a0: d’un contrôle à l’autre   Entrée\u00a0: voir   A\u00a0: accepter   "
            "R\u00a0: ne plus accepter   ?\u00a0: la règle"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 12, 10)
        column.setSpacing(4)
        for part in (self.title, self.told):
            column.addWidget(part)
        column.addWidget(self._area, 1)
        column.addWidget(text(keys, 12, caption=True))

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Show what was found in this dossier; the same cards stay when nothing changed."""
        if self._whole is not None and not fresh and whole.findings == self._whole.findings:
            return
        self._whole = whole
        self._unfolded = self._unfolded and not fresh
        self._fill(keep=not fresh)

    def _fill(self, *, keep: bool) -> None:
        whole = self._whole
        if whole is None:
            return
        here, typed = self._current() if keep else (0, None)
        code = self.cards[here].finding.code if typed is not None else ""
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        emptied(self._list)
        self.fold = Button("", "chevron-right", kind="plain")
        self.cards = []
        self.told.setText(summary(whole.findings))
        open_ = [f for f in whole.findings if not f.accepted]
        for level in ("bad", "warn", "info"):
            self._group(level, [f for f in open_ if f.level == level])
        self._in_order([f for f in open_ if f.level == "good"])
        self._accepted([f for f in whole.findings if f.accepted])
        self._list.addStretch(1)
        if keep and had_focus and self.cards:
            self.cards[min(here, len(self.cards) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        for card in self.cards:
            if code and card.finding.code == code:
                card.begin(typed=typed or "")

    def _current(self) -> tuple[int, str | None]:
        """The card with the focus, and the reason being typed in one."""
        for at, card in enumerate(self.cards):
            if card.typed is not None:
                return at, card.typed
        focus = self.focusWidget()
        here = next(
            (at for at, card in enumerate(self.cards) if card is focus or card.isAncestorOf(focus)), 0
        )
        return here, None

    def _group(self, level: Level, found: Sequence[Finding]) -> None:
        if not found:
            return
        titles = {"bad": self.tr("Anomalies"), "warn": self.tr("À voir"), "info": self.tr("À savoir")}
        self._list.addWidget(SectionTitle(titles[level]))
        for finding in found:
            self._card(finding)

    def _card(self, finding: Finding) -> None:
        before = reasons_before(self._office.reader, finding.rule) if finding.counts else ()
        rule = rulebook(self._office.reader).get(finding.rule)
        card = FindingCard(finding, rule, before, may_write=self._office.may("settle"))
        card.place_wanted.connect(self.place_wanted)
        card.accept_wanted.connect(self._accept)
        card.reopen_wanted.connect(self._reopen)
        card.step_wanted.connect(self._step)
        self.cards.append(card)
        self._list.addWidget(card)

    def _in_order(self, found: Sequence[Finding]) -> None:
        if found:
            self._list.addWidget(SectionTitle(self.tr("En ordre")))
            for finding in found:
                self._list.addWidget(FindingLine(finding))

    def _accepted(self, found: Sequence[Finding]) -> None:
        if not found:
            return
        words = self.tr("Acceptés ({0})").format(len(found))
        self.fold = Button(words, "chevron-down" if self._unfolded else "chevron-right", kind="plain")
        self.fold.setToolTip(self.tr("Montrer ou replier ce qui a été accepté"))
        self.fold.clicked.connect(self._toggle)
        self._list.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        if self._unfolded:
            for finding in found:
                self._card(finding)

    def _toggle(self) -> None:
        self._unfolded = not self._unfolded
        self._fill(keep=True)
        self.fold.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        here = self._current()[0] + by
        if 0 <= here < len(self.cards):
            self.cards[here].setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(self.cards[here], 0, 12)

    # Deeds

    def _accept(self, code: str, because: str) -> None:
        from desktop.flow.settle import accept  # brings SQLAlchemy: with the first deed

        finding = next((card.finding for card in self.cards if card.finding.code == code), None)
        if finding is None or self._whole is None:
            return
        for card in self.cards:
            if card.finding.code == code and card.because is not None:
                card.because.hide()
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        key = self._whole.head.id
        self._office.do(accept, dossier=key, code=code, sources=finding.sources, because=because)

    def _reopen(self, code: str) -> None:
        from desktop.flow.settle import reopen

        if self._whole is not None:
            self._office.do(reopen, dossier=self._whole.head.id, codes=[code])

    def focus(self) -> None:
        """The first card takes the keyboard."""
        (self.cards[0] if self.cards else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.cards:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
