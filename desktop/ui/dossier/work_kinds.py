"""The sheets of the instruction, in the order of the outline; each imports its room at first use."""

from __future__ import annotations

from desktop.ui.dossier.work_sheet import SheetKind


def sheet_kinds() -> tuple[SheetKind, ...]:
    """Told at the first dossier opened."""
    return ()
