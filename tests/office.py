"""A founded office for tests: made once, copied for each; and what an application looks like."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from db.store import Store
from db.triggers import journalled
from desktop.exchange.application import Applicant, Application, BudgetLine, Person, ReadFile
from desktop.flow.found import found
from desktop.flow.receive import Intake, receive
from desktop.paths import resources

TEXT = (
    "L’association propose, au pied des immeubles, des séances de lecture hebdomadaires pour les enfants de "
    "3 à 12 ans et leurs parents. Les familles rencontrées ne fréquentent ni la médiathèque ni le centre."
)


@cache
def founded() -> Path:
    path = Path(mkdtemp(prefix="parvis-office-")) / "office.db"
    store = Store(path, author="Test", place="poste-test")
    store.do(found, resources=resources())
    while store.index_search(1000):
        pass
    store.close()
    return path


def open_office(folder: Path, author: str = "A. Exemple") -> Store:
    """A fresh founded database in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "parvis.db"
    shutil.copyfile(founded(), path)
    return Store(path, author=author, place="poste-test")


def made_once(make: Callable[[Path], Store]) -> Callable[[Path], Store]:
    """Of a function that fills an office: what it made the first time, copied for each test."""

    @cache
    def first() -> tuple[Path, str, str]:
        store = make(Path(mkdtemp(prefix="parvis-filled-")))
        told = (store.path, store.author, store.site)
        store.close()
        return told

    @functools.wraps(make)
    def copied(folder: Path) -> Store:
        made, author, site = first()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / made.name
        shutil.copyfile(made, path)
        pieces = made.with_name(made.name + ".pieces")
        if pieces.exists():
            shutil.copytree(pieces, path.with_name(pieces.name))
        return Store(path, author=author, place=site)

    return copied


def dump(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every journalled row, to compare two moments."""
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in journalled()
    }


def application(number: str = "26500001", **changes: object) -> Application:
    made = Application(
        source="ds",
        source_id=number,
        row=f"Dossiers, ligne {number}",
        state="En construction",
        deposited_at=dt.datetime(2026, 1, 9, 10, 30),
        applicant=Applicant(
            name=f"Lire en Bas de Chez Soi {number}",
            siret="",
            rna=f"W8029{number[-5:]}",
            address="12 place du Marché",
            postcode="80000",
            city="Amiens",
        ),
        people=[
            Person(
                "representative",
                civility="Mme",
                first_name="Claire",
                last_name="Exemple",
                position="Présidente",
            )
        ],
        title="Livre et lecture de rue",
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2026, 11, 30),
        main_challenge="Promouvoir la réussite des enfants et des jeunes de 0 à 25 ans",
        quarters=["Étouvie"],
        texts={"objectives": TEXT},
        cost=41_300_00,
        asked=12_000_00,
        budget=[
            BudgetLine("charge", "64", "Personnel", 41_300_00),
            BudgetLine("product", "74etat", "État", 12_000_00, "État, programme 147"),
            BudgetLine("product", "74com", "Ville d’Amiens", 29_300_00, "Ville d’Amiens"),
        ],
        given={"title", "cost", "asked", "texts", "budget", "quarters", "applicant"},
    )
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def read_of(*applications: Application) -> ReadFile:
    return ReadFile(Path("essai.csv"), "ds-csv", list(applications), read=len(applications))


def bring(store: Store, *applications: Application) -> list[Intake]:
    """Import some applications and index them."""
    intakes: list[Intake] = store.do(receive, read=read_of(*applications)).value
    while store.index_search(1000):
        pass
    return intakes
