"""The copies of a base as people speak of them: proved by restoring, kept in a second place, put back."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

from db import backup, copies, second_place
from db.connection import Refused
from db.copies import Copy, Proof, Since, Stopped, Tell, quiet
from db.second_place import Carried
from desktop.machine import machine
from desktop.rules.french import plural

__all__ = ["Copy", "Kept", "Proof", "Since", "Stopped", "lost_words", "now", "of_the_day", "prove", "since"]

prove, since = copies.prove, copies.since

WHY: dict[str, str] = {
    "start": "ouverture du jour", "import": "avant un import", "report-in": "avant un bilan",
    "schema": "avant une mise à jour", "avant": "avant une reprise ou une réparation",
    "version": "avant une nouvelle version",
    "reprise": "avant une mallette", "sortie": "après un départ de dossiers", "main": "à la demande",
}  # fmt: skip
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip


class Kept(NamedTuple):
    """What was done for the copies, to be told: sentences, and whether one of them is a warning."""

    sentences: tuple[str, ...]
    warns: bool


def second(database: Path) -> Path | None:
    """The second place: what the person chose, else what the machine settles; None when there is none."""
    told = copies.remembered(database).get("second_place") or machine().get("copies.second_place") or ""
    return Path(str(told)) if told else None


def choose_second(database: Path, folder: Path | None) -> None:
    """Keep the copies there too, or nowhere else. Raises ValueError (French) for a place of no use."""
    if folder is not None:
        chosen = folder.resolve()
        if not chosen.is_dir():
            raise ValueError(f"Le dossier « {folder} » n’existe pas. Rien n’a été changé.")
        if chosen == database.parent.resolve() or copies.folder_of(database).resolve() in (
            chosen,
            *chosen.parents,
        ):
            raise ValueError(
                "C’est le dossier de la base elle-même : un second lieu est un autre disque, une clé ou un "
                "partage. Rien n’a été changé."
            )
    copies.remember(database, second_place=str(folder) if folder else None, carried=None)


def listed(database: Path) -> list[Copy]:
    """Every copy here and in the second place, the latest first."""
    place = second(database)
    return copies.listed(database, second_place.room(place, database) if place else None)


def day_words(at: dt.datetime) -> str:
    """« 26 novembre »."""
    return f"{at.day}{'er' if at.day == 1 else ''} {_MONTHS[at.month - 1]}"


def proof_words(copy: Copy, proof: Proof) -> str:
    """What a proof found."""
    when = f"Copie du {day_words(copy.at)} à {copy.at:%H:%M}"
    if proof.faults:
        return f"{when} : elle ne pourrait pas être reprise. {proof.faults[0]}"
    counted = f"{proof.dossiers} {plural(proof.dossiers, 'dossier')}"
    return f"{when} vérifiée : reprise d’essai, fichier et journal relus, {counted}."


def state_words(copy: Copy) -> str:
    """« vérifiée le 26/11/2026 », « à vérifier », « abîmée »."""
    if copy.proof is None:
        return "à vérifier"
    day = f"{copy.proof.at[8:10]}/{copy.proof.at[5:7]}/{copy.proof.at[:4]}"
    return f"abîmée, vue le {day}" if copy.proof.faults else f"vérifiée le {day}"


def place_words(copy: Copy) -> str:
    """In which of the two places a copy lies."""
    if copy.here and copy.there:
        return "ce poste et second lieu"
    return "ce poste" if copy.here else "second lieu"


def of_the_day(database: Path, tell: Tell = quiet) -> Kept:
    """Prove the latest copy if it was not yet, then bring the second place up to date. What is in order is
    told once a day; an absent place calmly, once a day too. Raises Stopped, OSError."""
    said, warns = [], False
    latest = next((copy for copy in listed(database) if copy.here), None)
    if latest is not None and latest.proof is None:
        proof = prove(latest.path, database, tell)
        said.append(proof_words(latest, proof))
        warns = bool(proof.faults)
        if proof.faults:  # the base is sound as far as it was opened: another copy is made at once
            said.append(f"Une autre copie est faite : {now(database).name}.")
    done = carry(database, tell)
    if done is not None and done.absent:
        if _first_today(database):
            said.append(absent_words(database, done))
    elif done is not None and done.sent:
        said.append(carried_words(done))
    return Kept(tuple(said), warns)


def _first_today(database: Path) -> bool:
    """Whether the absence was not told today yet; it is then."""
    today = dt.date.today().isoformat()
    if copies.remembered(database).get("absence_told") == today:
        return False
    copies.remember(database, absence_told=today)
    return True


def carry(database: Path, tell: Tell = quiet) -> Carried | None:
    """Bring the second place up to date; None when there is none. Raises Stopped."""
    place = second(database)
    return None if place is None else second_place.carry(database, place, tell)


def carried_words(done: Carried) -> str:
    """What the second place received."""
    words = f"Second lieu : {done.sent} {plural(done.sent, 'copie déposée', 'copies déposées')}"
    if done.pieces:
        words += f", {done.pieces} {plural(done.pieces, 'contenu de pièce', 'contenus de pièces')}"
    return f"{words}."


def absent_words(database: Path, done: Carried) -> str:
    """A place that is not there is no fault: what will be caught up, and since when it waits."""
    last = copies.remembered(database).get("carried", {}).get("at", "")
    known = f" Dernier dépôt : {last[8:10]}/{last[5:7]}/{last[:4]}." if last else ""
    return f"{done.absent} : ses copies seront rattrapées quand il reviendra.{known}"


def now(database: Path) -> Path:
    """A copy at once."""
    target = backup.dated(database, "main")
    backup.copy(database, target)
    return target


def lost_words(told: Since) -> str:
    """What restoring a copy would lose."""
    if not told.same:
        return (
            "Cette copie vient d’une autre histoire de la base : tout ce que la base tient aujourd’hui "
            "serait remplacé."
        )
    if not told.steps:
        return "Rien n’a changé depuis cette copie : rien ne serait perdu."
    changes = f"{told.steps} {plural(told.steps, 'changement fait', 'changements faits')} depuis"
    newer = f", dont {told.dossiers} {plural(told.dossiers, 'dossier arrivé')}" if told.dossiers else ""
    return f"{changes}{newer} : ils quitteraient la base, et resteraient dans la copie faite juste avant."


def put_back(copy: Path, database: Path) -> Path | None:
    """Restore a copy on a base that nobody has open, with the contents of pieces that it lacks; where the
    present base is kept. Raises backup.BadCopy, OSError."""
    kept = _restored(copy, database)
    copies.remember(database, end=None)  # it goes less far, and that was wanted
    pieces = database.with_name(database.name + ".pieces")
    for source in (copy.with_name(copy.name + ".pieces"), copy.with_name(pieces.name)):
        if source != pieces and source.is_dir():
            shutil.copytree(source, pieces, dirs_exist_ok=True, copy_function=_unless_there)
    from desktop.flow.vault import finish  # encrypted bases alone have anything to finish

    finish(database)
    return kept


def _restored(copy: Path, database: Path) -> Path | None:
    """A base too damaged to be copied page by page is kept byte by byte."""
    try:
        return backup.restore(copy, database)
    except (sqlite3.Error, Refused):
        if faults := backup.check(copy):
            raise backup.BadCopy(f"La copie « {copy.name} » n’a pas été reprise. {faults[0]}") from None
    aside = database.with_name(f"{database.stem}-abimee-{dt.datetime.now():%Y%m%d-%H%M%S}{database.suffix}")
    for suffix in ("-wal", "-shm", ""):
        old = database.with_name(database.name + suffix)
        if old.exists():
            old.replace(aside.with_name(aside.name + suffix))
    backup.restore(copy, database)
    return aside


def _unless_there(source: str, target: str) -> str:
    """A content bears the name of its hash: one that is there is the same."""
    if not Path(target).exists():
        shutil.copyfile(source, target)
    return target
