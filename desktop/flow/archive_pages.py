"""What the page of one dossier of an archive says: facts, texts, money, judgements, decision, papers."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import NamedTuple

from db import queries
from db.queries.opinions import OpinionRow, opinions_of
from db.queries.outcome import conditions_of, notices_of
from db.queries.scores import scores
from db.queries.shapes import Head
from desktop.exchange.archive_html import Part
from desktop.rules.blackout import BAR
from desktop.rules.conditions import LABELS as CONDITIONS
from desktop.rules.conditions import state
from desktop.rules.grid import LABELS as LEVELS
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.money import euros
from desktop.rules.notices import MEANS
from desktop.rules.opinions import LABELS as OPINIONS
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.rules.sections import SECTIONS, TITLES

_KINDS = {"association": "Association", "school": "École", "public": "Organisme public", "other": "Autre"}
_SIDES = {"charge": "Charge", "product": "Produit"}


class Paper(NamedTuple):
    """A piece or a letter: its words, its content, and where it stands in the archive ("" nowhere)."""

    words: str
    sha256: str | None
    place: str


def day(text: str | None) -> str:
    """An ISO day as people write it, "" for none."""
    return f"{dt.date.fromisoformat(text[:10]):%d/%m/%Y}" if text else ""


def money(cents: int | None) -> str:
    return "" if cents is None else euros(cents)


def facts(reader: sqlite3.Connection, head: Head, black: frozenset[str] = frozenset()) -> list[Part]:
    """What the applicant asks: who, what, where, how much, in its own words; `black`: columns left out."""
    who = queries.applicant(reader, head.applicant_id)
    assert who is not None  # a foreign key holds it
    people = [
        (
            one.position or "Contact",
            BAR
            if "people" in black
            else " ".join(filter(None, (one.civility, one.first_name, one.last_name))),
        )
        for one in queries.contacts(reader, head.id)
    ]
    bodies = {row.code: row.body for row in queries.sections(reader, head.id)}
    order = [code for code, _ in SECTIONS if code in bodies] + [code for code in bodies if code not in TITLES]
    address = ", ".join(filter(None, (who.address, f"{who.postcode} {who.city}".strip())))
    address = BAR if "address" in black and address else address
    budget = [
        (_SIDES.get(row.side, row.side), row.account, row.label, row.funder, money(row.amount))
        for row in queries.budget(reader, head.id)
    ]
    return [
        Part("Porteur", _said(
            ("Nom", who.name), ("Type", _KINDS.get(who.kind, who.kind)), ("SIRET", who.siret),
            ("RNA", who.rna), ("Adresse", address), *people,
        )),
        Part("Action", _said(
            ("Intitulé", head.title), ("Appel", " · ".join(filter(None, (head.call, head.wave)))),
            ("Numéro sur le portail", head.source_id), ("Déposé le", day(head.deposited_at)),
            ("Période", " – ".join(filter(None, (day(head.starts_on), day(head.ends_on))))),
            ("Quartiers", head.quarters), ("Lieu", head.place),
            ("Bénéficiaires", "" if head.beneficiaries is None else str(head.beneficiaries)),
            ("Coût", money(head.cost)), ("Demandé", money(head.asked)), ("Étape", STAGES[head.stage]),
            ("Agent", BAR if "officer" in black and head.officer else head.officer),
        )),
        Part("Demande", texts=[(TITLES.get(code, code), bodies[code]) for code in order]),
        Part("Autres réponses", _said(*queries.sources(reader, head.id))),
        Part("Budget", heads=("Sens", "Compte", "Ligne", "Financeur", "Montant"), rows=budget,
             money=frozenset({4})),
    ]  # fmt: skip


def _said(*pairs: tuple[str, str | None]) -> list[tuple[str, str]]:
    return [(name, words) for name, words in pairs if words]


def judgements(reader: sqlite3.Connection, head: Head, *, confidential: bool) -> list[Part]:
    """Marks, notes, closed scores, opinions and the proposal; notes kept for oneself stay out."""
    titles = {row.id: row.title for row in queries.challenges(reader)}
    marks = [
        (f"{m.rank}. {titles[m.challenge_id]}", LEVELS[m.level], m.reason, m.author)
        for m in queries.marks(reader, head.id) if m.level
    ]  # fmt: skip
    notes = [
        (f"Défi {n.rank}" if n.rank else "", f"« {n.quote} »" if n.quote else "", n.text, n.author, day(n.at))
        for n in queries.notes(reader, head.id) if n.audience != "me"
    ]  # fmt: skip
    scored = [
        (s.criterion, "" if s.value is None else str(s.value), s.reason or "", s.author, day(s.at))
        for s in scores(reader, head.id) if s.state == "final" and s.criterion
    ]  # fmt: skip
    who = ("Auteur", "Date")
    return [
        Part("Défis retenus", heads=("Défi", "Force", "Raison", "Auteur"), rows=marks),
        Part("Notes d’instruction", heads=("Défi", "Passage", "Note", *who), rows=notes),
        Part("Notation", heads=("Critère", "Note", "Raison", *who), rows=scored),
        _opinions(opinions_of(reader, head.id), confidential=confidential),
        Part("Proposition", _said(("Montant", money(head.proposed)), ("Raison", head.proposal_reason))),
    ]


def _opinions(rows: list[OpinionRow], *, confidential: bool) -> Part:
    shown = [row for row in rows if confidential or not row.confidential]
    hidden = len(rows) - len(shown)
    told = [
        (
            row.partner + (" (confidentiel)" if row.confidential else ""), OPINIONS.get(row.value, row.value),
            money(row.amount), row.comment, day(row.answered_on),
        )
        for row in shown
    ]  # fmt: skip
    notes = [f"Avis confidentiels laissés de côté : {hidden}."] if hidden else []
    heads = ("Partenaire", "Avis", "Montant", "Commentaire", "Date")
    return Part("Avis des partenaires", heads=heads, rows=told, money=frozenset({2}), notes=notes)


def decided(reader: sqlite3.Connection, head: Head, today: dt.date) -> list[Part]:
    """The decision, its money, its conditions, the proofs that it was told."""
    amounts = [
        (row.name, money(row.asked), money(row.proposed), money(row.voted))
        for row in queries.amounts(reader, head.id)
        if row.asked or row.proposed or row.voted
    ]
    parts = [Part("Financeurs", heads=("Financeur", "Demandé", "Proposé", "Accordé"), rows=amounts,
                  money=frozenset({1, 2, 3}))]  # fmt: skip
    decision = queries.decision(reader, head.id)
    if decision is None:
        return parts
    reasons = ", ".join(label for _, label, _ in queries.reasons_of(reader, head.id))
    act = " du ".join(filter(None, (decision.act, day(decision.act_on))))
    parts.append(Part("Décision", _said(
        ("Sens", OUTCOMES[decision.outcome]), ("Montant accordé", money(head.voted) if head.voted else ""),
        ("Décidée le", day(decision.decided_on)), ("Délibération", act), ("Motifs", reasons),
        ("Commentaire", decision.comment), ("Notifiée le", day(decision.notified_on)),
        ("Rouverte le", day(decision.reopened_on)), ("Raison de la réouverture", decision.reopen_reason),
    )))  # fmt: skip
    conditions = [
        (row.text, CONDITIONS[state(_date(row.due_on), _date(row.met_on), _date(row.waived_on), today)],
         day(row.due_on), day(row.met_on or row.waived_on), row.why or row.piece or "")
        for row in conditions_of(reader, head.id)
    ]  # fmt: skip
    proofs = [
        (row.letter, MEANS.get(row.means, row.means), row.tracking, day(row.sent_on), day(row.received_on))
        for row in notices_of(reader, head.id)
    ]
    parts.append(Part("Conditions", heads=("Condition", "État", "Attendue le", "Le", "Preuve ou raison"),
                      rows=conditions))  # fmt: skip
    parts.append(Part("Notification", heads=("Courrier", "Moyen", "N° de suivi", "Envoyé le", "Reçu le"),
                      rows=proofs))  # fmt: skip
    return parts


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def papers(title: str, found: list[Paper]) -> Part:
    """The files, with a link to each that is in the archive."""
    return Part(title, links=[(one.words, f"../{one.place}" if one.place else "") for one in found])
