"""A workstation's side of the hub: a connection that is sure of whom it speaks to, and the doors as calls."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from psycopg import conninfo
from psycopg.types.json import Jsonb

from db.merge.lot import Lot, pack, unpack

PATIENCE = 5  # seconds to reach the server
# What a server says while it starts, stops or is full: the next exchange will do.
_PASSING = ("starting up", "shutting down", "recovery mode", "not yet accepting", "too many", "administrator")
_SILENCE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


class Unreachable(ConnectionError):
    """The server does not answer; the message is a French sentence. Work goes on, nothing is lost."""


class NotAllowed(ValueError):
    """The server answers and says no; the message is a French sentence."""


class Welcome(NamedTuple):
    """What the hub answers to a workstation that presents itself."""

    state: str  # welcome, restored: the hub knows more of this workstation than it does itself
    time: str
    known: int  # highest number of this workstation at the hub
    cursor: int  # highest delivery number
    ahead: bool  # the workstation has received more than the hub has: the hub was restored
    epoch: str  # changes when the server was restored or promoted
    scope_no: int  # changes when the workstation's scope does
    quarters: tuple[str, ...]
    place: str
    sites: dict[str, int]
    schema: str
    too_old: bool  # the workstation's program may still send, not receive
    role: str


class Deposited(NamedTuple):
    """What became of a lot."""

    state: str  # received, waits, quarantined
    fresh: int = 0
    already: int = 0
    known: int = 0
    reason: str = ""
    refused: tuple[tuple[bytes, str], ...] = ()


class Presence(NamedTuple):
    """Somebody who has this dossier open."""

    author: str
    site: str
    at: dt.datetime


def checked(dsn: str, *, insecure: bool = False) -> str:
    """The connection string, TLS verified unless it stays on this machine. Raises NotAllowed."""
    try:
        parts = conninfo.conninfo_to_dict(dsn)
    except psycopg.ProgrammingError as error:
        raise NotAllowed(f"L’adresse du serveur n’est pas lisible : {error}.") from error
    host = str(parts.get("host") or parts.get("hostaddr") or "")
    if not insecure and not _stays_here(host) and parts.get("sslmode") != "verify-full":
        if parts.get("sslmode"):
            raise NotAllowed(
                f"La liaison avec « {host} » n’est pas assurée (sslmode={parts['sslmode']}) : écrivez "
                "sslmode=verify-full, ou --insecure si le réseau est sûr par ailleurs. Rien n’a été envoyé."
            )
        parts["sslmode"] = "verify-full"
        parts.setdefault("sslrootcert", "system" if psycopg.pq.version() >= 160000 else None)
    kept = {key: value for key, value in parts.items() if value is not None}
    return conninfo.make_conninfo("", **kept)


def _stays_here(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def french() -> Iterator[None]:
    """Turn what PostgreSQL says into the sentences of this program."""
    try:
        yield
    except psycopg.OperationalError as error:
        first = str(error).strip().partition("\n")[0]
        raise _why(first or "liaison coupée") from error
    except psycopg.Error as error:
        told = error.diag.message_primary or str(error)
        raise NotAllowed(f"Le serveur a refusé : {told}") from error


def _why(told: str) -> Unreachable | NotAllowed:
    """A server that is not there is one thing; one that says no, or is not who it should be, another."""
    if "certificate" in told or "not support SSL" in told:
        return NotAllowed(f"Le serveur n’a pas prouvé qui il est : rien n’a été envoyé. ({told})")
    if "FATAL" in told and not any(word in told for word in _PASSING):
        return NotAllowed(f"Le serveur refuse ce compte ou ce mot de passe. ({told})")
    return Unreachable(
        f"Le serveur ne répond pas : le travail continue sur ce poste, rien n’est perdu. ({told})"
    )


class Hub:
    """One connection of one person. Each call is a transaction of its own."""

    def __init__(self, dsn: str, *, insecure: bool = False, password: str = "") -> None:
        """Raises Unreachable, NotAllowed."""
        told: dict[str, Any] = {"connect_timeout": PATIENCE, "application_name": "parvis", **_SILENCE}
        if password:
            told["password"] = password
        with french():
            self.connection: psycopg.Connection[Any] = psycopg.connect(
                checked(dsn, insecure=insecure), autocommit=True, **told
            )

    def __enter__(self) -> Hub:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def hello(self, site: str, schema: str, seq: int, cursor: int) -> Welcome:
        """Present a workstation. Raises NotAllowed when it is unknown or revoked."""
        told = self._ask("SELECT hub.hello(%s, %s, %s, %s)", (site, schema, seq, cursor))
        if told["state"] == "refused":
            raise NotAllowed(told["reason"])
        told["quarters"] = tuple(told["quarters"])
        return Welcome(**told)

    def deposit(self, lot: Lot) -> Deposited:
        """Hand over own operations; the same lot twice changes nothing."""
        told = self._ask("SELECT hub.deposit(%s)", (Jsonb(json.loads(pack(lot))),))
        told["refused"] = tuple((bytes.fromhex(key), why) for key, why in told.get("refused", []))
        return Deposited(**told)

    def fetch(self, site: str, cursor: int, count: int = 1000) -> Lot:
        """What the hub has for a workstation after a delivery number."""
        with french():
            row = self.connection.execute(
                "SELECT hub.fetch(%s, %s, %s)::text", (site, cursor, count)
            ).fetchone()
        assert row is not None
        return unpack(row[0].encode())

    def known_of(self, site: str, after: int = 0) -> dict[int, bytes]:
        """Number -> operation, of what the hub has of a workstation."""
        with french():
            rows = self.connection.execute("SELECT * FROM hub.known_of(%s, %s)", (site, after)).fetchall()
        return {seq: key.bytes for seq, key in rows}

    def wanted_contents(self, hashes: Sequence[str]) -> list[str]:
        """Of these contents of pieces, those that the hub lacks and knows of."""
        with french():
            rows = self.connection.execute(
                "SELECT * FROM hub.wanted_contents(%s)", (list(hashes),)
            ).fetchall()
        return [row[0] for row in rows]

    def put_content(self, sha256: str, content: bytes) -> None:
        self._ask("SELECT hub.put_content(%s, %s)", (sha256, content))

    def content_of(self, sha256: str) -> bytes | None:
        """None when the hub does not have it, or this account may not see it."""
        found: bytes | None = self._ask("SELECT hub.content_of(%s)", (sha256,))
        return found

    def move(self, dossier: bytes, quarter: str) -> int:
        """Give a dossier to another quarter; its history is delivered there. The delivery number reached."""
        return int(self._ask("SELECT hub.move(%s, %s)", (dossier.hex(), quarter)))

    def allot_number(self, dossier: bytes, year: int) -> str:
        return str(self._ask("SELECT hub.allot_number(%s, %s)", (dossier.hex(), year)))

    def present(self, dossier: bytes, site: str) -> None:
        """I am on this dossier; to be told again every minute."""
        self._ask("SELECT hub.present(%s, %s)", (dossier.hex(), site))

    def who_is_on(self, dossier: bytes) -> list[Presence]:
        with french():
            rows = self.connection.execute(
                "SELECT author, site, at FROM hub.who_is_on(%s)", (dossier.hex(),)
            ).fetchall()
        return [Presence(*row) for row in rows]

    def wait(self, seconds: float) -> bool:
        """Until somebody deposits something, or the time is over; True when there is something."""
        with french():
            self.connection.execute("LISTEN parvis_hub")
            return next(self.connection.notifies(timeout=seconds, stop_after=1), None) is not None

    def _ask(self, query: str, values: tuple[object, ...]) -> Any:
        with french():
            row = self.connection.execute(query.encode(), values).fetchone()
        assert row is not None
        return row[0]
