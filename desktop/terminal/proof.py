"""`verify` and `traces`: is everything as it was written, and who consulted, printed or exported what."""

from __future__ import annotations

import contextlib
import platform
from argparse import Namespace
from pathlib import Path
from typing import Any

from db import chain, trace
from db.backup import check
from db.connection import connect
from db.lock import Held
from db.queries.traces import TraceRow, TraceWish, trace_page
from desktop.flow.mending import mend
from desktop.flow.soundness import Fault, Report, examine, sound_words
from desktop.flow.traces import keep_traces, purge_traces
from desktop.letters.files import write_whole
from desktop.paths import default_database
from desktop.rules.french import plural
from desktop.terminal.office import Refusal, dossier_key, open_store

Answer = tuple[Any, list[str], list[str]]


def _database(args: Namespace) -> Path:
    path = Path(args.db) if args.db else default_database()
    if not path.exists():
        raise Refusal(f"La base « {path.name} » n’existe pas encore.")
    return path


def verify(args: Namespace) -> Answer:
    """The whole examination; an anchor written or compared, the tables put back when asked."""
    path = _database(args)
    known = chain.read_anchor(Path(args.against).read_text(encoding="utf-8")) if args.against else None
    faults = check(path)  # a file that is no base is not opened at all
    if faults:
        return {"sound": False, "faults": faults}, [], faults
    lines: list[str] = []
    with contextlib.closing(connect(path, read_only=True)) as reader:
        report = examine(reader, path, known=known)
        told_on_paper = chain.holds(reader, args.paper) if args.paper else ""
    if args.repair:
        lines, report = _repair(args, path, report, known)
    if told_on_paper:
        fault = Fault("anchor", told_on_paper, {"paper": args.paper})
        report = report._replace(faults=(*report.faults, fault))
    told: dict[str, Any] = {
        "sound": not report.faults, "faults": [f.sentence for f in report.faults],
        "details": [{"what": f.kind, **f.told} for f in report.faults], "steps": report.steps,
        "operations": report.operations, "pieces": report.pieces, "traces": report.traces,
        "last": report.last,
    }  # fmt: skip
    if args.anchor and not any(fault.kind in ("journal", "anchor") for fault in report.faults):
        lines.append(_write_anchor(path, Path(args.anchor)))
        told["anchor"] = args.anchor
    elif args.anchor:
        lines.append("L’ancre n’a pas été écrite : le journal n’est pas intact.")
    if not report.faults:
        lines.append(sound_words(report))
    return told, lines, [fault.sentence for fault in report.faults]


def _write_anchor(path: Path, out: Path) -> str:
    with contextlib.closing(connect(path, read_only=True)) as reader:
        row = reader.execute("SELECT site FROM step ORDER BY n DESC LIMIT 1").fetchone()
        made = chain.anchor(reader, str(row[0]) if row else platform.node())
    write_whole(out, chain.anchor_text(made).encode())
    return f"Ancre écrite dans {out} : {made.steps} étapes, dernière empreinte {made.hash[:16]}."


def _repair(
    args: Namespace, path: Path, report: Report, known: chain.Anchor | None
) -> tuple[list[str], Report]:
    """Rebuild the rows that differ, from a journal that is intact, after a copy."""
    if not report.differences:
        return ["Il n’y a rien à réparer dans les tables."], report
    try:
        with open_store(args.db) as store:
            count, kept = mend(store, report)
    except Held as why:
        raise Refusal(str(why)) from why
    with contextlib.closing(connect(path, read_only=True)) as reader:
        again = examine(reader, path, known=known)
    mended = plural(count, "écart réparé", "écarts réparés")
    return [f"{count} {mended} d’après le journal. Copie d’avant : {kept}."], again


def traces(args: Namespace) -> Answer:
    """Who consulted, printed and exported what, latest first; or a purge of what is older."""
    with open_store(args.db) as store:
        if args.keep is not None:
            store.do(keep_traces, months=args.keep)
            said = f"Les lignes sont gardées {args.keep} mois." if args.keep else "Tout est gardé."
            return {"months": args.keep}, [said], []
        if args.purge is not None:
            return _purged(store, args.purge)
        dossier = dossier_key(store, args.number, to_read=True) if args.number else None
        wish = TraceWish(dossier, args.author or "", args.deed or "", args.since or "", args.until or "")
        rows = trace_page(store.reader, wish, limit=args.limit)
    return [_json(row) for row in rows], [*map(_line, rows), _count(len(rows))], []


def _count(count: int) -> str:
    return f"{count} {plural(count, 'ligne')}."


def _line(row: TraceRow) -> str:
    number = f" · dossier {row.number}" if row.number else ""
    deed = trace.DEEDS.get(row.deed, row.deed)
    return f"{row.at} · {row.author} ({row.site}) · {deed}{number} · {row.what}"


def _json(row: TraceRow) -> dict[str, Any]:
    return {
        "n": row.n, "at": row.at, "author": row.author, "site": row.site, "deed": row.deed,
        "dossier": row.number, "what": row.what,
    }  # fmt: skip


def _purged(store: Any, months: int) -> Answer:
    count = purge_traces(store, months)
    return {"removed": count}, [f"{count} {plural(count, 'ligne retirée', 'lignes retirées')}."], []
