"""The list for the accountant: the only paper on which bank accounts are written."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from db.queries.accountant import GrantRow, given, grants
from db.queries.reference import setting
from desktop.flow.conventions import needing
from desktop.rules import ruling
from desktop.rules.identity import check_iban

TITLE = "Liste pour le comptable"


class Payment(NamedTuple):
    """One grant to pay: its row, what each funder gives in the order of the list, what is to be looked at."""

    row: GrantRow
    given: tuple[int, ...]
    faults: tuple[str, ...]


def payments(
    reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None
) -> tuple[list[str], list[Payment]]:
    """The funders and the grants to pay, of some dossiers or of all; amounts in cents."""
    shares: dict[tuple[bytes, bytes | None], dict[str, int]] = defaultdict(dict)  # dossier, member
    rows = [row for row in grants(reader) if dossiers is None or row.dossier_id in dossiers]
    kept = {row.dossier_id for row in rows}
    funders: dict[str, None] = {}
    for share in given(reader):
        if share.dossier_id in kept:
            shares[share.dossier_id, share.member_id][share.funder] = share.voted
            funders[share.funder] = None
    needed = {(row.dossier_id, row.member_id) for row in needing(reader)}
    names = list(funders)
    return names, [
        Payment(
            row,
            tuple(shares[row.dossier_id, row.member_id].get(name, 0) for name in names),
            tuple(_faults(row, (row.dossier_id, row.member_id) in needed)),
        )
        for row in rows
    ]


def _faults(row: GrantRow, needs_convention: bool) -> list[str]:
    """What keeps the accountant from paying, as French sentences."""
    found = [f"Condition non levée : {text}" for text in row.unmet.splitlines()]
    if not row.iban:
        found.append("IBAN inconnu")
    elif not check_iban(row.iban).ok:
        found.append("IBAN à vérifier")
    if not row.siret:
        found.append("SIRET inconnu")
    if row.state != "notified":
        found.append("Décision non notifiée")
    if needs_convention and not row.signed_on:
        state = {"issued": "partie, non signée en retour", "draft": "en préparation"}
        found.append(f"Convention {state.get(row.convention or '', 'à faire')}")
    return found


def accountant_book(reader: sqlite3.Connection, dossiers: Collection[bytes] | None = None) -> bytes:
    """The workbook, with live totals. ValueError in French when nothing is granted."""
    from desktop.exchange.live_book import LiveColumn, live_book

    funders, found = payments(reader, dossiers)
    if not found:
        raise ValueError("Aucune subvention n’est accordée dans cette sélection : il n’y a rien à payer.")
    first = (("N°", 12.0), ("Bénéficiaire", 34.0), ("SIRET", 18.0), ("Titulaire du compte", 30.0))
    columns = [LiveColumn(title, "text", width) for title, width in first]
    columns += [LiveColumn(t, "text", w) for t, w in (("IBAN", 36.0), ("BIC", 14.0), ("Action", 40.0))]
    columns += [LiveColumn(funder, "money", 18.0, total=True) for funder in funders]
    columns.append(LiveColumn("Total", "money", 18.0, total=True, sums=len(funders)))
    columns += [LiveColumn("Décision", "text", 16.0), LiveColumn("Délibération", "text", 16.0)]
    columns += [LiveColumn(t, "date", 13.0) for t in ("Date de l’acte", "Décidé le", "Notifié le")]
    columns += [LiveColumn("Conditions non levées", "integer", 12.0), LiveColumn("À vérifier", "text", 60.0)]
    office = str((setting(reader, "letterhead") or {}).get("nom", ""))
    return live_book(columns, [_line(payment) for payment in found], TITLE, author=office)


def _line(payment: Payment) -> tuple[Any, ...]:
    row = payment.row
    return (
        row.number, row.applicant, row.siret, row.holder or row.applicant, spaced(row.iban), row.bic,
        row.title,
        *payment.given, sum(payment.given), ruling.LABELS[row.outcome], row.act, row.act_on, row.decided_on,
        row.notified_on, len(row.unmet.splitlines()), "\n".join(payment.faults),
    )  # fmt: skip


def spaced(iban: str) -> str:
    """An IBAN by groups of four, as banks write it."""
    plain = "".join(iban.split())
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
