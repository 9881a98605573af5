"""`people`: who works here, in which role; add, change, let go, make a team."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from db.queries.people import PersonRow, people, teams
from db.rights import are_held, who
from db.store import Store
from desktop.flow import people as verbs
from desktop.rules.roles import LABELS
from desktop.terminal.office import Refusal, day_words, open_store

Answer = tuple[Any, list[str], list[str]]
_FACTS = ("name", "role", "quarters", "login", "phone", "email", "initials")


def list_(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        rows, made = people(store.reader), teams(store.reader)
        held, me = are_held(store.reader), who(store.reader, store.author)
    told = {
        "held": held, "me": {"name": me.name, "role": me.role, "quarters": sorted(me.quarters)},
        "people": [_told(row) for row in rows], "teams": made,
    }  # fmt: skip
    lines = [_line(row) for row in rows]
    lines += [f"{name} : {', '.join(members)}" for name, members in made.items()]
    lines.append(
        f"Les droits sont tenus. Vous êtes {me.name}, {LABELS[me.role].lower()}."
        if held
        else "Personne n’a d’identifiant : la base est ouverte, chacun peut tout."
    )
    return told, lines, []


def _told(row: PersonRow) -> dict[str, Any]:
    return {
        "name": row.name, "role": row.role, "quarters": row.quarters.split(), "login": row.login,
        "phone": row.phone, "email": row.email, "left_on": row.left_on, "dossiers": row.dossiers,
    }  # fmt: skip


def _line(row: PersonRow) -> str:
    left = f" · parti le {day_words(row.left_on)}" if row.left_on else ""
    quarters = row.quarters or "tous les quartiers"
    login = row.login or "sans identifiant"
    return f"{row.name:<28} {LABELS[row.role]:<20} {login:<16} {quarters} · {row.dossiers} dossiers{left}"


def add(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        facts = {name: getattr(args, name) for name in _FACTS[2:] if getattr(args, name)}
        store.do(verbs.add_person, name=args.name, role=args.role, **facts)
    return {"name": args.name, "role": args.role}, [f"{args.name} : {LABELS[args.role].lower()}."], []


def change(args: Namespace) -> Answer:
    facts = {name: getattr(args, name) for name in _FACTS[1:] if getattr(args, name) is not None}
    if args.new_name:
        facts["name"] = args.new_name
    if not facts:
        raise Refusal("Rien à changer : donnez un rôle, des quartiers, un identifiant…")
    with open_store(args.db) as store:
        store.do(verbs.change_person, person=_key(store, args.name), **facts)
    return {"name": args.new_name or args.name, **facts}, [f"{args.new_name or args.name} : modifié."], []


def leave(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        key = _key(store, args.name)
        if args.back:
            store.do(verbs.come_back, person=key)
        else:
            store.do(verbs.leave, person=key)
    said = "travaille de nouveau ici" if args.back else "ne travaille plus ici"
    return {"name": args.name, "left": not args.back}, [f"{args.name} {said}."], []


def team(args: Namespace) -> Answer:
    with open_store(args.db) as store:
        store.do(verbs.set_team, name=args.name, members=args.members)
    members = ", ".join(args.members) or "plus personne"
    return {"team": args.name, "members": args.members}, [f"{args.name} : {members}."], []


def _key(store: Store, name: str) -> bytes:
    for row in people(store.reader):
        if name in (row.name, row.login):
            return row.id
    raise Refusal(f"« {name} » n’est pas une personne d’ici : voyez « parvis people list ».")


def run(args: Namespace) -> Answer:
    """The deed that was asked."""
    return {"list": list_, "add": add, "change": change, "leave": leave, "team": team}[args.deed](args)
