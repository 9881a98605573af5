"""Bodies above a threshold of the law in a year: what each one demands, whether it is there."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db import sight
from db.queries import thresholds as rows
from db.queries.open_data import published
from db.queries.reference import funders, setting
from db.queries.settings import own_values
from db.queries.together import shares
from db.store import reader_of, say, use_case
from desktop.exchange.live_book import LiveColumn, live_book
from desktop.flow.found import put
from desktop.flow.funder_names import resolver
from desktop.flow.open_data import giving, shares_of
from desktop.flow.own import tailored
from desktop.paths import resources, user_data
from desktop.rules.folding import fold
from desktop.rules.money import euros
from desktop.rules.scdl import Share
from desktop.rules.thresholds import Body, Demand, State, Threshold, reached, thresholds_of
from desktop.told_file import told_file

PRODUCTS = "products"  # the setting: applicant -> year -> cents of its own accounts
STATES: dict[State, str] = {"there": "oui", "lacks": "manque", "hand": "à vérifier"}


class Answer(NamedTuple):
    """Whether what a threshold demands is there, in words."""

    demand: Demand
    state: State
    words: str


class Above(NamedTuple):
    """A body above a threshold. Cents."""

    applicant: bytes
    name: str
    siret: str
    own: int
    public: int
    products: int | None
    threshold: Threshold
    answers: tuple[Answer, ...]
    dossiers: tuple[bytes, ...]
    basis: str  # what the public money is made of

    @property
    def lacks(self) -> bool:
        return any(answer.state == "lacks" for answer in self.answers)


def thresholds(reader: sqlite3.Connection) -> list[Threshold]:
    """Those that ship with the program, with what the user's own folder says, then what this base says."""
    folder = resources() / "thresholds"
    folders = (folder, user_data() / "thresholds")
    paths = [path for each in folders for path in sorted(each.glob("*.toml"))]
    told = [told_file(path) for path in paths]
    changed = own_values(reader, folder.name)
    here = [one for code, one in tailored(reader, folder, "threshold").items() if code in changed]
    return thresholds_of([*told, {"threshold": here}])


def above(reader: sqlite3.Connection, year: int) -> list[Above]:
    """Who is above, for each threshold, the largest grants first. Raises ValueError (French)."""
    funder = giving(reader)[0].id
    products: Mapping[str, Mapping[str, int]] = setting(reader, PRODUCTS) or {}
    own: dict[bytes, list[Share]] = defaultdict(list)
    for one in shares_of(reader, funder):
        if one.year == year:
            own[one.body].append(one)
    told = {(one.dossier_id, one.member_id) for one in published(reader) if one.funder_id == funder}
    public, basis = _public(reader, year)
    with sight.whole(reader):
        bodies = rows.bodies(reader, year)
    law, found = thresholds(reader), []
    for row in bodies:
        mine = own.get(row.id, [])
        given = sum(one.voted or 0 for one in mine)
        said = products.get(row.id.hex(), {}).get(f"{year}")
        body = Body(row.kind, given, public.get(row.id, 0), said)
        for threshold in law:
            if reached(threshold, body):
                answers = tuple(_answer(demand, mine, told, row) for demand in threshold.demands)
                found.append(
                    Above(
                        row.id, row.name, row.siret, given, body.public, said, threshold, answers,
                        tuple(dict.fromkeys(one.dossier for one in mine)), basis.get(row.id, ""),
                    )
                )  # fmt: skip
    return sorted(found, key=lambda one: (-one.own, -one.public, one.name, one.threshold.above))


