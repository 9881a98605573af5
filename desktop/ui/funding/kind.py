"""How the financing plan stands in the outline of a dossier."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import QCoreApplication

from desktop.rules.findings import Level
from desktop.ui.dossier.whole import Whole
from desktop.ui.dossier.work_sheet import SheetKind, WorkSheet
from desktop.ui.office import Office
from desktop.ui.tongue import euros


def funding_kind() -> SheetKind:
    """The sheet of the financing plan; its room is read when it is first shown."""
    title = QCoreApplication.translate("sheets", "Plan de financement")
    return SheetKind("funding", title, "coins", "Ctrl+Shift+F", _made, _state, wide=True)


def _made(office: Office) -> WorkSheet:
    from desktop.ui.funding.sheet import FundingSheet

    return FundingSheet(office)


def _state(reader: sqlite3.Connection, whole: Whole) -> tuple[Level | None, str]:
    from desktop.flow.funding import plan_of

    plan = plan_of(reader, whole.head.id, whole.head.cost).plan
    say = QCoreApplication.translate
    if plan.gap is not None and plan.gap > 0:
        return "bad", say("sheets", "Il manque {0}").format(euros(plan.gap))
    if any(line.status == "refused" for line in plan.lines):
        return "warn", say("sheets", "Un financeur a refusé")
    if plan.cost and plan.still_open == 0:
        return "good", say("sheets", "Financement confirmé")
    return None, ""
