"""The people of the office: add, change, let go; from the first login on, rights are held."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import models as m
from db.connection import raw_of
from db.keys import key_of, new_key
from db.rights import ADMINISTRATOR, are_held, who
from db.sight import TEAMS
from db.store import author_of, say, use_case
from desktop.flow.found import put
from desktop.rules.roles import LABELS, ROLES

FIELDS = ("name", "initials", "role", "quarters", "login", "phone", "email")
_TEXTS = ("name", "initials", "quarters", "login", "phone", "email")


@use_case("Ajouter {name}", right="people")
def add_person(session: Session, *, name: str, role: str = "officer", **facts: str) -> bytes:
    """Somebody works here now; returns the key. `facts`: the other FIELDS. Raises ValueError (French)."""
    key = key_of("person", " ".join(name.split()))  # two offices that add the same person meet
    row = m.Person(
        id=new_key() if session.get(m.Person, key) else key, role=role, **dict.fromkeys(_TEXTS, "")
    )
    with session.no_autoflush:
        _write(session, row, {"name": name, "role": role, **facts})
        session.add(row)
    return _kept(session, row.id)


@use_case("Modifier une personne", right="people")
def change_person(session: Session, *, person: bytes, **facts: str) -> None:
    """Change some of FIELDS. A new name follows to the dossiers in these hands. Raises ValueError."""
    row, held = session.get_one(m.Person, person), _held(session)
    before = row.name
    with session.no_autoflush:
        _write(session, row, facts)
    session.flush()
    if row.name != before:
        session.execute(update(m.Dossier).where(m.Dossier.officer == before).values(officer=row.name))
        _rename_in_teams(session, before, row.name)
    say(session, f"Modifier {row.name}")
    _kept(session, row.id, held=held)


@use_case("Noter un départ", right="people")
def leave(session: Session, *, person: bytes, on: dt.date | None = None) -> None:
    """This person no longer works here, and may do nothing any more; what they wrote stays theirs."""
    row, held = session.get_one(m.Person, person), _held(session)
    row.left_on = on or dt.date.today()
    say(session, f"Noter le départ de {row.name}")
    _kept(session, row.id, held=held)


@use_case("Noter un retour", right="people")
def come_back(session: Session, *, person: bytes) -> None:
    """Works here again, in the role held before."""
    row = session.get_one(m.Person, person)
    row.left_on = None
    say(session, f"Noter le retour de {row.name}")
    _kept(session, row.id)


@use_case("Composer « {name} »", right="people")
def set_team(session: Session, *, name: str, members: Iterable[str]) -> None:
    """A team by its name and who is in it; nobody takes it away. Raises ValueError (French)."""
    told, names = _teams(session), list(dict.fromkeys(members))
    title = name.strip()
    if not title:
        raise ValueError("Donnez un nom à l’équipe.")
    known = set(session.scalars(select(m.Person.name).where(m.Person.left_on.is_(None))))
    if title in known:
        raise ValueError(f"« {title} » est déjà le nom d’une personne.")
    if strangers := [one for one in names if one not in known]:
        raise ValueError(f"{', '.join(strangers)} : personne ne porte ce nom ici.")
    told.pop(title, None)
    if names:
        told[title] = names
    put(session, TEAMS, dict(sorted(told.items())))


def _rename_in_teams(session: Session, before: str, after: str) -> None:
    told = _teams(session)
    if any(before in members for members in told.values()):
        named = {team: [after if one == before else one for one in members] for team, members in told.items()}
        put(session, TEAMS, named)


def _teams(session: Session) -> dict[str, list[str]]:
    row = session.get(m.Setting, key_of("setting", TEAMS))
    told: dict[str, list[str]] = json.loads(row.value) if row else {}
    return told


def _write(session: Session, row: m.Person, facts: dict[str, Any]) -> None:
    unknown = sorted(set(facts) - set(FIELDS))
    if unknown:
        raise ValueError(f"Rien ne s’appelle {', '.join(unknown)} : {', '.join(FIELDS)}.")
    for field, value in facts.items():
        setattr(row, field, " ".join(str(value).split()))
    if not row.name:
        raise ValueError("Écrivez le nom de la personne.")
    if row.role not in LABELS:
        raise ValueError(f"« {row.role} » n’est pas un rôle : {', '.join(code for code, _ in ROLES)}.")
    if not row.initials:
        row.initials = "".join(word[0] for word in row.name.replace("-", " ").split())[:3].upper()
    others = session.execute(select(m.Person.id, m.Person.name, m.Person.login)).all()
    for key, name, login in others:
        if key != row.id and name == row.name:
            raise ValueError(f"« {name} » est déjà dans la liste : deux personnes ont deux noms.")
        if key != row.id and row.login and row.login in (login, name):
            raise ValueError(f"L’identifiant « {row.login} » est déjà celui de {name}.")
    codes = set(session.scalars(select(m.Quarter.code)))
    if strange := sorted(set(row.quarters.split()) - codes):
        raise ValueError(f"{', '.join(strange)} : aucun quartier n’a ce code.")


def _held(session: Session) -> bool:
    return are_held(raw_of(session.connection()))


def _kept(session: Session, key: bytes, *, held: bool = False) -> bytes:
    """Nobody may lock everybody out: once rights are held, an administrator with a login works here. `held`:
    they were before this step, and are not given up by it."""
    session.flush()
    connection = raw_of(session.connection())
    if not held and not are_held(connection):
        return key
    found = connection.execute(
        "SELECT 1 FROM person WHERE role = ? AND login <> '' AND left_on IS NULL", (ADMINISTRATOR,)
    ).fetchone()
    if found is None:
        raise ValueError(
            "Il doit rester ici un administrateur avec un identifiant, sans quoi plus personne ne pourrait "
            "régler les droits. Donnez d’abord à quelqu’un ce rôle et un identifiant. Rien n’a été changé."
        )
    me = author_of(session)
    if session.info["who"].role == ADMINISTRATOR and who(connection, me).role != ADMINISTRATOR:
        raise ValueError(
            f"Vous ({me}) ne seriez plus administrateur, et ne pourriez pas revenir en arrière. Donnez-vous "
            "d’abord ce rôle et un identifiant, ou demandez à un autre administrateur. Rien n’a été changé."
        )
    return key
