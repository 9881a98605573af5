"""What is wrong with a base at its opening, and what can be recovered: one sentence, then the ways out."""

from __future__ import annotations

from pathlib import Path

from db import copies as kept
from db.look import Trouble, look, look_inside, read_through
from desktop.flow import copies
from desktop.flow.copies import Copy

__all__ = ["Trouble", "advice", "best_copy", "read_through", "remember_end", "trouble", "trouble_inside"]


def trouble(database: Path) -> Trouble | None:
    """Before anything is opened: the header, the length, a base that is gone while its copies are there."""
    found = look(database)
    if found is not None and found.kind != "foreign":
        return found
    there = database.exists() and database.stat().st_size > 0
    if found is None and there:
        return None
    if not (kept.folder_of(database).is_dir() and copies.listed(database)):
        return None  # a new base; or a foreign file, refused by whoever opens it
    if found is not None:
        return Trouble("header", f"L’en-tête de « {database.name} » est abîmé : la base ne s’ouvre plus.")
    return Trouble("gone", f"« {database.name} » est {'vide' if database.exists() else 'absente'}, "
                   "alors que ses copies sont là.")  # fmt: skip


def trouble_inside(database: Path) -> Trouble | None:
    """Once it opens: the schema, the dossiers, how far this workstation had written."""
    if look(database) is not None:
        return trouble(database)
    told = kept.remembered(database).get("end")
    known = (int(told[0]), str(told[1])) if isinstance(told, list) and len(told) == 2 else None
    return look_inside(database, known)


def remember_end(database: Path) -> None:
    """Write down how far the base goes, to know at the next opening that nothing is missing. Raises OSError,
    sqlite3.Error, Refused."""
    end = kept.end_now(database)
    if end is not None and kept.folder_of(database).is_dir():
        kept.remember(database, end=[end[0], end[1].hex()])


def best_copy(database: Path) -> Copy | None:
    """The latest copy that nothing says is damaged; one that was proved goes first on the same day."""
    sound = [copy for copy in copies.listed(database) if not (copy.proof and copy.proof.faults)]
    if not sound:
        return None
    day = sound[0].at.date()
    return next((copy for copy in sound if copy.proof and copy.at.date() == day), sound[0])


def advice(database: Path, found: Trouble) -> str:
    """What can be recovered and how."""
    copy = best_copy(database)
    said = []
    if copy is not None:
        proved = "vérifiée" if copy.proof else "à vérifier"
        said.append(f"La dernière copie est du {copy.at:%d/%m/%Y à %H:%M} ({proved}).")
    if found.kind not in ("gone", "foreign"):
        said.append(
            "Réparer lit le fichier page à page, refait d’après le journal et les copies ce qui manque, et "
            "écrit une base neuve ; le fichier abîmé est gardé tel quel."
        )
    if not said:
        said.append("Aucune copie n’est à côté.")
    return " ".join(said)
