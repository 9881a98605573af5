"""The tab « Enveloppes »: the table by funder, its filters, and what is done to an envelope."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from db.queries.money import EnvelopeRow, envelopes
from desktop.rules.envelopes import envelope_query, envelope_words, rest_words
from desktop.ui.fields import Button
from desktop.ui.fields.row import Row
from desktop.ui.held import held
from desktop.ui.intake.parts import text
from desktop.ui.money.attempting import attempt
from desktop.ui.money.carry_dialog import CarryDialog
from desktop.ui.money.choosing import Chooser
from desktop.ui.money.envelope_dialog import EnvelopeDialog
from desktop.ui.money.envelope_lines import lines_of
from desktop.ui.money.envelope_table import EnvelopesTable
from desktop.ui.money.tabs import MoneyTab
from desktop.ui.office import Office
from desktop.ui.runner import Progress
from desktop.ui.screen import Deed, screen_deeds
from desktop.ui.tables.state import StatePanel
from desktop.ui.tongue import euros

_FOLLOWED = frozenset(
    {
        "envelope", "amount", "decision", "dossier", "funding_line", "dossier_quarter", "mark", "declared",
        "merging", "call", "wave", "funder", "quarter", "challenge",
    }
)  # fmt: skip


class EnvelopesTab(MoneyTab):
    """Every deed is one undo; the sums are always those of the lines shown."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.rows: Sequence[EnvelopeRow] = ()
        self._reading = self._again = self._closed = self._known = False
        self._wanted: bytes | None = None  # the envelope just made: the one chosen when it is read
        self.chooser = Chooser(office, quarters=True)
        self.table = EnvelopesTable()
        self.state = StatePanel(self.table)
        self.note = text(caption=True)
        self.add = Button(self.tr("A&jouter…"), "plus", kind="primary")
        self.edit = Button(self.tr("C&hanger…"), "pencil")
        self.carry = Button(self.tr("&Reporter…"), "arrow-right")
        self.drop = Button(self.tr("Suppri&mer"), "trash-2", kind="plain")
        self.open = Button(self.tr("&Voir les dossiers"), "list")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = Row()
        top.setSpacing(8)
        top.addWidget(self.chooser, 1)
        top.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        foot = Row()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        for button in (self.open, self.edit, self.carry, self.drop):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.chooser.changed.connect(self._show)
        self.table.open_wanted.connect(self.open_dossiers)
        self.table.picked.connect(self._tell)
        self.state.action_wanted.connect(self._answer_empty)
        deeds: list[Deed] = [
            (self.add, self.tr("Enveloppes\u00a0: ajouter…"), "Ctrl+Ins", self.ask_new),
            (self.edit, self.tr("Enveloppes\u00a0: changer…"), "F2", self.ask_change),
            (self.carry, self.tr("Enveloppes\u00a0: reporter ce qui reste…"), "Ctrl+Shift+R", self.ask_carry),
            (self.drop, self.tr("Enveloppes\u00a0: supprimer"), "Ctrl+Del", self.remove),
            (self.open, self.tr("Enveloppes\u00a0: voir les dossiers"), "Ctrl+Return", self._open_current),
        ]
        self._actions = screen_deeds(self, deeds)

    # What the screen asks of a tab

    def menu_actions(self) -> list[QAction]:
        return self._actions

    def refresh(self, touched: frozenset[str], dossiers: frozenset[bytes]) -> None:
        if touched & _FOLLOWED:
            self.read()

    def shown(self) -> None:
        if not self._known:
            self.read()
        self.table.setFocus()
        self._tell_status()

    def close_down(self) -> None:
        self._closed = True

    # Reading

    def read(self) -> None:
        """Read every envelope beside the window; asked again meanwhile, once more after."""
        if self._closed or self._reading:
            self._again = not self._closed
            return
        self._reading = True
        if not self._known:
            self.state.tell("loading", self.tr("Lecture des enveloppes"), "")

        def work(progress: Progress) -> list[EnvelopeRow]:
            return envelopes(progress.session)

        self._office.runner.run(work, self._read, self._not_read, self.tr("Lire les enveloppes"))

    def _read(self, rows: list[EnvelopeRow]) -> None:
        self._reading = False
        if self._closed:
            return
        self._known, self.rows = True, rows
        self.chooser.offer([row.year for row in rows])
        self._show()
        if self._again:
            self._again = False
            self.read()

    def _not_read(self, sentence: str) -> None:
        self._reading = False
        self.state.tell("error", self.tr("Les enveloppes n’ont pas pu être lues"), sentence)

    def _show(self) -> None:
        current = self.table.current()
        choice = self.chooser.choice()
        kept = [row for row in self.rows if choice.keeps(row)]
        key = self._wanted or (current.id if current else None)
        self.table.show_lines(lines_of(kept), key)
        self._wanted = None
        if kept:
            self.state.hide()
        elif self.rows:
            words = self.tr("Aucune enveloppe ne répond à ces filtres.")
            self.state.tell("empty", self.tr("Rien de tel"), words, self.tr("Enlever les filtres"))
        else:
            words = self.tr(
                "Dites ce que chaque financeur a voté\u00a0: ce que les dossiers en prennent s’y comptera "
                "tout seul."
            )
            self.state.tell("empty", self.tr("Aucune enveloppe"), words, self.tr("Ajouter une enveloppe"))
        self._tell_status()

    def _answer_empty(self) -> None:
        if self.rows:
            self.chooser.clear()
        else:
            self.ask_new()

    def _tell(self, row: EnvelopeRow | None) -> None:
        real = row is not None and not row.outside
        why = self._office.why_not("envelope")
        held(self.add, why)
        held(self.edit, why, on=real)
        held(self.drop, why, on=real)
        held(self.carry, why, on=real and row is not None and row.left > 0)
        self.open.setEnabled(row is not None and row.counted > 0)
        if row is None:
            self.note.setText(self.tr("Reste = voté + reporté − réserve − engagé − proposé"))
        elif row.outside:
            said = self.tr("{0}\u00a0: aucune enveloppe ne correspond à ces montants.")
            self.note.setText(said.format(envelope_words(row)))
        else:
            self.note.setText(f"{envelope_words(row)}\u00a0: {rest_words(row.left)[0]}")

    def _tell_status(self) -> None:
        lines = [line for line in self.table.rows.lines if line.row is None or not line.row.common_law]
        shown = [line.row for line in lines if line.row is not None]
        told = self.tr("Reste {0} sur {1}").format(
            euros(sum(row.left for row in shown)), euros(sum(row.held for row in shown))
        )
        keys = self.tr(
            "Entrée dossiers    Ctrl+Inser ajouter    F2 changer    Ctrl+Maj+R reporter    "
            "Ctrl+Suppr supprimer"
        )
        self.status.emit(f"{told}    {keys}" if shown else keys)

    # Deeds

    def open_dossiers(self, row: EnvelopeRow) -> None:
        """Show in the list the dossiers that count here."""
        if row.counted:
            self._office.list_wanted.emit(envelope_query(row, self.rows))

    def _open_current(self) -> None:
        row = self.table.current()
        if row is not None:
            self.open_dossiers(row)

    def ask_new(self) -> None:
        """Ask for a new envelope."""
        from desktop.flow.allocate import make_envelope

        def then(told: dict[str, Any]) -> str:
            return self._attempt(make_envelope, told=told)

        self._ask(None, then)

    def ask_change(self) -> None:
        """Ask what to change in the envelope chosen."""
        from desktop.flow.allocate import change_envelope

        row = self.table.current()
        if row is None or row.outside:
            return
        seen = self._office.position

        def then(told: dict[str, Any]) -> str:
            return self._attempt(change_envelope, seen=seen, envelope=row.id, changes=told)

        self._ask(row, then)

    def _ask(self, row: EnvelopeRow | None, then: Callable[[dict[str, Any]], str]) -> None:
        if not self._office.may("envelope"):
            return
        year = self.chooser.choice().year or max((r.year for r in self.rows), default=2026)
        EnvelopeDialog(self, self._office, row, year, then).open()

    def ask_carry(self) -> None:
        """Ask where what is left goes."""
        from desktop.flow.allocate import carry_over

        row = self.table.current()
        if row is None or not self.carry.isEnabled():
            return
        targets = [
            each for each in self.rows
            if not each.outside and each.id != row.id and each.funder_id == row.funder_id
            and each.common_law == row.common_law
        ]  # fmt: skip
        if not targets:
            words = self.tr("{0} n’a pas d’autre enveloppe qui reçoive ce report\u00a0: ajoutez-la d’abord.")
            self._office.told.emit(words.format(row.funder), "warn")
            return

        def then(target: bytes, cents: int) -> str:
            return self._attempt(carry_over, source=row.id, target=target, amount=cents)

        CarryDialog(self, row, targets, then).open()

    def remove(self) -> None:
        """Take the envelope chosen away: one undo brings it back."""
        from desktop.flow.allocate import remove_envelope

        row = self.table.current()
        if row is not None and self.drop.isEnabled():
            self._office.do(remove_envelope, envelope=row.id)

    def _attempt(self, verb: Callable[..., Any], **told: Any) -> str:
        """Run a verb; "" when it is done, else the sentence of its refusal."""
        why, made = attempt(self._office, verb, **told)
        if isinstance(made, bytes):
            self._wanted = made
        return why

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table"):
            self.table.viewport().update()
