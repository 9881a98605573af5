"""A believable office for the tests of the window: a dozen dossiers at several stages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from db import queries
from db.connection import open_reader
from db.store import Store
from desktop.exchange.application import Applicant, Application
from desktop.flow.annotate import annotate, mark
from desktop.flow.instruct import move, propose
from desktop.ui.list.screen import ListScreen
from desktop.ui.office import Office
from tests.office import application, bring, made_once, open_office

NAMES = (
    ("Jardins du Bord de Selle", "Ateliers cuisine et paniers du mois", "Étouvie", 32_000_00),
    ("Espace Rencontre Ouest", "Accompagnement à la scolarité", "Étouvie", 12_000_00),
    ("Lire en Bas de Chez Soi", "Livre et lecture de rue", "Quartiers Nord", 15_000_00),
    ("Jeunesse en Commun", "Ambassadeurs du vivre ensemble", "Quartiers Nord", 15_000_00),
    ("Atelier des Possibles", "Fabrique mobile numérique", "Pierre Rollin", 6_000_00),
    ("Mercredis Curieux", "Accueil de loisirs éducatif", "Condorcet", 8_200_00),
)


def applications() -> list[Application]:
    made = []
    for rank, (name, title, quarter, asked) in enumerate(NAMES, start=1):
        applicant = Applicant(name=name, rna=f"W80290000{rank}", city="Amiens", postcode="80000")
        number = f"2650000{rank}"
        made.append(application(number, applicant=applicant, title=title, quarters=[quarter], asked=asked))
    return made


@made_once
def filled(folder: Path) -> Store:
    """Six dossiers: three in instruction (two marked, one proposed), three just received."""
    store = open_office(folder)
    bring(store, *applications())
    ids = queries.list_ids(store.reader)
    grid = queries.challenges(store.reader)
    funder = queries.funders(store.reader)[0].id
    for key in ids[:3]:
        store.do(move, dossier=key, stage="instruction")
    store.do(mark, dossier=ids[0], challenge=grid[3].id, level=3, reason="Cœur de l’action")
    store.do(mark, dossier=ids[2], challenge=grid[6].id, level=2, reason="Rencontres de voisins")
    store.do(propose, dossier=ids[2], amounts={funder: 7_500_00}, reason="Action utile")
    store.do(
        annotate,
        dossier=ids[2],
        place="objectives",
        quote="au pied des immeubles",
        start=28,
        end=49,
        text="Demander la convention avec le collège.",
    )
    while store.index_search(1000):
        pass
    return store


def office_of(store: Store) -> Office:
    """The office as the program opens it, on a store already open."""
    office = Office(store.path, open_reader(store.path), author=store.author, site=store.site)
    office.places = frozenset({"list", "import", "dossier"})
    office.attach(store)
    return office


def number_of(screen: ListScreen, place: int) -> str:
    """The number shown in a row."""
    return str(screen.rows.model().index(place, 0).data())


def settings_in(folder: Path) -> QSettings:
    return QSettings(str(folder / "fenetre.ini"), QSettings.Format.IniFormat)
