"""What a satchel would carry, counted before it is written; the columns that may be left at the office."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from db.merge.scope import Scope
from desktop.flow.field_words import FIELDS, ROWS
from desktop.flow.satchel_pieces import contents_of, here, members

# What a workstation rarely needs and nobody wants to lose with it; in the order offered.
SENSITIVE: tuple[tuple[tuple[str, str], str], ...] = (
    (("applicant", "iban"), "IBAN du porteur"),
    (("applicant", "bic"), "BIC du porteur"),
    (("applicant", "account_holder"), "Titulaire du compte"),
    (("contact", "email"), "Courriel des personnes"),
    (("contact", "phone"), "Téléphone des personnes"),
    (("applicant", "email"), "Courriel du porteur"),
    (("applicant", "phone"), "Téléphone du porteur"),
    (("opinion", "comment"), "Commentaire des avis"),
    (("score", "reason"), "Raisons des notes"),
)


class Load(NamedTuple):
    """How much would travel; `size` in bytes, of the pieces alone."""

    dossiers: int
    pieces: int
    missing: int  # pieces whose content is not on this workstation
    size: int


def load_of(reader: sqlite3.Connection, files: Path, scope: Scope) -> Load:
    """Count what this scope holds, what the other side may already have included."""
    dossiers = members(reader, scope)
    if not scope.pieces:
        return Load(len(dossiers), 0, 0, 0)
    kept, missing = here(files, contents_of(reader, None if scope.everything else dossiers))
    return Load(len(dossiers), len(kept), len(missing), sum(piece.size for _, piece in kept))


def column_words(table: str, column: str) -> str:
    """A column as people name it."""
    known = dict(SENSITIVE)
    label = known.get((table, column)) or FIELDS.get((table, column))
    return label or f"{ROWS.get(table, table)} · {column}"
