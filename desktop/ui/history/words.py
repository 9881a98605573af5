"""How the history of an applicant is said in French: years, decisions, opinions, how a grant is known."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from db.queries.past import GrantRow, OwnRow
from desktop.flow.record import Doubt, Known, Record, Year
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.ui.tongue import euros, plural

_OPINIONS = {
    "favourable": "avis favorable", "reserved": "avis réservé", "adjourn": "avis d’ajournement",
    "unfavourable": "avis défavorable",
}  # fmt: skip


def say(words: str) -> str:
    return QCoreApplication.translate("history", words)


def money(cents: int | None) -> str:
    """The amount, a dash when unknown."""
    return "–" if cents is None else euros(cents)


def summary(record: Record) -> str:
    """The whole record in one line."""
    own = len(record.dossiers)
    given = [each.row for each in record.grants if each.row.status != "refused"]
    parts = [f"{own} {plural(own, 'dossier')} {say('dans cette base')}"]
    voted = [row.voted for row in record.dossiers if row.voted]
    if voted:
        count = len(voted)
        parts.append(f"{count} {plural(count, 'accordé')}, {euros(sum(voted))}")
    if given:
        words = plural(
            len(given), say("subvention connue par des listes"), say("subventions connues par des listes")
        )
        since = min(row.year for row in given)
        total = euros(sum(row.amount for row in given))
        parts.append(say("{0} {1}, {2} depuis {3}").format(len(given), words, total, since))
    refused = sum(year.refusals for year in record.years)
    if refused:
        parts.append(f"{refused} {plural(refused, 'refus')}")
    return " · ".join(parts)


def report(year: Year) -> str:
    """What is known of the report of the actions of a year."""
    return {
        "received": say("Reçu"),
        "missing": say("Manquant"),
        "expected": say("Pas encore demandé"),
        "": "–",
    }[year.report]


def outcome(row: OwnRow) -> str:
    """« Accord partiel (budget surestimé) · avis favorable · DDETS : favorable »."""
    decided = OUTCOMES.get(row.outcome or "", "")
    if decided and row.reasons:
        decided = f"{decided} ({row.reasons})"
    parts = [decided or STAGES.get(row.stage, row.stage), _OPINIONS.get(row.opinion, ""), row.opinions or ""]
    return " · ".join(part for part in parts if part)


def of_year(year: Year) -> str:
    """Decisions and opinions of a year, refusals of the lists included."""
    told = [outcome(row) for row in year.dossiers]
    told += [
        say("Refus ({0})").format(each.row.funder) for each in year.grants if each.row.status == "refused"
    ]
    voted = {row.voted for row in year.dossiers if row.voted}
    told += [
        say("{0} de {1} dans une liste : peut-être le même accord").format(euros(g.row.amount), g.row.funder)
        for g in year.grants
        if g.row.amount in voted
    ]
    return " ; ".join(told) or "–"


def way(known: Known) -> str:
    """How a grant of a list is known to be the applicant's."""
    if known.settled:
        return say("Nom, confirmé ici")
    if known.other_site:
        return say("SIREN, autre établissement")
    return {"siret": "SIRET", "rna": "RNA", "siren": "SIREN"}.get(known.way, say("Nom"))


def grant(row: GrantRow) -> str:
    """« 2024 · Département · 3 000 € · Fête de la rue »."""
    given = say("refusé") if row.status == "refused" else euros(row.amount)
    return " · ".join(part for part in (str(row.year), row.funder, given, row.purpose or row.scheme) if part)


def doubt(found: Doubt) -> str:
    """Why the question is put."""
    if found.way == "rna":
        return say("Le numéro RNA est le même, le SIREN est un autre : l’un des deux est faux.")
    if found.likeness == 100:
        return say("Le nom est le même, sans numéro qui le confirme.")
    return say("Les noms se ressemblent à {0} %, sans numéro qui le confirme.").format(found.likeness)
