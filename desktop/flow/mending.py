"""Putting altered rows back from the journal, after a copy; writing an anchor of its chain."""

from __future__ import annotations

from pathlib import Path

from db import backup, chain, mirror, rights, trace
from db.store import Store
from desktop.flow.soundness import Report
from desktop.flow.traces import why_not
from desktop.letters.files import write_whole
from desktop.rules.french import plural


def cannot_mend(report: Report) -> str:
    """Why the tables can't be put back, a French sentence; "" when they can."""
    if any(fault.kind in ("journal", "file") for fault in report.faults):
        return (
            "Le journal lui-même a été altéré : les tables ne peuvent pas être refaites d’après lui. "
            "Reprenez une copie (« parvis restore »). Rien n’a été changé."
        )
    return "" if report.differences else "Il n’y a rien à réparer dans les tables."


def mend(store: Store, report: Report) -> tuple[int, Path]:
    """Put back every row that differs; (how many differences, the copy taken before).

    Raises ValueError (French) with nothing changed.
    """
    forbidden = why_not(store.reader, store.author, "restore") or cannot_mend(report)
    if forbidden:
        raise rights.NotAllowed(forbidden)
    kept = backup.dated(store.path, "avant")
    store.copy_to(kept)
    with store.write_raw() as connection:
        count = mirror.repair(connection, report.differences)
    words = f"{count} {plural(count, 'écart réparé', 'écarts réparés')} d’après le journal"
    trace.note(store, "repaired", None, f"{words} ; copie d’avant : {kept.name}")
    return count, kept


def write_anchor(store: Store, out: Path) -> chain.Anchor:
    """Write the state of the chain now, to be kept elsewhere. Raises OSError."""
    made = chain.anchor(store.reader, store.site)
    write_whole(out, chain.anchor_text(made).encode())
    return made
