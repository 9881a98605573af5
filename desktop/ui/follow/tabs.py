"""The tabs of the place « Suivi », in the order of the row: each room says how it stands there."""

from __future__ import annotations

from desktop.ui.tabbed import TabKind


def tab_kinds() -> tuple[TabKind, ...]:
    """Told when the place is first shown."""
    from desktop.ui.follow.kinds import changes_kind, payments_kind, repayments_kind, visits_kind
    from desktop.ui.reports.kind import reports_tab_kind

    return (payments_kind(), reports_tab_kind(), changes_kind(), visits_kind(), repayments_kind())
