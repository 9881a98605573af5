"""The rights of a person exercised: the register of requests, correction, erasure where the law allows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.forget import forget
from db.keys import new_key
from db.store import author_of, give_reason, make_final, reader_of, say, use_case
from desktop.flow.persons import Held, Sought, held_about
from desktop.rules.french import plural
from desktop.rules.masking import Named, cover
from desktop.rules.person_rights import KINDS, due_on

_CORRECTED = ("civility", "first_name", "last_name", "position", "phone", "email")
_TABLES: dict[str, Any] = {"contact": m.Contact, "project_member": m.ProjectMember}
_REACH = frozenset({"phone", "email"})
_IDENTITY = {"contact": "civility first_name last_name position phone email",
             "project_member": "civility first_name last_name position email",
             "partner": "person email"}  # fmt: skip


@dataclass(slots=True)
class Settled:
    """What an erasure did of each place."""

    erased: list[Held] = field(default_factory=list)
    covered: list[Held] = field(default_factory=list)
    kept: list[Held] = field(default_factory=list)
    doubtful: list[Held] = field(default_factory=list)  # a name that another may bear: left alone


# The register


@use_case("Inscrire la demande de {person}", right="person_rights")
def open_request(
    session: Session, *, person: str, kind: str, email: str = "", asked_on: dt.date | None = None,
    comment: str = "",
) -> bytes:  # fmt: skip
    """A request that came: it is answered within a month. Raises ValueError (French)."""
    if not person.strip() or kind not in KINDS:
        raise ValueError("Une demande dit qui la fait et ce qu’elle demande. Rien n’a été enregistré.")
    on = asked_on or dt.date.today()
    row = m.RightsRequest(
        id=new_key(), person=person.strip(), email=email.strip(), kind=kind, asked_on=on, due_on=due_on(on),
        comment=comment.strip(), author=author_of(session),
    )  # fmt: skip
    session.add(row)
    return row.id


@use_case("Répondre à une demande", right="person_rights")
def answer_request(
    session: Session,
    *,
    request: bytes,
    answer: str,
    refused: bool = False,
    answered_on: dt.date | None = None,
) -> None:
    """What was answered, and when. Raises ValueError (French)."""
    row = session.get(m.RightsRequest, request)
    if row is None:
        raise ValueError("Cette demande n’existe plus : rien n’a été changé.")
    if not answer.strip():
        raise ValueError("Une réponse a des mots, un refus aussi : écrivez-les. Rien n’a été changé.")
    row.state, row.answer = "refused" if refused else "answered", answer.strip()
    row.answered_on = answered_on or dt.date.today()
    say(session, f"Répondre à la demande de {row.person}")


@use_case("Corriger les données de {person}", right="person_rights")
def correct_person(
    session: Session, *, person: str, changes: Mapping[str, str], email: str = "", because: str = ""
) -> int:
    """Write these fields wherever the person speaks for an applicant, in one step; returns how many rows.

    Texts are not changed: they say what was written. Raises ValueError (French) when nobody is found.
    """
    wrong = set(changes) - set(_CORRECTED)
    if wrong or not any(value.strip() for value in changes.values()):
        raise ValueError("Dites ce qui est à corriger : nom, prénom, fonction, téléphone ou courriel.")
    found = held_about(reader_of(session), Sought(person, email), author_of(session))
    rows = [one for one in found.held if one.table in _TABLES]
    if not rows:
        raise ValueError(f"« {person} » n’est le contact d’aucun dossier : rien n’a été corrigé.")
    for one in rows:
        row = session.get_one(_TABLES[one.table], one.rid)
        for name, value in changes.items():
            if hasattr(row, name) and value.strip():
                setattr(row, name, value.strip())
    if because.strip():
        give_reason(session, because.strip())
    return len(rows)


@use_case("Effacer les données d’une personne", right="erase")
def erase_person(
    session: Session, *, person: str, because: str, email: str = "", today: dt.date | None = None
) -> Settled:
    """Erase where the law allows, cover the name in texts, keep the rest; it is final.

    Raises ValueError (French), nothing changed.
    """
    if not because.strip():
        raise ValueError("Un effacement demande une raison : écrivez-la. Rien n’a été effacé.")
    found = held_about(reader_of(session), Sought(person, email), author_of(session), today)
    done = Settled()
    for one in found.held:
        _sort(done, one)
    if not done.erased and not done.covered:
        raise ValueError(
            f"Rien de ce qui nomme « {person} » ne peut être effacé maintenant : la loi demande de le "
            "garder. Rien n’a été changé."
        )
    why = "Droit à l’effacement"  # never the name: it would stand in the journal that forgets it
    fields: dict[tuple[str, str], list[bytes]] = defaultdict(list)
    for one in done.erased:
        fields[one.table, _fields(one)].append(one.rid)
    for (table, names), rids in fields.items():
        forget(session, ent=table, rids=rids, fields=names, why=why)
    people = list(found.people)
    for one in done.covered:
        _cover(session, one, people, why)
    count = len(done.erased) + len(done.covered)
    give_reason(session, f"{why} : {_without(because.strip(), people)}")
    say(session, f"Effacer les données d’une personne, {count} {plural(count, 'endroit')}")
    make_final(session, "Un effacement demandé par une personne ne s’annule pas.")
    return done


def _sort(done: Settled, one: Held) -> None:
    if one.ruling.fate == "keep":
        done.kept.append(one)
    elif not one.sure:
        done.doubtful.append(one)
    elif one.ruling.fate == "cover":
        done.covered.append(one)
    elif one.ruling.fate == "part" and not _REACH & set(one.columns):
        done.kept.append(one)  # neither mail nor telephone is left
    else:
        done.erased.append(one)


def _fields(one: Held) -> str:
    if one.ruling.fate == "part":
        return "email" if one.table == "project_member" else "email phone"
    return _IDENTITY.get(one.table, " ".join(one.columns))


def _cover(session: Session, one: Held, people: list[Named], why: str) -> None:
    columns = ", ".join(f'"{column}"' for column in one.columns)
    reader = reader_of(session)
    row = reader.execute(f'SELECT {columns} FROM "{one.table}" WHERE id = ?', (one.rid,)).fetchone()
    told = zip(one.columns, row, strict=True)
    instead = {column: cover(str(value or ""), people) for column, value in told}
    forget(session, ent=one.table, rids=[one.rid], fields=list(instead), why=why, instead=instead)


def _without(words: str, people: list[Named]) -> str:
    return cover(words, people)
