"""What a convention annexes of a dossier: its description, its budget, how it will be evaluated."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from db import queries
from desktop.rules.sections import TITLES

_DESCRIPTION = ("objectives", "description", "public", "territory", "means", "calendar", "partners")
_EVALUATION = ("evaluation",)


def annexed(reader: sqlite3.Connection, dossier: bytes) -> dict[str, Any]:
    """`description`, `indicateurs`: paragraphs; `budget`: its lines, amounts in cents."""
    texts = {row.code: row.body for row in queries.sections(reader, dossier)}
    return {
        "description": _paragraphs(texts, _DESCRIPTION, titled=True),
        "indicateurs": _paragraphs(texts, _EVALUATION, titled=False),
        "budget": [
            {
                "cote": row.side,
                "nom": " ".join(part for part in (_account(row.account), row.funder or row.label) if part),
                "montant": row.amount,
            }
            for row in queries.budget(reader, dossier)
            if row.amount
        ],
    }


def _account(code: str) -> str:
    """The number of an account as the chart prints it: « 74 » of "74epci"."""
    found = re.match(r"\d+", code)
    return found[0] if found else ""


def _paragraphs(texts: dict[str, str], codes: tuple[str, ...], *, titled: bool) -> list[str]:
    """The lines of some sections; the first of each says which one it is."""
    found = []
    for code in codes:
        lines = [line.strip() for line in texts.get(code, "").splitlines() if line.strip()]
        if lines and titled:
            lines[0] = f"{TITLES[code]} : {lines[0]}"
        found += lines
    return found
