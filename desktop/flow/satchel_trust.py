"""Whom this base exchanges with: its hub or its stations, their keys, and who is no longer heard."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from db.merge.check import value
from db.merge.scope import Scope
from db.queries.rows import every
from desktop.exchange.keys import Public, same_fingerprint
from desktop.exchange.satchel_manifest import Manifest
from desktop.exchange.satchel_zip import Refused

_KEPT = "Rien n’a été repris."


class Place(NamedTuple):
    """A workstation as the office knows it."""

    id: bytes
    name: str
    place: str
    kind: str  # city, quarter, hub
    scope: str
    recipient: str
    verifier: str
    enrolled_at: str | None
    revoked_at: str | None
    revoked_why: str

    @property
    def public(self) -> Public:
        return Public(self.name, self.recipient, self.verifier)

    @property
    def holds(self) -> Scope:
        """What its satchels carry."""
        return Scope.from_json(self.scope)


class Standing(NamedTuple):
    """Which part this base plays: "hub", "station", or "" while it exchanges with nobody."""

    role: str
    site: str
    hub: str
    escrow: str  # the age key of the safe, "" when there is none


def root(site: str) -> str:
    """The workstation of a base that goes on under « name~2 »."""
    return site.partition("~")[0]


def places(reader: sqlite3.Connection) -> list[Place]:
    """Every workstation known, the hub first, then by name."""
    query = (
        "SELECT id, name, place, kind, scope, recipient, verifier, enrolled_at, revoked_at, revoked_why "
        "FROM workstation ORDER BY kind <> 'hub', fold(name)"
    )
    return every(reader, Place, query)


def place_named(reader: sqlite3.Connection, name: str) -> Place | None:
    """A workstation by its name, whichever of its lives writes."""
    found = {place.name: place for place in places(reader)}
    return found.get(name) or found.get(root(name))


def life_of(reader: sqlite3.Connection, name: str) -> str:
    """The name under which a workstation wrote last: « name~2 » once its base was restored from a copy."""
    query = (
        "SELECT site FROM shipment WHERE way = 'in' AND (site = ?1 OR instr(site, ?1 || '~') = 1) "
        "ORDER BY n DESC"
    )
    row = reader.execute(query, (name,)).fetchone()
    return str(row[0]) if row else name


def standing(reader: sqlite3.Connection, site: str) -> Standing:
    """What the office has settled, else what this workstation remembers of its hub."""
    row = reader.execute("SELECT value FROM setting WHERE name = 'exchange'").fetchone()
    told = json.loads(row[0]) if row else {}
    hub, escrow = str(told.get("hub", "")), str(told.get("escrow", ""))
    if not hub and (known := trusted_hub(reader)):
        hub, escrow = known[0].site, known[1]
    role = "" if not hub else "hub" if root(hub) == root(site) else "station"
    return Standing(role, site, hub, escrow)


def trusted_hub(reader: sqlite3.Connection) -> tuple[Public, str] | None:
    """The hub whose fingerprint was compared on this workstation, and the key of its safe."""
    text = value(reader, "hub")
    if text is None:
        return None
    told = json.loads(text)
    return Public(told["site"], told["recipient"], told["verifier"]), str(told.get("escrow", ""))


def known_senders(reader: sqlite3.Connection, site: str) -> Callable[[Manifest], str]:
    """Who may send to this base: answers the key of a sender. Raises Refused for anybody else."""

    def verifier_of(manifest: Manifest) -> str:
        _addressed(manifest, site)
        hub = trusted_hub(reader)
        if hub is not None and root(manifest.sender) == root(hub[0].site):
            return hub[0].verifier
        place = place_named(reader, manifest.sender)
        if place is None or not place.verifier:
            raise Refused(
                f"La mallette vient de « {manifest.sender} », qui n’est pas enrôlé ici. {_KEPT} "
                "Enrôlez d’abord ce poste et comparez son empreinte."
            )
        if place.revoked_at is not None:
            why = f" ({place.revoked_why})" if place.revoked_why else ""
            raise Refused(
                f"« {place.name} » a été révoqué le {_day(place.revoked_at)}{why} : ses mallettes ne sont "
                f"plus reprises. {_KEPT}"
            )
        if place.enrolled_at is None:
            raise Refused(
                f"L’empreinte de « {place.name} » n’a pas encore été comparée : confirmez-la d’abord. {_KEPT}"
            )
        return place.verifier

    return verifier_of


def first_sender(site: str, hub: Public | None, fingerprint: str) -> Callable[[Manifest], str]:
    """At a workstation that has no base yet: the hub of its card, or the one whose fingerprint was read on
    paper, which the manifest must bear out."""

    def verifier_of(manifest: Manifest) -> str:
        _addressed(manifest, site)
        if hub is None:
            raise Refused(f"Donnez la carte du poste central, dont l’empreinte a été comparée. {_KEPT}")
        if root(manifest.sender) != root(hub.site):
            raise Refused(
                f"La mallette vient de « {manifest.sender} », et la carte est celle de « {hub.site} ». "
                f"{_KEPT}"
            )
        if not same_fingerprint(fingerprint, hub.fingerprint):
            raise Refused(
                f"L’empreinte comparée n’est pas celle de la carte de « {hub.site} ». {_KEPT} Recommencez la "
                "comparaison avec la fiche d’enrôlement."
            )
        return hub.verifier

    return verifier_of


def _addressed(manifest: Manifest, site: str) -> None:
    if root(site) not in map(root, manifest.to):
        raise Refused(
            f"Cette mallette est destinée à « {', '.join(manifest.to)} », pas à « {site} ». {_KEPT}"
        )


def _day(text: str) -> str:
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}"
