"""A pack that came back: held against what was asked, previewed, then attached in one step."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db.base import now
from db.keys import new_key
from db.queries.opinions import AskedRow, OpinionRow, PackRow, opinions_many, pack_of, requests_many
from db.queries.scores import closed_dossiers
from db.store import author_of, say, use_case
from desktop.exchange.application import Unreadable
from desktop.exchange.opinion_answers import Answer, Returned
from desktop.exchange.opinion_return import code_in, may_carry_code, read_return
from desktop.flow.files import keep
from desktop.rules.disk import reason
from desktop.rules.french import plural
from desktop.rules.opinion_pack import digest

State = Literal["new", "changed", "same", "refused", "empty"]
STATES: dict[State, str] = {
    "new": "nouveau", "changed": "changé", "same": "déjà reçu", "refused": "refusé", "empty": "sans réponse",
}  # fmt: skip


class Row(NamedTuple):
    """One dossier of the file: what is said, what was known, why it is refused."""

    state: State
    dossier: bytes
    request: bytes
    number: str
    applicant: str
    title: str
    value: str
    amount: int | None
    comment: str
    confidential: bool
    before: str = ""  # the value known until now
    why: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What attaching a returned file would do."""

    path: Path
    sha256: str
    pack: PackRow
    by: str
    rows: tuple[Row, ...]

    def of(self, *states: State) -> list[Row]:
        """The rows in these states."""
        return [row for row in self.rows if row.state in states]

    @property
    def told(self) -> str:
        """« 8 nouveaux, 1 changé, 2 sans réponse »."""
        said = []
        for state, words in STATES.items():
            count = len(self.of(state))
            if count:
                many = count > 1 and state in ("new", "changed", "refused")
                said.append(f"{count} {words}{('x' if state == 'new' else 's') if many else ''}")
        return ", ".join(said)


def preview(reader: sqlite3.Connection, path: Path, person: str) -> Preview:
    """Read a returned file and hold it against what was asked. Raises ValueError (French)."""
    try:
        content = path.read_bytes()
        told = read_return(path)
    except Unreadable as refusal:
        raise ValueError(str(refusal)) from refusal
    except OSError as error:
        raise ValueError(f"« {path.name} » ne s’ouvre pas ({reason(error)}).") from error
    pack = pack_of(reader, told.code)
    if pack is None:
        raise ValueError(
            f"« {path.name} » porte le code {told.code}, qu’aucune demande de cette base ne connaît : il "
            "répond à "
            "une autre séance ou à un autre poste. Aucun avis n’a été pris."
        )
    _hold(path.name, told, pack)
    asked = {row.id: row for row in requests_many(reader, pack=pack.id, withdrawn=True)}
    if asked and all(row.withdrawn_on for row in asked.values()):
        raise ValueError(
            f"« {path.name} » répond à la demande {pack.code}, qui a été retirée : aucun avis n’a été pris. "
            f"Demandez de nouveau son avis à {pack.partner}, ou saisissez-le à la main."
        )
    known = _known(reader, asked)
    closed = closed_dossiers(reader, person)
    rows = tuple(_row(answer, asked, known, closed) for answer in told.answers)
    return Preview(path, hashlib.sha256(content).hexdigest(), pack, told.by, rows)


def _hold(name: str, told: Returned, pack: PackRow) -> None:
    """Raises ValueError when the file is not what was handed out under this code."""
    kept = next((part for part in pack.digest.split() if part.startswith(f"{told.kind}:")), "")
    _, sent, *marks = kept.split(":")[:3] if kept else ("", "")
    if digest(told.lines) != sent:
        raise ValueError(
            f"« {name} » porte le code {told.code}, mais son contenu n’est pas celui qui a été remis sous "
            "ce code : "
            "le code vient d’une autre demande, ou le fichier a été modifié. Aucun avis n’a été pris. "
            "Demandez au "
            "partenaire de répondre dans le fichier qui lui a été remis."
        )
    expected = marks[0].split(",") if marks else []
    if len(expected) != len(told.pages):
        raise ValueError(
            f"« {name} » a {len(told.pages)} {plural(len(told.pages), 'page')} au lieu de {len(expected)} "
            ": des pages "
            "ont été ajoutées ou ôtées. Aucun avis n’a été pris."
        )
    wrong = [
        str(place) for place, (one, two) in enumerate(zip(expected, told.pages, strict=True), 1) if one != two
    ]
    if wrong:
        raise ValueError(
            f"« {name} » a été modifié là où il ne devait pas l’être : {plural(len(wrong), 'page')} "
            f"{', '.join(wrong[:5])}. Aucun avis n’a été pris. Demandez au partenaire de répondre dans le "
            "fichier "
            "qui lui a été remis."
        )


