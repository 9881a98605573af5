"""Receive applications: compare a file with the base, write what is new, keep what was done here.

The dry run is the same verb, taken back (Store.rehearse): what it announces is what would be done.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import key_of, new_key
from db.store import say, use_case
from desktop.collector import uncollected
from desktop.exchange.application import Application, Cancelled, Problem, ReadFile
from desktop.flow.annotate import reanchor
from desktop.flow.desk import LABELS, Desk, payload
from desktop.flow.joined import joined
from desktop.flow.known import Known
from desktop.flow.names import Names
from desktop.flow.pieces import expect_pieces, receive_attachments
from desktop.flow.requests import recount
from desktop.flow.source_state import decided_here, follow_state
from desktop.flow.told_amounts import without_lost
from desktop.flow.twins import seen_before
from desktop.rules import clocks

_TOGETHER = 100  # dossiers written at once
Status = Literal["new", "changed", "same", "refused"]


@dataclass(slots=True)
class Difference:
    """One field: what stood here, what the source says, what was done with it."""

    name: str
    label: str
    before: Any
    after: Any
    kept: bool  # True: the value changed here was kept against the source


@dataclass(slots=True)
class Intake:
    """What became of one application of the file."""

    source_id: str
    row: str
    title: str
    applicant: str
    status: Status
    number: str = ""
    dossier: bytes | None = None
    differences: list[Difference] = field(default_factory=list)
    pieces: int = 0
    problems: list[Problem] = field(default_factory=list)


def _blocked(application: Application) -> bool:
    return any(problem.level == "error" for problem in application.problems)


@use_case("Importer un fichier", right="import")
def receive(
    session: Session,
    *,
    read: ReadFile,
    call: bytes | None = None,
    progress: Callable[[str, float], bool] | None = None,
) -> list[Intake]:
    """Write the applications of one file; returns one Intake each. Raises Cancelled with nothing written."""
    names, known = Names(session), Known(session, read.applications)
    done: list[Intake] = []
    total = max(len(read.applications), 1)
    with uncollected():
        for position, application in enumerate(read.applications):
            sentence = f"Dossier {application.source_id} ({position + 1} sur {total})"
            if progress and not progress(sentence, position / total):
                raise Cancelled
            done.append(_receive_one(session, read, application, call, names, known))
            if position % _TOGETHER == 0:
                session.flush()
        session.flush()
    counts = {status: sum(intake.status == status for intake in done) for status in ("new", "changed")}
    say(session, f"Importer « {read.name} » : {counts['new']} nouveaux, {counts['changed']} mis à jour")
    return done


def _receive_one(
    session: Session,
    read: ReadFile,
    application: Application,
    call: bytes | None,
    names: Names,
    known: Known,
) -> Intake:
    intake = Intake(
        application.source_id, application.row, application.title, application.applicant.name, "refused"
    )
    names.problems = intake.problems
    names.row = application.row
    if _blocked(application):
        return intake
    told = payload(application, names)
    found = known.dossier(application)
    if found is None:
        intake.status = "new"
        dossier, applicant = _new_dossier(session, application, call, names, known)
        told_by = dossier.id
        known.add(dossier)
    else:
        dossier, told_by = found
        applicant = session.get_one(m.Applicant, dossier.applicant_id)
    intake.number, intake.dossier = dossier.number, dossier.id
    if gone := dossier.eliminated_on or dossier.anonymised_on:
        intake.status = "same"
        intake.problems.append(_stays_gone(application, dossier, gone))
        return intake
    desk = Desk(session, dossier, applicant, names, fresh=found is None)
    _take(read, application, desk, told, told_by, known, intake)
    if intake.status != "same":
        year = session.get_one(m.Call, dossier.call_id).year
        if intake.status == "new":
            intake.problems += seen_before(known, dossier, applicant, year, application.row)
        known.note(dossier, year)
    return intake


def _stays_gone(application: Application, dossier: m.Dossier, gone: dt.date) -> Problem:
    """What was eliminated or anonymised does not come back by a file that still has it."""
    what = "éliminé" if dossier.eliminated_on else "anonymisé"
    words = f"Le dossier {dossier.number} a été {what} le {gone:%d/%m/%Y} : rien n’en a été repris."
    return Problem("warning", application.row, "Numéro", application.source_id, words)


def _take(
    read: ReadFile,
    application: Application,
    desk: Desk,
    told: dict[str, Any],
    told_by: bytes,
    known: Known,
    intake: Intake,
) -> None:
    """Settle what the source tells with what stands here, then its pieces and its state."""
    session, dossier, kind = desk.session, desk.dossier, desk.applicant.kind
    before = {} if desk.fresh else desk.last_payload(told_by)
    told = without_lost(joined(told, before, application.adds, desk.names), before, desk.names)
    _settle_all(desk, told, before, intake)
    _learn(known, desk, intake)
    lines = expect_pieces(session, dossier, kind) if desk.fresh else None
    intake.pieces = receive_attachments(session, dossier, application, kind, lines)
    # The state of the other portal says nothing of the one that goes on.
    mine = told_by == dossier.id
    moved = mine and follow_state(desk, application, intake.problems, known=not desk.fresh)
    if not desk.fresh:
        changed = any(not d.kept for d in intake.differences) or bool(intake.pieces) or moved
        intake.status = "changed" if changed else "same"
    if intake.status != "same":
        _remember(session, told_by, read, {**before, **told}, desk.fresh)
    if desk.fresh:
        intake.differences.clear()


def _learn(known: Known, desk: Desk, intake: Intake) -> None:
    """What this row changed may name the next one."""
    taken = {difference.name: difference.after for difference in intake.differences if not difference.kept}
    if any(name.startswith("applicant.") for name in taken):
        known.learn(desk.applicant)
    if "also_known" in taken:
        known.learn_numbers(desk.dossier, taken["also_known"] if desk.fresh else None)


def _settle_all(desk: Desk, told: dict[str, Any], before: dict[str, Any], intake: Intake) -> None:
    desk.asked_apart = any(name.startswith("asked_by.") for name in told)
    decided = decided_here(desk)
    for name, value in told.items():
        difference = _settle(desk, name, before, value, final=decided and name.startswith("granted"))
        if difference:
            intake.differences.append(difference)
    _follow_texts(desk.session, desk.dossier.id, intake)
    late = any(told.name == "deposited_at" and not told.kept for told in intake.differences)
    if late and not desk.fresh:  # a dossier just made was given its day with its number
        recount(desk.session, desk.dossier)  # the legal clock runs from that day


def _settle(
    desk: Desk, name: str, before: dict[str, Any], value: Any, *, final: bool = False
) -> Difference | None:
    """Take the source's value unless it says nothing new, or the field was changed or made final here."""
    if name in before and before[name] == value:
        return None
    here = desk.get(name)
    if _alike(name, here, value):
        return None
    untouched = not final and (
        here in (None, "", []) or (name in before and _alike(name, here, before[name]))
    )
    if untouched:
        desk.put(name, value)
    room, _, rest = name.partition(".")
    rest = desk.names.funder_names.get(rest, rest)
    label = LABELS.get(name) or (f"{LABELS[room]} {rest}" if room in LABELS else rest or name)
    return Difference(name, label, here, value, kept=not untouched)


