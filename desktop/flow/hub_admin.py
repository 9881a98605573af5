"""What the administrator of the hub does: set it up, enrol, revoke, verify; with an account of the server."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import psycopg
from psycopg import conninfo, sql

from db.hub import found as hub
from db.hub.client import NotAllowed, checked, french
from db.hub.found import SERVICE
from db.hub.projection import Projected, follow
from db.hub.verify import Verified, verify
from desktop.flow.hub_address import Address, password_of
from desktop.rules.hub_rights import privileges
from desktop.rules.journey import STAGES
from desktop.rules.roles import LABELS


@contextmanager
def opened(where: Address) -> Iterator[hub.Connection]:
    """A connection of the administrator; raises Unreachable, NotAllowed (French sentences)."""
    with french(), psycopg.connect(_told(where), connect_timeout=5) as connection:
        yield connection


def _told(where: Address) -> str:
    dsn = checked(where.dsn, insecure=where.insecure)
    password = password_of(dsn)
    return conninfo.make_conninfo(dsn, password=password) if password else dsn


def init(where: Address, *, name: str) -> list[str]:
    """Make the database if it is missing, then all that the hub needs; what was done, in French."""
    said = _database(where)
    with opened(where) as connection:
        version = connection.info.server_version
        if version < 150000:
            raise NotAllowed(
                f"PostgreSQL 15 ou plus récent est demandé ; ce serveur est le {version // 10000}."
            )
        said += hub.found(connection, name=name, privileges=privileges())
    return said


def _database(where: Address) -> list[str]:
    """Create it from the server's own database, where this account may; else the connection will tell."""
    base = conninfo.conninfo_to_dict(where.dsn).get("dbname", "parvis")
    other = conninfo.make_conninfo(_told(where), dbname="postgres")
    with (
        suppress(psycopg.OperationalError),
        psycopg.connect(other, autocommit=True, connect_timeout=5) as one,
    ):
        if one.execute("SELECT 1 FROM pg_database WHERE datname = %s", (base,)).fetchone():
            return [f"Base « {base} » déjà là."]
        with french():
            one.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(str(base))
            ))  # fmt: skip
        return [f"Base « {base} » créée."]
    return []


def enrol(
    where: Address, *, login: str = "", name: str = "", role: str = "", site: str = "", place: str = "",
    logins: Sequence[str] = (), quarters: Sequence[str] = (), new_password: bool = False,
) -> tuple[list[str], str]:  # fmt: skip
    """Enrol a person, a workstation, or one on the other. (What was done, the password drawn.)"""
    if not login and not site:
        raise NotAllowed("Dites qui inscrire (--login, --name, --role) ou quel poste (--site).")
    if login and not (name and role):
        raise NotAllowed("Une personne s’inscrit avec son nom (--name) et son rôle (--role).")
    if role == "quarter_office" and not quarters:
        raise NotAllowed(
            "Une antenne s’inscrit avec des quartiers (--quarters) : sinon elle les verrait tous."
        )
    said, password = [], secrets.token_urlsafe(15) if new_password and login else ""
    with opened(where) as connection:
        if login:
            done = hub.enrol_person(
                connection, login=login, author=name, role=role, quarters=quarters, password=password
            )
            state = "inscrit" if done.fresh else "mis à jour"
            said.append(f"Compte « {login} » {state} : {name}, {LABELS[role]}, {_where(quarters)}.")
        if site:
            all_of_them = [*([login] if login else []), *logins]
            done = hub.enrol_site(connection, name=site, logins=all_of_them, quarters=quarters, place=place)
            state = "inscrit" if done.fresh else "mis à jour"
            said.append(
                f"Poste « {site} » {state} : {_where(quarters)}, {', '.join(all_of_them) or 'personne'}."
            )
    return said, password


def _where(quarters: Sequence[str]) -> str:
    return ", ".join(quarters) if quarters else "tous les quartiers"


def revoke(where: Address, *, login: str = "", site: str = "", why: str = "") -> list[str]:
    """Close the hub to them; what they wrote stays."""
    if not login and not site:
        raise NotAllowed("Dites qui révoquer (--login) ou quel poste (--site).")
    said = []
    with opened(where) as connection:
        if site and not hub.revoke_site(connection, name=site, why=why):
            raise NotAllowed(f"Le serveur ne connaît pas le poste « {site} ».")
        said += [f"Poste « {site} » révoqué : rien n’en est plus repris."] if site else []
        if login and not hub.revoke_person(connection, login=login):
            raise NotAllowed(f"Le serveur ne connaît pas le compte « {login} ».")
        said += [f"Compte « {login} » fermé ; ce qu’il a écrit reste."] if login else []
    return said


class ReportRow(NamedTuple):
    """One group of a report of the hub; amounts in cents, None when nothing is known."""

    code: str
    label: str
    dossiers: int
    asked: int | None
    proposed: int | None
    voted: int | None
    paid: int | None
    to_settle: int  # disagreements open on these dossiers
    upto: int  # the delivery up to which the figures go


def report(where: Address, *, by: str, year: int | None = None) -> list[ReportRow]:
    """The figures of the dossiers that this account may see, grouped. Raises NotAllowed, Unreachable."""
    with opened(where) as connection:
        rows = connection.execute("SELECT * FROM hub.report(%s, %s)", (by, year)).fetchall()
    found = [ReportRow(*row[:3], *map(_cents, row[3:7]), *row[7:]) for row in rows]
    if by == "stage":
        order = {stage.code: stage for stage in STAGES}
        found = [row._replace(label=order[row.code].plural) if row.code in order else row for row in found]
        found.sort(key=lambda row: order[row.code].order if row.code in order else 99)
    return found


def _cents(told: Any) -> Any:
    return None if told is None else int(told)  # sums of bigint come as decimals


def projected(where: Address, *, seconds: float = 0.0) -> list[Projected]:
    """Write the tables of the reports from the journal, as the service account; then wait for more."""
    done: list[Projected] = []
    with opened(where) as connection:
        connection.autocommit = True
        if connection.info.user != SERVICE:
            connection.execute(f"SET ROLE {SERVICE}".encode())
        follow(connection, seconds, done.append)
    return done


def looked(where: Address) -> Verified:
    """What `verify` finds; needs an account that may read everything."""
    with opened(where) as connection:
        return verify(connection)
