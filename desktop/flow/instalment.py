"""What is in view when the request of one year of a convention is decided: promises, reports, indicators."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.agreement_shapes import AgreementRow, AmendmentRow, TrancheRow
from db.queries.agreements import agreement_of, agreements
from desktop.flow.agreement_view import Convention, convention, day
from desktop.flow.amend import changes_of
from desktop.rules.agreements import FOUND, REPORTS, Fund, added, figure, proposal_words, ratio
from desktop.rules.french import date_short, plural
from desktop.rules.money import euros


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is in view when the request of one year is decided."""

    convention: Convention
    year: int
    fund: Fund  # of this year, all funders
    before: Fund  # of the years before
    last: TrancheRow | None  # the request of the year before, with its report
    last_spent: int | None  # of the grant, by its accepted report
    amendments: Sequence[AmendmentRow]  # signed since the request of the year before was asked
    proposed: dict[bytes, int]  # by funder: promised and carried

    @property
    def due(self) -> int:
        return sum(self.proposed.values())


def instalment(reader: sqlite3.Connection, dossier: bytes, person: str = "") -> Instalment | None:
    """What is in view to decide a dossier that asks for one year of a convention; None for any other."""
    asked = agreement_of(reader, dossier)
    whole = convention(reader, asked[0], person) if asked else None
    if asked is None or whole is None:
        return None
    year, register = asked[1], whole.register
    past = [fund for (y, _), fund in register.cells.items() if y < year]
    last = next((row for row in whole.tranches if row.year == year - 1), None)
    since = [
        row for row in whole.amendments if row.state == "signed" and (row.signed_on or "") >= f"{year - 1}"
    ]
    return Instalment(
        whole, year, register.of(year), added(past), last,
        register.of(year - 1).reported if last is not None else None, since,
        {f: fund.due for (y, f), fund in register.cells.items() if y == year and fund.promised is not None},
    )  # fmt: skip


def others_of(reader: sqlite3.Connection, applicant: bytes, person: str = "") -> list[AgreementRow]:
    """The conventions of an applicant, for a dossier that asks for no year of one."""
    return [row for row in agreements(reader, person) if row.applicant_id == applicant]


def promised_words(told: Instalment) -> str:
    """What the convention gives this year."""
    words = proposal_words(told.year, told.fund)
    return words or f"La convention ne promet rien pour {told.year}."


def before_words(told: Instalment) -> str:
    """« Voté avant : 60 000 €, payé 50 000 €. »"""
    if told.before.voted is None:
        return "C’est la première année décidée."
    return f"Années d’avant : voté {euros(told.before.voted)}, payé {euros(told.before.paid or 0)}."


def report_words(told: Instalment) -> str:
    """The report of the year before: its state, what was spent, the people reached."""
    year, row = told.year - 1, told.last
    if row is None:
        return f"Pas de demande en {year}."
    if not row.report:
        return f"Bilan {year} : pas encore attendu."
    parts = [f"Bilan {year} {REPORTS[row.report]}"]
    due = day(row.due_on)
    if row.report in ("awaited", "returned") and due:
        parts[0] += f" pour le {date_short(due)}"
    if told.last_spent is not None:
        parts.append(f"employé {euros(told.last_spent)} sur {euros(row.voted or 0)} votés")
    if row.reached is not None:
        people = f"{row.reached} {plural(row.reached, 'personne touchée', 'personnes touchées')}"
        parts.append(people + (f" pour {row.people} annoncées" if row.people else ""))
    return ", ".join(parts) + "."


def indicator_words(told: Instalment, year: int) -> str:
    """« Habitants accueillis 378 sur 450 (84 %) ; … » of one year, "" when nothing is known."""
    parts = []
    for one in told.convention.indicators:
        target, reached, comment = one.years.get(year, (None, None, ""))
        if target is None and reached is None:
            continue
        words = f"{one.label} {figure(reached) or '–'}"
        words += f" sur {figure(target)}" if target is not None else ""
        words += f" ({ratio(target, reached)})" if ratio(target, reached) else ""
        parts.append(words + (f", {comment}" if comment else ""))
    return f"Indicateurs {year} : {' ; '.join(parts)}." if parts else ""


def commitment_words(told: Instalment) -> str:
    """« Engagements : 1 tenu, 1 tenu en partie, 1 à voir. »"""
    states = [row.state for row in told.convention.commitments]
    if not states:
        return ""
    counts = [f"{states.count(code)} {words}" for code, (words, _) in FOUND.items() if code in states]
    return f"Engagements : {', '.join(counts)}."


def amendment_words(row: AmendmentRow) -> str:
    """« Avenant 1, signé le 18/12/2025 : accueil du samedi (2026 : 20 000 € → 24 000 €). »"""
    signed, ends = day(row.signed_on), day(row.ends_on)
    parts = [f"fin le {date_short(ends)}"] if ends else []
    parts += [
        f"{one.year} : {euros(one.before or 0)} → {euros(one.after or 0)}" for one in changes_of(row.changes)
    ]
    told = f" ({' ; '.join(parts)})" if parts else ""
    when = f", signé le {date_short(signed)}" if signed else ""
    return f"Avenant {row.rank}{when} : {row.title}{told}."


def in_view(told: Instalment) -> list[str]:
    """Everything a committee has in view, a sentence each."""
    head = told.convention.head
    lines = [
        f"{head.number}, « {head.title} » : {promised_words(told)}", before_words(told), report_words(told),
        indicator_words(told, told.year - 1), indicator_words(told, told.year), commitment_words(told),
        *map(amendment_words, told.amendments),
    ]  # fmt: skip
    return [line for line in lines if line]
