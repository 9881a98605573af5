"""Settings in one file: what leaves, and what a file would change here before it changes anything."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db.queries.reference import setting
from db.rights import ADMINISTRATOR, Who, refusal
from db.store import reader_of, say, use_case
from desktop.exchange import settings_file
from desktop.exchange.application import Unreadable
from desktop.exchange.settings_file import SettingsFile
from desktop.flow import formats_parcel
from desktop.flow.settings import subject_of, write
from desktop.flow.settings_effects import ToAgree, check_effects
from desktop.flow.settings_letters import letter_fault
from desktop.flow.settings_read import Entries, entries
from desktop.rules.french import plural
from desktop.rules.settings import BY_CODE, SUBJECTS, Entry, Subject, blank, entry_faults, faults, name_of

STATES: dict[str, str] = {"new": "nouveau", "changed": "changé", "same": "déjà ainsi", "refused": "refusé"}


ANYBODY = Who("", ADMINISTRATOR)  # when nobody is asked


class Told(NamedTuple):
    """What a file says of one entry: "new", "changed", "same" or "refused", and why or what to know."""

    subject: str  # its title
    code: str  # of the subject
    entry: str
    name: str
    state: str
    why: str = ""


def parcel(reader: sqlite3.Connection, by: str, today: dt.date, codes: Collection[str] = ()) -> bytes:
    """The file of these subjects, of all of them when none is named."""
    for code in codes:
        if code != formats_parcel.CODE:
            subject_of(code)
    told: dict[str, Mapping[str, Entry]] = {
        one.code: entries(reader, one) for one in SUBJECTS if not codes or one.code in codes
    }
    if not codes or formats_parcel.CODE in codes:
        told[formats_parcel.CODE] = formats_parcel.carried()
    office = str((setting(reader, "letterhead") or {}).get("nom", ""))
    return settings_file.written(told, by, today.isoformat(), office)


def read_parcel(path: Path) -> SettingsFile:
    """What a file of settings holds. Raises ValueError (French) when it is refused whole."""
    try:
        return settings_file.read(path)
    except Unreadable as refusal:
        raise ValueError(str(refusal)) from refusal


def compared(
    reader: sqlite3.Connection, file: SettingsFile, codes: Collection[str] = (), person: Who = ANYBODY
) -> list[Told]:
    """What the file would do here, entry by entry, in the hands of this person; nothing is written."""
    found = [told for told, _entry in _judged(reader, file, codes, person)]
    return found + _formats(formats_parcel.judged(_told_formats(file, codes)))


def _told_formats(file: SettingsFile, codes: Collection[str]) -> Mapping[str, Entry]:
    wanted = not codes or formats_parcel.CODE in codes
    return file.subjects.get(formats_parcel.CODE, {}) if wanted else {}


def _formats(found: Sequence[formats_parcel.Judged]) -> list[Told]:
    code, title = formats_parcel.CODE, formats_parcel.TITLE
    return [Told(title, code, one.stem, one.title, one.state, one.why) for one in found]


def take_formats(file: SettingsFile, codes: Collection[str] = ()) -> list[Told]:
    """The formats of the file, written on this workstation: beside the base, so no undo takes them back.
    After `take_in`, which asks the right. Raises OSError."""
    return _formats(formats_parcel.take(_told_formats(file, codes)))


@use_case("Reprendre des réglages", right="settings")
def take_in(session: Session, *, file: SettingsFile, codes: Collection[str] = ()) -> list[Told]:
    """Write what the file brings that is new or changed, in one step; what is refused is left as it is."""
    done = []
    person: Who = session.info["who"]
    for told, entry in _judged(reader_of(session), file, codes, person):
        if told.state in ("new", "changed"):
            kind = BY_CODE[told.code]
            before = entries(reader_of(session), kind).get(told.entry)
            write(session, kind, told.entry, before, {**(before or {}), **entry})
        done.append(told)
    count = sum(told.state in ("new", "changed") for told in done)
    say(session, f"Reprendre {count} {plural(count, 'réglage')} d’un fichier")
    return done


def _judged(
    reader: sqlite3.Connection, file: SettingsFile, codes: Collection[str], person: Who
) -> list[tuple[Told, Entry]]:
    found: list[tuple[Told, Entry]] = []
    held: dict[str, Entries] = {}
    for one in SUBJECTS:
        held[one.code] = entries(reader, one)
        if one.code in file.subjects and (not codes or one.code in codes):
            told_ = _of_subject(reader, one, held, file.subjects[one.code])
            found += [(_allowed(told, person), entry) for told, entry in told_]
    for code in sorted(set(file.subjects) - {*BY_CODE, formats_parcel.CODE}):
        if not codes or code in codes:
            told = Told(code, code, "", code, "refused", "Cette version de Parvis ne connaît pas ce réglage.")
            found.append((told, {}))
    return found


def _allowed(told: Told, person: Who) -> Told:
    """Refused, where this person changes settings but not that one."""
    right = BY_CODE[told.code].right
    why = refusal(person, right) if right != "settings" and told.state in ("new", "changed") else ""
    return told._replace(state="refused", why=why) if why else told


def _of_subject(
    reader: sqlite3.Connection, kind: Subject, held: dict[str, Entries], told: Mapping[str, Entry]
) -> list[tuple[Told, Entry]]:
    """Each entry judged alone, then what the sound ones make together."""
    before = held[kind.code]
    made, good = list[tuple[Told, Entry]](), dict(before)
    for code, entry in told.items():
        state, why = _state(reader, kind, held, code, entry)
        if state != "refused":
            good[code] = {**before.get(code, {}), **entry}
        made.append((Told(kind.title, kind.code, code, name_of(kind, entry, code), state, why), entry))
    known = {(fault.code, fault.sentence) for fault in faults(kind, before)}
    bad = {f.code: f.sentence for f in faults(kind, good) if (f.code, f.sentence) not in known}
    held[kind.code] = good
    if not bad:
        return made
    held[kind.code] = before
    whole = bad.get("") or next(iter(bad.values()))
    return [
        (one._replace(state="refused", why=bad.get(one.entry, whole)), entry)
        if one.state in ("new", "changed")
        else (one, entry)
        for one, entry in made
    ]


def _state(
    reader: sqlite3.Connection, kind: Subject, held: Mapping[str, Entries], code: str, entry: Entry
) -> tuple[str, str]:
    before = held[kind.code].get(code)
    wrong = [fault.sentence for fault in entry_faults(kind, code, {**(before or {}), **entry})]
    if wrong:
        return "refused", wrong[0]
    if before is None:
        if not kind.adds or (kind.table and not _is_key(code)):
            return "refused", "Cette base n’a pas cette ligne, et n’en reçoit pas de nouvelle."
        if kind.code == "letters" and (why := letter_fault(reader, code, {**_blank(kind), **entry})):
            return "refused", why
        return _placed(kind, held, entry) or ("new", "")
    if all(before.get(name) == value for name, value in entry.items()):
        return "same", ""
    for field in kind.fields:
        if field.fixed and field.name in entry and entry[field.name] != before.get(field.name):
            return "refused", f"{field.words} : ne change plus une fois la ligne faite."
    try:
        check_effects(reader, kind, {code: before}, {code: {**before, **entry}}, agreed=False)
    except ToAgree as effect:
        return _placed(kind, held, entry) or ("changed", str(effect))
    except ValueError as refusal:
        return "refused", str(refusal)
    return _placed(kind, held, entry) or ("changed", "")


def _placed(kind: Subject, held: Mapping[str, Entries], entry: Entry) -> tuple[str, str] | None:
    """Refused, when it stands under a line that is not here."""
    for field in kind.fields:
        of: Any = entry.get(field.name)
        if field.kind == "row" and of and of not in held.get(field.of, {}):
            return "refused", f"{field.words} : la ligne à laquelle il se rapporte manque ici."
    return None


def _blank(kind: Subject) -> dict[str, Any]:
    return {field.name: blank(field) for field in kind.fields}


def _is_key(code: str) -> bool:
    return len(code) == 32 and all(letter in "0123456789abcdef" for letter in code)
