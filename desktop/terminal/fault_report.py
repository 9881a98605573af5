"""`fault-report`: versions, sizes and the last trace in a file that somebody reads before handing it over."""

from __future__ import annotations

import contextlib
import sqlite3
from argparse import Namespace
from pathlib import Path
from typing import Any

from db.connection import Refused, open_reader
from desktop.faults import last_trace
from desktop.flow.fault_report import report
from desktop.letters.files import write_whole
from desktop.paths import default_database

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """Write it, or show it. A base that does not open has its report too."""
    database = Path(args.db) if args.db else default_database()
    try:
        if not database.exists():
            raise Refused("absente")
        with contextlib.closing(open_reader(database)) as reader:
            text = report(reader, database, trace=last_trace())
    except (sqlite3.Error, Refused):
        text = report(None, database, trace=last_trace())
    if not args.out:
        return {"report": text}, text.splitlines(), []
    write_whole(Path(args.out), text.encode())
    said = f"Rapport écrit dans {args.out}. Relisez-le avant de le remettre : rien n’est envoyé."
    return {"file": args.out}, [said], []
