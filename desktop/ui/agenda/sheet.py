"""The sheet « Dates »: the clock of silence with its pauses, the dates the law fixes, one's own."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from db.queries.day import DeadlineRow, PauseRow, deadlines, pauses, work_of
from desktop.rules.agenda import Term, terms
from desktop.rules.clocks import left_text, left_tone
from desktop.rules.findings import Level
from desktop.rules.journey import Tone
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import WorkSheet
from desktop.ui.fields import Button, SectionTitle
from desktop.ui.held import held
from desktop.ui.intake.parts import Notice, text
from desktop.ui.intake.rows import Line, Rows
from desktop.ui.office import Office
from desktop.ui.today.deadline_dialog import DeadlineDialog, Wish
from desktop.ui.tongue import date_long

_PAUSES = {
    "pieces": "pièces demandées", "information": "renseignements demandés", "budget": "budget à reprendre",
    "attestation": "attestation demandée",
}  # fmt: skip


def state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    """What the outline says: the nearest date, red from three days on."""
    found = _terms(reader, "", whole.head.id)
    if not found:
        return None, ""
    today, first = dt.date.today(), found[0]
    tone = _tone(first, today)
    level: Level | None = "bad" if tone == "bad" else "warn" if tone == "warn" else None
    return level, f"{first.words} : {left_text(first.on, today)}"


def _tone(term: Term, today: dt.date) -> Tone:
    """The end of the time to appeal asks nothing of the office."""
    return "neutral" if term.kind == "appeal" else left_tone(term.on, today)


def _terms(reader: sqlite3.Connection, person: str, dossier: bytes) -> list[Term]:
    from desktop.flow.agenda import dates_of

    row = work_of(reader, person, dossier)
    return [term for term in terms(dates_of(row)) if term.kind != "own"] if row else []


class DatesSheet(WorkSheet):
    """Two lists: what binds, what was noted."""

    def __init__(self, office: Office, today: Callable[[], dt.date] = dt.date.today) -> None:
        super().__init__()
        self._office, self._today = office, today
        self._whole: Whole | None = None
        self.title = text(self.tr("Dates et échéances"), 20, bold=True)
        self.clock = Notice()
        self.binding = Rows(
            self.tr("Ce qui lie ce dossier"),
            [
                (self.tr("Reste"), 110),
                (self.tr("Date"), 140),
                (self.tr("Ce que c’est"), 0),
                (self.tr("Texte"), 150),
            ],
        )
        self.own = Rows(
            self.tr("Ce qui a été noté"),
            [
                (self.tr("Reste"), 110),
                (self.tr("Date"), 140),
                (self.tr("À faire"), 0),
                (self.tr("Pour"), 150),
            ],
        )
        self.no_binding = text(self.tr("Aucun délai ne court pour ce dossier."), caption=True)
        self.no_own = text(
            self.tr("Rien n’est noté. Une échéance notée ici paraît dans « Aujourd’hui »."), caption=True
        )
        self.add = Button(self.tr("&Noter une échéance…"), "plus", kind="primary")
        self.done = Button(self.tr("&Fait"), "check")
        self.drop = Button(self.tr("Re&tirer"), "trash-2", kind="plain")
        self.add.setToolTip(self.tr("Noter une échéance (Ctrl+E)"))
        self.done.setToolTip(self.tr("Cocher comme faite (Espace)"))
        self.drop.setToolTip(self.tr("Retirer l’échéance (Suppr)"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for button in (self.add, self.done, self.drop):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.clock)
        for title, empty, rows in (
            (self.tr("Ce qui lie ce dossier"), self.no_binding, self.binding),
            (self.tr("Ce qui a été noté"), self.no_own, self.own),
        ):
            column.addSpacing(6)
            column.addWidget(SectionTitle(title))
            column.addWidget(empty)
            column.addWidget(rows, 1)
        column.addLayout(foot)
        column.addStretch(0)

    def _connect(self) -> None:
        self.add.clicked.connect(lambda: self._ask(None))
        self.done.clicked.connect(self._finish)
        self.drop.clicked.connect(self._drop)
        self.own.activated.connect(lambda index: self._ask(self.own.rows.lines[index.row()].what))
        self.own.picked.connect(lambda row: self._tell_buttons(row))
        self.own.installEventFilter(self)
        shortcut = QShortcut(QKeySequence("Ctrl+E"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._ask(None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks and Delete drops the date chosen: a table keeps these keys to itself."""
        if watched is self.own and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            deed = {Qt.Key.Key_Space: self._finish, Qt.Key.Key_Delete: self._drop}.get(Qt.Key(event.key()))
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)

    # What the dossier asks of a sheet

    def show_dossier(self, whole: Whole, *, fresh: bool) -> None:
        """Read the dates of this dossier."""
        self._whole = whole
        reader, today, person = self._office.reader, self._today(), self._office.author
        found = _terms(reader, person, whole.head.id)
        self.binding.show_lines(
            [
                Line((left_text(t.on, today), date_long(t.on), t.words, t.source),
                     _tone(t, today), t)
                for t in found
            ]
        )  # fmt: skip
        noted = deadlines(reader, person, whole.head.id)
        self.own.show_lines([self._own_line(row, today) for row in noted])
        self.binding.setVisible(bool(found))
        self.no_binding.setVisible(not found)
        self.own.setVisible(bool(noted))
        self.no_own.setVisible(not noted)
        self.clock.tell(*self._clock_words(whole, pauses(reader, whole.head.id)))
        self._tell_buttons(noted[0] if noted else None)

    def focus(self) -> None:
        (self.own if self.own.isVisible() else self.add).setFocus()

    def _own_line(self, row: DeadlineRow, today: dt.date) -> Line:
        day = dt.date.fromisoformat(row.due_on)
        who = row.person or self.tr("tout le service")
        return Line((left_text(day, today), date_long(day), row.title, who), left_tone(day, today), row)

    def _clock_words(self, whole: Whole, asked: list[PauseRow]) -> tuple[str, str]:
        """How the day of silence was counted, in words."""
        head = whole.head
        if not head.deposited_at:
            return self.tr(
                "Le jour du dépôt n’est pas connu\u00a0: le délai de deux mois ne peut pas être compté."
            ), "warn"
        said = [self.tr("Reçu le {0}.").format(_long(head.deposited_at))]
        waiting = False
        for pause in asked:
            if pause.withdrawn_on:
                continue
            what = _PAUSES.get(pause.kind, pause.kind)
            if pause.answered_on:
                said.append(
                    self.tr("Délai suspendu du {0} au {1} ({2}).").format(
                        _long(pause.asked_on), _long(pause.answered_on), what
                    )
                )
            else:
                waiting = True
                said.append(
                    self.tr("Délai suspendu depuis le {0} ({1}), réponse attendue le {2}.").format(
                        _long(pause.asked_on), what, _long(pause.due_on)
                    )
                )
        if head.due_on and not waiting and whole.decision is None:
            said.append(
                self.tr("Sans réponse notifiée, la demande est rejetée le {0}.").format(_long(head.due_on))
            )
        return " ".join(said), "neutral"

    def _tell_buttons(self, row: DeadlineRow | None) -> None:
        why = self._office.why_not("plan")
        held(self.add, why)
        for button in (self.done, self.drop):
            held(button, why, on=row is not None)

    # Deeds

    def _chosen(self) -> DeadlineRow | None:
        index = self.own.currentIndex()
        return self.own.rows.lines[index.row()].what if index.isValid() else None

    def _ask(self, row: DeadlineRow | None) -> None:
        """Ask for a new date, or change the one given."""
        whole = self._whole
        if whole is None:
            return

        def then(wish: Wish) -> None:
            from desktop.flow.agenda import set_deadline

            self._office.do(
                set_deadline, title=wish.title, due_on=wish.due_on, remind_on=wish.remind_on,
                dossier=whole.head.id, person=self._office.author if wish.mine else "",
                deadline=row.id if row else None,
            )  # fmt: skip

        of = self.tr("Dossier {0}, {1}").format(whole.head.number, whole.head.applicant)
        dialog = DeadlineDialog(self, of, then)
        if row is not None:
            dialog.what.setText(row.title)
            dialog.when.set_day(dt.date.fromisoformat(row.due_on))
            dialog.mine.setChecked(bool(row.person))
        dialog.open()

    def _finish(self) -> None:
        from desktop.flow.agenda import finish_deadline

        if row := self._chosen():
            self._office.do(finish_deadline, deadline=row.id)

    def _drop(self) -> None:
        from desktop.flow.agenda import drop_deadline

        if row := self._chosen():
            self._office.do(drop_deadline, deadline=row.id)


def _long(text_: str) -> str:
    return date_long(dt.date.fromisoformat(text_[:10]))
