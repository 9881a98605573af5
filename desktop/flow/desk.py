"""One dossier on the desk while it is received: each fact read and written under one name.

The names are those of the stored payload, so that "what the source says now", "what it said last time" and
"what stands here" are three dictionaries that can be compared.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import models as m
from db.connection import fold
from db.keys import key_of, new_key
from desktop.exchange.application import Application
from desktop.flow.names import Names
from desktop.flow.told_amounts import COLUMNS, amounts_payload
from desktop.flow.told_rows import ROOMS, more_payload, read_rows, write_rows

SCALARS = (
    "title", "renewal", "starts_on", "ends_on", "place", "beneficiaries", "women", "cost", "asked",
    "deposited_at", "from_quarter",
)  # fmt: skip
APPLICANT = (
    "name", "acronym", "siret", "rna", "legal_form", "legal_form_code", "naf", "purpose",
    "address", "postcode", "city", "insee", "email", "phone", "website", "founded_on",
    "iban", "bic", "account_holder",
)  # fmt: skip
LABELS = {
    "title": "Intitulé", "renewal": "Renouvellement", "starts_on": "Début", "ends_on": "Fin",
    "place": "Lieu", "beneficiaries": "Bénéficiaires", "women": "Dont femmes", "cost": "Coût de l’action",
    "asked": "Montant demandé", "deposited_at": "Date de dépôt", "quarters": "Quartiers",
    "challenges": "Défis déclarés", "budget": "Budget", "people": "Contacts", "proposed": "Montant proposé",
    "granted": "Montant accordé", "from_quarter": "Habitants des quartiers",
    "own_budget": "Budget du porteur", "funding": "Financeurs", "places": "Lieux de l’action",
    "also_known": "Autres numéros", "opinions": "Avis", "source_state": "État sur le portail",
    "applicant.name": "Porteur", "applicant.siret": "SIRET", "applicant.rna": "RNA",
    "applicant.address": "Adresse", "asked_by": "Demandé à", "granted_by": "Accordé par",
    "other": "Autres réponses",
}  # fmt: skip

STRANGER = "Quartier non reconnu"


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def payload(application: Application, names: Names) -> dict[str, Any]:
    """What the source says, under the names of this module; only what its file really carries."""
    told: dict[str, Any] = {}
    for name in SCALARS:
        value = getattr(application, name)
        if value not in (None, "") or name in application.given:
            told[name] = plain(value if value is not None else (None if name != "place" else ""))
    for name in APPLICANT:
        value = getattr(application.applicant, name)
        if value not in (None, ""):
            told[f"applicant.{name}"] = plain(value)
    told.update({f"text.{code}": body for code, body in application.texts.items() if body})
    if application.quarters:
        told["quarters"] = names.quarters(application.quarters)
    elif codes := names.quarters_at(application.places):
        told["quarters"] = codes
    if application.main_challenge or application.challenges:
        told["challenges"] = names.challenges(application.main_challenge, application.challenges)
    if application.budget:
        told["budget"] = [
            [line.side, line.account, line.label, line.amount, line.funder, line.status]
            for line in application.budget
        ]
    told.update(more_payload(application))
    told.update(amounts_payload(application, names))
    if application.people:
        told["people"] = [
            [p.kind, p.civility, p.first_name, p.last_name, p.position, p.phone, p.email]
            for p in application.people
        ]
    strangers = names.quarters_unknown(application.quarters)
    if application.other or strangers:
        # A quarter that is not in the list is kept in its words: the checks tell it.
        told["other"] = [list(pair) for pair in application.other]
        told["other"] += [[STRANGER, name] for name in strangers]
    if application.state:
        told["source_state"] = application.state
    return told


class Desk:
    """Reads and writes the facts of one dossier by name; for a fresh one nothing is asked of the base."""

    def __init__(
        self, session: Session, dossier: m.Dossier, applicant: m.Applicant, names: Names, fresh: bool = False
    ) -> None:
        self.session, self.dossier, self.applicant, self.names = session, dossier, applicant, names
        self.fresh = fresh
        self._amounts: dict[bytes, m.Amount] = {}  # of a fresh dossier: those made here
        self.asked_apart = False  # the file shares out what is asked itself, finer than its budget does

    def get(self, name: str) -> Any:
        """What stands here now, as JSON keeps it; None, "" or [] when nothing does."""
        room, _, rest = name.partition(".")
        if room == "applicant":
            return plain(getattr(self.applicant, rest))
        if self.fresh:
            return self._made_here(name)
        if room == "text":
            row = self.session.get(m.Section, key_of("section", self.dossier.id, rest))
            return row.body if row else ""
        if room in ROOMS:
            return read_rows(self.session, self.dossier.id, room)
        if room in COLUMNS:
            amount = self.session.get(m.Amount, key_of("amount", self.dossier.id, self.names.funder_id(rest)))
            return getattr(amount, COLUMNS[room]) if amount else None
        if room in ("proposed", "granted"):
            column = m.Amount.proposed if room == "proposed" else m.Amount.voted
            values = self.session.scalars(select(column).where(m.Amount.dossier_id == self.dossier.id))
            known = [value for value in values if value is not None]
            return sum(known) if known else None
        rows = getattr(self, f"_get_{room}", None)
        return rows() if rows else plain(getattr(self.dossier, name))

    def _made_here(self, name: str) -> Any:
        """What stands in a dossier that is being made: its own columns, and the amounts put so far."""
        room, _, rest = name.partition(".")
        if room in COLUMNS:
            amount = self._amounts.get(self.names.funder_id(rest))
            return getattr(amount, COLUMNS[room]) if amount else None
        if room in ("proposed", "granted"):
            column = "proposed" if room == "proposed" else "voted"
            known = [told for row in self._amounts.values() if (told := getattr(row, column)) is not None]
            return sum(known) if known else None
        return plain(getattr(self.dossier, name, None)) if room in SCALARS else None

    def put(self, name: str, value: Any) -> None:
        room, _, rest = name.partition(".")
        if room == "applicant":
            self._put_applicant(rest, value)
        elif room == "text":
            self._put_text(rest, value)
        elif room in COLUMNS:
            self.put_amount(self.names.funder_id(rest), COLUMNS[room], value)
        elif room in ("proposed", "granted"):
            self.put_amount(self.names.main_funder, room if room == "proposed" else "voted", value)
        elif room in ROOMS:
            write_rows(self.session, self.dossier.id, room, value, self.names, fresh=self.fresh)
        elif writer := getattr(self, f"_put_{room}", None):
            writer(value)
        else:
            self._put_scalar(name, value)

    def _put_scalar(self, name: str, value: Any) -> None:
        if value and name in ("starts_on", "ends_on"):
            value = dt.date.fromisoformat(value)
        elif value and name == "deposited_at":
            value = dt.datetime.fromisoformat(value)
        setattr(self.dossier, name, value)
        if name == "title":
            self.dossier.title_key = fold(value)

    def _put_applicant(self, name: str, value: Any) -> None:
        if name == "founded_on" and value:
            value = dt.date.fromisoformat(value)
        setattr(self.applicant, name, value)
        if name == "name":
            self.applicant.name_key = fold(value)

    def _put_text(self, code: str, value: str) -> None:
        key = key_of("section", self.dossier.id, code)
        row = None if self.fresh else self.session.get(m.Section, key)
        if row is None:
            self.session.add(m.Section(id=key, dossier_id=self.dossier.id, code=code, body=value))
        else:
            row.body = value

    def put_amount(self, funder: bytes, column: str, value: int | None) -> None:
        key = key_of("amount", self.dossier.id, funder)
        row = self._amounts.get(funder) if self.fresh else self.session.get(m.Amount, key)
        if row is None:
            row = m.Amount(id=key, dossier_id=self.dossier.id, funder_id=funder)
            self.session.add(row)
        setattr(row, column, value)
        if self.fresh:
            self._amounts[funder] = row
        else:
            self.session.flush()

    def _get_quarters(self) -> list[str]:
        query = select(m.Quarter.code).join(m.DossierQuarter, m.DossierQuarter.quarter_id == m.Quarter.id)
        mine = query.where(m.DossierQuarter.dossier_id == self.dossier.id).order_by(m.Quarter.rank)
        return list(self.session.scalars(mine))

    def _put_quarters(self, codes: list[str]) -> None:
        self._clear(m.DossierQuarter)
        for code in codes:
            quarter = self.names.quarter_ids[code]
            key = key_of("dossier_quarter", self.dossier.id, quarter)
            self.session.add(m.DossierQuarter(id=key, dossier_id=self.dossier.id, quarter_id=quarter))

    def _get_challenges(self) -> list[str]:
        query = (
            select(m.Challenge.code)
            .join(m.Declared, m.Declared.challenge_id == m.Challenge.id)
            .where(m.Declared.dossier_id == self.dossier.id)
            .order_by(m.Declared.main.desc(), m.Challenge.rank)
        )
        return list(self.session.scalars(query))

    def _put_challenges(self, codes: list[str]) -> None:
        self._clear(m.Declared)
        for position, code in enumerate(codes):
            challenge = self.names.challenge_ids[code]
            key = key_of("declared", self.dossier.id, challenge)
            self.session.add(
                m.Declared(id=key, dossier_id=self.dossier.id, challenge_id=challenge, main=position == 0)
            )

    def _get_budget(self) -> list[list[Any]]:
        rows = self.session.scalars(
            select(m.BudgetLine).where(m.BudgetLine.dossier_id == self.dossier.id).order_by(m.BudgetLine.rank)
        )
        return [[r.side, r.account, r.label, r.amount, r.funder, r.status] for r in rows]

    def _put_budget(self, lines: list[list[Any]]) -> None:
        self._clear(m.BudgetLine)
        asked: dict[bytes, int] = {}
        for rank, (side, account, label, amount, funder, status) in enumerate(lines):
            self.session.add(
                m.BudgetLine(
                    id=key_of("budget_line", self.dossier.id, str(rank)),
                    dossier_id=self.dossier.id,
                    rank=rank,
                    side=side,
                    account=account,
                    label=label,
                    amount=amount,
                    funder=funder,
                    status=status,
                )
            )
            if side == "product" and account.startswith("74") and amount:
                found = self.names.funder(funder or label, account)
                if found:
                    asked[found] = asked.get(found, 0) + amount
        for key, amount in asked.items() if not self.asked_apart else ():
            self.put_amount(key, "asked", amount)

    def _get_people(self) -> list[list[str]]:
        rows = self.session.scalars(select(m.Contact).where(m.Contact.dossier_id == self.dossier.id))
        ordered = sorted(rows, key=lambda r: r.id)
        return [
            [r.kind, r.civility, r.first_name, r.last_name, r.position, r.phone, r.email] for r in ordered
        ]

    def _put_people(self, people: list[list[str]]) -> None:
        self._clear(m.Contact)
        for kind, civility, first, last, position, phone, email in people:
            self.session.add(
                m.Contact(
                    id=new_key(),  # made in order, as they are read
                    dossier_id=self.dossier.id,
                    kind=kind,
                    civility=civility,
                    first_name=first,
                    last_name=last,
                    position=position,
                    phone=phone,
                    email=email,
                )
            )

    def _get_other(self) -> list[list[str]]:
        rows = self.session.scalars(
            select(m.Source).where(m.Source.dossier_id == self.dossier.id).order_by(m.Source.rank)
        )
        return [[row.label, row.value] for row in rows]

    def _put_other(self, pairs: list[list[str]]) -> None:
        self._clear(m.Source)
        for rank, (label, value) in enumerate(pairs):
            key = key_of("source", self.dossier.id, str(rank))
            self.session.add(
                m.Source(id=key, dossier_id=self.dossier.id, rank=rank, label=label, value=value)
            )

    def _clear(self, model: Any) -> None:
        if self.fresh:
            return
        self.session.execute(delete(model).where(model.dossier_id == self.dossier.id))
        self.session.flush()

    def last_payload(self, told_by: bytes | None = None) -> dict[str, Any]:
        """What the source said last; `told_by` is the dossier it made, when that was united with this one."""
        row = self.session.get(m.Imported, key_of("imported", told_by or self.dossier.id))
        return json.loads(row.payload) if row and row.payload else {}  # erased: nothing was told
