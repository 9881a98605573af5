"""Who may: the person at work, the role that is held, and the rights that every verb is held to.

Rights are held from the moment a person has a login: until then the base is open, and whoever opens it is its
administrator. What a role may do is told by the office (desktop.rules.roles), handed over once by `hold`
when its verbs are read, so that no opening of a base can forget it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from db.keys import key_of

if TYPE_CHECKING:  # SQLAlchemy comes after the first paint, verbs' names before
    from sqlalchemy.orm import Session

ADMINISTRATOR, READER = "administrator", "reader"
Given = Mapping[str, frozenset[str]]  # right -> the roles that this office gives it to
AS_SHIPPED: Given = MappingProxyType({})
Say = Callable[[str, str, Given], str]  # (role, right) -> why this role may not, a French sentence, or ""
Write = Callable[[str, str, str, str, Any, Any, Given], bool]  # (role, table, field, kind, before, after)
Settle = Callable[[str, str, bool], str]  # (role, kind of the field, holds the dossier) -> why not, or ""
_HELD = "SELECT 1 FROM person WHERE login <> '' AND left_on IS NULL LIMIT 1"
_OFFICE = "SELECT id, name, value FROM setting WHERE name > 'own:rights:' AND name < 'own:rights;'"
Change = tuple[str, str, str, str | None, str | None]  # table, field, kind, JSON before, JSON after


class NotAllowed(ValueError):
    """A right is missing: a French sentence; nothing was written."""


class Who(NamedTuple):
    """The person at work. `quarters`: codes of those this person is kept to, none for all of them; `given`:
    what this office changed in the rights of the roles."""

    name: str
    role: str
    quarters: frozenset[str] = frozenset()
    given: Given = AS_SHIPPED


class _Table:
    """What each role may do, as the office tells it."""

    rights: frozenset[str] = frozenset()  # all there are
    why_not: Say | None = None
    may_write: Write | None = None
    why_not_settle: Settle | None = None


def hold(why_not: Say, may_write: Write, why_not_settle: Settle, rights: Collection[str]) -> None:
    """Hand over what each role may do, write and settle, and the rights there are. `why_not` raises KeyError
    for a right that is not there."""
    _Table.rights = frozenset(rights)
    _Table.why_not, _Table.may_write, _Table.why_not_settle = why_not, may_write, why_not_settle


def known(right: str) -> str:
    """The right, once it is seen to exist: a verb that names another fails when it is read, not in use."""
    if right and _Table.why_not is not None:
        _Table.why_not(ADMINISTRATOR, right, AS_SHIPPED)
    return right


def row_of(right: str) -> bytes:
    """The row of `setting` that keeps whom an office gives a right to."""
    return key_of("setting", f"own:rights:{right}")


def given(connection: sqlite3.Connection) -> Given:
    """What this office changed in the rights of the roles. A row of that name and of another key counts for
    nothing: the key is what only an administrator may write."""
    found: dict[str, frozenset[str]] = {}
    for key, name, value in connection.execute(_OFFICE):
        right, told = str(name).removeprefix("own:rights:"), json.loads(value)
        roles = told.get("roles") if isinstance(told, dict) else None
        if key == row_of(right) and isinstance(roles, list):
            found[right] = frozenset(str(role) for role in roles)
    return found


def _guarded(connection: sqlite3.Connection, key: bytes) -> bool:
    """Whether this row of `setting` says who may what: by its key, or by its name."""
    if any(key == row_of(right) for right in _Table.rights):
        return True
    row = connection.execute("SELECT name FROM setting WHERE id = ?", (key,)).fetchone()
    return row is not None and str(row[0]).startswith("own:rights:")


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
    return Who(str(found[0]), str(found[1]), frozenset(str(found[2]).split()), given(connection))


def refusal(person: Who, right: str) -> str:
    """Why this person may not, "" when they may. A verb that names no right is the administrator's."""
    role = person.role
    if not right or _Table.why_not is None:
        return "" if role == ADMINISTRATOR else "Cette action est réservée à l’administrateur."
    return _Table.why_not(role, right, person.given)


def ask_right(session: Session, right: str) -> None:
    """A verb that needs one more right than its own asks it here. Raises NotAllowed."""
    person: Who = session.info["who"]
    why = refusal(person, right)
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


def why_not_operation(
    connection: sqlite3.Connection, author: str, at: str, change: Change, key: bytes = b""
) -> str:
    """At the hub: why the author of an operation written at that time (ISO day) may not, "" when they may.
    `key`: of the row it changes."""
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
    if found[0] == ADMINISTRATOR:
        return ""
    if ent == "setting" and (_guarded(connection, key) or _names_rights(after)):
        return _NOT_THEIRS
    if may_write(found[0], ent, field, kind, before, after, given(connection)):
        return ""
    return f"Le rôle de {author} ne permet pas d’écrire ici ({ent}{f', {field}' if field else ''})."


_NOT_THEIRS = "Les droits des rôles se règlent par l’administrateur."


def _names_rights(value: Any) -> bool:
    """Whether a row made, or a name written, would say who may what."""
    name = value.get("name") if isinstance(value, dict) else value
    return isinstance(name, str) and name.startswith("own:rights:")


def role_of(session: Session) -> str:
    """The role of the person at work."""
    person: Who = session.info["who"]
    return person.role


def given_in(session: Session) -> Given:
    """What this office changed in the rights of the roles."""
    person: Who = session.info["who"]
    return person.given


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
    rows = connection.execute("SELECT DISTINCT rid FROM capture WHERE ent = 'setting'").fetchall()
    if any(_guarded(connection, key) for (key,) in rows):
        raise NotAllowed(f"{_NOT_THEIRS} Rien n’a été enregistré.")
    for ent, field, kind, base, val in changed.fetchall():
        before, after = (json.loads(value) if value else None for value in (base, val))
        if not may_write(person.role, ent, field, kind, before, after, person.given):
            raise NotAllowed(
                f"Votre rôle ne permet pas d’écrire ici ({ent}{f', {field}' if field else ''}). "
                "Rien n’a été enregistré."
            )
