"""`hub`: set the shared server up, enrol, exchange with it, say where one stands, verify, report."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.connection import open_reader
from db.hub.client import NotAllowed, Unreachable
from db.hub.verify import differences
from db.store import Store
from desktop.flow import hub_admin
from desktop.flow.hub import sync
from desktop.flow.hub_address import Address, address, connect, keep, keep_password, remember
from desktop.flow.hub_status import Standing, standing
from desktop.paths import default_database, resources
from desktop.rules.french import plural
from desktop.rules.money import euros
from desktop.terminal.office import Refusal, catch_up, day_words, euros_text, open_store

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """The deed that was asked; what the server refuses is a plain sentence."""
    deeds: dict[str, Callable[[Namespace], Answer]] = {
        "init": _init, "enrol": _enrol, "revoke": _revoke, "sync": _sync, "status": _status,
        "verify": _verify, "password": _password, "project": _project, "report": _report,
    }  # fmt: skip
    try:
        return deeds[args.deed](args)
    except Unreachable as why:  # else it would be told as a file that can't be read
        raise Refusal(str(why)) from why


def _told(args: Namespace) -> Address:
    return Address(args.at, args.insecure)


def _codes(text: str) -> list[str]:
    return [code for code in text.replace(" ", ",").split(",") if code]


def _init(args: Namespace) -> Answer:
    said = hub_admin.init(_told(args), name=args.name)
    return {"name": args.name, "done": said}, [*said, f"Le serveur « {args.name} » est prêt."], []


def _enrol(args: Namespace) -> Answer:
    said, password = hub_admin.enrol(
        _told(args), login=args.login or "", name=args.name, role=args.role or "", site=args.site or "",
        place=args.place, logins=_codes(args.logins), quarters=_codes(args.quarters),
        new_password=args.new_password,
    )  # fmt: skip
    told = {"done": said, **({"password": password} if password else {})}
    shown = [f"Mot de passe, montré cette seule fois : {password}"] if password else []
    return told, said + shown, []


def _revoke(args: Namespace) -> Answer:
    said = hub_admin.revoke(_told(args), login=args.login or "", site=args.site or "", why=args.why)
    return {"done": said}, said, []


@contextmanager
def _workstation(args: Namespace) -> Iterator[Store]:
    """The base of this workstation, whole; a new one is founded under the name it will exchange under."""
    path = Path(args.db) if getattr(args, "db", None) else default_database()
    site = getattr(args, "site", None)
    if site and not (path.exists() and path.stat().st_size):
        from desktop.flow.found import found

        store = Store(path, place=site)
        try:
            store.do(found, resources=resources())
            with store.write_raw() as connection:
                keep(connection, "site", site)
        finally:
            store.close()
    with open_store(str(path), whole=True) as store:
        if site and store.site.partition("~")[0] != site:
            raise Refusal(
                f"Cette base écrit sous le nom « {store.site} » : inscrivez le poste sous ce nom, ou partez "
                "d’une base neuve. Rien n’a été échangé."
            )
        yield store


def _address(args: Namespace, store: Store) -> Address:
    where = _told(args) if args.at else address(store.reader)
    if where is None:
        raise Refusal("Ce poste n’a pas encore de serveur : donnez son adresse une fois, avec --at.")
    return where


def _sync(args: Namespace) -> Answer:
    with _workstation(args) as store:
        where = _address(args, store)
        if args.at:
            remember(store, where)
        done = sync(store, where)
        catch_up(store)
    refused = [f"Refusé : {why}" for _, why in done.refused]
    told = {**done._asdict(), "refused": [list(pair) for pair in done.refused]}
    faults = [] if done.done else [done.said]
    return told, [*([done.said] if done.done else []), *done.notes, *refused], faults


def _status(args: Namespace) -> Answer:
    with _workstation(args) as store:
        where = _told(args) if args.at else address(store.reader)
        found = standing(store, where)
    return found._asdict(), _lines(found), []


def _lines(found: Standing) -> list[str]:
    since = f"{day_words(found.synced)} {found.synced[11:16]}" if found.synced else "jamais"
    lines = [
        f"Poste « {found.site} » ; serveur : {found.address or 'aucun'}.",
        f"Synchronisé jusqu’au {since} · {found.to_send} à envoyer · {found.conflicts} à trancher · "
        f"{found.refused} refusées · {found.provisional} numéros provisoires.",
    ]
    if found.address:
        lines.append(f"{found.said}{f' {found.to_receive} à recevoir.' if found.reachable else ''}")
    return lines


def _verify(args: Namespace) -> Answer:
    """The server when the account may read it all; in any case what this workstation and it both have."""
    with _workstation(args) as store:
        where = _address(args, store)
        with connect(where) as one:
            faults = differences(one.connection, store.reader, store.site)
        told: dict[str, Any] = {"workstation": faults}
        lines = [] if faults else ["Ce que ce poste a envoyé est au serveur, à l’identique."]
    try:
        found = hub_admin.looked(where)
    except NotAllowed:
        lines.append("Ce compte ne peut pas vérifier le serveur entier : un administrateur le fait.")
        return {**told, "sound": not faults}, lines, faults
    faults = faults + found.faults
    lines.append(
        f"{found.operations} opérations de {found.sites} postes, {found.people} personnes, {found.refusals} "
        f"refusées, {found.quarantined} lots mis de côté. Empreinte {found.digest[:16]}."
    )
    if not found.faults:
        lines.append("Le journal, ses verrous et les droits du serveur sont comme installés.")
    return {**told, **found._asdict(), "faults": faults, "sound": not faults}, lines + found.notes, faults


def _project(args: Namespace) -> Answer:
    """Write the tables of the reports; with --follow, again each time somebody hands something over."""
    done = hub_admin.projected(_told(args), seconds=args.follow or 0.0)
    last = done[-1]
    rows = sum(one.rows for one in done)
    said = f"Tables des rapports à jour jusqu’à la livraison {last.upto} : {rows} lignes revues."
    return {"upto": last.upto, "rows": rows, "conflicts": last.conflicts, "times": len(done)}, [said], []


def _report(args: Namespace) -> Answer:
    if args.at:
        rows = hub_admin.report(_told(args), by=args.by, year=args.year)
    else:
        with _workstation(args) as store:
            rows = hub_admin.report(_address(args, store), by=args.by, year=args.year)
    told = [{**row._asdict(), **{name: euros_text(getattr(row, name)) for name in _AMOUNTS}} for row in rows]
    return told, [_group(row) for row in rows] or ["Aucun dossier."], []


_AMOUNTS = {"asked": "demandé", "proposed": "proposé", "voted": "voté", "paid": "payé"}


def _group(row: hub_admin.ReportRow) -> str:
    """« Étouvie : 12 dossiers, demandé 96 000 €, voté 41 000 €, 2 à trancher »."""
    parts = [f"{row.dossiers} {plural(row.dossiers, 'dossier')}"]
    parts += [
        f"{word} {euros(v)}" for name, word in _AMOUNTS.items() if (v := getattr(row, name)) is not None
    ]
    parts += [f"{row.to_settle} à trancher"] if row.to_settle else []
    return f"{row.label or 'Sans date'} : {', '.join(parts)}."


def _password(args: Namespace) -> Answer:
    path = Path(args.db) if getattr(args, "db", None) else default_database()
    where = _told(args) if args.at else None
    if where is None and path.exists():
        reader = open_reader(path)
        try:
            where = address(reader)
        finally:
            reader.close()
    if where is None:
        raise Refusal("Donnez l’adresse du compte, avec --at.")
    typed = getpass.getpass("Mot de passe : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not keep_password(where.dsn, typed):
        raise Refusal(
            "Ce système n’a pas de trousseau : mettez le mot de passe dans PGPASSWORD ou dans .pgpass."
        )
    return {"kept": True}, ["Mot de passe rangé dans le trousseau de ce système."], []