def _known(reader: sqlite3.Connection, asked: dict[bytes, AskedRow]) -> dict[bytes, OpinionRow]:
    """The last answer that a file gave to each request: the same file a second time changes nothing."""
    made: dict[bytes, OpinionRow] = {}
    dossiers = [row.dossier_id for row in asked.values()]
    for rows in opinions_many(reader, dossiers, earlier=True).values():
        for row in rows:
            if row.request is not None and row.channel == "file":
                made.setdefault(row.request, row)
    return made


def _row(
    answer: Answer, asked: dict[bytes, AskedRow], known: dict[bytes, OpinionRow], closed: set[bytes]
) -> Row:
    request = bytes.fromhex(answer.request)
    row = asked.get(request)
    bare = Row(
        "refused", row.dossier_id if row else b"", request, answer.number, row.applicant if row else "",
        row.title if row else "", answer.value, answer.amount, answer.comment, answer.confidential,
    )  # fmt: skip
    if row is None:
        return bare._replace(why=f"Le dossier {answer.number} n’est plus dans cette base.")
    if answer.fault:
        return bare._replace(why=answer.fault)
    if not answer.value:
        return bare._replace(state="empty")
    if row.dossier_id in closed:
        why = f"Le dossier {answer.number} vous est fermé : un collègue lira le même fichier."
        return bare._replace(why=why)
    if row.withdrawn_on:
        return bare._replace(why=f"La demande sur le dossier {answer.number} a été retirée.")
    before = known.get(request)
    if before is None:
        return bare._replace(state="new", before=row.value or "")
    same = (before.value, before.amount, before.comment, bool(before.confidential)) == (
        answer.value, answer.amount, answer.comment, answer.confidential,
    )  # fmt: skip
    return bare._replace(state="same" if same else "changed", before=before.value)


@use_case("Joindre un retour d’avis", right="consult")
def receive(session: Session, *, preview: Preview) -> int:
    """Write the new and changed opinions, keep the file; returns how many. Nothing is written for a file that
    says nothing new. Raises ValueError (French) when the file changed since it was shown."""
    rows = preview.of("new", "changed")
    if not rows:
        return 0
    try:
        content = preview.path.read_bytes()
    except OSError as error:
        why = reason(error)
        raise ValueError(f"« {preview.path.name} » ne s’ouvre plus ({why}) : rien n’a été joint.") from error
    if hashlib.sha256(content).hexdigest() != preview.sha256:
        raise ValueError(f"« {preview.path.name} » a changé depuis qu’il est montré : lisez-le de nouveau.")
    file = keep(session, content, preview.path.name)
    pack = session.get_one(m.OpinionPack, preview.pack.id)
    pack.returned_at, pack.returned_file_id = now(), file.id
    who = session.get_one(m.Partner, pack.partner_id)
    origin = ", ".join(part for part in (preview.by, preview.path.name) if part)
    for row in rows:
        request = session.get_one(m.OpinionRequest, row.request)
        told = m.Opinion(
            id=new_key(), dossier_id=request.dossier_id, partner=who.name, partner_id=who.id, value=row.value,
            amount=row.amount, comment=row.comment, confidential=row.confidential, channel="file",
            origin=origin, file_id=file.id, author=author_of(session), asked_on=request.asked_on,
            answered_on=now().date(), answer_to=request.id,
        )  # fmt: skip
        session.add(told)
    session.flush()
    say(session, f"Joindre le retour de {who.name} : {len(rows)} avis ({pack.code})")
    return len(rows)


__all__ = ["STATES", "Preview", "Row", "code_in", "may_carry_code", "preview", "receive"]
