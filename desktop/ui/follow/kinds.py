"""How each tab of « Suivi » stands in the row."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.office import Office
from desktop.ui.tabbed import Tab, TabKind


def payments_kind() -> TabKind:
    """What is to be paid, asked, paid."""
    return TabKind("payments", QCoreApplication.translate("follow", "&Versements"), "coins", _payments)


def _payments(office: Office) -> Tab:
    from desktop.ui.follow.payments_tab import PaymentsTab

    return PaymentsTab(office)
