"""The list of payments for the accountant, on paper: whom to pay, on which account, how much, until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from desktop.letters.document import Column, Document, Grid, Row, Signatures, said
from desktop.rules.french import date_long, euros_cents, plural, words

_COLUMNS = (
    Column("Référence", 1.75), Column("Bénéficiaire, action", 3.3), Column("Titulaire, compte", 3.5),
    Column("Financeur, nature", 2), Column("Dû le", 1.1), Column("À verser", 1.3, "right"),
)  # fmt: skip


def slip_document(
    rows: Sequence[tuple[str, str, str, str, str, int]], office: Sequence[str], day: dt.date
) -> Document:
    """One line a payment: reference, who, account, funder and kind, due, cents; the total in words too."""
    total = sum(row[-1] for row in rows)
    lines = [Row((*row[:-1], euros_cents(row[-1]))) for row in rows]
    lines.append(Row(("Total", "", "", "", "", euros_cents(total)), "total"))
    count = f"{len(rows)} {plural(len(rows), 'versement')}"
    head = tuple(part for part in office if part)[:2]
    return Document(
        title="Bordereau de versement",
        subtitle=f"{count} à mandater – {date_long(day)}",
        parts=(
            Grid(_COLUMNS, tuple(lines), "Versements à mandater"),
            said(f"Arrêté à la somme de **{words(total)}** ({euros_cents(total)}).", keep=True),
            Signatures((("Le service", *head[1:2]), ("Le service des finances", "Reçu le :"))),
        ),
        head=head,
        monogram=head[0][:1] if head else "",
        foot=" · ".join(part for part in (*head[:1], "bordereau de versement") if part),
        author=head[0] if head else "",
        day=day.isoformat(),
        landscape=True,
    )
