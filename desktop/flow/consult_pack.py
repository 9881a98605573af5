"""Hand out a pack: choose the dossiers to ask about, write its files, then note that it was asked."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from db import queries
from db.keys import new_key
from db.queries.asked_sheets import SheetRow, asked_sheets, asked_texts
from db.queries.lists import levels
from db.queries.opinions import AskedRow, PartnerRow, requests_many
from db.queries.scores import closed_dossiers
from db.store import Done, Store
from desktop.flow.consult import Wish, ask, request_key
from desktop.flow.traces import note_export
from desktop.rules.french import date_long, plural
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.opinion_pack import AskedPack, AskedSheet, code_of, digest
from desktop.rules.opinions import face
from desktop.rules.sections import SECTIONS

KINDS = ("xlsx", "pdf")
_DONE = ("decided", "notified", "closed")
_ESCAPES = re.compile(
    r"_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b\x0c\x0e-\x1f]"
)  # what a workbook would read otherwise
Progress = Callable[[str, float], bool]


class Skipped(NamedTuple):
    """A dossier that is not asked about, and why."""

    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A pack ready to be written: its content, its dossiers, those left out."""

    key: bytes
    pack: AskedPack
    partner: PartnerRow
    dossiers: tuple[bytes, ...]
    skipped: tuple[Skipped, ...]
    committee: bytes | None = None


class Handed(NamedTuple):
    """What was asked: the code, the files written, how many dossiers, those left out."""

    code: str
    files: list[Path]
    asked: int
    skipped: tuple[Skipped, ...]
    done: Done


def prepare(
    reader: sqlite3.Connection,
    partner: PartnerRow,
    dossiers: Iterable[bytes],
    *,
    person: str,
    due_on: dt.date | None = None,
    question: str = "",
    committee: bytes | None = None,
    today: dt.date | None = None,
) -> Draft:
    """The pack of a partner: dossiers decided, closed to `person`, or asked about already are left out."""
    keys = list(dict.fromkeys(dossiers))
    rows = asked_sheets(reader, keys)
    before = {row.dossier_id: row for row in requests_many(reader, partner=partner.id, dossiers=keys)}
    closed = closed_dossiers(reader, person)
    skipped, taken = [], []
    for row in rows:
        why = _why_not(row, before.get(row.id), closed=row.id in closed)
        (skipped.append(Skipped(row.number, why)) if why else taken.append(row))
    key, texts = new_key(), asked_texts(reader, [row.id for row in taken])
    office = queries.setting(reader, "letterhead") or {}
    challenges = queries.challenges(reader)
    pack = AskedPack(
        code=code_of(key), partner=partner.name, question=question.strip(), due_on=due_on,
        call=", ".join(dict.fromkeys(row.call for row in taken)), asked_on=today or dt.date.today(),
        service=str(office.get("service") or office.get("nom") or ""),
        contact=str(office.get("courriel") or ""),
        confidential=partner.confidential, colours=tuple(row.colour for row in challenges),
        sheets=tuple(
            _sheet(row, texts.get(row.id, {}), request_key(row.id, partner.id, key), len(challenges))
            for row in taken
        ),
    )  # fmt: skip
    return Draft(key, pack, partner, tuple(row.id for row in taken), tuple(skipped), committee)


def _why_not(row: SheetRow, before: AskedRow | None, *, closed: bool) -> str:
    if row.merged_into is not None:
        return "à la corbeille" if row.merged_into == row.id else "réuni avec un autre dossier"
    if closed:
        return "fermé par un intérêt déclaré"
    if row.stage in _DONE:
        return f"déjà décidé ({STAGES[row.stage].lower()})"
    if before is not None and before.opinion is not None:
        return f"a déjà répondu : {face(before.value or '')[0].lower()}"
    if before is not None:
        return f"déjà demandé le {_day(before.asked_on)}"
    return ""


def _sheet(row: SheetRow, texts: dict[str, str], request: bytes, challenges: int) -> AskedSheet:
    return AskedSheet(
        request=request.hex(), number=row.number, applicant=_plain(row.applicant), title=_plain(row.title),
        quarters=_plain(row.quarters or ""), challenges=_plain(row.challenges or ""), asked=row.asked,
        proposed=row.proposed, cost=row.cost, levels=levels(row.marks, challenges),
        facts=tuple(_facts(row)),
        texts=tuple((title, _plain(texts[code])) for code, title in SECTIONS if texts.get(code, "").strip()),
    )  # fmt: skip


