"""Whether the clock of this workstation can be right beside the journal: legal dates hang on it."""

from __future__ import annotations

import datetime as dt
import sqlite3

_BEHIND = dt.timedelta(hours=26)  # a journey across time zones is no fault
_AHEAD = dt.timedelta(days=400)


def doubt(reader: sqlite3.Connection, now: dt.datetime | None = None) -> str:
    """A French sentence when the clock is behind the last step, or more than a year ahead of it; else ""."""
    row = reader.execute("SELECT at FROM step ORDER BY n DESC LIMIT 1").fetchone()
    if row is None:
        return ""
    last, here = dt.datetime.fromisoformat(row[0]), now or dt.datetime.now()
    if last - _BEHIND <= here <= last + _AHEAD:
        return ""
    way = "en retard" if here < last else "en avance"
    return (
        f"L’horloge de ce poste semble {way} : elle dit le {here:%d/%m/%Y}, et la dernière action de la base "
        f"est du {last:%d/%m/%Y}. Délais et dates des courriers seraient faux : vérifiez-la. En attendant, "
        "rien n’est retiré de la corbeille."
    )
