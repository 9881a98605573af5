"""`update`: a new version from a file, and the way back to the one before."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.backup import BadCopy
from db.lock import Lock
from desktop.flow import renew
from desktop.home import Home, home
from desktop.paths import default_database
from desktop.terminal.office import Refusal

Answer = tuple[Any, list[str], list[str]]
PROOF = {
    "signed": "signée par le service informatique",
    "sum": "conforme à sa fiche, sans signature exigée sur ce poste",
    "none": "sans fiche : rien ne prouve d’où elle vient",
}


def run(args: Namespace) -> Answer:
    """Tell what there is, put a version in, or go back."""
    if args.wait:
        sys.stdin.buffer.read()  # until the window that asked has ended: its base is free then
    database, here = Path(args.db) if args.db else default_database(), home()
    try:
        answer = _back(database, here, args.dry_run) if args.back else _forward(args, database, here)
    except renew.Unfit as why:
        raise Refusal(str(why)) from why
    if args.open:
        renew.start(here, database)
    return answer


def _forward(args: Namespace, database: Path, here: Home) -> Answer:
    if args.file is None:
        return _state(here)
    offer = renew.offer_of(renew.look(Path(args.file)), here)
    package = offer.package
    told = {
        "version": package.version, "kind": package.kind, "proof": package.proof, "news": list(package.news),
        "in_service": here.in_service, "command": offer.command, "copy": None, "done": False,
    }  # fmt: skip
    lines = [
        f"Version {package.version or 'inconnue'}, {PROOF[package.proof]} ; en service : {here.in_service}."
    ]
    lines += [f"- {change}" for change in package.news]
    if args.dry_run:
        return told, [*lines, "Essai : rien n’a été installé."], []
    copy = renew.keep_base(database, here, package.version)
    told["copy"] = str(copy) if copy else None
    lines.append(f"La base a été copiée d’abord : {copy}." if copy else "Aucune base à copier.")
    if offer.deed == "command":
        return told, [*lines, f"Un administrateur l’installe par : {offer.command}"], []
    if offer.deed == "setup":
        renew.setup(package, database)
        return {**told, "done": True}, [*lines, "L’installation se poursuit seule."], []
    renew.lay(package, here)
    lines.append(
        f"La version {package.version} est en service ; la {here.before} est gardée (parvis update --back)."
    )
    return {**told, "done": True}, lines, []


def _state(here: Home) -> Answer:
    found = renew.newest(here)
    lines = [f"Version en service : {here.in_service}."]
    if here.before:
        lines.append(f"Version précédente, gardée : {here.before}.")
    if found is not None:
        lines.append(f"Nouvelle version dans le dossier des mises à jour : {found.version} ({found.path}).")
    told = {"in_service": here.in_service, "before": here.before, "kind": here.kind}
    return {**told, "newer": str(found.path) if found else None}, lines, []


def _back(database: Path, here: Home, dry_run: bool) -> Answer:
    told = renew.back(database, here)
    words = f"Retour à la version {told.version}. {told.words}"
    if not dry_run:
        lock = Lock(database, "retour à la version précédente", "poste") if database.exists() else None
        try:
            renew.go_back(database, here)
        except BadCopy as why:
            raise Refusal(str(why)) from why
        finally:
            if lock is not None:
                lock.release()
    lines = [words, "Essai : rien n’a été changé." if dry_run else "C’est fait."]
    return (
        {"version": told.version, "restored": str(told.copy) if told.copy else None, "done": not dry_run},
        lines,
        [],
    )
