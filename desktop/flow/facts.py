"""Rows of the base as the facts that the rules look at: many dossiers in a few statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from db.queries import facts as rows
from db.queries import facts_reference
from db.queries.facts import FactRow, Rows
from db.queries.reports import stopped
from desktop.flow.project_view import findings, projects_among
from desktop.rules import waves
from desktop.rules.budget import Line
from desktop.rules.checks.facts import Bank, DossierFacts, Given, Neighbour, Reference, Spot
from desktop.rules.folding import fold
from desktop.rules.french import date_short
from desktop.rules.outline import Outline, read_outline

REPORT = "bilan"  # the kind of piece that reports on the year before
_LACKING = frozenset({"missing", "refused"})
_HELD = frozenset({"received", "announced", "waived"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What all dossiers share: the quarters open with their outlines, the names of the funders."""

    open_quarters: frozenset[str]
    outlines: Mapping[str, Outline] = field(default_factory=dict)  # code -> outline, when it is known
    funders: Mapping[str, str] = field(default_factory=dict)  # folded name -> name
    unreported: frozenset[bytes] = frozenset()  # dossiers that an earlier report stops


def setting(reader: sqlite3.Connection, dossier: bytes | None = None) -> Setting:
    """Read at each round of checks, or for one dossier: what would be of others alone is then left out."""
    told = dict(rows.quarter_outlines(reader))
    outlines = {code: read_outline(drawn) for code, drawn in told.items() if drawn}
    funders = {fold(other): name for name, other in reversed(rows.funder_names(reader))}
    drawn = {code: one for code, one in outlines.items() if one}
    return Setting(frozenset(told), drawn, funders, frozenset(stopped(reader, date.today(), dossier)))


def gather_facts(reader: sqlite3.Connection, read: Rows, around: Setting) -> dict[bytes, DossierFacts]:
    """The facts of the dossiers read, with what the reference base says of their applicants."""
    known = facts_reference.known(reader, [(head.siret, head.rna) for head in read.heads])
    made = {head.id: _facts(head, read, around) for head in read.heads}
    for head in read.heads:
        said = known.get((head.siret, head.rna))
        if said:
            made[head.id] = replace(made[head.id], reference=_reference(said))
    for key in projects_among(reader, list(made)):
        made[key] = replace(made[key], together=tuple(findings(reader, key)))
    return made


def _reference(said: facts_reference.Known) -> Reference:
    sirene, rna = day(said.sirene_dated), day(said.rna_dated)
    told = [f"Sirene du {date_short(sirene)}" if sirene else "", f"RNA du {date_short(rna)}" if rna else ""]
    return Reference(
        name=said.name,
        rna=said.rna,
        closed_on=day(said.closed_on),
        dissolved_on=day(said.dissolved_on),
        origin=", ".join(one for one in told if one),
    )


def day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _facts(head: FactRow, read: Rows, around: Setting) -> DossierFacts:
    lines = tuple(
        Line("charge" if side == "charge" else "product", account, label, amount, funder)
        for side, account, label, amount, funder in read.lines.get(head.id, ())
    )
    pieces = read.pieces.get(head.id, [])
    return DossierFacts(
        kind=head.kind, call_kind=head.call_kind, call_code=head.call_code,
        siret=head.siret, rna=head.rna, iban=head.iban, applicant=head.applicant, acronym=head.acronym,
        account_holder=head.account_holder,
        banks=tuple(Bank(key.hex(), label, text) for key, _, label, _, text in pieces if text),
        title=head.title, texts=dict(read.texts.get(head.id, ())),
        quarters=_codes(head.quarters), open_quarters=around.open_quarters,
        challenges=_codes(head.challenges),
        unknown_quarters=tuple(row[0] for row in read.strangers.get(head.id, ())),
        spots=tuple(_spot(*place, around.outlines) for place in read.places.get(head.id, ())),
        beneficiaries=head.beneficiaries, women=head.women, from_quarter=head.from_quarter,
        cost=head.cost, asked=head.asked, proposed=head.proposed, voted=head.voted,
        asked_of=tuple(read.asked.get(head.id, ())), budgeted=_budgeted(lines, around.funders), budget=lines,
        renewal=None if head.renewal is None else bool(head.renewal),
        granted_before=tuple(
            Given(funder, year, amount)
            for _, year, funder, _, amount, status in read.grants.get(head.id, ())
            if status == "granted"
        ),
        neighbours=tuple(
            Neighbour(number, title, key.hex()) for key, number, title in read.neighbours.get(head.id, ())
        ),
        **_when(head), **_pieces(pieces, bool(head.renewal), stopped_here=head.id in around.unreported),
    )  # fmt: skip


def _spot(name: str, lon: float | None, lat: float | None, outlines: Mapping[str, Outline]) -> Spot:
    if lon is None or lat is None:
        return Spot(name)
    return Spot(name, tuple((code, round(drawn.metres_to(lon, lat))) for code, drawn in outlines.items()))


def _when(head: FactRow) -> dict[str, Any]:
    deposited = day(head.deposited_at)
    before = closing(head.before_closings, head.before_on, head)
    return {
        "starts_on": day(head.starts_on),
        "ends_on": day(head.ends_on),
        "deposited_on": deposited,
        "closes_on": closing(head.closings, head.closes_on, head),
        "missed_on": before if before and deposited and deposited > before else None,
        "wave": head.wave or "",
        "exercise": head.year,
    }


def _pieces(
    pieces: Sequence[tuple[bytes, str, str, str, str]], renewal: bool, *, stopped_here: bool
) -> dict[str, Any]:
    reports = [state for _, kind, _, state, _ in pieces if kind == REPORT]
    # The report of the year before has its own rule: a renewal without it is told once.
    apart = {REPORT} if renewal else set()
    return {
        "missing_pieces": tuple(
            label for _, kind, label, state, _ in pieces if state in _LACKING and kind not in apart
        ),
        "expired_pieces": tuple(
            (label, key.hex()) for key, _, label, state, _ in pieces if state == "expired"
        ),
        "report_received": False if stopped_here else _held_among(reports),
    }


def _held_among(states: Sequence[str]) -> bool | None:
    return any(state in _HELD for state in states) if states else None


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in (text or "").split(",") if code))


def closing(closings: str | None, usual: str | None, head: FactRow) -> date | None:
    """When a wave closes for this applicant."""
    return waves.closing(waves.read_closings(closings), day(usual), head.kind, renewal=bool(head.renewal))


def _budgeted(lines: Sequence[Line], funders: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """What the budget awaits of each funder of the house, by the name of its lines."""
    sums: dict[str, int] = {}
    for line in lines:
        name = funders.get(fold(line.funder)) if line.funder else None
        if name and line.amount and line.side == "product":
            sums[name] = sums.get(name, 0) + line.amount
    return tuple(sums.items())
