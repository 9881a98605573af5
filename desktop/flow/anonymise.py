"""Dossiers without persons: contacts go, names are covered in the texts, the figures stay as they were."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from db import models as m
from db.forget import forget
from db.store import Store, give_reason, make_final, reader_of, say, use_case
from db.triggers import journalled
from desktop.flow.erasing import Erased, Stopped, Tell, drop_files, rows_ever, wipe_contents
from desktop.flow.retention import retained
from desktop.rules.french import plural
from desktop.rules.masking import Named, cover, names

PEOPLE = {
    "contact": "civility first_name last_name position phone email",
    "project_member": "civility first_name last_name position email",
}
# Copies of the request as it came hold everything again: they go whole.
WHOLE = {"imported": "file payload", "version": "file payload", "letter": "body"}
# Where a name may be written: covered in place, the rest of the text stays.
TEXTS: dict[str, tuple[str, ...]] = {
    "section": ("body",),
    "source": ("value",),
    "annotation": ("quote", "before", "after", "text"),
    "mark": ("reason",),
    "opinion": ("comment", "origin"),
    "decision": ("comment", "reopen_reason"),
    "condition": ("text", "why"),
    "site_visit": ("place", "people", "body", "next_steps"),
    "change_request": ("reason", "body", "answer"),
    "report": ("comment",),
    "report_line": ("label", "reason"),
    "report_text": ("body",),
    "repayment": ("reason", "comment"),
    "payment": ("why", "comment"),
    "notice": ("comment",),
    "budget_line": ("label",),
    "piece": ("label", "name", "reason", "origin"),
    "piece_request": ("body",),
    "sift": ("comment",),
    "dossier": ("place", "proposal_reason"),
}


@use_case("Anonymiser des dossiers", right="erase")
def anonymise(
    session: Session, *, dossiers: Sequence[bytes], because: str, files: bool = True,
    today: dt.date | None = None, tell: Tell = lambda _words, _share: True,
) -> Erased:  # fmt: skip
    """Persons go from these dossiers; `files`: the contents of pieces, letters and proofs as well, which
    cannot be covered. Raises ValueError (French), Stopped, nothing changed."""
    if not because.strip():
        raise ValueError("Une anonymisation demande une raison : écrivez-la. Rien n’a été changé.")
    on = today or dt.date.today()
    reader = reader_of(session)
    chosen = set(dossiers)
    frozen = [one.row.number for one in retained(reader, on) if one.row.id in chosen and one.frozen]
    if frozen:
        raise ValueError(
            f"Un recours, un reversement ou une convention en cours retient {', '.join(frozen[:5])} : ces "
            "dossiers ne s’anonymisent pas encore. Rien n’a été changé."
        )
    why = f"Anonymisation : {because.strip()}"
    done = Erased(dossiers=len(chosen))
    people = people_of(reader, chosen)
    for rank, (ent, columns) in enumerate(TEXTS.items()):
        if not tell("Les noms sont couverts dans les textes", rank / len(TEXTS)):
            raise Stopped
        done.add(ent, cover_in(session, ent, columns, people, why))
    for ent, fields in {**PEOPLE, **(WHOLE if files else {})}.items():
        rids = rows_ever(session, ent, dossiers)
        done.add(ent, forget(session, ent=ent, rids=rids, fields=fields, why=why))
    if files:
        drop_files(session, dossiers, done)
    for key in dossiers:
        session.get_one(m.Dossier, key).anonymised_on = on
    give_reason(session, why)
    say(session, f"Anonymiser {len(chosen)} {plural(len(chosen), 'dossier')}")
    make_final(session, "Une anonymisation ne s’annule pas : les noms n’existent plus.")
    return done


def people_of(reader: sqlite3.Connection, dossiers: Collection[bytes]) -> dict[bytes, list[Named]]:
    """Who speaks for the applicant, in each of these dossiers."""
    found: dict[bytes, list[Named]] = defaultdict(list)
    queries = (
        "SELECT dossier_id, first_name, last_name, email, phone FROM contact",
        "SELECT dossier_id, first_name, last_name, email, '' FROM project_member",
    )
    for query in queries:
        for key, *told in reader.execute(query):
            person = Named(*told)
            if bytes(key) in dossiers and not person.empty:
                found[bytes(key)].append(person)
    return dict(found)


def cover_in(
    session: Session, ent: str, columns: Sequence[str], people: dict[bytes, list[Named]], why: str
) -> int:
    """Cover these names in the texts of a table; the journal forgets them too. Returns how many rows."""
    reader = reader_of(session)
    place = "dossier_id" if "dossier_id" in journalled()[ent] else "id"
    told = ", ".join(f'"{column}"' for column in columns)
    count = 0
    for rid, dossier, *values in reader.execute(f'SELECT id, {place}, {told} FROM "{ent}"').fetchall():
        mine = people.get(bytes(dossier), [])
        instead = {
            column: cover(str(value), mine)
            for column, value in zip(columns, values, strict=True)
            if mine and value and names(str(value), mine)
        }
        if instead:
            forget(session, ent=ent, rids=[bytes(rid)], fields=list(instead), why=why, instead=instead)
            count += 1
    return count


def anonymise_set(
    store: Store, dossiers: Sequence[bytes], because: str, *, files: bool = True,
    tell: Tell = lambda _words, _share: True,
) -> Erased:  # fmt: skip
    """Anonymise, then remove the contents that nothing names any more beside the base. Raises Stopped."""
    done: Erased = store.do(anonymise, dossiers=dossiers, because=because, files=files, tell=tell).value
    wipe_contents(store, done.contents)
    return done
