"""Files of a watched folder: recognised, attached, set aside, taken back; the folder itself never touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db import queries
from db.connection import open_reader
from db.queries.incoming import settled
from db.store import Store
from desktop.exchange.dropped import Dropped, Seen, look
from desktop.flow.arriving import look_around
from desktop.flow.files import place_of
from desktop.flow.incoming import attach, note_imported, set_aside, take_back, unwatch, watch
from desktop.paths import import_maps
from tests.exchange.test_message import mail
from tests.office import application, bring
from tests.ui.desk import pdf

LONG_AGO = 1_700_000_000


def lay(folder: Path, name: str, content: bytes, *, changed: float = LONG_AGO) -> Path:
    """A file that finished coming some time ago."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (changed, changed))
    return path


def seen_in(folder: Path, seen: Seen | None = None, now: float = LONG_AGO + 3600) -> list[Dropped]:
    return look(
        [folder], {} if seen is None else seen, import_maps(), lambda _words, _share: True, lambda: now
    )


def test_each_file_is_told_for_what_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "arrivées"
    lay(folder, "scan.pdf", pdf("Statuts de l'association", "dossier 2026-0001"))
    lay(folder, "vide.pdf", b"")
    table = "Numéro du dossier;Porteur;Intitulé de l’action;Montant demandé\nA1;Un Porteur;Lire;1000\n"
    lay(folder, "demandes.csv", table.encode())
    lay(folder, "en cours.pdf.part", b"x")
    lay(folder, ".caché", b"x")
    mail(folder / "message.eml")
    os.utime(folder / "message.eml", (LONG_AGO, LONG_AGO))
    told = {one.path.name: one for one in seen_in(folder)}
    assert {name: one.kind for name, one in told.items()} == {
        "scan.pdf": "piece", "vide.pdf": "refused", "demandes.csv": "applications", "message.eml": "message",
    }  # fmt: skip
    assert "2026-0001" in told["scan.pdf"].words
    assert told["message.eml"].attached == ("Statuts signés.pdf", "budget.csv")
    assert told["vide.pdf"].told == "Le fichier est vide."


def test_a_file_that_may_still_be_copied_waits_for_the_next_look(tmp_path: Path) -> None:
    folder = tmp_path / "arrivées"
    lay(folder, "scan.pdf", pdf("un"), changed=LONG_AGO)
    assert seen_in(folder, now=LONG_AGO + 1) == []
    assert [one.path.name for one in seen_in(folder, now=LONG_AGO + 3)] == ["scan.pdf"]


def test_a_file_already_looked_at_is_not_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "arrivées"
    path = lay(folder, "scan.pdf", pdf("un"))
    memory: Seen = {}
    first = seen_in(folder, memory)
    lay(folder, "scan.pdf", b"\0" * path.stat().st_size)  # the same size and time: the memory answers
    assert seen_in(folder, memory) == first
    lay(folder, "scan.pdf", pdf("autre", "chose"), changed=LONG_AGO + 10)
    assert seen_in(folder, memory) != first


def test_a_scan_is_attached_to_the_dossier_it_names(store: Store, tmp_path: Path) -> None:
    bring(store, application("26500001"), application("26500002"))
    folder = tmp_path / "arrivées"
    path = lay(folder, "RIB 2026-0002.pdf", pdf("relevé d'identité bancaire"))
    store.do(watch, folder=str(folder))
    reader = open_reader(store.path)
    found = look_around(reader, {}, lambda _words, _share: True)
    [arrival] = found.waiting
    assert arrival.target is not None and arrival.target.number == "2026-0002"
    file = arrival.file
    store.do(
        attach,
        path=path,
        name=path.name,
        sha256=file.sha256,
        dossier=arrival.target.key,
        why=arrival.target.why,
    )
    piece = next(p for p in queries.pieces(store.reader, arrival.target.key) if p.name == path.name)
    assert (piece.kind, piece.state, piece.sha256) == ("rib", "received", file.sha256)
    assert place_of(store.files, file.sha256).read_bytes() == path.read_bytes()
    again = look_around(reader, {}, lambda _words, _share: True)
    assert again.waiting == [] and [row.number for row in again.settled] == ["2026-0002"]
    store.undo()
    assert len(look_around(reader, {}, lambda _w, _s: True).waiting) == 1
    reader.close()


def test_a_mail_brings_its_files_in_one_step(store: Store, tmp_path: Path) -> None:
    bring(store, application("26500001"), application("26500002"))
    (tmp_path / "arrivées").mkdir()
    path = mail(tmp_path / "arrivées" / "message.eml")
    os.utime(path, (LONG_AGO, LONG_AGO))
    [told] = seen_in(path.parent)
    key = queries.list_ids(store.reader)[1]
    before = {piece.name for piece in queries.pieces(store.reader, key)}
    store.do(attach, path=path, name=path.name, sha256=told.sha256, dossier=key)
    fresh = {piece.name for piece in queries.pieces(store.reader, key)} - before
    assert fresh == {"message.eml", "Statuts signés.pdf", "budget.csv"}
    assert store.next_undo()[0] == "Joindre « message.eml » et ses 2 fichiers au dossier 2026-0002"
    store.undo()
    assert {piece.name for piece in queries.pieces(store.reader, key)} == before


def test_a_file_that_changed_or_went_is_refused_with_nothing_written(store: Store, tmp_path: Path) -> None:
    bring(store, application("26500001"))
    key = queries.list_ids(store.reader)[0]
    path = lay(tmp_path / "arrivées", "scan.pdf", pdf("un"))
    with pytest.raises(ValueError, match="a changé depuis"):
        store.do(attach, path=path, name=path.name, sha256="0" * 64, dossier=key)
    path.unlink()
    with pytest.raises(ValueError, match="ne s’ouvre plus"):
        store.do(attach, path=path, name=path.name, sha256="0" * 64, dossier=key)
    assert settled(store.reader) == []


def test_what_was_set_aside_can_be_taken_back(store: Store, tmp_path: Path) -> None:
    path = lay(tmp_path / "arrivées", "note.pdf", pdf("un"))
    store.do(set_aside, path=path, name=path.name, sha256="a" * 64, size=3)
    store.do(note_imported, files=[(path, "b" * 64, 4)])
    assert {row.state for row in settled(store.reader)} == {"set_aside", "imported"}
    store.do(take_back, sha256="a" * 64, name=path.name)
    assert [row.state for row in settled(store.reader)] == ["imported"]


def test_folders_are_watched_until_they_are_left_alone(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="n’est pas un dossier"):
        store.do(watch, folder=str(tmp_path / "absent"))
    folder = tmp_path / "scans"
    folder.mkdir()
    store.do(watch, folder=str(folder))
    store.do(watch, folder=str(folder))
    assert queries.setting(store.reader, "watched_folders") == [str(folder.resolve())]
    folder.rmdir()
    gone = look_around(store.reader, {}, lambda _words, _share: True)
    assert len(gone.gone) == 1 and "ne se lit pas" in gone.gone[0]
    store.do(unwatch, folder=str(folder.resolve()))
    assert queries.setting(store.reader, "watched_folders") == []
