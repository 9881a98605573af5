"""The first page of an addendum: what changed, what was added, what was taken off."""

from __future__ import annotations

from desktop.letters.pack_changes import Changes
from desktop.letters.pack_model import Edition, Fiche
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, table


def lay_changes(bearing: Bearing, changes: Changes, edition: Edition) -> Block:
    """A line for each sheet, with its changes in words; a line leads to its sheet."""
    flow = Flow(bearing)
    flow.anchor("changes")
    look = flow.look
    flow.heading(f"Ce qui change depuis la version {edition.since}", look.chapter, "H1", after=8)
    if changes.none:
        flow.text(f"Rien n’a changé depuis la version {edition.since}.")
        return flow.block
    if changes.session:
        flow.heading("LA SÉANCE", look.part, "H2", before=4, after=4)
        for words in changes.session:
            flow.text(words)
    m = flow.measures
    columns = [
        Col("Fiche", m.text * 0.09),
        Col("Porteur et action", m.text * 0.41),
        Col("Changement", m.text * 0.5),
    ]
    changed = [Row(_cells(c.now, "\n".join(c.told)), anchor=f"d{c.now.key}") for c in changes.changed]
    added = [Row(_cells(f, "Ajouté à l’ordre du jour"), anchor=f"d{f.key}") for f in changes.added]
    gone = [Row(_cells(f, "Retiré de l’ordre du jour")) for f in changes.gone]
    for title, rows in (("MODIFIÉS", changed), ("AJOUTÉS", added), ("RETIRÉS", gone)):
        if rows:
            flow.heading(f"{title} ({len(rows)})", look.part, "H2", before=14, after=5, keep=60)
            table(flow, columns, rows)
    return flow.block


def _cells(fiche: Fiche, words: str) -> tuple[str, ...]:
    return (str(fiche.rank or ""), f"*{fiche.applicant}\n{fiche.title} · {fiche.number}", words)
