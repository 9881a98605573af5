"""The order of the day: made from a query, arranged by hand, completed in the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import models as m
from db.keys import key_of
from db.queries.lists import list_ids
from db.store import author_of, reader_of, say, use_case
from desktop.flow.aside import gone_words
from desktop.flow.convene import convene
from desktop.flow.elsewhere import taken
from desktop.flow.frozen import open_item, still_open
from desktop.rules.french import plural
from desktop.rules.query import parse, to_tree

NOWHERE = "Plusieurs quartiers"  # the heading of what concerns more than one
NO_QUARTER = "Sans quartier"


class Made(NamedTuple):
    """What making the order of the day did; `left_out`: French sentences on those that can't be there."""

    added: int
    kept: int
    removed: int
    left_out: tuple[str, ...]


@use_case("Composer l’ordre du jour", right="convene")
def make_agenda(
    session: Session, *, committee: bytes, query: str, sort: str = "number", by_quarter: bool = True
) -> Made:
    """Put in the order of the day the dossiers that answer a query, under the headings of their quarters.

    Those already decided in this session stay; those waiting that answer no more go. Raises QueryError
    (a ValueError, French) when the query is not understood, ValueError when nothing answers.
    """
    row = still_open(session, committee)
    tree = to_tree(parse(query), author_of(session))
    keys = list_ids(reader_of(session), tree, sort)
    refused = taken(session, row, set(keys))
    wanted = [key for key in keys if key not in refused]
    if not wanted:
        why = " ".join(list(refused.values())[:3])
        raise ValueError(f"Aucun dossier à mettre à l’ordre du jour pour « {query} ». {why}".strip())
    items = {item.dossier_id: item for item in _items(session, committee)}
    headings = _headings(session, wanted) if by_quarter else {}
    said = [item for item in items.values() if item.state == "decided" or item.added]
    gone = [i for i in items.values() if i not in said and i.dossier_id not in set(wanted)]
    for item in gone:
        session.delete(item)
    added = 0
    for key in wanted:
        if key not in items:
            items[key] = _new(session, row, key)
            added += 1
        if items[key] not in said or not items[key].heading:
            items[key].heading = headings.get(key, "")
    places = {key: rank for rank, key in enumerate(wanted)}
    order = [item for item in items.values() if item not in gone]
    order.sort(key=lambda item: (item.dossier_id not in places, places.get(item.dossier_id, item.rank)))
    _grouped(_by_quarter(session, order))
    row.query = query
    session.flush()
    say(session, f"Composer l’ordre du jour de {row.code} : {len(order)} {plural(len(order), 'dossier')}")
    return Made(added, len(order) - added, len(gone), tuple(refused.values()))


def _items(session: Session, committee: bytes) -> list[m.Item]:
    return list(session.scalars(select(m.Item).where(m.Item.committee_id == committee).order_by(m.Item.rank)))


def _new(session: Session, committee: m.Committee, dossier: bytes, *, added: bool = False) -> m.Item:
    made = m.Item(
        id=key_of("item", committee.id, dossier), committee_id=committee.id, dossier_id=dossier, rank=0,
        added=added, heading="", state="waiting", author=author_of(session),
    )  # fmt: skip
    session.add(made)
    return made


def _headings(session: Session, dossiers: Sequence[bytes]) -> Mapping[bytes, str]:
    """The quarter of each dossier, or the words for several and for none."""
    query = (
        select(m.DossierQuarter.dossier_id, m.Quarter.short)
        .join(m.Quarter, m.Quarter.id == m.DossierQuarter.quarter_id)
        .order_by(m.Quarter.rank)
    )
    found: dict[bytes, list[str]] = {}
    for dossier, short in session.execute(query):
        found.setdefault(dossier, []).append(short)
    return {
        key: names[0] if len(names := found.get(key, [])) == 1 else NOWHERE if names else NO_QUARTER
        for key in dossiers
    }


def _by_quarter(session: Session, order: Sequence[m.Item]) -> list[m.Item]:
    """The headings in the order of the quarters, as everywhere else."""
    ranks = {row.short: row.rank for row in session.scalars(select(m.Quarter))}
    return sorted(order, key=lambda item: ranks.get(item.heading, len(ranks) + 1))


