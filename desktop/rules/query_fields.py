"""The fields of the query language: their codes, the words for each, and what kind of value they take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.rules.folding import fold
from desktop.rules.grid import LEVELS
from desktop.rules.journey import STAGES
from desktop.rules.ruling import OUTCOMES

Kind = Literal["text", "enum", "money", "number", "date", "level", "flag"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `names`: the words accepted, the one shown first. `values`: (code, label) when fixed."""

    code: str
    names: tuple[str, ...]
    kind: Kind
    values: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.names[0]


_PIECES = (
    ("missing", "manquante"), ("complete", "complète"), ("expired", "périmée"), ("refused", "refusée"),
    ("waived", "dispensée"),
)  # fmt: skip
_CONDITIONS = (
    ("due", "échue"), ("open", "à suivre"), ("met", "remplie"), ("waived", "abandonnée"),
)  # fmt: skip
_REPORTS = (
    ("late", "retard"), ("awaited", "attendu"), ("received", "reçu"), ("returned", "renvoyé"),
    ("accepted", "accepté"), ("lacking", "manquant"),
)  # fmt: skip
_CHECKS = (("bad", "anomalie"), ("warn", "à voir"), ("accepted", "accepté"), ("clear", "rien à voir"))
_APPLICANTS = (("association", "association"), ("school", "école"), ("public", "public"), ("other", "autre"))
_AUDIENCES = (("me", "moi"), ("team", "équipe"), ("committee", "comité"), ("applicant", "porteur"))
_YES_NO = (("yes", "oui"), ("no", "non"))

# `enum` fields without values take theirs from the data (quarters, funders, labels, waves, officers).
FIELDS: tuple[Field, ...] = (
    Field("number", ("numéro", "n°", "no", "number", "dossier"), "text"),
    Field("applicant", ("porteur", "association", "applicant"), "text"),
    Field("title", ("action", "intitulé", "titre", "title"), "text"),
    Field("siret", ("siret",), "text"),
    Field("rna", ("rna",), "text"),
    Field("quarter", ("quartier", "qpv", "quarter"), "enum"),
    Field("challenge", ("défi", "défis", "challenge"), "level"),
    Field("retained", ("retenu", "défi-retenu", "retained"), "text"),
    Field("theme", ("thème", "theme", "p147"), "text"),
    Field("stage", ("étape", "stage"), "enum", tuple((s.code, s.label) for s in STAGES)),
    Field("outcome", ("décision", "decision", "outcome"), "enum", tuple((o.code, o.label) for o in OUTCOMES)),
    Field("kind", ("type", "kind"), "enum", _APPLICANTS),
    Field("funder", ("financeur", "funder"), "enum"),
    Field("envelope", ("enveloppe", "envelope"), "enum"),
    Field("call", ("appel", "call"), "enum"),
    Field("wave", ("vague", "wave"), "enum"),
    Field("year", ("exercice", "année", "year"), "number"),
    Field("label", ("libellé", "étiquette", "label", "tag"), "enum"),
    Field("officer", ("agent", "instructeur", "officer"), "enum"),
    Field("contact", ("contact", "personne"), "text"),
    Field("condition", ("condition", "conditions"), "enum", _CONDITIONS),
    Field("report", ("bilan", "bilans", "report"), "enum", _REPORTS),
    Field("reason", ("motif", "reason"), "text"),
    Field("note", ("note", "notes", "annotation"), "text"),
    Field("text", ("texte", "text"), "text"),
    Field("audience", ("audience", "diffusion"), "enum", _AUDIENCES),
    Field("piece", ("pièce", "pièces", "piece"), "enum", _PIECES),
    Field("check", ("contrôle", "contrôles", "check", "checks"), "enum", _CHECKS),
    Field("cost", ("coût", "budget", "cost"), "money"),
    Field("asked", ("demandé", "sollicité", "asked"), "money"),
    Field("proposed", ("proposé", "proposed"), "money"),
    Field("granted", ("accordé", "voté", "granted"), "money"),
    Field("paid", ("versé", "payé", "paid"), "money"),
    Field("beneficiaries", ("bénéficiaires", "public", "beneficiaries"), "number"),
    Field("deposited", ("déposé", "dépôt", "deposited"), "date"),
    Field("due", ("échéance", "due"), "date"),
    Field("starts", ("début", "starts"), "date"),
    Field("ends", ("fin", "ends"), "date"),
    Field("renewal", ("reconduction", "renouvellement", "renewal"), "flag", _YES_NO),
    Field("project", ("projet", "coordonné", "project"), "flag", _YES_NO),
    Field("refiled", ("remanié", "redéposé", "refiled"), "flag", _YES_NO),
    Field("orphan", ("orpheline", "orphan"), "flag", _YES_NO),
)
BY_CODE: dict[str, Field] = {field.code: field for field in FIELDS}
BY_NAME: dict[str, Field] = {fold(name): field for field in FIELDS for name in (*field.names, field.code)}
ORDERED: frozenset[Kind] = frozenset({"money", "number", "date"})
LEVEL_WORDS: dict[int, str] = {level: label.lower() for level, _, label in LEVELS}
EMPTY = "none"  # « quartier:aucun », "proposed=none": nothing is known there
EMPTY_WORDS: frozenset[str] = frozenset({"aucun", "aucune", "vide", "none", "empty"})
ME = "me"  # « agent:moi »
ME_WORDS: frozenset[str] = frozenset({"moi", "me", "mes"})


def value_code(field: Field, text: str) -> str | None:
    """The code of a fixed value written as its code or label, or the start of it if only one fits."""
    wanted = fold(text)
    names = [(code, fold(name)) for code, label in field.values for name in (code, label)]
    for code, name in names:
        if name == wanted:
            return code
    loose = {code for code, name in names if name.startswith(wanted) or f" {wanted}" in f" {name}"}
    return loose.pop() if len(loose) == 1 and wanted else None
