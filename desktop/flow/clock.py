"""Whether the clock of this workstation can be right beside the journal: legal dates hang on it."""

from __future__ import annotations

import datetime as dt
import sqlite3

from db.clock import BEHIND, last_step

_AHEAD = dt.timedelta(days=400)


def doubt(reader: sqlite3.Connection, now: dt.datetime | None = None) -> str:
    """A French sentence when the clock is behind the last step, or more than a year ahead of it; else ""."""
    last, here = last_step(reader), now or dt.datetime.now()
    if last is None or last - BEHIND <= here <= last + _AHEAD:
        return ""
    way = "en retard" if here < last else "en avance"
    return (
        f"L’horloge de ce poste semble {way} : elle dit le {here:%d/%m/%Y}, et la dernière action de la base "
        f"est du {last:%d/%m/%Y}. Délais et dates des courriers seraient faux : vérifiez-la. En attendant, "
        "rien n’est retiré de la corbeille."
    )
