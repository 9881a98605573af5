"""The hub set up in a database that is there: roles, tables, doors, rights; as often as wished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from db.journal import SCHEMA

OWNER, MEMBER, SERVICE = "parvis_owner", "parvis_member", "parvis_service"
_ROLES = {
    OWNER: "NOLOGIN",  # owns everything; no one connects as it
    MEMBER: "NOLOGIN",  # what each person may do, through the doors
    SERVICE: "LOGIN",  # projects the journal and runs the reports
}
_FILES = ("schema.sql", "forget.sql", "doors.sql", "reports.sql")
Connection = psycopg.Connection[Any]
Privilege = tuple[str, str, list[str]]  # table, field (or "*", "+", "-"), roles


class Enrolled(NamedTuple):
    """One person as the hub knows them, or one workstation."""

    name: str
    fresh: bool


def found(connection: Connection, *, name: str, privileges: Iterable[Privilege]) -> list[str]:
    """Make or bring up to date what the hub needs; returns what was done, in French. One transaction."""
    said: list[str] = []
    with connection.transaction(), connection.cursor() as cursor:
        for role, kind in _ROLES.items():
            if cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is None:
                cursor.execute(sql.SQL("CREATE ROLE {} " + kind).format(sql.Identifier(role)))
                said.append(f"Rôle « {role} » créé.")
        base = sql.Identifier(connection.info.dbname)
        owner = sql.Identifier(OWNER)
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(base))
        cursor.execute(sql.SQL("GRANT CONNECT, CREATE ON DATABASE {} TO {}").format(base, owner))
        for role in (MEMBER, SERVICE):
            cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(base, sql.Identifier(role)))
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
        had = _tables(connection)
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
        for file in _FILES:
            text = Path(__file__).with_name(file).read_text(encoding="utf-8")
            cursor.execute(text.encode())
        made = len(_tables(connection)) - len(had)
        said.append(
            f"Tables : {made} créées, {len(had)} déjà là. Portes et règles de lecture remises à jour."
        )
        said.append(_settle(cursor, name, list(privileges)))
        said += _publish(cursor)
        cursor.execute("RESET ROLE")
    return said


def _tables(connection: Connection) -> Sequence[object]:
    return connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'hub'").fetchall()


def _settle(cursor: psycopg.Cursor[Any], name: str, privileges: list[Privilege]) -> str:
    for key, value in (("name", name), ("schema", SCHEMA)):
        cursor.execute(
            "INSERT INTO hub.setting VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (key, value),
        )
    cursor.execute("INSERT INTO hub.setting VALUES ('schema_min', %s) ON CONFLICT DO NOTHING", (SCHEMA,))
    cursor.execute("DELETE FROM hub.privilege")
    cursor.executemany("INSERT INTO hub.privilege VALUES (%s, %s, %s)", privileges)
    roles = {role for privilege in privileges for role in privilege[2]}
    return f"Droits d’écriture : {len(privileges)} lignes pour {len(roles)} rôles."


def _publish(cursor: psycopg.Cursor[Any]) -> list[str]:
    """The journal, insert-only, for a second server: docs/hub.md."""
    if cursor.execute("SELECT 1 FROM pg_publication WHERE pubname = 'parvis_journal'").fetchone():
        return []
    cursor.execute("CREATE PUBLICATION parvis_journal FOR TABLE hub.op, hub.step WITH (publish = 'insert')")
    return ["Publication « parvis_journal » créée : le journal peut être répliqué."]


def enrol_person(
    connection: Connection, *, login: str, author: str, role: str, quarters: Sequence[str], password: str = ""
) -> Enrolled:
    """A LOGIN role of its own, and who it is; a second time changes role and quarters."""
    who = sql.Identifier(login)
    with connection.transaction(), connection.cursor() as cursor:
        fresh = cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone() is None
        deed = "CREATE ROLE {} LOGIN" if fresh else "ALTER ROLE {} LOGIN"
        cursor.execute(sql.SQL(deed).format(who))
        if password:
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(who, sql.Literal(password)))
        cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(MEMBER), who))
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        cursor.execute(
            "INSERT INTO hub.person (login, author, role, quarters) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (login) DO UPDATE SET author = excluded.author, role = excluded.role, "
            "quarters = excluded.quarters, left_at = NULL",
            (login, author, role, list(quarters)),
        )
        cursor.execute("RESET ROLE")
    return Enrolled(login, fresh)


def enrol_site(
    connection: Connection, *, name: str, logins: Sequence[str], quarters: Sequence[str], place: str = ""
) -> Enrolled:
    """A workstation, what it holds, and who writes on it; a new scope makes it fetch from the start."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        fresh = cursor.execute("SELECT 1 FROM hub.site WHERE name = %s", (name,)).fetchone() is None
        cursor.execute(
            "INSERT INTO hub.site (name, place, quarters) VALUES (%s, %s, %s) ON CONFLICT (name) DO UPDATE "
            "SET place = excluded.place, quarters = excluded.quarters, revoked_at = NULL, revoked_why = '', "
            "scope_no = site.scope_no + (site.quarters <> excluded.quarters)::int",
            (name, place, list(quarters)),
        )
        cursor.executemany(
            "INSERT INTO hub.enrolment VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(name, login) for login in logins],
        )
        cursor.execute("RESET ROLE")
    return Enrolled(name, fresh)


def revoke_site(connection: Connection, *, name: str, why: str) -> bool:
    """Nothing more is taken from it, under whatever incarnation. False when it is unknown."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        cursor.execute(
            "UPDATE hub.site SET revoked_at = now(), revoked_why = %s "
            "WHERE regexp_replace(name, '~[0-9]+$', '') = %s",
            (why, name),
        )
        done = cursor.rowcount > 0
        cursor.execute("RESET ROLE")
    return done


def revoke_person(connection: Connection, *, login: str) -> bool:
    """Their account no longer opens, what they wrote stays. False when they are unknown."""
    with connection.transaction(), connection.cursor() as cursor:
        known = cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone()
        if known:
            cursor.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        cursor.execute("UPDATE hub.person SET left_at = now() WHERE login = %s", (login,))
        done = cursor.rowcount > 0
        cursor.execute("RESET ROLE")
    return done
