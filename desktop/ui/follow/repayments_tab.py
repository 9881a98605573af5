"""The tab « Reversements »: money to come back, kept, taken off; proposed from the reports."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any

from db.queries.repayments import RepaymentRow, repayments
from desktop.rules.clocks import left_text
from desktop.rules.repayments import LABELS, TONES, State, standing
from desktop.ui.fields import Button
from desktop.ui.follow.list_tab import Chips, FollowTab
from desktop.ui.follow.repay_deeds import RepayDeeds
from desktop.ui.intake.rows import Line
from desktop.ui.list.days import day
from desktop.ui.office import Office
from desktop.ui.screen import Deed
from desktop.ui.tongue import date_short, euros, plural

_AWAITED = ("decided", "asked", "late", "part")


class RepaymentsTab(FollowTab):
    """Drafts, decided, asked with their titre de recette, received."""

    followed = frozenset({"repayment", "payment", "dossier", "interest", "report"})
    right = "repay"

    def __init__(self, office: Office) -> None:
        self.repay = RepayDeeds(office, self)
        self.propose = Button(self.tr("&Proposer depuis les bilans…"), "plus")
        self.decide = Button(self.tr("&Décider…"), "check", kind="primary")
        self.title_of = Button(self.tr("&Titre de recette…"), "stamp")
        self.receive = Button(self.tr("&Noter reçu…"), "hand-coins")
        self.waive = Button(self.tr("A&bandonner…"), "x", kind="plain")
        headings = [
            (self.tr("État"), 128), (self.tr("Dossier"), 92), (self.tr("Porteur · action"), 0),
            (self.tr("Financeur"), 140), (self.tr("Montant"), 98), (self.tr("Reçu"), 98),
            (self.tr("Attendu le"), 164), (self.tr("Titre"), 110),
        ]  # fmt: skip
        super().__init__(office, self.tr("Reversements"), headings, right=(4, 5))

    def deeds(self) -> list[Deed]:
        return [
            (
                self.decide,
                self.tr("Reversements\u00a0: décider…"),
                "D",
                lambda: self.repay.decide(self._one()),
            ),
            (
                self.title_of,
                self.tr("Reversements\u00a0: titre…"),
                "T",
                lambda: self.repay.title(self._one()),
            ),
            (
                self.receive,
                self.tr("Reversements\u00a0: reçu…"),
                "N",
                lambda: self.repay.receive(self._one()),
            ),
            (self.propose, self.tr("Reversements\u00a0: proposer…"), "P", self.repay.propose),
            (self.waive, self.tr("Reversements\u00a0: abandonner…"), "Del", self._waive),
        ]

    def _one(self) -> RepaymentRow:
        row: RepaymentRow = self.chosen()[0]
        return row

    def _waive(self) -> None:
        self.repay.waive(self._one())

    def why_not(self, button: Button, rows: Sequence[Any]) -> bool:
        if button is self.propose:
            return True
        said = self.standing(rows[0]) if len(rows) == 1 else ""
        allowed: dict[int, tuple[str, ...]] = {
            id(self.decide): ("draft",), id(self.title_of): _AWAITED, id(self.receive): _AWAITED,
            id(self.waive): ("draft", *_AWAITED),
        }  # fmt: skip
        return said in allowed[id(button)]

    def read_rows(self, reader: sqlite3.Connection) -> list[Any]:
        rows = repayments(reader, self.office.author)
        return sorted(rows, key=lambda row: (_ORDER[self.standing(row)], row.due_on or "9", row.number))

    def standing(self, row: RepaymentRow) -> State:
        """Where it stands today."""
        return standing(row.kind, row.state, day(row.due_on), row.received, self.today())

    def line(self, row: Any) -> Line:
        said, due = self.standing(row), day(row.due_on)
        when = date_short(due) if due else "—"
        if due and said in _AWAITED:
            when += f" · {left_text(due, self.today())}"
        cells = (
            LABELS[said], row.number, f"{row.applicant} · {row.title}", row.funder, euros(row.amount),
            euros(row.received) if row.received else "—", when, row.title_number or "—",
        )  # fmt: skip
        return Line(cells, TONES[said], row)

    def kinds_of(self) -> Chips:
        words: dict[State, str] = {
            "late": self.tr("En retard"), "draft": self.tr("Proposés"), "decided": self.tr("Décidés"),
            "asked": self.tr("Demandés"), "part": self.tr("Reçus en partie"), "paid": self.tr("Reçus"),
            "kept": self.tr("Conservés"), "offset": self.tr("Déduits"), "waived": self.tr("Abandonnés"),
        }  # fmt: skip
        return [(code, said, partial(self._stands, code)) for code, said in words.items()]

    def _stands(self, code: State, row: RepaymentRow) -> bool:
        return self.standing(row) == code

    def noted(self, rows: Sequence[Any]) -> str:
        if len(rows) != 1:
            return ""
        return " ".join(part for part in (rows[0].reason, rows[0].comment) if part)

    def told(self, rows: Sequence[Any]) -> str:
        due = sum(row.amount - (row.received or 0) for row in rows if self.standing(row) in _AWAITED)
        back = sum(row.received or 0 for row in rows)
        return self.tr("{0} {1}    à recevoir {2}    reçu {3}").format(
            len(rows), plural(len(rows), "reversement"), euros(due), euros(back)
        )

    def nothing(self) -> tuple[str, str, str]:
        return (
            self.tr("Rien à reverser"),
            self.tr(
                "Une action non réalisée, une part non employée, plus de produits que de charges\u00a0: les "
                "bilans disent ce qui est à reverser, avec le calcul. Rien n’est demandé sans votre décision."
            ),
            self.tr("Proposer depuis les bilans…"),
        )

    def begin(self) -> None:
        self.repay.propose()


_ORDER: dict[State, int] = {
    "late": 0, "draft": 1, "decided": 2, "asked": 3, "part": 3, "paid": 4, "kept": 5, "offset": 5,
    "waived": 6,
}  # fmt: skip
