"""What a letter to one member of a project says: its own body, its own part, whom it acts with."""

from __future__ import annotations

import sqlite3
from typing import Any

from db import queries
from db.queries import together as rows
from db.queries.together import MemberRow
from desktop.letters.decided import siret_words
from desktop.rules.ruling import GRANTING
from desktop.rules.together import LEADER, ROLES

CIVILITIES = {"Mme": "Madame", "M.": "Monsieur"}


def project_fields(reader: sqlite3.Connection, dossier: bytes) -> dict[str, Any]:
    """What any letter may say of the project that a dossier is; nothing of one that has no members."""
    if rows.project(reader, dossier) is None:
        return {}
    here = [member for member in rows.members(reader, dossier) if member.left_on is None]
    leaders = [member for member in here if member.role == LEADER]
    return {
        "chef": leaders[0].name if leaders else "",
        "membres": len(here),
        "montant": sum(row.voted or 0 for row in queries.amounts(reader, dossier)) or None,
    }


def for_member(
    reader: sqlite3.Connection, dossier: bytes, member: bytes, data: dict[str, Any]
) -> dict[str, Any]:
    """The data of a letter of this dossier, as the member reads it. Raises ValueError (French) when gone."""
    found = [row for row in rows.members(reader, dossier) if row.id == member]
    if not found:
        raise ValueError("Ce membre du projet n’existe plus : retirez ce courrier.")
    row = found[0]
    parts = [part for part in rows.parts(reader, dossier) if part.member_id == member]
    names = {amount.funder_id: amount.name for amount in queries.amounts(reader, dossier)}
    given = [part for part in parts if part.voted]
    asked = [part.asked for part in parts if part.asked is not None]
    nothing = not given and data["decision"]["issue"] in GRANTING
    lines = [line for line in rows.lines(reader, dossier) if line.member_id == member]
    return {
        **data,
        "porteur": _body(reader, row),
        "representant": {
            "civilite": CIVILITIES.get(row.civility, row.civility),
            "fonction": row.position,
            "nom": f"{row.first_name} {row.last_name}".strip(),
        },
        "dossier": {
            **data["dossier"],
            "demande": sum(asked) if asked else None,
            "cout": sum(line.amount or 0 for line in lines if line.side == "charge") or None,
            "quartiers": _quarters(reader, row) or data["dossier"]["quartiers"],
            "budget": [
                {"cote": line.side, "nom": f"{line.account} {line.label}".strip(), "montant": line.amount}
                for line in lines
            ],
        },
        "decision": {
            **data["decision"],
            "issue": "refused" if nothing else data["decision"]["issue"],
            "montant": sum(part.voted or 0 for part in given) or None,
            "financeurs": [{"nom": names[part.funder_id], "montant": part.voted} for part in given],
        },
        "projet": {**data["projet"], **_own(reader, dossier, row)},
    }


def _body(reader: sqlite3.Connection, row: MemberRow) -> dict[str, Any]:
    told = queries.applicant(reader, row.applicant_id)
    assert told is not None  # a foreign key holds it
    return {
        "nom": told.name,
        "nature": told.kind,
        "siret": siret_words(told.siret),
        "rna": told.rna,
        "forme": told.legal_form[:1].lower() + told.legal_form[1:],
        "adresse": [line for line in told.address.splitlines() if line.strip()],
        "code_postal": told.postcode,
        "ville": told.city,
    }


def _quarters(reader: sqlite3.Connection, row: MemberRow) -> list[dict[str, str]]:
    codes = set(row.quarters.split())
    return [{"nom": q.name, "de": q.article} for q in queries.quarters(reader) if q.code in codes]


def _own(reader: sqlite3.Connection, dossier: bytes, row: MemberRow) -> dict[str, Any]:
    told = rows.project(reader, dossier)
    clause = told.regrant_words.strip() if told and told.regrant else ""
    return {
        "role": ROLES.get(row.role, row.role).lower(),
        "conduit": row.role == LEADER,
        "tache": row.task,
        "reversement": clause.rstrip("."),
    }
