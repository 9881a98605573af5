"""The workbook of the list: its columns and the words of each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.queries.lists import ExportRow
from desktop.exchange.workbook import Column
from desktop.rules.grid import LABELS as LEVELS
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.ruling import LABELS as OUTCOMES

_KINDS = {"association": "Association", "school": "École", "public": "Organisme public", "other": "Autre"}


def columns() -> list[Column]:
    """The columns of the list, in the order of the cells of `rows`."""
    money = [
        Column(title, "money", total=True)
        for title in ("Coût de l’action", "Demandé", "Proposé", "Accordé", "Payé")
    ]
    return [
        Column("Numéro"), Column("N° portail"), Column("Porteur"), Column("Type de porteur"),
        Column("SIRET"), Column("RNA"), Column("Intitulé"), Column("Renouvellement", "boolean"),
        Column("Quartiers"), Column("Défis marqués"), Column("Défis déclarés"), *money,
        Column("Étape"), Column("Décision"), Column("Décidé le", "date"), Column("Déposé le", "datetime"),
        Column("Échéance", "date"), Column("Début", "date"), Column("Fin", "date"),
        Column("Bénéficiaires", "integer"), Column("Dont femmes", "integer"), Column("Agent"),
        Column("Pièces reçues", "integer"), Column("Pièces manquantes", "integer"), Column("Étiquettes"),
        Column("Vague"), Column("Appel"), Column("Notes"),
    ]  # fmt: skip


def rows(found: Iterable[ExportRow]) -> Iterator[tuple[object, ...]]:
    """One tuple of cells a dossier."""
    for r in found:
        yield (
            r.number, r.source_id, r.applicant, _KINDS.get(r.kind, r.kind), r.siret, r.rna, r.title,
            r.renewal, r.quarters or "", _marks(r.marks), r.declared or "", r.cost, r.asked,
            r.proposed, r.granted, r.paid, STAGES[r.stage], OUTCOMES.get(r.outcome or "", ""), r.decided_on,
            r.deposited_at, r.due_on, r.starts_on, r.ends_on, r.beneficiaries, r.women, r.officer,
            r.pieces_held, r.pieces_missing, r.labels or "", r.wave or "", r.call, r.notes or "",
        )  # fmt: skip


def _marks(text: str | None) -> str:
    """ "D04:3,D07:2" → "D04 fort, D07 moyen"."""
    pairs = (part.split(":") for part in (text or "").split(",") if part)
    return ", ".join(f"{code} {LEVELS[int(level)].lower()}" for code, level in pairs)
