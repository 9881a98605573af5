"""Enrolment: which workstations exchange, with which keys, what each may carry; a lost one is revoked."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any

from sqlalchemy.orm import Session

from db import models as m
from db.connection import raw_of
from db.keys import key_of
from db.merge.check import keep
from db.merge.scope import Scope
from db.store import author_of, give_reason, make_final, say, use_case
from desktop.exchange.keys import Public, same_fingerprint
from desktop.flow.found import put

KINDS = {"quarter": "Antenne de quartier", "city": "Poste de la ville", "hub": "Poste central"}
SETTING = "exchange"


def _now() -> dt.datetime:
    return dt.datetime.now().replace(microsecond=0)


def _row(session: Session, workstation: bytes) -> m.Workstation:
    row = session.get(m.Workstation, workstation)
    if row is None:
        raise ValueError("Ce poste n’est pas enrôlé. Rien n’a été enregistré.")
    return row


def name_this_place(session: Session, site: str) -> None:
    """The name under which this base writes from its next opening on; local, never exchanged."""
    keep(raw_of(session.connection()), "site", site)


def exchange(session: Session) -> dict[str, Any]:
    """What the office has settled of its exchanges: role, hub, means, escrow; the same on every base."""
    row = session.get(m.Setting, key_of("setting", SETTING))
    return dict(json.loads(row.value)) if row else {}


@use_case("Faire de cette base le poste central", right="enrol")
def become_hub(session: Session, *, public: Public, escrow: str = "", means: str = "satchel") -> bytes:
    """The one base that the others exchange with, under the keys of this workstation. `escrow`: the age key
    whose private part is in a safe. Raises ValueError (French) when another base is the hub already."""
    site = session.info["step"].site
    told = exchange(session)
    if told.get("hub", site) != site:
        raise ValueError(
            f"Le poste central est déjà « {told['hub']} » : une seule base peut l’être. Rien n’a été changé."
        )
    row = _place(session, public._replace(site=site))
    row.kind, row.scope = "hub", ""
    row.enrolled_at, row.enrolled_by = _now(), author_of(session)
    kept = {"role": "hub", "hub": site, "means": means, "escrow": escrow or told.get("escrow", "")}
    put(session, SETTING, kept)
    name_this_place(session, site)
    make_final(session, "Un poste central ne cesse pas de l’être par une annulation.")
    return row.id


@use_case("Changer la clé de secours", right="enrol")
def set_escrow(session: Session, *, recipient: str) -> None:
    """Satchels are sealed for this key too from now on; its private part is on paper, nowhere else."""
    told = exchange(session)
    if not told:
        raise ValueError("Faites d’abord de cette base le poste central. Rien n’a été changé.")
    put(session, SETTING, {**told, "escrow": recipient})
    make_final(session, "La clé de secours est imprimée : elle se change, elle ne s’annule pas.")


def _place(session: Session, public: Public) -> m.Workstation:
    key = key_of("workstation", public.site)
    row = session.get(m.Workstation, key)
    if row is None:
        row = m.Workstation(id=key, name=public.site)
        session.add(row)
    row.recipient, row.verifier = public.recipient, public.verifier
    return row


@use_case("Enrôler un poste", right="enrol")
def enrol(
    session: Session,
    *,
    public: Public,
    kind: str = "quarter",
    place: str = "",
    scope: Scope | None = None,
) -> bytes:
    """Write a workstation down from its request; nothing is exchanged with it before `confirm`."""
    if kind not in ("quarter", "city"):
        raise ValueError(f"« {kind} » n’est pas une nature de poste. Rien n’a été enregistré.")
    held = session.get(m.Workstation, key_of("workstation", public.site))
    if held is not None and held.revoked_at is not None:
        raise ValueError(
            f"« {public.site} » a été révoqué le {held.revoked_at:%d/%m/%Y} : donnez un autre nom au poste "
            "qui le remplace. Rien n’a été enregistré."
        )
    if held is not None and (held.kind == "hub" or public.site == session.info["step"].site):
        raise ValueError(f"« {public.site} » est le nom d’un poste central. Rien n’a été enregistré.")
    changed = held is not None and held.verifier not in ("", public.verifier)
    row = _place(session, public)
    row.kind, row.place, row.scope = kind, place or row.place or "", (scope or Scope()).to_json()
    if changed or held is None:
        row.enrolled_at, row.enrolled_by = None, ""
    say(session, f"Enrôler le poste « {public.site} »")
    session.flush()
    return row.id


@use_case("Confirmer l’empreinte d’un poste", right="enrol")
def confirm(session: Session, *, workstation: bytes, fingerprint: str) -> None:
    """Both fingerprints were compared. Raises ValueError (French) when this is not that of its keys."""
    row = _row(session, workstation)
    if not same_fingerprint(fingerprint, Public(row.name, row.recipient, row.verifier).fingerprint):
        raise ValueError(
            f"Cette empreinte n’est pas celle des clés reçues pour « {row.name} » : n’échangez rien avec ce "
            "poste avant d’avoir refait sa demande. Rien n’a été enregistré."
        )
    row.enrolled_at, row.enrolled_by = _now(), author_of(session)
    say(session, f"Confirmer l’empreinte du poste « {row.name} »")


@use_case("Changer ce qu’un poste emporte", right="enrol")
def change_scope(session: Session, *, workstation: bytes, scope: Scope, kind: str = "") -> None:
    """What its next satchels carry; dossiers that leave it are told to it."""
    row = _row(session, workstation)
    row.scope = scope.to_json()
    row.kind = kind or row.kind
    say(session, f"Changer ce qu’emporte « {row.name} »")


@use_case("Révoquer un poste", right="enrol")
def revoke(session: Session, *, workstation: bytes, why: str, on: dt.datetime | None = None) -> None:
    """A lost or stolen machine: what it signs is refused from now on, its loans end. Raises ValueError."""
    row = _row(session, workstation)
    if row.kind == "hub":
        raise ValueError("Le poste central ne se révoque pas lui-même. Rien n’a été enregistré.")
    if not why.strip():
        raise ValueError("Dites pourquoi ce poste est révoqué (perdu, volé, remplacé…).")
    row.revoked_at, row.revoked_why = on or _now(), why.strip()
    for loan in session.query(m.Loan).filter_by(workstation_id=row.id, back_at=None):
        loan.back_at = row.revoked_at
    give_reason(session, why.strip())
    say(session, f"Révoquer le poste « {row.name} »")


@use_case("Rejoindre un poste central", right="enrol")
def join(session: Session, *, hub: Public, fingerprint: str, own: Public, escrow: str = "") -> None:
    """This base exchanges with that hub, whose fingerprint was compared. Kept on this workstation alone: what
    the office says of its exchanges comes with the first satchel. Raises ValueError (French)."""
    if not same_fingerprint(fingerprint, hub.fingerprint):
        raise ValueError(
            "Cette empreinte n’est pas celle de la carte du poste central : ne prenez aucune mallette de lui "
            "avant d’avoir comparé de nouveau. Rien n’a été enregistré."
        )
    told = exchange(session)
    if told.get("hub", hub.site) != hub.site:
        raise ValueError(f"Cette base échange déjà avec « {told['hub']} ». Rien n’a été changé.")
    remember_hub(raw_of(session.connection()), hub, own.site, escrow)
    say(session, f"Rejoindre « {hub.site} »")


def remember_hub(connection: sqlite3.Connection, hub: Public, site: str, escrow: str) -> None:
    """Which hub this workstation trusts, and under which name it writes."""
    keep(connection, "hub", json.dumps({**hub._asdict(), "escrow": escrow}, ensure_ascii=False))
    keep(connection, "site", site)
