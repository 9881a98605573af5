"""Tables of dossiers with chosen columns: their names, the models that keep a choice, the cells in words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from db import models as m
from db import queries
from db.keys import key_of
from db.queries import export as room
from db.store import author_of, say, use_case
from desktop.exchange.workbook import Column, Kind
from desktop.flow.instruct import OPINIONS
from desktop.rules.folding import fold
from desktop.rules.journey import LABELS as STAGES
from desktop.rules.notices import MEANS
from desktop.rules.ruling import LABELS as OUTCOMES
from desktop.rules.sections import SECTIONS

_APPLICANTS = {
    "association": "Association",
    "school": "École",
    "public": "Organisme public",
    "other": "Autre",
}
_WORDS: dict[str, dict[str, str]] = {
    "kind": _APPLICANTS, "stage": STAGES, "outcome": OUTCOMES, "proposal_opinion": OPINIONS,
}  # fmt: skip


class Choice(NamedTuple):
    """A column that can be chosen; `group` is the heading it is offered under."""

    code: str
    title: str
    group: str
    kind: Kind = "text"
    total: bool = False


_GROUPS: tuple[tuple[str, tuple[tuple[str, str, Kind], ...]], ...] = (
    ("Dossier", (
        ("number", "Numéro", "text"), ("source_id", "N° portail", "text"), ("title", "Intitulé", "text"),
        ("call", "Appel", "text"), ("year", "Exercice", "integer"), ("wave", "Vague", "text"),
        ("renewal", "Renouvellement", "boolean"), ("stage", "Étape", "text"), ("officer", "Agent", "text"),
        ("labels", "Étiquettes", "text"), ("deposited_at", "Déposé le", "datetime"),
        ("due_on", "Échéance", "date"),
        ("starts_on", "Début", "date"), ("ends_on", "Fin", "date"), ("place", "Lieu", "text"),
        ("quarters", "Quartiers", "text"), ("beneficiaries", "Bénéficiaires", "integer"),
        ("women", "Dont femmes", "integer"),
    )),
    ("Porteur", (
        ("applicant", "Porteur", "text"), ("acronym", "Sigle", "text"), ("kind", "Type de porteur", "text"),
        ("siret", "SIRET", "text"), ("rna", "RNA", "text"), ("address", "Adresse", "text"),
        ("postcode", "Code postal", "text"), ("city", "Commune", "text"), ("email", "Courriel", "text"),
        ("phone", "Téléphone", "text"), ("people", "Contacts", "text"),
    )),
    ("Argent", (
        ("cost", "Coût de l’action", "money"), ("asked", "Demandé", "money"),
        ("proposed", "Proposé", "money"),
        ("granted", "Accordé", "money"), ("paid", "Payé", "money"),
        ("budget", "Budget ligne à ligne", "text"),
    )),
    ("Instruction", (
        ("marks", "Défis marqués", "text"), ("declared", "Défis déclarés", "text"),
        ("mark_reasons", "Défis, raisons et auteurs", "text"), ("notes", "Notes", "text"),
        ("notes_whole", "Notes avec passage, auteur et date", "text"),
        ("scores", "Critères notés, raisons et auteurs", "text"),
        ("score_comments", "Commentaires de notation", "text"),
        ("opinions", "Avis des partenaires", "text"), ("proposal_opinion", "Avis proposé", "text"),
        ("proposal_reason", "Raison de la proposition", "text"), ("checks", "Contrôles qui comptent", "text"),
        ("pieces_held", "Pièces reçues", "integer"), ("pieces_missing", "Pièces manquantes", "integer"),
        ("pieces_lacking", "Pièces à obtenir", "text"),
    )),
    ("Décision", (
        ("outcome", "Décision", "text"), ("decided_on", "Décidé le", "date"), ("act", "Délibération", "text"),
        ("act_on", "Délibération du", "date"), ("reasons", "Motifs", "text"),
        ("decision_comment", "Commentaire de la décision", "text"), ("decision_author", "Décidé par", "text"),
        ("conditions", "Conditions et leur état", "text"), ("notified_on", "Notifié le", "date"),
        ("letters", "Courriers", "text"), ("proof", "Preuves de notification", "text"),
        ("reopened_on", "Rouvert le", "date"), ("reopen_reason", "Raison de la réouverture", "text"),
    )),
)  # fmt: skip
DEFAULT = [
    "number", "source_id", "applicant", "kind", "siret", "rna", "title", "renewal", "quarters", "marks",
    "declared", "cost", "asked", "proposed", "granted", "paid", "stage", "outcome", "decided_on",
    "deposited_at", "due_on", "starts_on", "ends_on", "beneficiaries", "women", "officer", "pieces_held",
    "pieces_missing", "labels", "wave", "call", "notes",
]  # fmt: skip
_DEFAULT_SETTING = "export_model"


class UnknownColumn(ValueError):
    """A column that no table has; the message is a French sentence."""


def choices(reader: sqlite3.Connection) -> list[Choice]:
    """Every column that can be chosen, those of the funders, criteria and texts of this base among them."""
    found = [
        Choice(code, title, group, kind, total=kind == "money")
        for group, columns in _GROUPS
        for code, title, kind in columns
    ]
    for funder in queries.funders(reader):
        for code, word in (("asked", "Demandé"), ("proposed", "Proposé"), ("granted", "Accordé")):
            title = f"{word} – {funder.name}"
            found.append(Choice(f"{code}:{funder.code}", title, "Argent par financeur", "money", total=True))
    for criterion in room.criteria(reader):
        title = f"{criterion.code} {criterion.title}"
        found.append(Choice(f"criterion:{criterion.code}", title, "Critères (moyenne des notes closes)"))
    titles = dict(SECTIONS)
    known = [code for code in titles if code in room.sections(reader)]
    others = [code for code in room.sections(reader) if code not in titles]
    found += [
        Choice(f"text:{code}", titles.get(code, code), "Textes de la demande") for code in known + others
    ]
    return [*found, Choice("other", "Autres réponses", "Textes de la demande")]


def find_codes(reader: sqlite3.Connection, names: Iterable[str]) -> list[str]:
    """The codes of columns named by code or by title. Raises UnknownColumn."""
    offered = choices(reader)
    by_name = {fold(one.title): one.code for one in reversed(offered)} | {
        one.code.lower(): one.code for one in offered
    }
    codes = []
    for name in names:
        code = by_name.get(name.strip().lower()) or by_name.get(fold(name))
        if code is None:
            known = ", ".join(one.code for one in offered)
            raise UnknownColumn(f"La colonne « {name.strip()} » n’existe pas. Colonnes : {known}.")
        codes.append(code)
    return codes


def columns(reader: sqlite3.Connection, codes: Sequence[str]) -> list[Column]:
    """The columns of a table; a code that is no longer known is told. Raises UnknownColumn."""
    known = {one.code: one for one in choices(reader)}
    for code in codes:
        if code not in known:
            raise UnknownColumn(f"La colonne « {code} » n’existe plus : retirez-la du modèle.")
    return [Column(known[code].title, known[code].kind, total=known[code].total) for code in codes]


def in_words(codes: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[object, ...]]:
    """The cells as people read them: labels in place of codes."""
    told = {place: _WORDS[code] for place, code in enumerate(codes) if code in _WORDS}
    proofs = {place for place, code in enumerate(codes) if code == "proof"}
    scored = {place for place, code in enumerate(codes) if code.startswith("criterion:")}
    for row in rows:
        cells = list(row)
        for place, words in told.items():
            cells[place] = words.get(cells[place] or "", cells[place] or "")
        for place in proofs:
            cells[place] = _means(cells[place])
        for place in scored:
            cells[place] = "" if cells[place] is None else f"{cells[place]:g}".replace(".", ",")
        yield tuple(cells)


def _means(told: str | None) -> str:
    lines = [line.partition(" ") for line in (told or "").split("\n") if line]
    return "\n".join(" ".join(f"{MEANS.get(code, code)} {rest}".split()) for code, _, rest in lines)


# Models


class Model(NamedTuple):
    """A choice of columns under a name; `usual` is the one proposed first."""

    name: str
    codes: list[str]
    usual: bool


def models(reader: sqlite3.Connection) -> list[Model]:
    """Those kept, by name."""
    usual = queries.setting(reader, _DEFAULT_SETTING)
    sql = "SELECT name, columns FROM export_model WHERE kind = 'dossiers' ORDER BY fold(name)"
    return [Model(name, kept.split("\n"), name == usual) for name, kept in reader.execute(sql)]


@use_case("Garder le modèle d’export « {name} »", right="view")
def save_model(session: Session, *, name: str, codes: Sequence[str], usual: bool = False) -> None:
    """Keep these columns, in this order, under a name; the same name is replaced. Raises ValueError."""
    title = name.strip()
    if not title or not codes:
        raise ValueError("Un modèle a un nom et au moins une colonne.")
    key = key_of("export_model", "dossiers", title)
    row = session.get(m.ExportModel, key)
    if row is None:
        row = m.ExportModel(id=key, name=title, columns="", author=author_of(session))
        session.add(row)
    row.columns = "\n".join(codes)
    if usual:
        _set_usual(session, title)
    say(session, f"Garder le modèle d’export « {title} »")


@use_case("Retirer le modèle d’export « {name} »", right="view")
def drop_model(session: Session, *, name: str) -> None:
    row = session.get(m.ExportModel, key_of("export_model", "dossiers", name))
    if row is None:
        raise ValueError(f"Aucun modèle d’export ne s’appelle « {name} ».")
    session.delete(row)


def _set_usual(session: Session, name: str) -> None:
    key = key_of("setting", _DEFAULT_SETTING)
    row = session.get(m.Setting, key)
    if row is None:
        session.add(m.Setting(id=key, name=_DEFAULT_SETTING, value=json.dumps(name)))
    else:
        row.value = json.dumps(name)
