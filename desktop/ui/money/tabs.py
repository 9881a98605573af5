"""The tabs of the place « Enveloppes »: each is made when it is first shown, its room imported then."""

from __future__ import annotations

from desktop.ui.tabbed import Tab as MoneyTab
from desktop.ui.tabbed import TabKind

__all__ = ["MoneyTab", "TabKind", "tab_kinds"]


def tab_kinds() -> tuple[TabKind, ...]:
    """In the order of the row: each room says how it stands there."""
    from desktop.ui.bench.kind import bench_kind
    from desktop.ui.money.kinds import envelopes_kind, grid_kind

    return (envelopes_kind(), bench_kind(), grid_kind())
