"""Open data of the grants (SCDL 2.1.1): what can be published, what cannot, what was, what is late."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db import sight
from db.base import now
from db.keys import key_of, new_key
from db.queries.open_data import ShareRow, beneficiaries, payments_of, published
from db.queries.reference import FunderRow, funders, setting
from db.store import author_of, reader_of, say, use_case
from desktop.flow.found import put
from desktop.flow.found_duties import PUBLICATION
from desktop.rules.clocks import CONVENTION_ABOVE, publication_until
from desktop.rules.folding import fold
from desktop.rules.french import de_, plural
from desktop.rules.identity import check_siret
from desktop.rules.scdl import COLUMNS, Giver, Line, Payment, Share, Stop, lines_of, over_threshold
from desktop.rules.scdl_evolution import Service, wide

PUBLIC = ("school", "public")  # who signs no convention (law 2000-321, article 10)
SOON = 30  # days before the last one, from which it is told
Key = tuple[bytes, bytes, bytes | None]  # dossier, funder, member


class Asked(NamedTuple):
    """What is to be published: a budget year, days of conventions, all grants or those above 23 000 €."""

    year: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    every: bool = False
    funder: str = ""  # its code; the authority that writes here when ""


class Found(NamedTuple):
    """The lines in their order, what cannot be published, and who gives."""

    giver: Giver
    funder: bytes
    lines: list[Line]
    stops: list[Stop]


class Delay(NamedTuple):
    """A grant that the public must know of: until when, since when it does."""

    share: Share
    due: dt.date | None  # None: nothing is signed nor notified
    published_on: dt.date | None
    state: str  # late, soon, waiting, done, undated


# Who gives


def told_setting(reader: sqlite3.Connection) -> dict[str, Any]:
    """Who publishes, under which numbers; empty when the base was never told."""
    return setting(reader, PUBLICATION) or {}


def own_funder(reader: sqlite3.Connection) -> FunderRow | None:
    """The funder that is the authority itself: of its name, else the one that the setting names."""
    name = fold(str((setting(reader, "letterhead") or {}).get("nom", "")))
    code = told_setting(reader).get("authority", {}).get("funder")
    rows = funders(reader)
    named = (row for row in rows if fold(row.name) == name)
    return next(named, None) or next((row for row in rows if row.code == code), None)


def giving(reader: sqlite3.Connection, code: str = "") -> tuple[FunderRow, Giver]:
    """The funder that publishes and how it is named; its SIRET is "" while nobody gave it.

    Raises ValueError (French) when there is no such funder.
    """
    own, rows = own_funder(reader), funders(reader)
    row = next((one for one in rows if one.code == code), None) if code else own
    if row is None:
        known = ", ".join(one.code for one in rows)
        wanted = f"« {code} » n’est pas un financeur" if code else "L’autorité n’est pas l’un des financeurs"
        raise ValueError(f"{wanted} : choisissez parmi {known}. Rien n’a été écrit.")
    told = told_setting(reader)
    if own is not None and row.id == own.id:
        one = told.get("authority", {})
        name = str((setting(reader, "letterhead") or {}).get("nom", "")) or row.name
        return row, Giver(row.code, name, str(one.get("siret", "")), bool(one.get("notified_to_eu")))
    other = told.get("funders", {}).get(row.code, {})
    return row, Giver(row.code, str(other.get("name") or row.name), str(other.get("siret", "")))


@use_case("Régler qui publie les données ouvertes", right="settings")
def set_authority(session: Session, *, siret: str, funder: str = "", name: str = "") -> None:
    """Say the SIRET of the authority, or of another funder. Raises ValueError (French) when it is wrong."""
    reader = reader_of(session)
    row, giver = giving(reader, funder)
    verdict = check_siret(siret)
    if not verdict.ok:
        raise ValueError(f"{verdict.reason} Rien n’a été enregistré.")
    own, told = own_funder(reader), told_setting(reader)
    if own is not None and own.id == row.id:
        siren = str(told.get("authority", {}).get("siren", ""))
        if not verdict.value.startswith(siren):
            raise ValueError(
                f"Le SIRET {de_(giver.name)} commence par son SIREN {siren} ; « {verdict.value} » est celui "
                "d’un autre organisme. Rien n’a été enregistré."
            )
        put(session, f"{PUBLICATION}:authority.funder", row.code)
        put(session, f"{PUBLICATION}:authority.siret", verdict.value)
    else:
        one = {"name": name or giver.name, "siret": verdict.value}
        put(session, f"{PUBLICATION}:funders.{row.code}", one)
    say(session, f"{giver.name} publie sous le SIRET {verdict.value}")


# What can be published


def shares_of(reader: sqlite3.Connection, funder: bytes) -> list[Share]:
    """Every beneficiary of every grant of a funder, whoever asks: a public duty knows no quarter."""
    with sight.whole(reader):
        rows, paid = beneficiaries(reader, funder), payments_of(reader, funder)
    payments: dict[Key, list[Payment]] = defaultdict(list)
    for one in paid:
        payments[one.dossier_id, one.funder_id, one.member_id].append(
            Payment(_day(one.day), one.state == "paid")
        )
    return [_share(row, payments) for row in rows]


def _share(row: ShareRow, payments: dict[Key, list[Payment]]) -> Share:
    own = payments.get((row.dossier_id, row.funder_id, row.member_id))
    shared = payments.get((row.dossier_id, row.funder_id, None), [])
    return Share(
        row.dossier_id, row.funder_id, row.member_id, row.applicant_id,
        row.number, row.year, row.name, row.siret, row.rna,
        row.title, row.act, row.total, row.voted, row.in_year, _day(row.signed_on), _day(row.notified_on),
        needs_convention=row.kind not in PUBLIC and row.in_year > CONVENTION_ABOVE,
        payments=tuple(shared if own is None else own),
    )  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def prepare(reader: sqlite3.Connection, asked: Asked) -> Found:
    """The lines of a publication and what keeps the others back. Raises ValueError (French)."""
    row, giver = giving(reader, asked.funder)
    shares = shares_of(reader, row.id)
    kept = [one for one in shares if _wanted(one, asked)]
    chosen = kept if asked.every else [one for one in over_threshold(shares) if _wanted(one, asked)]
    return Found(giver, row.id, *lines_of(chosen, giver))


def _wanted(one: Share, asked: Asked) -> bool:
    if asked.year is not None and one.year != asked.year:
        return False
    if asked.since is None and asked.until is None:
        return True
    day = one.dated
    return day is not None and (asked.since or day) <= day <= (asked.until or day)


def content(reader: sqlite3.Connection, found: Found, *, evolution: bool = False) -> bytes:
    """The file as it is published: the sixteen columns, or those of the draft that goes further.

    Raises ValueError (French) while the giver has no SIRET, or when no line can go.
    """
    from desktop.exchange.scdl_out import scdl_bytes

    if not check_siret(found.giver.siret).ok:
        raise ValueError(
            f"Le SIRET {de_(found.giver.name)} n’est pas renseigné : il ne s’invente pas. Donnez-le dans "
            "Obligations › Données ouvertes, ou par « parvis open-data authority --siret … ». Rien n’a été "
            "écrit."
        )
    if not found.lines:
        held = f" {len(found.stops)} {plural(len(found.stops), 'aide')} à compléter." if found.stops else ""
        raise ValueError(f"Aucune aide ne peut être publiée dans ce choix.{held} Rien n’a été écrit.")
    if not evolution:
        return scdl_bytes(COLUMNS, [line.cells for line in found.lines])
    office = setting(reader, "letterhead") or {}
    service = Service(str(office.get("service", "")) or found.giver.name, found.giver.siret)
    names, rows = wide(found.lines, service)
    return scdl_bytes(names, rows)


# What was published


@use_case("Noter une publication de données ouvertes", right="publish")
def publish(
    session: Session, *, lines: Sequence[Line], content: bytes, year: int | None = None, url: str,
    published_on: dt.date, comment: str = "",
) -> bytes:  # fmt: skip
    """Write down that a file stands at an address since a day, and each grant that it tells; returns its key.

    Raises ValueError (French) when the address is no address, or the day is to come.
    """
    place = url.strip()
    if not place.startswith(("http://", "https://")) or len(place) < 12 or " " in place:
        raise ValueError(f"« {place} » n’est pas une adresse du web (https://…). Rien n’a été noté.")
    if published_on > dt.date.today():
        raise ValueError("Le jour de la publication est à venir : rien n’a été noté.")
    key = new_key()
    session.add(
        m.Publication(
            id=key, kind="scdl", year=year, line_count=len(lines), digest=hashlib.sha256(content).hexdigest(),
            published_on=published_on, url=place, comment=comment, author=author_of(session), at=now(),
        )
    )  # fmt: skip
    session.flush()
    for line in lines:
        one = line.share
        session.add(
            m.PublishedGrant(
                id=key_of("published_grant", key, one.dossier, one.funder, one.member or b""),
                publication_id=key, dossier_id=one.dossier, funder_id=one.funder, member_id=one.member,
                amount=one.voted or 0,
            )
        )  # fmt: skip
    count = f"{len(lines)} {plural(len(lines), 'ligne')}"
    say(session, f"Publié le {published_on:%d/%m/%Y} : {count} à l’adresse {place}")
    return key


# What is late


def delays(reader: sqlite3.Connection, today: dt.date | None = None, funder: str = "") -> list[Delay]:
    """Each grant above 23 000 €, the latest first: three months from the signature, else the notification."""
    day = today or dt.date.today()
    row, _giver = giving(reader, funder)
    told: dict[Key, str] = {
        (one.dossier_id, one.funder_id, one.member_id): one.published_on for one in published(reader)
    }
    found = [
        _delay(one, told.get((one.dossier, one.funder, one.member)), day)
        for one in over_threshold(shares_of(reader, row.id))
    ]
    rank = {"late": 0, "soon": 1, "undated": 2, "waiting": 3, "done": 4}
    return sorted(found, key=lambda one: (rank[one.state], one.due or dt.date.max, one.share.number))


def _delay(one: Share, told: str | None, today: dt.date) -> Delay:
    due = publication_until(one.dated) if one.dated else None
    if told:
        return Delay(one, due, _day(told), "done")
    if due is None:
        return Delay(one, due, None, "undated")
    left = (due - today).days
    return Delay(one, due, None, "late" if left < 0 else "soon" if left <= SOON else "waiting")