def _alike(name: str, here: Any, told: Any) -> bool:
    """Whether both say the same; people come in no order that means anything."""
    if name == "people" and here and told:
        return sorted(map(str, here)) == sorted(map(str, told))
    return bool(here == told)


def _follow_texts(session: Session, dossier: bytes, intake: Intake) -> None:
    for difference in intake.differences:
        if difference.name.startswith("text.") and not difference.kept and difference.before:
            reanchor(session, dossier, difference.name.removeprefix("text."), difference.after)


def _new_dossier(
    session: Session, application: Application, wanted: bytes | None, names: Names, known: Known
) -> tuple[m.Dossier, m.Applicant]:
    applicant = known.applicant(application)
    call = session.get_one(m.Call, wanted or names.call_for(application))
    deposited = application.deposited_at
    meaning = (application.source, application.source_id)
    dossier = m.Dossier(
        id=key_of("dossier", *meaning) if application.source_id else new_key(),
        number=known.next_number(application.exercise or call.year),
        call_id=call.id,
        wave_id=names.wave_for(call.id, applicant.kind, deposited, renewal=application.renewal),
        applicant_id=applicant.id,
        title="",
        stage="received",
        place="",
        source=application.source,
        source_id=application.source_id,
        source_state="",
        due_on=clocks.tacit_rejection(deposited.date()) if deposited else None,
    )
    session.add(dossier)
    return dossier, applicant


def _remember(session: Session, dossier: bytes, read: ReadFile, told: dict[str, Any], fresh: bool) -> None:
    key = key_of("imported", dossier)
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    row = None if fresh else session.get(m.Imported, key)
    if row is not None and row.payload != text:
        _keep_version(session, row)
    if row is None:
        session.add(m.Imported(id=key, dossier_id=dossier, file=read.name, at=now(), payload=text))
    else:
        row.file, row.at, row.payload = read.name, now(), text


def _keep_version(session: Session, row: m.Imported) -> None:
    """The application as it was told before: what "what changed?" is answered from."""
    rank = session.query(m.Version).where(m.Version.dossier_id == row.dossier_id).count() + 1
    session.add(
        m.Version(
            id=key_of("version", row.dossier_id, str(rank)), dossier_id=row.dossier_id, rank=rank,
            file=row.file, at=row.at, payload=row.payload,
        )
    )  # fmt: skip
