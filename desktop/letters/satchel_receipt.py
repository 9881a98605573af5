"""The receipt of a satchel, printed on both sides: what left or was taken, its numbers and fingerprint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.letters.document import (
    Column,
    Document,
    Grid,
    Heading,
    Part,
    Row,
    Signatures,
    listed_items,
    said,
)
from desktop.letters.enrolment import office_document
from desktop.rules.french import date_long, plural, typography


@dataclass(frozen=True, slots=True)
class Handed:
    """What a receipt tells. `way` out: a satchel that leaves; in: one that was taken."""

    way: str
    sender: str
    reader: str
    number: int
    file: str
    fingerprint: str  # of the manifest, by groups
    at: dt.datetime
    person: str
    counts: Sequence[tuple[str, str]]  # what, how many in words
    dossiers: Sequence[tuple[str, str, int]] = ()  # number, applicant, changes (0: not told)
    refused: Sequence[str] = ()  # French sentences
    notes: Sequence[str] = ()


_MOST = 400  # dossiers listed; the rest is counted


def receipt_paper(told: Handed, office: tuple[str, str]) -> Document:
    """« Reçu de mallette », for both parties to sign."""
    out = told.way == "out"
    verb = "remise à" if out else "reprise de"
    parts: list[Part] = [
        said(typography(
            f"Mallette n° {told.number} préparée par « {told.sender} » pour « {told.reader} », {verb} "
            f"{told.reader if out else told.sender} le {date_long(told.at.date())} à {told.at:%H h %M}."
        )),
        _what(told),
    ]  # fmt: skip
    if told.refused:
        parts += [Heading("Refusé ou en attente", 2), listed_items([typography(t) for t in told.refused])]
    if told.notes:
        parts += [Heading("À savoir", 2), listed_items([typography(text) for text in told.notes])]
    if told.dossiers:
        parts += _dossiers(told)
    parts.append(_signing(told))
    title = "Reçu de départ d’une mallette" if out else "Reçu de retour d’une mallette"
    subtitle = f"Mallette n° {told.number} – {told.sender}"
    return office_document(title, subtitle, parts, office, told.at.date(), told.file)


def _what(told: Handed) -> Grid:
    groups = told.fingerprint.split()
    rows = [
        Row(("Fichier", told.file)),
        *(Row((what, typography(words))) for what, words in told.counts),
        Row(("Empreinte", " · ".join(groups[:4])), "subtotal"),
        Row(("", " · ".join(groups[4:])), "subtotal"),
    ]
    return Grid((Column("Donnée", 1), Column("Valeur", 3)), tuple(rows), "Contenu de la mallette")


def _dossiers(told: Handed) -> list[Part]:
    shown = told.dossiers[:_MOST]
    counted = any(count for _, _, count in shown)
    columns = [Column("N°", 1), Column("Porteur", 4)]
    if counted:
        columns.append(Column("Changements", 1.1, "right"))
    rows = [
        Row((number, applicant, str(count)) if counted else (number, applicant))
        for number, applicant, count in shown
    ]
    parts: list[Part] = [
        Heading(f"{len(told.dossiers)} {plural(len(told.dossiers), 'dossier')}"),
        Grid(tuple(columns), tuple(rows), "Dossiers de la mallette"),
    ]
    if len(told.dossiers) > _MOST:
        more = len(told.dossiers) - _MOST
        parts.append(said(f"… et {more} {plural(more, 'autre dossier', 'autres dossiers')}."))
    return parts


def _signing(told: Handed) -> Signatures:
    if told.way == "out":
        return Signatures((
            (typography(f"Remis par « {told.sender} »"), told.person, "Date et signature :"),
            (typography(f"Reçu par « {told.reader} »"), "Nom, date et signature :"),
        ))  # fmt: skip
    return Signatures((
        (typography(f"Rapporté par « {told.sender} »"), "Nom, date et signature :"),
        (typography(f"Repris par « {told.reader} »"), told.person, "Date et signature :"),
    ))  # fmt: skip
