"""Beginning: a base of one's own for a new call, made beside its place and put there whole."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from db.store import Store
from desktop.flow.found import found
from desktop.paths import resources

T = TypeVar("T")
_KINDS = ("association", "school", "public", "other")
_EARLIEST, _LATEST = 2015, 2099


@dataclass(frozen=True, slots=True)
class NewCall:
    """What is asked of who begins: the city, how the call is called, its year, its dates, who works here."""

    city: str
    title: str
    year: int
    opens_on: dt.date | None
    closes_on: dt.date | None
    author: str

    def wrong(self) -> str:
        """What keeps it from being made, in a French sentence; "" when nothing does."""
        for words, name in (
            (self.city, "la collectivité"),
            (self.title, "l’intitulé du contrat ou de l’appel"),
            (self.author, "votre nom"),
        ):
            if not words.strip():
                return f"Écrivez {name}."
        if not _EARLIEST <= self.year <= _LATEST:
            return f"L’année {self.year} ne convient pas : elle va de {_EARLIEST} à {_LATEST}."
        if self.opens_on is None or self.closes_on is None:
            return "Donnez le premier et le dernier jour du dépôt, par exemple 15/11/2026."
        if self.closes_on < self.opens_on:
            return "Le dépôt ferme avant d’ouvrir : corrigez l’une des deux dates."
        return ""

    def told(self) -> dict[str, Any]:
        """As a file of resources/calls tells a call."""
        closing = dict.fromkeys(_KINDS, self.closes_on)
        wave = {"code": "V1", "rank": 1, "title": "Première vague", "closing": closing}
        return {
            "id": f"aap-{self.year}",
            "title": self.title.strip(),
            "kind": "general",
            "year": self.year,
            "grid": "engagements-quartiers-2030",
            "wave": [wave | {"opening": self.opens_on}],
        }


def begin(database: Path, call: NewCall) -> None:
    """Make the base of a new call. Raises ValueError (French) when something is wrong or in its place."""
    if why := call.wrong():
        raise ValueError(why)

    def work(path: Path) -> None:
        store = Store(path, author=call.author.strip())
        try:
            head = {"nom": call.city.strip(), "ville": _town(call.city)}
            store.do(found, resources=resources(), call=call.told(), head=head)
        finally:
            store.close()

    in_its_place(database, work)


def _town(city: str) -> str:
    """« Ville d’Amiens » -> « Amiens »: what a letter is dated from."""
    words = city.strip().replace("d’", "d’ ").split()
    small = {"ville", "de", "d’", "du", "métropole", "communauté", "commune", "agglomération"}
    kept = [word for word in words if word.casefold() not in small]
    return " ".join(kept) or city.strip()


def in_its_place(database: Path, work: Callable[[Path], T]) -> T:
    """Run `work` on a file of this name in a folder beside, then bring the file and its pieces here: a work
    that stops leaves nothing. Raises ValueError (French) when the place is taken."""
    if database.exists():
        raise ValueError(f"« {database.name} » existe déjà : rien n’y a été changé.")
    database.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".neuve-", dir=database.parent))
    try:
        result = work(folder / database.name)
        made = sorted(
            (path for path in folder.iterdir() if path.name.startswith(database.name)),
            key=lambda path: path.name == database.name,
        )
        for path in made:  # the base itself comes last: with it, everything is there
            if path.suffix != ".verrou":
                path.replace(database.with_name(path.name))
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)
