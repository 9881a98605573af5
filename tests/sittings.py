"""A session of the committee made for tests of its papers: members, dossiers, what was said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of, new_key
from db.store import Store, use_case
from tests.office import application, bring

MEMBERS = (
    ("Mme Claire Exemple", "Amiens Métropole", "chair", True, "present", ""),
    ("M. Paul Essai", "Préfecture", "member", True, "present", ""),
    ("Mme Inès Modèle", "Conseil citoyen", "member", True, "present", ""),
    ("M. Hugo Type", "Caisse d’allocations familiales", "member", True, "represented", "M. Paul Essai"),
    ("Mme Zoé Absente", "Conseil régional", "member", True, "excused", ""),
    ("M. Jean Plume", "Direction de la politique de la ville", "secretary", False, "present", ""),
)


@use_case("Séance d’essai")
def sitting(
    session: Session, *, dossiers: Sequence[bytes], told: Sequence[Mapping[str, Any]], **changes: Any
) -> bytes:
    """A closed session unless told otherwise; `told` is what is said of each dossier, in their order."""
    row = m.Committee(
        id=new_key(), code="S2026-01", name="Comité du quartier Nord", kind="technical",
        held_on=dt.date(2026, 3, 12), starts_at="14:00", place="Espace Exemple, salle 2", quorum=3,
        state="closed", opened_at=dt.datetime(2026, 3, 12, 14, 5), closed_at=dt.datetime(2026, 3, 12, 17, 40),
    )  # fmt: skip
    for name, value in changes.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    members: dict[str, bytes] = {}
    for rank, (name, body, role, voting, presence, proxy) in enumerate(MEMBERS):
        member = m.Member(
            id=new_key(), committee_id=row.id, rank=rank, name=name, body=body, role=role, voting=voting,
            presence=presence, proxy=proxy,
        )  # fmt: skip
        session.add(member)
        members[name] = member.id
    session.flush()
    funders = {funder.code: funder.id for funder in session.scalars(select(m.Funder))}
    for rank, (dossier, words) in enumerate(zip(dossiers, told, strict=True)):
        _item(session, row.id, dossier, rank, dict(words), members, funders)
    return row.id


def _item(
    session: Session,
    committee: bytes,
    dossier: bytes,
    rank: int,
    words: dict[str, Any],
    members: Mapping[str, bytes],
    funders: Mapping[str, bytes],
) -> None:
    amounts, out = words.pop("amounts", {}), words.pop("out", {})
    key = key_of("item", committee, dossier)
    session.add(m.Item(id=key, committee_id=committee, dossier_id=dossier, rank=rank, **words))
    session.flush()
    for code, cents in amounts.items():
        session.add(
            m.ItemAmount(
                id=key_of("item_amount", key, funders[code]), item_id=key, dossier_id=dossier,
                funder_id=funders[code], amount=cents,
            )
        )  # fmt: skip
    for name, why in out.items():
        session.add(
            m.Leaving(
                id=key_of("leaving", key, members[name]), item_id=key, dossier_id=dossier,
                member_id=members[name], why=why,
            )
        )  # fmt: skip


GRANTED = {"state": "decided", "outcome": "granted", "amounts": {"METROPOLE": 7_000_00, "ETAT147": 5_000_00}}


def held(store: Store, told: Sequence[Mapping[str, Any]], **changes: Any) -> bytes:
    """A session on as many dossiers as `told` has entries; what an application is may be told too."""
    applications = []
    for at, words in enumerate(told):
        given = dict(words.get("application", {}))
        applications.append(application(f"2650{at + 1:04d}", **given))
    made = [intake.dossier for intake in bring(store, *applications)]
    spoken = [{k: v for k, v in words.items() if k != "application"} for words in told]
    key: bytes = store.do(sitting, dossiers=made, told=spoken, **changes).value
    return key
