"""`settings`: what an office sets, told, changed, given back, written to a file and taken from one."""

from __future__ import annotations

import datetime as dt
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.rights import who
from db.store import Store
from desktop.exchange.settings_file import SUFFIX, SettingsFile
from desktop.flow.settings import change, revert, subject_of
from desktop.flow.settings_parcel import STATES, Told, compared, parcel, read_parcel, take_formats, take_in
from desktop.flow.settings_read import entries, standings
from desktop.letters.files import write_whole
from desktop.rules import disk
from desktop.rules.folding import fold
from desktop.rules.french import plural
from desktop.rules.money import read_euros
from desktop.rules.settings import SUBJECTS, Field, Subject, name_of
from desktop.terminal.office import Refusal, left, open_store

Answer = tuple[Any, list[str], list[str]]
_MARKS = {"same": " ", "changed": "*", "added": "+"}


def run(args: Namespace) -> Answer:
    """One deed of `settings`."""
    with open_store(args.db) as store:
        try:
            return {
                "list": _list, "set": _set, "reset": _reset, "export": _export, "import": _import,
            }[args.deed](store, args)  # fmt: skip
        except ValueError as refusal:
            raise Refusal(str(refusal)) from refusal


def _list(store: Store, args: Namespace) -> Answer:
    if not args.subject:
        every = [{"code": one.code, "title": one.title, "group": one.group} for one in SUBJECTS]
        return every, [f"{one.code:16} {one.title}" for one in SUBJECTS], []
    kind = subject_of(args.subject)
    found = standings(store.reader, kind)
    lines = [f"{_MARKS[one.state]} {one.code:34} {name_of(kind, one.entry, one.code)[:70]}" for one in found]
    told = [
        {"code": one.code, "state": one.state, "author": one.author, "at": one.at, "values": one.entry}
        for one in found
    ]
    return told, [*lines, "* : modifié, + : ajouté ici."], []


def _code(store: Store, kind: Subject, words: str) -> str:
    """The code of an entry, by itself or by the words that name it."""
    found = entries(store.reader, kind)
    if words in found:
        return words
    named = [
        code
        for code, entry in found.items()
        if fold(words) in (fold(name_of(kind, entry, code)), fold(str(entry.get("code") or "")))
    ]
    if len(named) != 1:
        what = "aucune ligne" if not named else f"{len(named)} lignes"
        raise Refusal(f"« {words} » : {what} de « {kind.title} » (parvis settings list {kind.code}).")
    return named[0]


def _set(store: Store, args: Namespace) -> Answer:
    kind = subject_of(args.subject)
    code, values = _code(store, kind, args.code), dict[str, Any]()
    for pair in args.values:
        name, sign, words = pair.partition("=")
        field = kind.field(name)
        if not sign or field is None:
            known = ", ".join(one.name for one in kind.fields)
            raise Refusal(f"« {pair} » : écrivez CHAMP=VALEUR, parmi {known}.")
        values[name] = _value(field, words)
    done = store.do(change, subject=kind.code, changes={code: values}, agreed=args.agreed)
    words = "Réglage changé." if done.value else "Rien à changer : c’est déjà ainsi."
    return {"changed": done.value, "values": entries(store.reader, kind)[code]}, [words], []


def _value(field: Field, words: str) -> Any:
    """What was typed, as an entry holds it; what can't be read stays words, and is refused with its place."""
    if field.kind in ("lines", "many"):
        return [part.strip() for part in words.split(";") if part.strip()]
    if field.kind == "money":
        cents = read_euros(words)
        return words if cents is None else cents
    if field.kind == "yes":
        return {"oui": True, "non": False}.get(words.strip().lower(), words)
    if field.kind in ("number", "decimal", "rows", "figures"):
        try:
            return json.loads(words) if words.strip() else None
        except ValueError:
            return words
    return words


def _reset(store: Store, args: Namespace) -> Answer:
    kind = subject_of(args.subject)
    code = _code(store, kind, args.code)
    store.do(revert, subject=kind.code, code=code, agreed=args.agreed)
    return {"values": entries(store.reader, kind)[code]}, ["Réglage remis comme il est livré."], []


def _export(store: Store, args: Namespace) -> Answer:
    out = Path(args.out)
    if out.suffix != SUFFIX:
        raise Refusal(f"« {out.name} » : les réglages s’écrivent dans un fichier {SUFFIX}.")
    write_whole(out, parcel(store.reader, store.author, dt.date.today(), args.subject))
    left(store, "Réglages", out)
    count = len(args.subject) or len(SUBJECTS) + 1
    words = plural(count, "sujet")
    return {"file": str(out), "subjects": args.subject}, [f"{count} {words} dans {out}."], []


def _import(store: Store, args: Namespace) -> Answer:
    if not Path(args.file).is_file():
        raise Refusal(f"Le fichier « {args.file} » n’existe pas.")
    file = read_parcel(Path(args.file))
    if args.dry_run:
        told = compared(store.reader, file, args.subject, who(store.reader, store.author))
    else:
        told = store.do(take_in, file=file, codes=args.subject).value + _taught(file, args.subject)
    lines = [
        f"{STATES[one.state]} : {one.subject}, {one.name[:60]}{one.why and f' – {one.why}'}"
        for one in told
        if one.state != "same"
    ]
    counts = {state: sum(one.state == state for one in told) for state in STATES}
    said = ", ".join(f"{count} {STATES[state]}" for state, count in counts.items())
    end = f"{said}. {'Rien n’a été écrit.' if args.dry_run else ''}".strip()
    return {"counts": counts, "lines": [_json(one) for one in told]}, [*lines, end], []


def _taught(file: SettingsFile, codes: list[str]) -> list[Told]:
    try:
        return take_formats(file, codes)
    except OSError as error:
        raise Refusal(
            f"Les réglages sont repris, mais pas les formats d’import ({disk.reason(error)}) : rendez "
            "leur dossier accessible, puis recommencez."
        ) from error


def _json(one: Told) -> dict[str, str]:
    return {"subject": one.code, "entry": one.entry, "name": one.name, "state": one.state, "why": one.why}
