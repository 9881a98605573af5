"""Two offices that part and meet again, for the tests of work apart: the city and a quarter office."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from db import models as m
from db import queries
from db.base import now
from db.keys import key_of
from db.merge.collect import down, up
from db.merge.receive import receive
from db.merge.scope import Scope
from db.store import Store
from desktop.exchange.application import Applicant
from desktop.flow.instruct import move
from tests.office import application, bring, made_once, open_office

CITY, QUARTER = "PC-04", "PC-ETOUVIE"
NAMES = ("Lire en Bas de Chez Soi", "Elles Roulent", "Jardins du Bord de Selle")
TITLES = ("Livre et lecture de rue", "Vélo-école", "Potager partagé")


def _enrol(session, *, role: str, hub: str) -> None:  # type: ignore[no-untyped-def]
    key = key_of("setting", "exchange")
    row = session.get(m.Setting, key)
    value = json.dumps({"role": role, "hub": hub, "means": ""})
    if row is None:
        session.add(m.Setting(id=key, name="exchange", value=value))
    else:
        row.value = value
    for name, place, kind in ((CITY, "hôtel de ville", "hub"), (QUARTER, "antenne d’Étouvie", "quarter")):
        if session.get(m.Workstation, key_of("workstation", name)) is None:
            session.add(
                m.Workstation(
                    id=key_of("workstation", name), name=name, place=place, kind=kind, enrolled_at=now()
                )
            )


@made_once
def city(folder: Path) -> Store:
    """The hub, with three dossiers in instruction."""
    open_office(folder).close()
    store = Store(folder / "parvis.db", author="A. Martin", place=CITY)
    made = []
    for n, (name, title) in enumerate(zip(NAMES, TITLES, strict=True), start=1):
        applicant = Applicant(
            name=name, rna=f"W80290000{n}", address="12 place du Marché", postcode="80000", city="Amiens"
        )
        made.append(application(f"2650000{n}", applicant=applicant, title=title))
    bring(store, *made)
    for key in queries.list_ids(store.reader):
        store.do(move, dossier=key, stage="instruction")
    store.do(_enrol, role="hub", hub=CITY)
    return store


def quarter(hub: Store, folder: Path) -> Store:
    """A copy of the hub's base that works in a quarter office from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    hub.copy_to(folder / "parvis.db")
    if hub.files.exists():
        shutil.copytree(hub.files, folder / "parvis.db.pieces")
    with hub.write_raw() as connection:
        connection.execute(
            "INSERT INTO shipment(way, means, site, number, at, digest, file, first, last, receipt) "
            "VALUES ('out', 'satchel', ?, 1, ?, '', '', 0, 0, '{}')",
            (QUARTER, now().isoformat(sep=" ")),
        )
    return Store(folder / "parvis.db", author="S. Bernard", place=QUARTER)


def bring_back(station: Store, hub: Store, after: int = 0, number: int = 0):  # type: ignore[no-untyped-def]
    """What the quarter office wrote comes to the hub."""
    return receive(hub, up(station.reader, QUARTER, after, to=CITY, number=number))


def hand_over(hub: Store, station: Store, after: int):  # type: ignore[no-untyped-def]
    """What the hub knows goes to the quarter office."""
    return receive(station, down(hub.reader, QUARTER, Scope(), after, site=CITY))
