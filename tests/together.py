"""A project for tests: four associations, their columns, a split of what two funders are asked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import models as m
from db.queries.together import lines, members
from db.store import Store, use_case
from desktop.exchange.application import BudgetLine
from desktop.flow.instruct import propose, to_committee
from desktop.flow.member_lines import remove_line, write_line
from desktop.flow.split import split
from desktop.flow.together import add_member, change_member, found_project
from tests.office import application, bring
from tests.session import funder

PARTNERS = ("Association Les Tilleuls", "Collectif du Mercredi", "Radio Trottoir d’Essai")
ASKED = {"METROPOLE": 9_000_00, "ETAT147": 6_000_00}


def project(store: Store, number: str = "26509999", title: str = "Quartier en fête") -> bytes:
    """Four members, every column and every split balanced; proposed as asked, in front of the committee."""
    made = application(
        number,
        title=title,
        quarters=["Étouvie", "Pierre Rollin"],
        asked=15_000_00,
        cost=20_000_00,
        budget=[
            BudgetLine("charge", "60", "Achats", 20_000_00),
            BudgetLine("product", "74etat", "État", 6_000_00, "État, programme 147"),
            BudgetLine("product", "74epci", "Métropole", 9_000_00, "Amiens Métropole"),
            BudgetLine("product", "75", "Dons", 5_000_00),
        ],
    )
    (intake,) = bring(store, made)
    dossier = intake.dossier
    assert dossier
    store.do(found_project, dossier=dossier)
    for name in PARTNERS:
        key = store.do(add_member, dossier=dossier, name=name, task=f"ateliers de {name}").value
        store.do(
            change_member,
            member=key,
            changes={
                "civility": "M.", "first_name": "Jean", "last_name": "Modèle", "position": "Président",
                "quarters": "QN08003M", "address": "3 rue de l’Essai", "postcode": "80000", "city": "Amiens",
            },
        )  # fmt: skip
    return dossier


def share(store: Store, dossier: bytes) -> list[bytes]:
    """The budget of the leader shared in four equal columns, and what is asked as they await it."""
    keys = [row.id for row in members(store.reader, dossier)]
    for line in lines(store.reader, dossier):
        store.do(remove_line, line=line.id)
    for key in keys:
        store.do(write_line, member=key, side="charge", account="60", label="Achats", amount=5_000_00)
        for code, account, cents in (("ETAT147", "74etat", 1_500_00), ("METROPOLE", "74epci", 2_250_00)):
            store.do(
                write_line, member=key, side="product", account=account, amount=cents,
                funder=funder(store, code),
            )  # fmt: skip
        store.do(write_line, member=key, side="product", account="75", label="Dons", amount=1_250_00)
    for code in ASKED:
        store.do(split, dossier=dossier, funder=funder(store, code), column="asked")
    return keys


def ready(store: Store, dossier: bytes) -> None:
    """What is asked is proposed, and goes to the committee."""
    store.do(propose, dossier=dossier, amounts={funder(store, code): cents for code, cents in ASKED.items()})
    store.do(to_committee, dossier=dossier)


@use_case("Grandir", right="edit")
def enlarged(session: Session, *, dossier: bytes) -> None:
    row = session.get_one(m.Dossier, dossier)
    row.asked, row.cost = 60_000_00, 200_000_00


def grow(store: Store, dossier: bytes) -> None:
    """A project that asks for 60 000 € in all."""
    store.do(enlarged, dossier=dossier, motive="essai")
