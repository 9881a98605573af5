"""Where the hub is for this workstation, and how its account opens; nothing secret in the base."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from psycopg import conninfo

from db.hub.client import Hub, NotAllowed
from db.store import Store

SERVICE = "parvis-hub"  # in the keyring of the system


class Address(NamedTuple):
    """Where the hub is. The password is never here: keyring, PGPASSWORD or the file of passwords hold it."""

    dsn: str
    insecure: bool = False


def address(reader: sqlite3.Connection) -> Address | None:
    """The hub of this workstation, None when it has none. Kept on this workstation only."""
    told = kept(reader, "hub.address")
    return Address(**json.loads(told)) if told else None


def remember(store: Store, where: Address | None) -> None:
    """Keep the address for the next time; None forgets it. Raises NotAllowed when it holds a password."""
    if where is not None and "password" in conninfo.conninfo_to_dict(where.dsn):
        raise NotAllowed(
            "Un mot de passe ne s’écrit pas dans l’adresse : rangez-le par « parvis hub password », dans "
            "PGPASSWORD ou dans le fichier .pgpass."
        )
    with store.write_raw() as connection:
        if where is None:
            connection.execute("DELETE FROM kv WHERE k = 'hub.address'")
        else:
            keep(connection, "hub.address", json.dumps(where._asdict()))


def password_of(dsn: str) -> str:
    """What the keyring of the system holds for this account, "" when nothing."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, account(dsn)) or ""
    except KeyringError:  # no keyring on this system, or it is locked: libpq has its own ways
        return ""


def keep_password(dsn: str, password: str) -> bool:
    """Put it in the keyring of the system; False where there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, account(dsn), password)
    except KeyringError:
        return False
    return True


def account(dsn: str) -> str:
    """ "user@host:port/base": under which name a password is kept."""
    told = conninfo.conninfo_to_dict(dsn)
    user, host, port = told.get("user", ""), told.get("host", "localhost"), told.get("port", "5432")
    return f"{user}@{host}:{port}/{told.get('dbname', '')}"


def connect(where: Address) -> Hub:
    """Raises Unreachable, NotAllowed."""
    return Hub(where.dsn, insecure=where.insecure, password=password_of(where.dsn))


def kept(reader: sqlite3.Connection, key: str) -> str:
    row = reader.execute("SELECT v FROM kv WHERE k = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def keep(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO kv(k, v) VALUES (?, ?)", (key, value))
