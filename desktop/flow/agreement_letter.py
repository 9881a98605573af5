"""What the papers of a convention of several years name: its years, sums, engagements, one amendment."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

from db.queries.agreement_shapes import AgreementRow, AmendmentRow
from db.queries.agreements import agreement_of, amendment
from db.queries.letters import LetterRow
from db.queries.reference import funders
from desktop.flow.agreement_view import Convention, convention, day
from desktop.flow.amend import changes_of
from desktop.rules.agreements import figure, in_words
from desktop.rules.clocks import report_due_for_year
from desktop.rules.expected import SEVERAL_YEARS
from desktop.rules.french import number_words
from desktop.rules.money import euros

AMENDMENT = "amendment"  # what the template of an amendment is for


def agreement_data(reader: sqlite3.Connection, row: LetterRow, when: Collection[str]) -> dict[str, Any]:
    """The fields that a paper of a convention adds to those of its dossier, and those that it puts in the
    place of theirs: its act, its sum. Nothing for any other letter."""
    if SEVERAL_YEARS not in when and AMENDMENT not in when:
        return {}
    told = amendment(reader, row.subject_id) if row.subject_id else None
    asked = agreement_of(reader, row.dossier_id)
    key = told.agreement_id if told else asked[0] if asked else None
    whole = convention(reader, key) if key else None
    if whole is None:
        return {}
    head = whole.head
    return {
        "pluriannuelle": _convention(whole),
        "avenant": _amendment(reader, whole, told),
        "deliberation": _act(told or head),
        "decision": {"issue": "", "financeurs": [], "conditions": []},
        "convention": {"montant": _after(whole, told)},
        "bilan": {"date": report_due_for_year(whole.register.years[0])},
    }


def _act(row: AgreementRow | AmendmentRow) -> dict[str, Any]:
    return {"numero": row.act, "date": day(row.act_on)} if row.act else {}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _convention(whole: Convention) -> dict[str, Any]:
    head, register = whole.head, whole.register
    totals = [register.of(year).promised or 0 for year in register.years]
    count = len(register.years)
    return {
        "numero": head.number,
        "titre": head.title,
        "objet": _paragraphs(head.purpose) or [head.title],
        "debut": day(head.starts_on),
        "fin": day(head.ends_on),
        "annees": in_words(register.years),
        "duree": "un an" if count == 1 else f"{number_words(count)} ans",
        "signature": day(head.signed_on),
        "reversement": bool(head.regrant),
        "totaux": totals,
        "tranches": [
            f"{year} : {euros(total)}" for year, total in zip(register.years, totals, strict=True) if total
        ],
        "montants": _sums(whole),
        "engagements": [_engagement(whole, at) for at in range(len(whole.commitments))],
        "indicateurs": _targets(whole),
    }


def _sums(whole: Convention) -> list[dict[str, Any]]:
    """What each funder promises each year."""
    register = whole.register
    found = []
    for funder, name in register.funders:
        promised = {str(year): register.of(year, funder).promised for year in register.years}
        columns = {year: cents for year, cents in promised.items() if cents is not None}
        found.append({"nom": name, "colonnes": columns})
    return found


def _targets(whole: Convention) -> list[dict[str, Any]]:
    """The target of each indicator each year."""
    return [
        {
            "nom": f"{one.label} ({one.unit})" if one.unit else one.label,
            "colonnes": {
                str(year): figure(one.years[year][0]) if year in one.years else ""
                for year in whole.register.years
            },
        }
        for one in whole.indicators
    ]


def _engagement(whole: Convention, at: int) -> str:
    row = whole.commitments[at]
    where = f"quartier {row.quarter}" if row.quarter else ""
    challenge = f"défi {row.challenge}" if row.challenge else ""
    when = f"en {row.year}" if row.year else "chaque année"
    told = ", ".join(part for part in (when, where, challenge) if part)
    return f"{row.text.rstrip(' .;')} ({told})"


def _amendment(reader: sqlite3.Connection, whole: Convention, told: AmendmentRow | None) -> dict[str, Any]:
    if told is None:
        return {}
    names = {row.code: row.name for row in funders(reader)}
    changes = changes_of(told.changes)
    return {
        "rang": told.rank,
        "objet": told.title,
        "texte": _paragraphs(told.body),
        "fin": day(told.ends_on),
        "avant": _after(whole, None) - (_added(told) if told.state == "signed" else 0),
        "changements": [
            {
                "nom": f"{change.year}, {names.get(change.funder, change.funder)}",
                "colonnes": {"Avant": change.before or 0, "Après": change.after or 0},
            }
            for change in changes
        ],
    }


def _added(told: AmendmentRow) -> int:
    return sum((change.after or 0) - (change.before or 0) for change in changes_of(told.changes))


def _after(whole: Convention, told: AmendmentRow | None) -> int:
    """What the convention promises in all, an amendment that is not applied yet counted as applied."""
    promised = whole.register.of().promised or 0
    return promised + (_added(told) if told is not None and told.state == "draft" else 0)
