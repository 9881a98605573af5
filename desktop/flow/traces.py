"""How long the trace of what was consulted, printed and exported is kept, and its purge."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from sqlalchemy.orm import Session

from db import queries, rights, trace
from db.store import Store, use_case
from desktop.flow.found import put
from desktop.rules.clocks import add_months
from desktop.rules.french import plural

SETTING = "trace_months"
_NAMED = 50  # dossiers that left together and have each their line
MONTHS = 12  # a year, unless the office says otherwise


def months_kept(reader: sqlite3.Connection) -> int:
    """For how many months lines are kept; 0 for ever."""
    told = queries.setting(reader, SETTING)
    return MONTHS if told is None else int(told)


@use_case("Garder le journal des consultations {months} mois", right="settings")
def keep_traces(session: Session, *, months: int) -> None:
    """Say how long lines are kept. Raises ValueError (French)."""
    if not 0 <= months <= 120:
        raise ValueError("La durée va de 1 à 120 mois, 0 pour tout garder. Rien n’a été changé.")
    put(session, SETTING, months)


def why_not(reader: sqlite3.Connection, author: str, right: str) -> str:
    """Why this person may not, in a French sentence; "" when nothing forbids it."""
    return rights.refusal(rights.who(reader, author), right)


def purge_traces(store: Store, months: int | None = None, today: dt.date | None = None) -> int:
    """Remove what is older than this many months (those of the setting when None); how many lines went.
    Raises ValueError (French) without the right."""
    forbidden = why_not(store.reader, store.author, "settings")
    if forbidden:
        raise rights.NotAllowed(forbidden)
    months = months_kept(store.reader) if months is None else months
    if months <= 0:
        return 0
    bound = add_months(today or dt.date.today(), -months).isoformat()
    with store.write_raw() as connection:
        return trace.purge(connection, bound, store.author, store.site)


def _forget_old(connection: sqlite3.Connection, store: Store) -> None:
    """Remove what is older than the office said, if it ever said."""
    if queries.setting(connection, SETTING) is None or not (months := months_kept(connection)):
        return
    bound = add_months(dt.date.today(), -months).isoformat()
    oldest = connection.execute("SELECT at FROM trace ORDER BY n LIMIT 1").fetchone()
    if oldest is not None and oldest[0] < bound:
        trace.purge(connection, bound, store.author, store.site)


def note_export(store: Store, what: str, dossiers: Sequence[bytes] = (), *, deed: str = "exported") -> bool:
    """What left with some dossiers: one line for each; one alone when none is named, or very many."""
    named = dossiers if len(dossiers) <= _NAMED else ()
    lines: list[tuple[bytes | None, str]] = [(key, what) for key in named]
    noted = trace.note_all(store, deed, lines or [(None, what)])
    if noted:  # a new line makes room: those past their time go
        with store.write_raw() as connection:
            _forget_old(connection, store)
    return noted


def heap_words(what: str, count: int, out: str) -> str:
    """« Liste des dossiers (12 dossiers) dans « liste.xlsx » »."""
    return f"{what} ({count} {plural(count, 'dossier')}) dans « {out} »"