def _public(reader: sqlite3.Connection, year: int) -> tuple[dict[bytes, int], dict[bytes, str]]:
    """All that each body is given in the year: voted here, answered in its plans, told by published lists of
    funders that are not of this office; and the three in words."""
    names = {fold(row.name) for row in funders(reader)}
    names |= {fold(alias) for row in funders(reader) for alias in row.aliases.split("\n") if alias}
    sums: dict[bytes, list[int]] = defaultdict(lambda: [0, 0, 0])
    with sight.whole(reader):
        granted = set(rows.granted_in(reader, year))
        resolve, voted = resolver(reader), set[tuple[bytes | None, bytes | None]]()
        for share in shares(reader) if granted else ():
            if share.dossier in granted:
                sums[share.applicant_id][0] += share.voted
                voted.add((share.dossier, share.funder_id))
        for other in rows.others(reader, year):
            if (other.dossier_id, other.funder_id or resolve(other.funder)) in voted:
                continue  # the vote told it already
            if other.source == "plan":
                sums[other.applicant_id][1] += other.amount
            elif fold(other.funder) not in names:
                sums[other.applicant_id][2] += other.amount
    words = ("voté ici", "annoncé dans les plans", "listes publiées")
    return {key: sum(parts) for key, parts in sums.items()}, {
        key: ", ".join(f"{euros(part)} {what}" for part, what in zip(parts, words, strict=True) if part)
        for key, parts in sums.items()
    }


def _answer(
    demand: Demand, mine: Sequence[Share], told: set[tuple[bytes, bytes | None]], row: rows.BodyRow
) -> Answer:
    if demand.code == "convention":
        return _of_all(demand, mine, {id(one) for one in mine if one.signed_on})
    if demand.code == "publication":
        return _of_all(demand, mine, {id(one) for one in mine if (one.dossier, one.member) in told})
    if demand.code == "accounts":
        return Answer(demand, "there" if row.accounts else "lacks", "" if row.accounts else "pièce non reçue")
    return Answer(demand, "hand", "")


def _of_all(demand: Demand, mine: Sequence[Share], done: set[int]) -> Answer:
    """There when it is of every grant; the numbers of those that lack it."""
    lacking = [one.number for one in mine if id(one) not in done]
    return Answer(demand, "lacks" if lacking else "there", ", ".join(dict.fromkeys(lacking)))


@use_case("Noter les produits d’un organisme", right="edit")
def set_products(session: Session, *, applicant: bytes, year: int, amount: int | None) -> None:
    """Write the products of a body's own accounts of a year, cents; None: unknown again.

    Raises ValueError (French) when the amount makes no sense.
    """
    if amount is not None and amount <= 0:
        raise ValueError("Le total des produits est un montant positif : rien n’a été enregistré.")
    row = session.get_one(m.Applicant, applicant)
    told = setting(reader_of(session), PRODUCTS) or {}
    years = told.setdefault(applicant.hex(), {})
    years.pop(f"{year}", None)
    if amount is not None:
        years[f"{year}"] = amount
    put(session, PRODUCTS, told)
    said = "inconnus" if amount is None else euros(amount)
    say(session, f"Produits {year} de {row.name} : {said}")


def thresholds_book(reader: sqlite3.Connection, year: int) -> bytes:
    """The list as a workbook. Raises ValueError (French) when nobody is above."""
    found = above(reader, year)
    if not found:
        raise ValueError(f"Aucun organisme ne dépasse un seuil en {year}. Rien n’a été écrit.")
    columns = [
        LiveColumn("Organisme", "text", 34), LiveColumn("SIRET", "text", 18),
        LiveColumn("Aides de l’autorité", "money", 16), LiveColumn("Argent public", "money", 16),
        LiveColumn("Produits de l’organisme", "money", 16), LiveColumn("Seuil", "text", 34),
        LiveColumn("Texte", "text", 34), LiveColumn("Ce qui est demandé", "text", 44),
        LiveColumn("À faire", "text", 12), LiveColumn("Argent public : de quoi", "text", 44),
    ]  # fmt: skip
    made = [
        (
            one.name, one.siret, one.own, one.public, one.products,
            f"{one.threshold.label} : {one.threshold.words()}", one.threshold.law,
            "\n".join(answer_words(answer) for answer in one.answers), "oui" if one.lacks else "", one.basis,
        )
        for one in found
    ]  # fmt: skip
    office = str((setting(reader, "letterhead") or {}).get("nom", ""))
    return live_book(columns, made, f"Seuils {year}", author=office)


def answer_words(answer: Answer) -> str:
    """« Convention signée : manque (2026-0003) »."""
    tail = f" ({answer.words})" if answer.words else ""
    return f"{answer.demand.label} : {STATES[answer.state]}{tail}"
