"""Who may: the person at work, the role that is held, and the rights that every verb is held to.

Rights are held from the moment a person has a login: until then the base is open, and whoever opens it is its
administrator. What a role may do is told by the office (desktop.rules.roles), handed over once by `hold`
when its verbs are read, so that no opening of a base can forget it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:  # SQLAlchemy comes after the first paint, verbs' names before
    from sqlalchemy.orm import Session

ADMINISTRATOR, READER = "administrator", "reader"
Say = Callable[[str, str], str]  # (role, right) -> why this role may not, a French sentence, or ""
Write = Callable[[str, str, str, str, Any, Any], bool]  # (role, table, field, kind, before, after)
Settle = Callable[[str, str, bool], str]  # (role, kind of the field, holds the dossier) -> why not, or ""
_HELD = "SELECT 1 FROM person WHERE login <> '' AND left_on IS NULL LIMIT 1"
Change = tuple[str, str, str, str | None, str | None]  # table, field, kind, JSON before, JSON after


class NotAllowed(ValueError):
    """A right is missing: a French sentence; nothing was written."""


class Who(NamedTuple):
    """The person at work. `quarters`: codes of those this person is kept to, none for all of them."""

    name: str
    role: str
    quarters: frozenset[str] = frozenset()


class _Table:
    """What each role may do, as the office tells it."""

    why_not: Say | None = None
    may_write: Write | None = None
    why_not_settle: Settle | None = None


def hold(why_not: Say, may_write: Write, why_not_settle: Settle) -> None:
    """Hand over what each role may do, write and settle. `why_not` raises KeyError for a right that is not
    there."""
    _Table.why_not, _Table.may_write, _Table.why_not_settle = why_not, may_write, why_not_settle


def known(right: str) -> str:
    """The right, once it is seen to exist: a verb that names another fails when it is read, not in use."""
    if right and _Table.why_not is not None:
        _Table.why_not(ADMINISTRATOR, right)
    return right


def are_held(connection: sqlite3.Connection) -> bool:
    """Whether rights are asked in this base: somebody who works here has a login."""
    return connection.execute(_HELD).fetchone() is not None


def name_of(connection: sqlite3.Connection, author: str) -> str:
    """The name under which a login is known here; any other author stays as told."""
    found = connection.execute(
        "SELECT name FROM person WHERE login = ? AND login <> '' ORDER BY left_on IS NOT NULL", (author,)
    ).fetchone()
    return str(found[0]) if found else author


def who(connection: sqlite3.Connection, author: str) -> Who:
    """The person of this login, or else of this name; unknown or gone, a reader."""
    if not are_held(connection):
        return Who(author, ADMINISTRATOR)
    found = connection.execute(
        "SELECT name, role, quarters FROM person WHERE left_on IS NULL AND (login = ?1 OR name = ?1) "
        "ORDER BY login = ?1 DESC LIMIT 1",
        (author,),
    ).fetchone()
    if found is None:
        return Who(author, READER)
    return Who(str(found[0]), str(found[1]), frozenset(str(found[2]).split()))


def refusal(role: str, right: str) -> str:
    """Why this role may not, "" when it may. A verb that names no right is the administrator's."""
    if not right or _Table.why_not is None:
        return "" if role == ADMINISTRATOR else "Cette action est réservée à l’administrateur."
    return _Table.why_not(role, right)


def ask_right(session: Session, right: str) -> None:
    """A verb that needs one more right than its own asks it here. Raises NotAllowed."""
    person: Who = session.info["who"]
    why = refusal(person.role, right)
    if why:
        raise NotAllowed(f"{why} Rien n’a été enregistré.")


def ask_settling(session: Session, kind: str, officer: str) -> None:
    """Who settles a disagreement is told by the kind of the field; `officer`: whose dossier it is. Raises
    NotAllowed."""
    person: Who = session.info["who"]
    why_not = _Table.why_not_settle
    why = why_not(person.role, kind, officer == person.name) if why_not else ""
    if why:
        raise NotAllowed(f"{why} Rien n’a été enregistré.")


def why_not_operation(connection: sqlite3.Connection, author: str, at: str, change: Change) -> str:
    """At the hub: why the author of an operation written at that time (ISO day) may not, "" when they may."""
    may_write = _Table.may_write
    if may_write is None or not are_held(connection):
        return ""
    found = connection.execute(
        "SELECT role FROM person WHERE (login = ?1 OR name = ?1) AND (left_on IS NULL OR left_on >= ?2) "
        "ORDER BY login = ?1 DESC LIMIT 1",
        (author, at),
    ).fetchone()
    if found is None:
        return f"« {author} » n’est pas une personne de ce service."
    ent, field, kind, base, val = change
    before, after = (json.loads(value) if value else None for value in (base, val))
    if found[0] == ADMINISTRATOR or may_write(found[0], ent, field, kind, before, after):
        return ""
    return f"Le rôle de {author} ne permet pas d’écrire ici ({ent}{f', {field}' if field else ''})."


def role_of(session: Session) -> str:
    """The role of the person at work."""
    person: Who = session.info["who"]
    return person.role


def check_written(connection: sqlite3.Connection, person: Who) -> None:
    """Before a step is kept, what it changed is judged as the hub would judge it. Raises NotAllowed."""
    may_write = _Table.may_write
    if person.role == ADMINISTRATOR or may_write is None:
        return
    # Values are read where they weigh: of rows made, and of the stage, whose way counts.
    changed = connection.execute(
        "SELECT DISTINCT ent, field, kind, CASE WHEN field = 'stage' THEN base END, "
        "CASE WHEN field = 'stage' OR (kind = 'create' AND ent IN ('amount', 'decision')) THEN val END "
        "FROM capture"
    )
    for ent, field, kind, base, val in changed.fetchall():
        before, after = (json.loads(value) if value else None for value in (base, val))
        if not may_write(person.role, ent, field, kind, before, after):
            raise NotAllowed(
                f"Votre rôle ne permet pas d’écrire ici ({ent}{f', {field}' if field else ''}). "
                "Rien n’a été enregistré."
            )
