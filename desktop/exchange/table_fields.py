"""What a column of any table may fill: the list offered by the mapping screen, and how each value is set."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from desktop.exchange import repair
from desktop.exchange.application import Applicant, Application, Person
from desktop.exchange.cells import Cell
from desktop.rules.folding import fold
from desktop.rules.sections import SECTIONS

OTHER, SKIP = "other", "skip"
IDENTITY = ("source_id", "applicant.name", "applicant.siret", "applicant.rna", "title")
_CIVILITIES = {"m": "M.", "mr": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme", "mlle": "Mme"}
_CODES = re.compile(r"[A-Z]{1,2}\d{2,6}[A-Z]?(?:\s*,\s*[A-Z]{1,2}\d{2,6}[A-Z]?)+", re.IGNORECASE)
_KINDS: tuple[tuple[str, str], ...] = (
    ("associa", "association"), ("ecole", "school"), ("college", "school"), ("lycee", "school"),
    ("etablissement scolaire", "school"), ("commune", "public"), ("public", "public"),
    ("collectivit", "public"),
)  # fmt: skip
_STAGES: tuple[tuple[str, Literal["draft", "instruction", "granted", "refused", "withdrawn"]], ...] = (
    ("non accord", "refused"), ("refus", "refused"), ("rejet", "refused"), ("irrecevable", "refused"),
    ("ineligible", "refused"), ("non recevable", "refused"), ("defavorable", "refused"),
    ("accord", "granted"), ("accepte", "granted"), ("attribue", "granted"), ("vote", "granted"),
    ("notifi", "granted"), ("verse", "granted"), ("solde", "granted"), ("justifi", "granted"),
    ("retrait", "withdrawn"),
    ("retire", "withdrawn"), ("sans suite", "withdrawn"), ("abandon", "withdrawn"), ("annule", "withdrawn"),
    ("brouillon", "draft"), ("en cours de saisie", "draft"), ("instruction", "instruction"),
)  # fmt: skip

Repair = Callable[[Cell], tuple[Any, str | None]]


@dataclass(frozen=True, slots=True)
class Field:
    """One destination: its code in a map, its French label, how its value is repaired."""

    code: str
    label: str
    repair: Repair
    many: bool = False  # several columns may fill it


def _list(cell: Cell) -> tuple[list[str], str | None]:
    """Line feeds, `;` and `|` part values; commas only between codes, as names hold some."""
    words, remark = repair.text(cell)
    parts = words.split(",") if _CODES.fullmatch(words) else re.split(r"[\n;|]", words)
    return [part.strip() for part in parts if part.strip()], remark


def _names(cell: Cell) -> tuple[list[str], str | None]:
    words, remark = repair.text(cell)
    return [part.strip() for part in re.split(r"[\n;,|]", words) if part.strip()], remark


def _year(cell: Cell) -> tuple[int | None, str | None]:
    if isinstance(cell, dt.date):
        return cell.year, None
    words, _ = repair.text(cell)
    found = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", words)
    if not found:
        return None, ("exercice illisible, non repris" if words else None)
    several = len(set(found)) > 1
    return int(found[0]), (f"plusieurs années, {found[0]} est retenue" if several else None)


def _postcode(cell: Cell) -> tuple[str, str | None]:
    words, remark = repair.text(cell)
    if re.fullmatch(r"\d{4}", words):
        return "0" + words, f"zéro du début rétabli : 0{words}"
    return words, remark


def _kind(cell: Cell) -> tuple[str, str | None]:
    words = fold(repair.text(cell)[0])
    return next((kind for word, kind in _KINDS if word in words), "other" if words else ""), None


def _fields() -> list[Field]:
    text, amount = repair.text, repair.amount
    one = [
        ("source_id", "Numéro du dossier", text), ("state", "État", text), ("call", "Appel à projets", text),
        ("exercise", "Exercice", _year), ("deposited_at", "Déposé le", repair.date_time),
        ("instructed_at", "Passé en instruction le", repair.date_time),
        ("decided_at", "Décidé le", repair.date_time), ("updated_at", "Mis à jour le", repair.date_time),
        ("motivation", "Motif de la décision", text), ("title", "Intitulé de l’action", text),
        ("renewal", "Renouvellement", _renewal), ("starts_on", "Début", repair.date),
        ("ends_on", "Fin", repair.date), ("period", "Période de réalisation", repair.period),
        ("place", "Lieu", text), ("beneficiaries", "Nombre de bénéficiaires", repair.integer),
        ("women", "Dont femmes", repair.integer), ("main_challenge", "Défi principal", text),
        ("cost", "Coût de l’action", amount), ("asked", "Montant demandé", amount),
        ("proposed", "Montant proposé", amount), ("granted", "Montant accordé", amount),
        ("instructor_comment", "Commentaire de l’instructeur", text),
        ("applicant.name", "Porteur", text), ("applicant.acronym", "Sigle", text),
        ("applicant.kind", "Type de porteur", _kind), ("applicant.siret", "SIRET", repair.siret),
        ("applicant.rna", "RNA", repair.rna), ("applicant.legal_form", "Forme juridique", text),
        ("applicant.naf", "Code NAF", text), ("applicant.purpose", "Objet de la structure", text),
        ("applicant.address", "Adresse", text), ("applicant.postcode", "Code postal", _postcode),
        ("applicant.city", "Commune", text), ("applicant.insee", "Code INSEE", text),
        ("applicant.email", "Courriel du porteur", text), ("applicant.phone", "Téléphone du porteur", text),
        ("applicant.website", "Site internet", text),
        ("applicant.founded_on", "Date de création", repair.date),
    ]  # fmt: skip
    return [Field(code, label, how) for code, label, how in one]


def _many_fields() -> list[Field]:
    """People, texts and the fields that several columns may fill."""
    text = repair.text
    fields: list[Field] = []
    for kind, who in (("representative", "Représentant"), ("in_charge", "Responsable de l’action")):
        for part, word in (
            ("name", "nom complet"), ("civility", "civilité"), ("first_name", "prénom"), ("last_name", "nom"),
            ("position", "fonction"), ("phone", "téléphone"), ("email", "courriel"),
        ):  # fmt: skip
            fields.append(Field(f"{kind}.{part}", f"{who} : {word}", text))
    fields += [Field(f"texts.{code}", label, text, many=True) for code, label in SECTIONS]
    fields += [
        Field("challenges", "Autres défis", _list, many=True),
        Field("quarters", "Quartiers", _names, many=True),
        Field("labels", "Étiquettes", _names, many=True),
        Field("instructors", "Instructeurs", _names, many=True),
        Field(OTHER, "Autre information, gardée", text, many=True),
        Field(SKIP, "Ne pas reprendre", text, many=True),
    ]  # fmt: skip
    return fields


def _renewal(cell: Cell) -> tuple[bool | None, str | None]:
    words = fold(repair.text(cell)[0])
    if "renouvel" in words or "reconduction" in words or words == "r":
        return "non" not in words.split(), None
    if "premiere" in words or "nouvel" in words or words in ("nouveau", "creation", "p"):
        return False, None
    return repair.boolean(cell)


FIELDS: dict[str, Field] = {field.code: field for field in (*_fields(), *_many_fields())}


def field_of(code: str) -> Field | None:
    """The field of a code; `asked_by:<funder>` and `granted_by:<funder>` name a funder as written."""
    known = FIELDS.get(code)
    kind, _, funder = code.partition(":") if known is None else (code, "", "")
    if kind in ("asked_by", "granted_by") and funder:
        word = "Demandé à" if kind == "asked_by" else "Accordé par"
        return Field(code, f"{word} {funder}", repair.amount)
    return known


def put(application: Application, code: str, label: str, cell: Cell) -> str | None:
    """Set one value from one cell; returns the remark of its repair."""
    field = field_of(code)
    if field is None or code == SKIP:
        return None
    value, remark = field.repair(cell)
    if value not in (None, "", []):
        _set(application, code, label, value)
    return remark


def _set(application: Application, code: str, label: str, value: Any) -> None:
    if code == OTHER:
        application.other.append((label, value))
        return
    room, _, name = code.partition(".")
    kind, _, funder = code.partition(":")
    if funder:
        by = application.asked_by_funder if kind == "asked_by" else application.granted_by_funder
        by[funder] = by.get(funder, 0) + value
    elif code == "period":
        application.starts_on = application.starts_on or value[0]
        application.ends_on = application.ends_on or value[1]
    elif room == "applicant":
        setattr(application.applicant, name, value)
    elif room == "texts":
        before = application.texts.get(name)
        application.texts[name] = f"{before}\n\n{value}" if before else value
    elif room in ("representative", "in_charge"):
        _set_person(application, "representative" if room == "representative" else "in_charge", name, value)
    elif isinstance(value, list):
        held = getattr(application, code)
        held.extend(item for item in value if item not in held)
    else:
        setattr(application, code, value)
        if code == "state":
            application.stage = stage_of(value)


def _set_person(
    application: Application, kind: Literal["representative", "in_charge"], name: str, value: str
) -> None:
    person = next((known for known in application.people if known.kind == kind), None)
    if person is None:
        person = Person(kind)
        application.people.append(person)
    if name == "civility":
        person.civility = _CIVILITIES.get(fold(value).strip("."), "")
    elif name == "name":
        first, *rest = value.split()
        civility = _CIVILITIES.get(fold(first).strip("."), "") if rest else ""
        person.civility = person.civility or civility
        parts = rest if civility else [first, *rest]
        # Surnames are written in capitals on most forms; otherwise the first word is the first name.
        upper = [part for part in parts if part.isupper() and len(part) > 1]
        last = upper if upper and len(upper) < len(parts) else parts[1:] or parts
        person.last_name = " ".join(last)
        person.first_name = (
            " ".join(parts[: len(parts) - len(last)])
            if last is not upper
            else " ".join(part for part in parts if part not in upper)
        )
    else:
        setattr(person, name, value)


def stage_of(state: str) -> Literal["draft", "received", "instruction", "granted", "refused", "withdrawn"]:
    """What a state written by any tool means."""
    plain = fold(state)
    for word, stage in _STAGES:
        if word in plain:
            return stage
    return "received"


def given_by(codes: list[str]) -> set[str]:
    """The attributes of Application that these columns carry."""
    names: set[str] = set()
    for code in codes:
        kind, _, funder = code.partition(":")
        room = code.partition(".")[0]
        if funder:
            names.add("asked_by_funder" if kind == "asked_by" else "granted_by_funder")
        elif code == "period":
            names |= {"starts_on", "ends_on"}
        elif room in ("representative", "in_charge"):
            names.add("people")
        elif code != SKIP:
            names.add(room)
            if code == "state":
                names.add("stage")
    return names


def is_bare(applicant: Applicant) -> bool:
    return not (applicant.name or applicant.siret or applicant.rna)
