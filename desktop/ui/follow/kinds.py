"""How each tab of « Suivi » stands in the row."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.office import Office
from desktop.ui.tabbed import Tab, TabKind


def payments_kind() -> TabKind:
    """What is to be paid, asked, paid."""
    return TabKind("payments", QCoreApplication.translate("follow", "&Versements"), "coins", _payments)


def changes_kind() -> TabKind:
    """What applicants ask after the decision."""
    return TabKind("changes", QCoreApplication.translate("follow", "Chan&gements"), "pencil-line", _changes)


def visits_kind() -> TabKind:
    """The visits to the actions."""
    return TabKind("visits", QCoreApplication.translate("follow", "V&isites"), "map-pin", _visits)


def repayments_kind() -> TabKind:
    """Money to come back."""
    title = QCoreApplication.translate("follow", "Re&versements")
    return TabKind("repayments", title, "hand-coins", _repayments)


def _payments(office: Office) -> Tab:
    from desktop.ui.follow.payments_tab import PaymentsTab

    return PaymentsTab(office)


def _changes(office: Office) -> Tab:
    from desktop.ui.follow.changes_tab import ChangesTab

    return ChangesTab(office)


def _visits(office: Office) -> Tab:
    from desktop.ui.follow.visits_tab import VisitsTab

    return VisitsTab(office)


def _repayments(office: Office) -> Tab:
    from desktop.ui.follow.repayments_tab import RepaymentsTab

    return RepaymentsTab(office)
