"""The tab « Versements »: every payment of every grant, what stands against it, and what is done to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

from db.queries.payments import PaymentRow, due_day, payments
from desktop.rules.clocks import left_text
from desktop.rules.payments import KINDS, LABELS, OPEN, TONES, Standing, standing
from desktop.ui.fields import Button
from desktop.ui.follow.list_tab import Chips, FollowTab
from desktop.ui.follow.pay_deeds import PaymentDeeds
from desktop.ui.intake.rows import Line
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.screen import Deed
from desktop.ui.tongue import date_short, euros, plural

_SENDABLE = ("planned", "held")


class PaymentsTab(FollowTab):
    """Planned, sent to the finance service, paid, held, cancelled."""

    followed = frozenset({
        "payment", "decision", "amount", "dossier", "interest", "applicant", "member_share", "condition",
        "letter", "report",
    })  # fmt: skip
    right = "pay"

    def __init__(self, office: Office) -> None:
        self.pay = PaymentDeeds(office, self)
        self._make_buttons()
        headings = [
            (self.tr("État"), 116), (self.tr("Dossier"), 92), (self.tr("Bénéficiaire · action"), 0),
            (self.tr("Financeur"), 128), (self.tr("Nature"), 96), (self.tr("Montant"), 98),
            (self.tr("Dû le"), 164), (self.tr("Versé, ou ce qui s’y oppose"), 208),
        ]  # fmt: skip
        super().__init__(office, self.tr("Versements"), headings, right=(5,))

    def _make_buttons(self) -> None:
        self.plan = Button(self.tr("&Prévoir…"), "plus")
        self.ask = Button(self.tr("&Demander…"), "send", kind="primary")
        self.record = Button(self.tr("&Noter…"), "check")
        self.read_back = Button(self.tr("Re&tour…"), "file-down")
        self.paste = Button(self.tr("&Coller…"), "clipboard")
        self.hold = Button(self.tr("Retenir…"), "lock")
        self.release = Button(self.tr("&Reprendre"), "rotate-cw")
        self.change = Button(self.tr("C&hanger…"), "pencil")
        self.cancel = Button(self.tr("&Annuler…"), "x", kind="plain")
        self.slip = Button(self.tr("&Bordereau…"), "file-spreadsheet")

    def deeds(self) -> list[Deed]:
        return [
            (self.ask, self.tr("Versements\u00a0: demander aux finances…"), "D", self._ask),
            (self.record, self.tr("Versements\u00a0: noter un versement…"), "N", self._record),
            (self.read_back, self.tr("Versements\u00a0: lire le retour…"), "L", self.pay.choose_file),
            (self.paste, self.tr("Versements\u00a0: coller le retour…"), "Ctrl+V", self.pay.paste),
            (self.plan, self.tr("Versements\u00a0: prévoir ce qui manque…"), "P", self.pay.plan),
            (self.hold, self.tr("Versements\u00a0: retenir…"), "T", self._hold),
            (self.release, self.tr("Versements\u00a0: reprendre"), "R", self._release),
            (self.change, self.tr("Versements\u00a0: changer…"), "F2", self._change),
            (self.slip, self.tr("Versements\u00a0: bordereau…"), "B", self._slip),
            (self.cancel, self.tr("Versements\u00a0: annuler…"), "Del", self._cancel),
        ]

    def why_not(self, button: Button, rows: Sequence[Any]) -> bool:
        states = {row.state for row in rows}
        one = len(rows) == 1
        return {
            id(self.plan): True, id(self.read_back): True, id(self.paste): True,
            id(self.ask): bool(rows) and states <= set(_SENDABLE),
            id(self.record): one and states <= OPEN, id(self.change): one and states <= OPEN,
            id(self.hold): bool(rows) and states <= {"planned", "asked"},
            id(self.release): bool(rows) and (states <= {"held", "asked"} or (one and states == {"paid"})),
            id(self.cancel): bool(rows) and states <= OPEN,
            id(self.slip): bool(rows) or any(row.state in ("planned", "asked") for row in self.rows),
        }[id(button)]  # fmt: skip

    # Deeds

    def _ask(self) -> None:
        self.pay.ask(self.chosen(), self.blocks)

    def _record(self) -> None:
        self.pay.record(self.chosen()[0])

    def _hold(self) -> None:
        self.pay.hold(self.chosen(), self.blocks)

    def _change(self) -> None:
        self.pay.change(self.chosen()[0])

    def _cancel(self) -> None:
        self.pay.cancel(self.chosen())

    def _release(self) -> None:
        rows = self.chosen()
        if rows[0].state == "paid":
            self.pay.correct(rows[0])
        else:
            self.pay.release(rows)

    def _slip(self) -> None:
        rows = self.chosen()
        self.pay.slip([row.id for row in rows] if len(rows) > 1 else None)

    # Rows

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        rows = payments(reader, self.office.author)
        return sorted(rows, key=lambda row: (_ORDER[self.standing(row)], row.due_on or "9", row.number))

    def read_beside(self, reader: sqlite3.Connection, rows: list[Any]) -> Any:
        from desktop.flow.pay_blocks import blocks  # brings the verbs: at first use

        return blocks(reader, rows)

    @property
    def blocks(self) -> dict[bytes, list[str]]:
        """Payment -> what stands against it."""
        return self.beside or {}

    def standing(self, row: PaymentRow) -> Standing:
        """Where it stands today."""
        return standing(row.state, due_day(row), self.today())

    def line(self, row: Any) -> Line:
        said, due, paid = self.standing(row), due_day(row), day(row.paid_on)
        when = date_short(due) if due else "—"
        if due and said in ("planned", "late", "asked"):
            when += f" · {left_text(due, self.today())}"
        made = " · ".join(part for part in (date_short(paid) if paid else "", row.order_number) if part)
        against = " ; ".join(self.blocks.get(row.id, ())) if row.state == "planned" else ""
        if said == "late" and row.state == "asked":
            said = "asked"  # late, and the finance service has it: the pill says where, its tone how
        cells = (
            LABELS[said], row.number, f"{row.applicant} · {row.title}", row.funder,
            KINDS.get(row.kind, row.kind), euros(row.amount), when, made or row.why or against or "—",
        )  # fmt: skip
        return Line(cells, "bad" if self.standing(row) == "late" else TONES[said], row)

    def kinds_of(self) -> Chips:
        said: list[tuple[Standing, str]] = [
            ("late", self.tr("En retard")), ("planned", self.tr("À demander")),
            ("asked", self.tr("Aux finances")), ("held", self.tr("Retenus")), ("paid", self.tr("Versés")),
            ("cancelled", self.tr("Annulés")),
        ]  # fmt: skip
        chips: list[Any] = [(code, words, partial(self._stands, code)) for code, words in said]
        chips.insert(3, ("blocked", self.tr("À retenir"), self._blocked))
        return chips

    def _stands(self, code: Standing, row: PaymentRow) -> bool:
        return self.standing(row) == code if code == "late" else row.state == code

    def _blocked(self, row: PaymentRow) -> bool:
        return row.state == "planned" and row.id in self.blocks

    def noted(self, rows: Sequence[Any]) -> str:
        if len(rows) != 1:
            return ""
        row: PaymentRow = rows[0]
        against = " ; ".join(self.blocks.get(row.id, ()))
        if row.state == "planned" and against:
            return self.tr("À retenir\u00a0: {0}").format(against)
        return row.why or row.comment

    def told(self, rows: Sequence[Any]) -> str:
        due = sum(row.amount for row in rows if row.state in OPEN)
        paid = sum(row.amount for row in rows if row.state == "paid")
        count = len(rows)
        return self.tr("{0} {1}    à verser {2}    versé {3}").format(
            count, plural(count, "versement"), euros(due), euros(paid)
        )

    def nothing(self) -> tuple[str, str, str]:
        return (
            self.tr("Aucun versement"),
            self.tr(
                "Une subvention accordée se verse en une ou plusieurs fois, soixante jours au plus après sa "
                "notification. Prévoyez les versements de tout ce qui est voté, ou ceux d’un dossier depuis "
                "ses suites."
            ),
            self.tr("Prévoir les versements…"),
        )

    def begin(self) -> None:
        self.pay.plan()


_ORDER: dict[Standing, int] = {"late": 0, "planned": 1, "asked": 2, "held": 3, "paid": 4, "cancelled": 5}
