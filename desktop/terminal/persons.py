"""`person`: what is held about somebody, exported or erased; the register of the requests."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from db.queries.persons import rights_requests
from desktop.flow.person_deeds import Settled, answer_request, correct_person, erase_person, open_request
from desktop.flow.person_papers import fate_words, write_export
from desktop.flow.persons import Found, Sought, as_json, held_about
from desktop.rules.french import plural
from desktop.rules.person_rights import KINDS, STATES
from desktop.terminal.office import Refusal, day, day_words, left, open_store

Answer = tuple[Any, list[str], list[str]]


def person(args: Namespace) -> Answer:
    """What is held about a person, and what becomes of it."""
    with open_store(args.db) as store:
        found = held_about(store.reader, Sought(args.name, args.email), store.author)
        if args.erase:
            done = store.do(erase_person, person=args.name, email=args.email, because=args.because).value
            return _settled(done)
        if args.set:
            changes = dict(_pair(told) for told in args.set)
            count = store.do(correct_person, person=args.name, email=args.email, changes=changes).value
            return {"corrected": count}, [f"Corrigé à {count} {plural(count, 'endroit')}."], []
        lines = _lines(found)
        if args.out:
            made = write_export(store.reader, found, Path(args.out))
            left(store, "Données d’une personne", args.out)
            lines = [f"Écrit : {file}." for file in made]
    return as_json(found), lines, []


_FIELDS = {"civilité": "civility", "prénom": "first_name", "nom": "last_name", "fonction": "position",
           "téléphone": "phone", "courriel": "email"}  # fmt: skip


def _pair(told: str) -> tuple[str, str]:
    name, _, value = told.partition("=")
    if name.strip().lower() not in _FIELDS or not value.strip():
        raise Refusal(f"« {told} » ne se lit pas : écrivez par exemple courriel=nom@exemple.org.")
    return _FIELDS[name.strip().lower()], value.strip()


def _lines(found: Found) -> list[str]:
    count = len(found.held)
    lines = [f"« {found.sought.name or found.sought.email} » : {count} {plural(count, 'endroit')}."]
    for one in found.held:
        doubt = "" if one.sure else "  (homonyme peut-être)"
        lines.append(f"{one.number or '–':<11} {one.where:<34} {one.value.replace(chr(10), ' ')}{doubt}")
        lines.append(f"{'':<11} si effacement : {fate_words(one)}")
    if found.closed:
        lines.append(f"Dans des dossiers qui vous sont fermés par un intérêt : {found.closed}.")
    return lines


def _settled(done: Settled) -> Answer:
    told = {
        "erased": [_place(one) for one in done.erased], "covered": [_place(one) for one in done.covered],
        "kept": [{**_place(one), "why": one.ruling.why} for one in done.kept],
        "doubtful": [_place(one) for one in done.doubtful],
    }  # fmt: skip
    lines = [f"Effacé à {len(done.erased)} {plural(len(done.erased), 'endroit')}, nom couvert à "
             f"{len(done.covered)}."]  # fmt: skip
    lines += [f"Gardé : {one.number or '–'} {one.where}, {one.ruling.why}." for one in done.kept]
    lines += [f"Laissé, à vérifier : {one.number or '–'} {one.where} : {one.value}" for one in done.doubtful]
    return told, lines, []


def _place(one: Any) -> dict[str, Any]:
    return {"dossier": one.number or None, "place": one.where}


def requests(args: Namespace) -> Answer:
    """The register: list, inscribe, answer."""
    with open_store(args.db) as store:
        if args.add:
            store.do(open_request, person=args.add, email=args.email, kind=args.kind, asked_on=day(args.on))
        elif args.answer:
            rows = [row for row in rights_requests(store.reader) if row.person == args.answer]
            waiting = [row for row in rows if row.state == "open"]
            if not waiting:
                raise Refusal(f"Aucune demande de « {args.answer} » n’attend de réponse.")
            store.do(
                answer_request, request=waiting[0].id, answer=args.words, refused=args.refused,
                answered_on=day(args.on),
            )  # fmt: skip
        rows = rights_requests(store.reader)
    told = [
        {"person": row.person, "kind": row.kind, "asked_on": row.asked_on, "due_on": row.due_on,
         "state": row.state, "answered_on": row.answered_on}
        for row in rows
    ]  # fmt: skip
    lines = [
        f"{row.person:<28} {KINDS[row.kind]:<26} {STATES[row.state]:<11} avant le {day_words(row.due_on)}"
        for row in rows
    ]
    return told, lines or ["Aucune demande au registre."], []
