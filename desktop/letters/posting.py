"""Papers of the post: the covering slip of each addressee, and the register as it is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import Column, Document, Grid, Part, Row, Signatures, said
from desktop.letters.model import Letter
from desktop.rules.french import date_long, plural, typography

_SLIP = (Column("Désignation des pièces", 6), Column("Nombre", 1, "center"), Column("Observations", 2.4))
_REGISTER = (
    Column("N°", 1.4),
    Column("Parti le", 1.3),
    Column("Dossier", 1.3),
    Column("Destinataire", 3.4),
    Column("Action", 3.6),
    Column("Courrier", 2.6),
    Column("Montant accordé", 1.7, "right"),
    Column("Copies", 0.8, "center"),
)


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter on its way: its words, and whether it has left under a number."""

    letter: Letter
    left: bool


def slip(posted: Sequence[Posted], day: dt.date) -> Document:
    """What is sent to one addressee: each letter, then what is joined to it."""
    letters = [one.letter for one in posted]
    first = letters[0]
    rows: list[Row] = []
    for letter in letters:
        copies = 2 if letter.form == "convention" else 1
        note = "dont un à retourner signé" if copies > 1 else ""
        name = f"{letter.title} n° {letter.number} – {letter.object}"
        rows.append(Row((typography(name), str(copies), note)))
        rows += [Row((f"– {item}", "1", "")) for item in letter.enclosures]
    count = sum(int(row.cells[1]) for row in rows)
    rows.append(Row(("Total", str(count), ""), "total"))
    joined = plural(count, "la pièce suivante", "les pièces suivantes")
    parts: list[Part] = [
        Signatures((("Expéditeur", *first.head), ("Destinataire", *first.addressee)), signing=False),
        said(f"Veuillez trouver ci-joint {joined}\u00a0:", keep=True),
        Grid(_SLIP, tuple(rows), "Pièces envoyées"),
        Signatures((("Reçu le", "Signature et cachet :"), ("Le service", *first.head[1:2]))),
    ]
    return Document(
        title="Bordereau d’envoi",
        subtitle=f"{first.place_date.partition(',')[0]}, le {date_long(day)}",
        parts=tuple(parts),
        head=first.head,
        monogram=first.monogram,
        logo=first.logo,
        foot=first.foot,
        author=first.author,
        day=day.isoformat(),
        watermark="" if all(one.left for one in posted) else "PROJET",
    )


def register_document(
    rows: Sequence[Sequence[str]], office: Sequence[str], day: dt.date, period: str = ""
) -> Document:
    """The register: one line a letter that left, in the order of the numbers."""
    count = f"{len(rows)} {plural(len(rows), 'courrier')}"
    body: Part = said("Aucun courrier n’est parti.")
    if rows:
        body = Grid(_REGISTER, tuple(Row(tuple(row)) for row in rows), "Registre des courriers")
    head = tuple(office)[:2]
    return Document(
        title="Registre des courriers",
        subtitle=" – ".join(part for part in (period, count, f"au {date_long(day)}") if part),
        parts=(body,),
        head=head,
        monogram=head[0][:1] if head else "",
        foot=" · ".join(part for part in (*head[:1], "registre des courriers") if part),
        author=head[0] if head else "",
        day=day.isoformat(),
        landscape=True,
    )
