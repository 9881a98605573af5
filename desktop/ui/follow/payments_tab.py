"""The tab « Versements »: every payment of every grant, what is late first to be seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

from db.queries.payments import PaymentRow, due_day, payments
from desktop.rules.clocks import left_text
from desktop.rules.french import date_short, plural
from desktop.rules.money import euros
from desktop.rules.payments import KINDS, LABELS, TONES, Standing, standing
from desktop.ui.follow.list_tab import Chips, FollowTab
from desktop.ui.intake.rows import Line
from desktop.ui.list.days import day
from desktop.ui.office import Office


class PaymentsTab(FollowTab):
    """Planned, sent to the finance service, paid, held, cancelled."""

    followed = frozenset(
        {"payment", "decision", "amount", "dossier", "interest", "applicant", "member_share"}
    )
    right = "pay"

    def __init__(self, office: Office) -> None:
        headings = [
            (self.tr("État"), 124), (self.tr("Dossier"), 96), (self.tr("Bénéficiaire · action"), 0),
            (self.tr("Financeur"), 150), (self.tr("Nature"), 128), (self.tr("Montant"), 110),
            (self.tr("Dû le"), 150), (self.tr("Versé le · mandat"), 170),
        ]  # fmt: skip
        super().__init__(office, self.tr("Versements"), headings, right=(5,))

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        return payments(reader, self.office.author)

    def standing(self, row: PaymentRow) -> Standing:
        """Where it stands today."""
        return standing(row.state, due_day(row), self.today())

    def line(self, row: Any) -> Line:
        said, due, paid = self.standing(row), due_day(row), day(row.paid_on)
        when = date_short(due) if due else "—"
        if due and said in ("planned", "late", "asked"):
            when += f" · {left_text(due, self.today())}"
        made = " · ".join(part for part in (date_short(paid) if paid else "", row.order_number) if part)
        cells = (
            LABELS[said], row.number, f"{row.applicant} · {row.title}", row.funder,
            KINDS.get(row.kind, row.kind), euros(row.amount), when, made or row.why or "—",
        )  # fmt: skip
        return Line(cells, TONES[said], row)

    def kinds_of(self) -> Chips:
        said: list[tuple[Standing, str]] = [
            ("late", self.tr("En retard")), ("planned", self.tr("À demander")),
            ("asked", self.tr("Aux finances")), ("held", self.tr("Retenus")), ("paid", self.tr("Versés")),
            ("cancelled", self.tr("Annulés")),
        ]  # fmt: skip
        return [(code, words, partial(self._stands, code)) for code, words in said]

    def _stands(self, code: Standing, row: PaymentRow) -> bool:
        return self.standing(row) == code

    def told(self, rows: Sequence[Any]) -> str:
        due = sum(row.amount for row in rows if row.state in ("planned", "asked", "held"))
        paid = sum(row.amount for row in rows if row.state == "paid")
        count = len(rows)
        return self.tr("{0} {1}    à verser {2}    versé {3}").format(
            count, plural(count, "versement"), euros(due), euros(paid)
        )

    def nothing(self) -> tuple[str, str, str]:
        return (
            self.tr("Aucun versement"),
            self.tr(
                "Une subvention accordée se verse en une ou plusieurs fois. Prévoyez ses versements depuis "
                "ses suites, dans le dossier."
            ),
            "",
        )