def _facts(row: SheetRow) -> Iterable[tuple[str, str]]:
    if row.starts_on and row.ends_on:
        start, end = dt.date.fromisoformat(row.starts_on), dt.date.fromisoformat(row.ends_on)
        yield "Période", f"du {date_long(start)} au {date_long(end)}"
    if row.beneficiaries:
        women = f", dont {row.women} {plural(row.women, 'femme')}" if row.women else ""
        yield "Public", f"{row.beneficiaries} {plural(row.beneficiaries, 'personne')}{women}"
    if row.renewal is not None:
        yield "Demande", "reconduction" if row.renewal else "première demande"


def _plain(text: str) -> str:
    return _ESCAPES.sub(" ", text)


def _day(iso: str) -> str:
    return dt.date.fromisoformat(iso).strftime("%d/%m/%Y")


def file_name(draft: Draft, kind: str) -> str:
    """« Avis CAF AV-7K3Q-9FXM.xlsx »."""
    from desktop.letters.files import safe

    return f"{safe(f'Avis {draft.partner.short or draft.partner.name} {draft.pack.code}')}.{kind}"


def write_files(draft: Draft, files: Sequence[Path], progress: Progress = lambda _words, _done: True) -> str:
    """Write the files, each whole or not at all; returns the digest that the base keeps: « xlsx:… pdf:…:… ».

    Raises ValueError (French), desktop.exchange.application.Cancelled.
    """
    digests = []
    for path in files:
        kind = path.suffix.lower().removeprefix(".")
        if kind == "xlsx":
            from desktop.exchange.opinion_book import write_book

            digests.append(f"xlsx:{digest(write_book(path, draft.pack, progress))}")
        else:
            digests.append(f"pdf:{_write_form(draft.pack, path, progress)}")
    return " ".join(digests)


def _write_form(pack: AskedPack, path: Path, progress: Progress) -> str:
    from desktop.exchange.application import Cancelled
    from desktop.exchange.opinion_pdf import marks_of
    from desktop.letters.files import write_whole
    from desktop.letters.opinion_form import Stopped, control_of, form

    try:
        write_whole(path, form(pack, progress))
    except Stopped as stop:
        raise Cancelled from stop
    return f"{digest(control_of(pack))}:{','.join(marks_of(path))}"


def hand_out(
    store: Store,
    draft: Draft,
    files: Sequence[Path],
    progress: Progress = lambda _words, _done: True,
) -> Handed:
    """Write the files, then note the requests in one step; when that is refused the files are taken away.

    Raises ValueError (French) with nothing asked, desktop.exchange.application.Cancelled.
    """
    if not draft.dossiers:
        raise ValueError(nothing_to_ask(draft))
    for path in files:
        if path.suffix.lower().removeprefix(".") not in KINDS:
            raise ValueError(f"« {path.name} » : un avis se demande par un classeur .xlsx ou un PDF.")
        if path.exists():  # it may be the one that a partner is filling in
            raise ValueError(f"« {path.name} » existe déjà : choisissez un autre nom, rien n’a été demandé.")
    try:
        told = write_files(draft, files, progress)
        kinds = " ".join(path.suffix.lower().removeprefix(".") for path in files)
        wish = Wish(
            draft.key, draft.pack.code, draft.partner.id, draft.dossiers, kinds, told, draft.pack.due_on,
            draft.pack.question, draft.committee,
        )  # fmt: skip
        done = store.do(ask, wish=wish, asked_on=draft.pack.asked_on)
    except BaseException:
        for path in files:  # nothing was asked: a file without its request would only mislead
            path.unlink(missing_ok=True)
        raise
    note_export(store, f"Avis demandé à {draft.partner.name} ({draft.pack.code})", draft.dossiers)
    return Handed(draft.pack.code, list(files), len(draft.dossiers), draft.skipped, done)


def nothing_to_ask(draft: Draft) -> str:
    """Why no dossier of the choice can be asked about."""
    if not draft.skipped:
        return "Aucun dossier ne répond à ce choix : rien n’a été demandé."
    told = " ; ".join(f"{number} : {why}" for number, why in draft.skipped[:3])
    more = f" ; et {len(draft.skipped) - 3} autres" if len(draft.skipped) > 3 else ""
    return f"Aucun dossier n’est à demander à {draft.partner.name} ({told}{more}) : rien n’a été écrit."
