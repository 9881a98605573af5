"""What is written to a partner: the words that go with a pack, those of a reminder; pasted in a mail."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from db import queries
from db.queries.opinions import AskedRow, PartnerRow
from desktop.rules.french import date_long, plural


def reminder(reader: sqlite3.Connection, partner: PartnerRow, rows: Sequence[AskedRow]) -> str:
    """The reminder of what is still awaited, dossier by dossier."""
    count = len(rows)
    dues = sorted(row.due_on for row in rows if row.due_on)
    due = f", attendu le {date_long(dt.date.fromisoformat(dues[0]))}" if dues else ""
    codes = ", ".join(dict.fromkeys(row.pack for row in rows if row.pack))
    named = f" (fichier {codes})" if codes else ""
    return "\n".join(
        (
            f"Objet : relance, avis sur {count} {plural(count, 'dossier')}{named}",
            "",
            "Bonjour,",
            "",
            f"Votre avis{due}, ne nous est pas encore parvenu pour :",
            *(f"- {row.number}, {row.applicant} : {row.title}" for row in rows),
            "",
            "Le fichier remis se remplit sans compte ni connexion ; renvoyez-le en réponse à ce message, "
            "même incomplet.",
            "",
            *_signed(reader),
        )
    )


def invitation(
    reader: sqlite3.Connection, partner: PartnerRow, names: Sequence[str], due: dt.date | None
) -> str:
    """The words of the mail that carries a pack."""
    until = f" avant le {date_long(due)}" if due else ""
    many = "Vous trouverez ci-joint " + (" et ".join(f"« {name} »" for name in names) or "les dossiers")
    return "\n".join(
        (
            f"Objet : demande d’avis, {partner.short or partner.name}",
            "",
            "Bonjour,",
            "",
            f"{many}. Merci d’y donner votre avis{until}, puis de nous renvoyer le fichier enregistré.",
            "",
            *_signed(reader),
        )
    )


def _signed(reader: sqlite3.Connection) -> list[str]:
    office = queries.setting(reader, "letterhead") or {}
    return [str(part) for part in (office.get("service"), office.get("nom")) if part]
