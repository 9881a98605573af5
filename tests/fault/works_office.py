"""Works on a base that are no verb: exports, letters, copies, restoring, encryption, satchels."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from db import backup, encrypt, second_place, vault
from db import boxes as header
from db.connection import open_reader
from db.store import Store
from desktop.exchange import keys
from desktop.exchange.satchel import Contents, write
from desktop.exchange.satchel_manifest import Manifest
from desktop.flow import files
from desktop.flow import vault as deeds
from desktop.flow.annotate import annotate
from desktop.flow.pieces import add_piece
from desktop.terminal.paper import write_letters, write_workbook
from tests.fault.works_left import (
    KEY,
    MARK,
    OLD,
    PASSPHRASE,
    PIECE,
    Work,
    base_of,
    copies,
    either,
    made,
    outputs,
    replaced,
)
from tests.office import application, bring, open_office

AT = dt.datetime(2026, 3, 14, 17, 42)


def office(folder: Path) -> None:
    """An office with two dossiers and a piece, and a folder where exports stand already."""
    store = open_office(folder)
    dossier = bring(store, application("26500001"), application("26500002"))[0].dossier
    store.do(add_piece, dossier=dossier, name="statuts.txt", content=PIECE)
    store.do(annotate, dossier=dossier, place="dossier", text="Une phrase.")
    store.close()
    (folder / "sorties").mkdir()
    for name in ("liste.xlsx", "piece.txt"):
        (folder / "sorties" / name).write_bytes(OLD)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Store]:
    store = Store(base_of(folder), author="A. Exemple", place="poste-test")
    try:
        yield store
    finally:
        store.close()


def _export(folder: Path) -> None:
    with opened(folder) as store:
        write_workbook(store, None, folder / "sorties" / "liste.xlsx")


def _letters(folder: Path) -> None:
    with opened(folder) as store:
        write_letters(store, None, folder / "sorties", draft=True, leave=False)


def _copy_out(folder: Path) -> None:
    with contextlib.closing(open_reader(base_of(folder))) as reader:
        (sha256,) = reader.execute("SELECT sha256 FROM file").fetchone()
    files.copy_out(folder / "parvis.db.pieces", sha256, folder / "sorties" / "piece.txt")


def _satchel(folder: Path) -> None:
    sender, reader = keys.make("Antenne"), keys.make("Mairie")
    told = Manifest("Antenne", "", ("Mairie",), 1, "", "up", "2026-03-14 17:42:00", "0005", {}, 0, {})
    pieces = [(p.parent.name + p.name, p) for p in (folder / "parvis.db.pieces").rglob("*") if p.is_file()]
    given = Contents(b"{}" * 1000, pieces)
    write(folder / "sorties" / "cle", sender, [reader.public.recipient], told, given, now=AT)


def _restored(folder: Path) -> None:
    (copy,) = (folder / "copies").glob("*-start.parvis")
    backup.restore(copy, base_of(folder))


def _carried(folder: Path) -> None:
    second_place.carry(base_of(folder), folder / "sorties")


def _encrypted(folder: Path) -> None:
    os.environ["PARVIS_DATA"] = str(folder / "moi")
    deeds.encrypt_base(base_of(folder), PASSPHRASE)


def _cleared(folder: Path) -> None:
    vault.hold(MARK, KEY)
    deeds.decrypt_base(base_of(folder))


def _hide(folder: Path) -> None:
    """The base is encrypted by a known key, as it is before it is made clear."""
    encrypt.encrypt(base_of(folder), KEY, header.Boxes(MARK, header.by_passphrase(KEY, PASSPHRASE)))


def _copied(folder: Path) -> None:
    backup.daily(base_of(folder), "start")


WORKS = (
    Work("exporter un classeur", _export, replaced("liste.xlsx"), office),
    Work("imprimer des courriers", _letters, outputs, office),
    Work("enregistrer une pièce", _copy_out, replaced("piece.txt"), office),
    Work("écrire une mallette", _satchel, made("sorties/cle/*.mallette"), office),
    Work("copier la base", _copied, copies, office),
    Work("remettre une copie", _restored, copies, office, _copied),
    Work("second lieu", _carried, outputs, office, _copied),
    Work("chiffrer", _encrypted, either, office),
    Work("déchiffrer", _cleared, either, office, _hide),
)
