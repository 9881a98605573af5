"""What goes with letters: covering slips, labels, envelopes; and the register on paper or as a workbook."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping
from typing import NamedTuple

from db import queries
from db.queries.letters import LetterRow
from db.queries.reference import setting
from desktop.flow.apart import open_values
from desktop.flow.composing import body_of, compose
from desktop.flow.logos import letter_kept
from desktop.flow.own import tailored
from desktop.letters.addresses import Address, Envelopes, LabelFormat, Labels, formats_of
from desktop.letters.posting import Posted, register_document, slip
from desktop.letters.template import Template
from desktop.paths import resources
from desktop.rules.french import euros_cents


class Post(NamedTuple):
    """A letter chosen for the post, and what it says."""

    row: LetterRow
    posted: Posted


def chosen(
    reader: sqlite3.Connection,
    templates: Mapping[str, Template],
    today: dt.date,
    dossiers: Collection[bytes] | None = None,
) -> list[Post]:
    """The letters of some dossiers (of all: None): those that left, else those that wait in the outbox.

    Raises ValueError (French) when there is none.
    """
    rows = [r for r in queries.letter_list(reader) if dossiers is None or r.dossier_id in dossiers]
    gone = {(row.dossier_id, row.member_id) for row in rows if row.state == "issued"}
    found = []
    for row in rows:
        if row.state == "issued":
            found.append(Post(row, Posted(letter_kept(reader, body_of(reader, row.id)), True)))
        elif (row.dossier_id, row.member_id) not in gone and row.template in templates:
            if open_ := open_values(reader, row.dossier_id):
                raise ValueError(
                    f"Dossier {row.dossier} : « {open_[0][0]} » est à trancher ({open_[0][1]}). Rien n’est "
                    "fait : tranchez-le dans Mallette, ou laissez ce dossier de côté."
                )
            found.append(Post(row, Posted(compose(reader, row, templates, today).letter, False)))
    if not found:
        raise ValueError("Aucun courrier n’est parti ni préparé pour cette sélection : rien à envoyer.")
    return found


def addresses(posts: Collection[Post]) -> tuple[list[Address], list[str]]:
    """Each address once, in the order of the letters; and the dossiers whose address is not whole."""
    whole: dict[Address, None] = {}
    faults = []
    for post in posts:
        lines = post.posted.letter.addressee
        if any("{" in line for line in lines):
            faults.append(f"Dossier {post.row.dossier}, {post.row.applicant} : l’adresse n’est pas complète.")
        else:
            whole[lines] = None
    return list(whole), list(dict.fromkeys(faults))


def slips(posts: Collection[Post], today: dt.date) -> bytes:
    """One covering slip an addressee, in the order of the letters."""
    from desktop.letters.letter import make_document

    groups: dict[Address, list[Posted]] = {}
    for post in posts:
        groups.setdefault(post.posted.letter.addressee, []).append(post.posted)
    return make_document(*(slip(group, today) for group in groups.values()))


def label_formats(reader: sqlite3.Connection) -> dict[str, LabelFormat]:
    """The sheets of labels of resources/papers as this office changed them, the usual one first."""
    return formats_of(tailored(reader, resources() / "papers", "format").values(), "etiquettes.toml")


def labels(found: Collection[Address], form: LabelFormat, today: dt.date, first: int = 1) -> bytes:
    """The addresses on sheets of labels, from the `first` free place on."""
    from desktop.letters.letter import make_laid

    return make_laid([Labels(found, form, first)], f"Étiquettes, {form.title}", "", today.isoformat())


def envelopes(reader: sqlite3.Connection, found: Collection[Address], today: dt.date) -> bytes:
    """One DL envelope an address, under the name of the office."""
    from desktop.letters.letter import make_laid

    office = setting(reader, "letterhead") or {}
    sender = [str(office.get(name, "")) for name in ("nom", "service", "adresse")]
    return make_laid([Envelopes(found, sender)], "Enveloppes DL", sender[0], today.isoformat())


def register_paper(
    reader: sqlite3.Connection, templates: Mapping[str, Template], today: dt.date, form: str
) -> bytes:
    """The register as a PDF or as a workbook. ValueError in French for another form."""
    if form not in ("pdf", "xlsx"):
        raise ValueError(f"Registre : la forme « .{form} » n’existe pas ; choisissez .pdf, .xlsx.")
    rows = queries.register(reader)
    office = setting(reader, "letterhead") or {}
    titles = {name: template.title for name, template in templates.items()}
    if form == "xlsx":
        return _register_book(rows, titles, str(office.get("nom", "")))
    from desktop.letters.letter import make_document

    lines = [
        (
            row.number, _day(row.issued_at), row.dossier, row.applicant, row.title,
            titles.get(row.template, row.template),
            euros_cents(row.granted) if row.granted else "–", str(row.copies),
        )
        for row in rows
    ]  # fmt: skip
    names = [str(office.get(name, "")) for name in ("nom", "service")]
    return make_document(register_document(lines, names, today))


def _day(text: str | None) -> str:
    return "–" if not text else f"{dt.date.fromisoformat(text[:10]):%d/%m/%Y}"


def _register_book(rows: list[LetterRow], titles: Mapping[str, str], office: str) -> bytes:
    from desktop.exchange.live_book import LiveColumn, live_book

    columns = [
        LiveColumn("N°", "text", 13), LiveColumn("Parti le", "datetime", 17),
        LiveColumn("Dossier", "text", 12), LiveColumn("Destinataire", "text", 34),
        LiveColumn("Action", "text", 40), LiveColumn("Courrier", "text", 28),
        LiveColumn("Montant accordé", "money", 17), LiveColumn("Copies", "integer", 9),
        LiveColumn("Signé le", "date", 12), LiveColumn("Agent", "text", 20),
    ]  # fmt: skip
    lines = [
        (
            row.number, row.issued_at, row.dossier, row.applicant, row.title,
            titles.get(row.template, row.template), row.granted, row.copies, row.signed_on, row.author,
        )
        for row in rows
    ]  # fmt: skip
    return live_book(columns, lines, "Registre des courriers", author=office)
