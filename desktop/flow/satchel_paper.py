"""The receipts and sheets of an exchange in words, from what was done."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from db.chain import on_paper
from db.merge.lot import Lot
from db.merge.receipt import Receipt
from db.merge.scope import Scope
from db.queries.reference import setting
from desktop.exchange.keys import Public, fingerprint
from desktop.flow.satchel_trust import Place
from desktop.letters.enrolment import Place as Told
from desktop.letters.enrolment import enrolment_sheet, escrow_sheet
from desktop.letters.satchel_receipt import Handed, receipt_paper
from desktop.rules.french import plural

_KINDS = {"quarter": "Antenne de quartier", "city": "Poste de la ville", "hub": "Poste central"}


def size_words(size: int) -> str:
    """« 36,2 Mo »."""
    for unit, worth in (("Go", 1 << 30), ("Mo", 1 << 20), ("Ko", 1 << 10)):
        if size >= worth:
            return f"{size / worth:.1f} {unit}".replace(".", ",")
    return f"{size} octets"


def many(count: int, noun: str, form: str = "") -> str:
    """« 3 pièces »."""
    return f"{count:,}".replace(",", "\u202f") + f" {plural(count, noun, form)}"


def _named(reader: sqlite3.Connection, dossiers: Mapping[bytes, int]) -> list[tuple[str, str, int]]:
    """Number, applicant and count of these dossiers, by number."""
    found: list[tuple[str, str, int]] = []
    keys = list(dossiers)
    for at in range(0, len(keys), 400):
        part = keys[at : at + 400]
        query = (
            "SELECT d.id, d.number, a.name FROM dossier d JOIN applicant a ON a.id = d.applicant_id "
            f"WHERE d.id IN ({', '.join('?' * len(part))})"
        )
        found += [(number, name, dossiers[bytes(key)]) for key, number, name in reader.execute(query, part)]
    return sorted(found)


def departure_told(
    reader: sqlite3.Connection,
    lot: Lot,
    file: str,
    digest: str,
    person: str,
    dossiers: Sequence[bytes],
    pieces: int,
    size: int,
    missing: Sequence[str],
) -> Handed:
    """The receipt of a satchel that leaves."""
    counts = [
        ("Dossiers", many(len(dossiers), "dossier")),
        ("Modifications", f"{many(len(lot.ops), 'modification')}, jusqu’au n° {lot.last}"),
        ("Pièces", many(pieces, "pièce") if pieces else "aucune"),
        ("Taille", size_words(size)),
        ("Journal de ce poste", on_paper(reader)),
    ]
    notes = []
    if missing:
        notes.append(f"{many(len(missing), 'pièce')} absente(s) de ce poste : leur contenu n’est pas parti.")
    if lot.scope and Scope.from_json(lot.scope).left_out:
        columns = sorted(f"{table}.{column}" for table, column in Scope.from_json(lot.scope).left_out)
        notes.append(f"Colonnes laissées de côté : {', '.join(columns)}.")
    named = _named(reader, dict.fromkeys(dossiers, 0))
    return Handed(
        "out", lot.site, lot.to, lot.number, file, fingerprint(digest), dt.datetime.now(), person, counts,
        named, (), notes,
    )  # fmt: skip


def arrival_told(
    reader: sqlite3.Connection, receipt: Receipt, reader_site: str, file: str, digest: str, person: str,
    pieces: int, copy: Path | None,
) -> Handed:  # fmt: skip
    """The receipt of a satchel that was taken."""
    counts = [
        ("Modifications reprises", many(receipt.new, "modification")),
        ("Déjà connues", many(receipt.known, "modification")),
        ("À trancher", many(receipt.conflicts, "désaccord")),
        ("À relire", many(receipt.reread, "texte")),
        ("Pièces reprises", many(pieces, "pièce") if pieces else "aucune"),
    ]
    counts.append(("Journal de ce poste", on_paper(reader)))
    if receipt.missing_pieces:
        counts.append(("Pièces sans contenu", many(len(receipt.missing_pieces), "pièce")))
    if receipt.digest_ok is not None:
        apart = ", ".join(receipt.differences)
        counts.append(("Tables comparées", "identiques" if receipt.digest_ok else f"différentes : {apart}"))
    refused = [why for _, why in receipt.refused]
    if receipt.parked:
        refused.append(f"{many(receipt.parked, 'modification')} en attente : {receipt.waits_for}")
    notes = list(receipt.notes)
    if copy is not None:
        notes.append(f"Copie de la base faite avant la reprise : « {copy.name} ».")
    changed = {bytes.fromhex(key): count for key, count in receipt.changes.items() if key}
    return Handed(
        "in", receipt.site, reader_site, receipt.number, file, fingerprint(digest), dt.datetime.now(), person,
        counts, _named(reader, changed), refused, notes,
    )  # fmt: skip


def office_of(reader: sqlite3.Connection) -> tuple[str, str]:
    """Name and service at the head of a paper."""
    told = setting(reader, "letterhead") or {}
    return str(told.get("nom", "")), str(told.get("service", ""))


def receipt_pdf(reader: sqlite3.Connection, handed: Handed) -> bytes:
    """The receipt, to be printed and signed."""
    from desktop.letters.letter import make_document

    return make_document(receipt_paper(handed, office_of(reader)))


def sheet_pdf(reader: sqlite3.Connection, hub: Public, place: Place, day: dt.date | None = None) -> bytes:
    """The enrolment sheet of a workstation, with both fingerprints."""
    from desktop.letters.letter import make_document

    paper = enrolment_sheet(
        Told(hub.site, hub.fingerprint, _KINDS["hub"]),
        Told(
            place.name, place.public.fingerprint, _KINDS.get(place.kind, ""), scope_words(reader, place.holds)
        ),
        office_of(reader),
        day or dt.date.today(),
    )
    return make_document(paper)


def escrow_pdf(reader: sqlite3.Connection, secret: str, recipient: str, day: dt.date | None = None) -> bytes:
    """The key of the safe, on the only paper that holds it."""
    from desktop.letters.letter import make_document

    return make_document(escrow_sheet(secret, recipient, office_of(reader), day or dt.date.today()))


def scope_words(reader: sqlite3.Connection, scope: Scope) -> str:
    """« quartiers Étouvie, Nord ; avec les pièces ; sans 2 colonnes »."""
    if scope.everything:
        parts = ["tous les dossiers"]
    else:
        parts = []
        if scope.quarters:
            marks = ", ".join("?" * len(scope.quarters))
            query = f"SELECT short FROM quarter WHERE code IN ({marks}) ORDER BY rank"
            names = [str(row[0]) for row in reader.execute(query, sorted(scope.quarters))]
            parts.append(f"{plural(len(names), 'quartier')} {', '.join(names)}")
        if scope.committees:
            parts.append(f"dossiers de {many(len(scope.committees), 'séance')}")
        if scope.dossiers:
            parts.append(many(len(scope.dossiers), "dossier choisi", "dossiers choisis"))
    parts.append("avec les pièces" if scope.pieces else "sans les pièces")
    if scope.left_out:
        parts.append(f"sans {many(len(scope.left_out), 'colonne')}")
    return " ; ".join(parts)
