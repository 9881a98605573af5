"""`satchel`: prepare, open, return, merge, inspect, and the shared folder."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.connection import open_reader
from db.store import Store
from desktop.exchange import keys as key_files
from desktop.exchange.keys import Keys
from desktop.flow.enrol import join
from desktop.flow.satchel import Departure, give_back, prepare
from desktop.flow.satchel_back import Arrival, open_new, take_in
from desktop.flow.satchel_folder import deposit as put_down
from desktop.flow.satchel_folder import folder_of, use_folder, watch_once
from desktop.flow.satchel_look import look
from desktop.flow.satchel_paper import many, receipt_pdf, size_words
from desktop.flow.satchel_trust import standing
from desktop.letters.files import write_whole
from desktop.letters.satchel_receipt import Handed
from desktop.paths import default_database
from desktop.terminal import satchel_places as enrolment
from desktop.terminal.office import Refusal, catch_up, open_store
from desktop.terminal.satchel_keys import own_keys, place_of_name, scope_of

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """The deed that was asked."""
    deed = DEEDS.get(args.deed) or enrolment.DEEDS[args.deed]
    return deed(args)


def _prepare(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        place = place_of_name(store.reader, args.place)
        scope = scope_of(store, args, place.holds)
        made = prepare(
            store, workstation=place.id, folder=Path(args.out), keys=own_keys(store.site), scope=scope,
            person=args.person,
        )  # fmt: skip
        receipt = _receipt(store, args.receipt, made.handed)
    return _gone(made, receipt)


def _return(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        made = give_back(store, folder=Path(args.out), keys=own_keys(store.site))
        receipt = _receipt(store, args.receipt, made.handed)
    return _gone(made, receipt)


def _open(args: Namespace) -> Answer:
    database = Path(args.db) if args.db else default_database()
    path = Path(args.file)
    if database.exists() and database.stat().st_size:
        if args.card:
            _join(args, path)
        return _merge(args)
    if not args.card or not args.fingerprint:
        raise Refusal(
            "Ce poste n’a pas encore de base : donnez la carte du poste central (--card) et l’empreinte lue "
            "sur la fiche d’enrôlement (--fingerprint)."
        )
    card = key_files.read_public(Path(args.card))
    site = look(path, site="").manifest.to[0]
    arrival = open_new(
        path, database=database, keys=own_keys(site), hub=card.public, fingerprint=args.fingerprint,
        escrow=card.escrow,
    )  # fmt: skip
    store = Store(database)
    try:
        catch_up(store)
        receipt = _receipt(store, args.receipt, arrival.handed)
    finally:
        store.close()
    return _come(arrival, receipt)


def _join(args: Namespace, path: Path) -> None:
    """A base that was opened before its first satchel: whom it exchanges with is told now, once."""
    card = key_files.read_public(Path(args.card))
    with open_store(args.db) as store:
        if standing(store.reader, store.site).role:
            return
        own = own_keys(look(path, site="").manifest.to[0]).public
        store.do(join, hub=card.public, fingerprint=args.fingerprint, own=own, escrow=card.escrow)


def _merge(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        arrival = take_in(store, Path(args.file), keys=_opening(store.site, args))
        receipt = _receipt(store, args.receipt, arrival.handed)
    return _come(arrival, receipt)


def _opening(site: str, args: Namespace) -> Keys:
    """The keys of this workstation, or in their place the key of the safe, typed into a file."""
    if not getattr(args, "escrow_key", None):
        return own_keys(site)
    secret = "".join(Path(args.escrow_key).read_text(encoding="utf-8").split())
    if not secret.startswith("AGE-SECRET-KEY-1"):
        raise Refusal("Ce fichier ne contient pas la clé de secours, qui commence par AGE-SECRET-KEY-1.")
    return key_files.make(site)._replace(identity=secret)


def _inspect(args: Namespace) -> Answer:
    database = Path(args.db) if args.db else default_database()
    reader = open_reader(database) if database.exists() else None
    try:
        path = Path(args.file)
        sealed = look(path, site="", reader=reader)
        site = sealed.manifest.to[0]
        try:
            told = look(path, site=site, reader=reader, keys=_opening(site, args))
        except ValueError as why:  # without its keys, what is in clear is told
            told = look(path, site=site, reader=reader)._replace(sealed=str(why))
    finally:
        if reader is not None:
            reader.close()
    manifest = told.manifest
    answer = {
        "from": manifest.sender, "to": list(manifest.to), "number": manifest.number, "way": manifest.way,
        "made_at": manifest.made_at, "size": told.size, "pieces": told.pieces,
        "fingerprint": told.fingerprint,
        "trusted": not told.trusted, "operations": told.ops, "dossiers": told.dossiers, "taken": told.before,
        "authors": dict(told.authors), "steps": [list(step) for step in told.steps],
    }  # fmt: skip
    lines = [
        f"Mallette n° {manifest.number} de « {manifest.sender} » pour « {', '.join(manifest.to)} », faite le "
        f"{manifest.made_at}.",
        f"{size_words(told.size)}, {many(told.pieces, 'pièce')}. Empreinte : {told.fingerprint}.",
        told.trusted or f"Signature vérifiée : c’est bien celle de « {manifest.sender} ».",
        told.sealed or f"{many(told.ops or 0, 'modification')} dans {many(told.dossiers or 0, 'dossier')}.",
        *(f"  {name} : {many(count, 'modification')}" for name, count in told.authors),
    ]
    if told.before:
        lines.append("Elle a déjà été reprise ici.")
    return answer, lines, []


def _watch(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        seen = watch_once(store, _folder(store, args), keys=own_keys(store.site))
    taken = [one.arrival for one in seen if one.arrival is not None]
    lines = [line for arrival in taken for line in _come(arrival, "")[1]]
    answer = {
        "taken": [_come(arrival, "")[0] for arrival in taken],
        "refused": [{"file": one.path.name, "why": one.why} for one in seen if one.why],
    }
    return answer, lines or ["Rien de nouveau dans le dossier partagé."], [one.why for one in seen if one.why]


def _deposit(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        place = place_of_name(store.reader, args.place).id if args.place else None
        made = put_down(store, _folder(store, args), keys=own_keys(store.site), workstation=place)
    return _gone(made, "")


def _folder(store: Store, args: Namespace) -> Path:
    if args.folder:
        use_folder(store, Path(args.folder))
    folder = folder_of(store)
    if folder is None:
        raise Refusal("Quel dossier partagé ? Donnez-le une fois par --folder.")
    return folder


def _receipt(store: Store, path: str | None, handed: Handed) -> str:
    if not path:
        return ""
    write_whole(Path(path), receipt_pdf(store.reader, handed))
    return path


def _gone(made: Departure, receipt: str) -> Answer:
    answer = {
        "file": str(made.path), "number": made.number, "to": made.to, "digest": made.digest,
        "size": made.size, "operations": made.ops, "dossiers": made.dossiers, "pieces": made.pieces,
        "missing": list(made.missing),
        "fingerprint": made.handed.fingerprint, "receipt": receipt or None,
    }  # fmt: skip
    lines = [
        f"Mallette n° {made.number} pour « {made.to} » : {many(made.ops, 'modification')}, "
        f"{many(made.dossiers, 'dossier')}, {many(made.pieces, 'pièce')}, {size_words(made.size)}.",
        f"Fichier : {made.path}",
        f"Empreinte : {made.handed.fingerprint}",
        *made.handed.notes,
    ]
    return answer, lines, []


def _come(arrival: Arrival, receipt: str) -> Answer:
    told = arrival.receipt
    answer = {
        **told.to_json(), "file": arrival.handed.file, "digest": arrival.digest,
        "pieces_taken": arrival.pieces,
        "copy": str(arrival.copy) if arrival.copy else None, "receipt": receipt or None,
    }  # fmt: skip
    lines = [f"{what} : {count}" for what, count in arrival.handed.counts]
    lines[0] = f"Mallette n° {told.number} de « {told.site} ». {lines[0]}"
    return answer, [*lines, *arrival.handed.refused, *arrival.handed.notes], []


DEEDS: dict[str, Callable[[Namespace], Answer]] = {
    "prepare": _prepare,
    "open": _open,
    "return": _return,
    "merge": _merge,
    "inspect": _inspect,
    "watch": _watch,
    "deposit": _deposit,
}
