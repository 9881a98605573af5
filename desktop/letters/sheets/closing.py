"""The last lists: adjourned and refused with reasons, missing reports, instalments of conventions."""

from __future__ import annotations

from desktop.letters.pack_model import Pack
from desktop.letters.sheets.fiche import money
from desktop.letters.sheets.flow import Bearing, Block, Flow
from desktop.letters.sheets.grid import Col, Row, table


def lay_lists(bearing: Bearing, pack: Pack) -> Block:
    """What is refused and why, the reports that lack, the instalments; one after the other."""
    flow = Flow(bearing)
    _refused(flow, pack)
    _missing(flow, pack)
    _instalments(flow, pack)
    return flow.block


def _refused(flow: Flow, pack: Pack) -> None:
    m = flow.measures
    flow.chapter("Ajournés et refusés", "refused")
    if not pack.refused:
        return flow.text("Aucun dossier n’est ajourné ni refusé.")
    columns = [
        Col("Dossier", m.text * 0.14),
        Col("Porteur et action", m.text * 0.42),
        Col("Motifs", m.text * 0.44),
    ]
    rows: list[Row] = []
    outcome = None
    for said in pack.refused:
        if said.outcome != outcome:
            rows.append(Row((said.outcome, "", ""), "group"))
            outcome = said.outcome
        rows.append(
            Row(
                (
                    said.number,
                    f"*{said.applicant}\n{said.title}",
                    "\n".join(said.reasons) or "~Sans motif écrit",
                )
            )
        )
    return table(flow, columns, rows)


def _missing(flow: Flow, pack: Pack) -> None:
    m = flow.measures
    flow.chapter("Bilans manquants", "missing")
    if not pack.missing:
        return flow.text("Aucun bilan ne manque parmi les dossiers de cette séance.")
    columns = [Col("Dossier", m.text * 0.14), Col("Porteur et action", m.text * 0.46),
               Col("Année", m.text * 0.1), Col("Accordé", m.text * 0.14, "right"),
               Col("État", m.text * 0.16, gap=8)]  # fmt: skip
    rows = [
        Row(
            (each.number, f"*{each.applicant}\n{each.title}", str(each.year), money(each.granted), each.state)
        )
        for each in pack.missing
    ]
    return table(flow, columns, rows)


def _instalments(flow: Flow, pack: Pack) -> None:
    m = flow.measures
    flow.chapter("Tranches des conventions", "instalments")
    if not pack.instalments:
        return flow.text("Conventions pluriannuelles : aucune.")
    each = m.text * 0.11
    columns = [
        Col("Dossier", m.text * 0.12),
        Col("Porteur et action", m.text * 0.26),
        Col("Année", m.text * 0.07),
    ]
    columns += [Col(title, each, "right") for title in ("Promis", "Demandé", "Proposé", "Voté", "Payé")]
    rows = [
        Row(
            (
                i.number,
                f"*{i.applicant}\n{i.title}",
                str(i.year),
                *map(money, (i.promised, i.asked, i.proposed, i.voted, i.paid)),
            )
        )
        for i in pack.instalments
    ]
    sums = [
        sum(getattr(i, name) or 0 for i in pack.instalments)
        for name in ("promised", "asked", "proposed", "voted", "paid")
    ]
    rows.append(Row(("Total", "", "", *map(money, sums)), "total"))
    return table(flow, columns, rows)