def _grouped(order: Sequence[m.Item]) -> None:
    """Number the items, those of one heading together, headings as they first come; what concerns several
    quarters or none comes last."""
    first: dict[str, int] = {}
    for place, item in enumerate(order):
        first.setdefault(item.heading, place)
    last = {NOWHERE: 1, NO_QUARTER: 2}
    places = {id(item): place for place, item in enumerate(order)}
    for rank, item in enumerate(
        sorted(order, key=lambda i: (last.get(i.heading, 0), first[i.heading], places[id(i)])), start=1
    ):
        item.rank = rank


@use_case("Ordonner l’ordre du jour", right="convene")
def rearrange(session: Session, *, committee: bytes, order: Sequence[tuple[bytes, str]]) -> None:
    """Give the items this order and these headings, (key, heading) each; those not named follow as they are.
    Raises ValueError (French); Frozen once the session is closed."""
    row = still_open(session, committee)
    items = {item.id: item for item in _items(session, committee)}
    for rank, (key, heading) in enumerate(order, start=1):
        if key not in items:
            raise ValueError("Un des dossiers n’est plus à l’ordre du jour : rien n’a été déplacé.")
        items[key].rank, items[key].heading = rank, heading.strip()
    named = {key for key, _ in order}
    for rank, item in enumerate((i for i in items.values() if i.id not in named), start=len(order) + 1):
        item.rank = rank
    say(session, f"Ordonner l’ordre du jour de {row.code}")


@use_case("Ôter de l’ordre du jour", right="convene")
def remove_items(session: Session, *, items: Sequence[bytes]) -> int:
    """Take dossiers off the order of the day; those already decided here stay. Returns how many went.

    Raises ValueError (French) when none can go.
    """
    found = [open_item(session, key) for key in items]
    going = [(item, row) for item, row in found if item.state != "decided"]
    if not going:
        raise ValueError("Ces dossiers sont décidés dans cette séance : ils restent à l’ordre du jour.")
    for item, _ in going:
        for model in (m.ItemAmount, m.Leaving):
            for part in session.scalars(select(model).where(model.item_id == item.id)):
                session.delete(part)
        session.delete(item)
    count = len(going)
    say(session, f"Ôter {count} {plural(count, 'dossier')} de l’ordre du jour de {going[0][1].code}")
    return count


@use_case("Ajouter un dossier à l’ordre du jour", right="convene")
def add_item(session: Session, *, committee: bytes, dossier: bytes, heading: str | None = None) -> bytes:
    """Put one dossier in the order of the day, after those of its heading; returns the key of its item.

    In the room it is told that it came there. Raises ValueError (French) when it is there already, was united
    with another, or is decided elsewhere.
    """
    row = still_open(session, committee)
    told = session.get_one(m.Dossier, dossier)
    if told.merged_into is not None:
        raise ValueError(f"Le dossier {told.number} {gone_words(session, told)} : il ne s’ajoute pas.")
    if session.get(m.Item, key_of("item", committee, dossier)) is not None:
        raise ValueError(f"Le dossier {told.number} est déjà à l’ordre du jour.")
    refused = taken(session, row, {dossier})
    if refused:
        raise ValueError(refused[dossier])
    made = _new(session, row, dossier, added=row.state == "running")
    made.heading = _headings(session, [dossier])[dossier] if heading is None else heading
    made.rank = (
        session.scalar(select(func.max(m.Item.rank)).where(m.Item.committee_id == committee)) or 0
    ) + 1
    session.flush()
    if row.state == "prepared":
        _grouped(_items(session, committee))
    say(session, f"Ajouter le dossier {told.number} à l’ordre du jour de {row.code}")
    return made.id


@use_case("Convoquer « {name} »", right="convene")
def convene_on(session: Session, *, query: str, sort: str = "number", **facts: Any) -> tuple[bytes, Made]:
    """Make a session (see convene) and its order of the day in one step: neither stands without the other."""
    key = convene(session, **facts)
    label = session.info["step"].label
    made = make_agenda(session, committee=key, query=query, sort=sort)
    say(session, label)
    return key, made
