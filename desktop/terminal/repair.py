"""`repair`: a damaged base saved into a new file, with a report; the damaged file is left as it is."""

from __future__ import annotations

import getpass
from argparse import Namespace
from pathlib import Path
from typing import Any

from desktop.flow.repair import CannotRepair, default_out, repair, report_place
from desktop.flow.repair_words import short_words
from desktop.terminal.office import Refusal

Answer = tuple[Any, list[str], list[str]]


def run(args: Namespace) -> Answer:
    """Repair, or say what a repair would save."""
    damaged = Path(args.file)
    out = None if args.dry_run else Path(args.out) if args.out else default_out(damaged)
    try:
        done = repair(damaged, out, author=getpass.getuser())
    except CannotRepair as why:
        raise Refusal(str(why)) from why
    saved = done.saved
    told = {
        "out": str(out) if out else None, "report": str(report_place(out)) if out else None,
        "dossiers": done.dossiers, "read": dict(saved.read), "from_journal": dict(saved.journal),
        "from_copies": dict(saved.copies), "copies": dict(saved.by_copy), "lost_operations": saved.lost,
        "unsure": saved.unsure, "unproved_steps": saved.unproved, "kept_from_tables": saved.kept,
        "set_aside": len(saved.aside), "sound": not done.faults,
    }  # fmt: skip
    lines = [short_words(saved, done.dossiers)]
    if out is not None:
        lines += [f"Base neuve : {out}.", f"Rapport : {report_place(out)}.", "Le fichier abîmé est intact."]
    return told, lines, list(done.faults)
