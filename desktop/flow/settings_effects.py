"""What a change of the settings would do to work already done: refused, or told and agreed to first."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from db.queries import settings as rows
from desktop.flow.settings_letters import head_effect, letter_effect, letter_fault
from desktop.rules.french import plural
from desktop.rules.settings import Entry, Subject

_COUNTING = ("weight", "eliminating", "scale")  # they make the total of a dossier
_WORDS = ("title", "short")


class ToAgree(ValueError):
    """An effect that somebody must have read before; the message is the French sentence."""


def check_effects(
    reader: sqlite3.Connection,
    kind: Subject,
    before: Mapping[str, Entry],
    after: Mapping[str, Entry],
    *,
    agreed: bool,
) -> None:
    """Raises ValueError for what may not be done, ToAgree for what must be agreed to; French sentences."""
    for code, entry in after.items():
        was = before.get(code)
        if kind.code == "letters" and (why := letter_fault(reader, code, entry)):
            raise ValueError(why)
        if was is None:
            continue
        differs = {name for name, value in entry.items() if value != was.get(name)}
        if kind.code in ("criteria", "score-grids") and differs & set(_COUNTING):
            _refuse_scored(reader, kind, code, entry)
        effect = {"letters": letter_effect, "head": head_effect}.get(kind.code)
        if effect is not None and not agreed and (told := effect(was, entry)):
            raise ToAgree(told)
        if kind.code == "challenges" and differs & set(_WORDS) and not agreed:
            _tell_marked(reader, code, entry)


def _refuse_scored(reader: sqlite3.Connection, kind: Subject, code: str, entry: Entry) -> None:
    grid = code if kind.code == "score-grids" else str(entry.get("grid_id"))
    count = rows.scored(reader, bytes.fromhex(grid))
    if count:
        raise ValueError(
            f"{count} {plural(count, 'dossier')} {'est déjà noté' if count == 1 else 'sont déjà notés'} avec "
            "cette grille : leurs totaux changeraient. Faites-en une nouvelle version : elle sert aux appels "
            "où rien n’est encore noté. Rien n’a été enregistré."
        )


def _tell_marked(reader: sqlite3.Connection, code: str, entry: Entry) -> None:
    count = rows.marked(reader, bytes.fromhex(code))
    if count:
        raise ToAgree(
            f"{count} {plural(count, 'dossier')} {'a' if count == 1 else 'ont'} déjà une force sous ce défi. "
            "Elles restent, et se liront désormais sous ces mots : qu’ils disent mieux la même chose, et "
            f"pas autre chose. Nouveau nom : « {entry.get('short')} »."
        )
